"""«Отчёт о реализации товара» as people get it: XLSX from the cabinet or by mail.

It says what /v2/finance/realization says, and the variant per order says what
/v1/finance/realization/posting says. So each row becomes an object as Ozon's API sends it, which
the reader of the API's answer then reads: a figure that is refused there is refused here.

Two things differ. The file has one column for the payouts of all partners' loyalty programmes, and
none of its columns has parts of a kopeck.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ..answers.realization import RealizationReport, read_header, read_row
from ..answers.realization_postings import RealizationPostings, read_posting
from ..reading import WrongShape
from . import cells, title
from .cells import folded, words
from .realization_columns import SUMS, TOTALLED, Columns, find_columns
from .workbook import FileUnreadable, Row, Sheet, formula_without_value, read_workbook

_TOTALS = tuple(map(folded, ("итого", "всего", "total")))
_NAME = tuple(map(folded, ("отчет о реализации", "отчет реализации", "отчет посредника",
                           "отчет комиссионера", "intermediary report")))
_CORRECTION = tuple(map(folded, ("корректировка", "correction")))
_OWN = tuple(map(folded, ("отчет посредника", "intermediary report")))
_CURRENCY = re.compile(r"[,(]\s*([^\W\d_]{3}|₽)(?=[.,)\s]|$)")
_LABEL_OF_CURRENCY = tuple(map(folded, ("валюта", "currency")))
# A text or a number with parts of a rouble, and headings over sums.
_KOPECKS = re.compile(r"-?[\d ]+[.,]\d+", re.ASCII)
_MONEY = re.compile(
    rf"{folded('сумма')}|\b(?:{'|'.join(map(folded, ('руб', 'rub', 'rur')))})\b|₽"
)
_ROUBLES = {folded(name) for name in ("rub", "rur", "руб", "₽")}
_TEXTS = ("name", "offer_id", "sku", "barcode")


@dataclass(frozen=True, slots=True)
class RealizationFile:
    """A report of a month.

    :param report: what the file says, as the API's reader gives it; `raw` is the file
    :param postings: its rows with their orders; None if the file is not by order
    """

    report: RealizationReport
    postings: RealizationPostings | None


def read_realization_file(content: bytes) -> RealizationFile:
    """Read the file of a realization report.

    :param content: XLSX
    :raises FileUnreadable: it is none, is not of a whole month, or a cell cannot be read; the
        error names the cell
    """
    return realization_of(content, read_workbook(content))


def realization_of(content: bytes, sheets: tuple[Sheet, ...]) -> RealizationFile:
    """As `read_realization_file`.

    :param sheets: the sheets of the file
    """
    tables = [
        (sheet.rows, columns) for sheet in sheets
        if (columns := find_columns(sheet.rows)) is not None
    ]
    if not tables:
        raise FileUnreadable("has no table of sales and returns")
    if len(tables) > 1:
        raise FileUnreadable("has several reports")
    formula = formula_without_value(content)
    if formula:
        raise FileUnreadable("has a formula without a value", formula)
    return _Reader(*tables[0]).told(content)


class _Reader:
    """The rows of the sheet with the table."""

    def __init__(self, rows: tuple[Row, ...], columns: Columns):
        self._rows = rows
        self._columns = columns
        self._above = rows[: columns.top]
        self._name = next(
            (one for one in title.texts(self._above) if folded(one).startswith(_NAME)), "",
        )

    def told(self, content: bytes) -> RealizationFile:
        """What the sheet says, as the method would answer it.

        :param content: the whole file, kept as the raw answer
        :raises FileUnreadable: a correction, or rows that cannot be read
        """
        if any(word in folded(self._name) for word in _CORRECTION):
            raise FileUnreadable("is a correction")
        header = read_header(self._header())
        answers = list(self._answers())
        if folded(self._name).startswith(_OWN):
            answers = list(_joined(answers))
        postings = None
        if self._columns.orders:
            postings = RealizationPostings(tuple(self._checked(read_posting, answers)))
            rows = tuple(posting.row for posting in postings.rows)
        else:
            rows = tuple(self._checked(read_row, answers))
        return RealizationFile(
            RealizationReport(header=header, rows=rows, raw=content), postings,
        )

    def _checked(self, read, answers: list[tuple[int, dict]]) -> Iterator:
        """The rows that the API's reader makes.

        :param answers: each with its place in the sheet
        """
        for place, (at, answer) in enumerate(answers, start=1):
            try:
                row = read(answer, place)
            except WrongShape as error:
                problem = error
            else:
                yield row
                continue
            raise FileUnreadable(problem.problem, f"{problem.field}, {at + 1}")

    # ------------------------------------------------------------------ above the table

    def _header(self) -> dict:
        """The title page as Ozon's API sends it."""
        start, stop = title.period(self._above)
        number, day = title.contract(self._above)
        _check_whole_month(start, stop, day)
        payer, receiver = title.parties(self._above)
        found = title.NUMBER.search(self._name)
        made_on = title.day_after(self._name, start)
        return {
            "number": cells.stored(found[1]) if found and found[1] != "—" else "",
            "doc_date": made_on and made_on.isoformat(),
            "start_date": start.isoformat(),
            "stop_date": stop.isoformat(),
            "contract_number": number,
            "contract_date": day and day.isoformat(),
            "currency_sys_name": self._currency(),
            "payer_name": payer.name, "payer_inn": payer.inn, "payer_kpp": payer.kpp,
            "receiver_name": receiver.name, "receiver_inn": receiver.inn,
            "receiver_kpp": receiver.kpp,
        }

    def _currency(self) -> str:
        """The currency that the title names, or the one over the sums; "" if there is neither."""
        for row in self._above:
            filled = list(filter(None, map(words, row)))
            for label, text in zip(filled, filled[1:], strict=False):
                if folded(label).rstrip(":") in _LABEL_OF_CURRENCY:
                    return _code(text)
        for heading in self._columns.headings:
            found = _CURRENCY.search(words(heading))
            if found:
                return _code(found[1])
        return ""

    # ------------------------------------------------------------------ the table

    def _answers(self) -> Iterator[tuple[int, dict]]:
        """The rows as Ozon's API sends them, each with its place; then the totals are checked.

        :raises FileUnreadable: a figure belongs to no row, or a total is not the sum of its rows
        """
        sums = dict.fromkeys(self._columns.totalled(), Decimal(0))
        has_total = False
        for place in range(self._columns.top + self._columns.height, len(self._rows)):
            row = self._rows[place]
            if not any(map(words, row)) or cells.counts_columns(row):
                continue
            if self._is_goods(row):
                if has_total:
                    raise FileUnreadable("has rows below its total", cells.address(place, 0))
                yield place, self._answer(row, place, sums)
            elif not has_total and any(folded(cell).startswith(_TOTALS) for cell in row):
                has_total = True
                self._check_total(row, place, sums)
            elif not has_total:
                self._check_empty(row, place)

    def _is_goods(self, row: Row) -> bool:
        """Whether a row lists goods: it has a number or names them; a line of words does not."""
        number = words(cells.at(row, self._columns.left.get("number")))
        if number.isdecimal() or number.endswith(".0") and number[:-2].isdecimal():
            return True
        named = [words(cells.at(row, self._columns.left.get(key))) for key in _TEXTS]
        if any(folded(one).startswith(_TOTALS) for one in [number, *named]):
            return False
        return any(named[1:]) and any(
            words(cells.at(row, column)) for column in self._columns.totalled()
        )

    def _answer(self, row: Row, place: int, sums: dict[int, Decimal]) -> dict:
        left = self._columns.left
        number = cells.number(row, place, left.get("number"))
        answer = {
            "rowNumber": number,
            "item": {key: cells.as_text(cells.at(row, left.get(key))) for key in _TEXTS},
            "seller_price_per_instance": cells.number(row, place, left.get("seller_price")),
            "delivery_commission": self._side(row, place, "sold", sums),
            "return_commission": self._side(row, place, "returned", sums),
            **self._unknown(row, place, ""),
        }
        if self._columns.orders:
            answer["order"] = {
                "posting_number": self._order_text(row, "posting"),
                "created_date": self._order_day(row, "ordered_on"),
            }
            answer["legal_entity_document"] = {
                "number": self._order_text(row, "invoice"),
                "sale_date": self._order_day(row, "invoiced_on"),
            }
        return answer

    def _side(self, row: Row, place: int, group: str, sums: dict[int, Decimal]) -> dict | None:
        """A side of a row; None if all its cells are empty or 0."""
        columns = self._columns.sides[group]
        side = {}
        for field, column in columns.items():
            if field in SUMS:
                side[field] = cells.exact_kopecks(row, place, column)
            else:
                side[field] = cells.number(row, place, column)
            if field in TOTALLED:
                sums[column] += side[field]
        side |= self._unknown(row, place, group)
        return side if any(side.values()) else None

    def _unknown(self, row: Row, place: int, group: str) -> dict:
        """Figures under unknown headings, so that none is dropped silently."""
        found = {}
        for column, heading in self._columns.unknown.get(group, {}).items():
            cell = cells.at(row, column)
            written = words(cell)
            is_money = bool(_KOPECKS.fullmatch(written)) or _MONEY.search(folded(heading))
            # Outside of the sides a whole number may be the code of anything.
            if is_money and written or group and type(cell) in (int, float):
                found[heading] = cells.number(row, place, column)
        return found

    def _order_text(self, row: Row, key: str) -> str:
        return cells.as_text(cells.at(row, self._columns.orders.get(key))).strip()

    def _order_day(self, row: Row, key: str) -> str | None:
        cell = cells.at(row, self._columns.orders.get(key))
        day = cells.day(cell) or title.one_day(words(cell)[:10])
        return day and day.isoformat()

    def _check_total(self, row: Row, place: int, sums: dict[int, Decimal]) -> None:
        for column, added in sums.items():
            if words(cells.at(row, column)):
                stated = cells.exact_kopecks(row, place, column)
                if stated != added:
                    raise FileUnreadable(
                        "has a total that is not the sum of its rows",
                        f"{cells.address(place, column)}: {stated} ≠ {added}",
                    )

    def _check_empty(self, row: Row, place: int) -> None:
        for column in self._columns.totalled():
            cell = cells.at(row, column)
            if type(cell) in (int, float) and cell:
                raise FileUnreadable(
                    "has a figure that belongs to no row", cells.address(place, column),
                )


def _code(text: str) -> str:
    """A currency by its three letters."""
    return "RUB" if folded(text) in _ROUBLES else cells.stored(text).upper()


def _check_whole_month(start: date, stop: date, contract_day: date | None) -> None:
    """A month begins on its first day, or with the contract.

    :raises FileUnreadable: the report is of a part of a month, or of several
    """
    begins = start.day == 1 or start == contract_day
    ends = (stop + timedelta(days=1)).day == 1
    if not (begins and ends and (start.year, start.month) == (stop.year, stop.month)):
        raise FileUnreadable(
            "is not of one whole month", f"{start:%d.%m.%Y} – {stop:%d.%m.%Y}",
        )


def _joined(answers: list[tuple[int, dict]]) -> Iterator[tuple[int, dict]]:
    """Add up rows of the connector's own spreadsheet that have the same number and goods.

    That spreadsheet divides a row of Ozon's that is booked in parts.
    """
    by_goods: dict[tuple, tuple[int, dict]] = {}
    for place, answer in answers:
        known = by_goods.setdefault((answer["rowNumber"], *answer["item"].values()),
                                    (place, answer))
        if known[1] is not answer:
            for side in ("delivery_commission", "return_commission"):
                known[1][side] = _added(known[1][side], answer[side])
    yield from by_goods.values()


def _added(one: dict | None, other: dict | None) -> dict | None:
    if not (one and other):
        return one or other
    added = {key: one[key] + other[key] for key in one}
    if "price_per_instance" in one and added["quantity"]:
        added["price_per_instance"] = added["amount"] / added["quantity"]
    return added
