"""The report of mutual settlements (/v1/finance/mutual-settlement): what a month's documents were.

It is the only place where Ozon names the acts of a month by number, date and total. Ozon documents
no layout and moves its columns, so everything is found by the words over or before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..reading import ZERO
from . import cells, title
from .cells import folded, words
from .workbook import Cell, FileUnreadable, Row, Sheet, read_workbook

ROWS_ABOVE = 2  # the header, where the heading of the names may be

_NUMBER = re.compile(r"(?:№|\bN(?=\s*\d))\s*(\S+)")
_CURRENCY = re.compile(r",\s*([^\W\d_]{3}|₽)\.?$")
_ROUBLES = {"rur", "руб", "₽"}
_TOTALS = tuple(map(folded, ("итого", "всего", "оборот")))


@dataclass
class SettlementDoesNotTie(Exception):
    """The rows of a settlement do not lead from its opening to its closing balance.

    :param opening: what Ozon owed at the beginning
    :param change: what the rows add to it
    :param expected: what Ozon owes after them
    :param closing: what the file says
    """

    opening: Decimal
    change: Decimal
    expected: Decimal
    closing: Decimal

    def __str__(self):
        return (
            f"opening {self.opening} and rows {self.change} give {self.expected}, "
            f"the closing balance is {self.closing}"
        )


class SettlementRow(NamedTuple):
    """A document, or a payment.

    :param name: as Ozon calls it, such as "Акт выполненных работ"
    :param document: the words that name it, such as "№3648135 от 01.01.2026"; "" for none
    :param number: "3648135"; "" when the file does not say
    :param date: None when the file does not say
    :param debit: what the seller owes by it
    :param credit: what Ozon owes by it
    """

    name: str
    document: str
    number: str
    date: date | None
    debit: Decimal
    credit: Decimal


class OtherAccrual(NamedTuple):
    """A line of «Компенсации и прочие начисления», which is not part of the balances."""

    name: str
    without_vat: Decimal
    with_vat: Decimal
    vat: Decimal


@dataclass(frozen=True, slots=True)
class MutualSettlement:
    """A month between the seller and Ozon; what the file does not say is "" or None.

    :param period_start: the period's first day
    :param period_stop: the period's last day, inclusive
    :param currency: three letters, such as "RUB"
    :param opening: what Ozon owes at the beginning; below 0 when the seller owes
    :param closing: the same at the end: `opening` + Σ (credit − debit)
    :param rows: in Ozon's order
    """

    period_start: date
    period_stop: date
    contract_number: str
    contract_date: date | None
    payer_name: str
    payer_inn: str
    receiver_name: str
    receiver_inn: str
    currency: str
    opening: Decimal
    closing: Decimal
    rows: tuple[SettlementRow, ...]
    other_accruals: tuple[OtherAccrual, ...]


class _Columns(NamedTuple):
    """Places of columns; None if the file has no such column."""

    name: int
    document: int | None
    date: int | None
    debit: int
    credit: int


def read_mutual_settlement(content: bytes) -> MutualSettlement:
    """Read the file of a report of mutual settlements.

    :param content: XLSX
    :raises FileUnreadable: it is none, or of another shape
    :raises SettlementDoesNotTie: opening + Σ (credit − debit) is not the closing balance
    """
    return settlement_of(read_workbook(content))


def settlement_of(sheets: tuple[Sheet, ...]) -> MutualSettlement:
    """As `read_mutual_settlement`.

    :param sheets: the sheets of the file
    """
    for sheet, place, columns in _tables(sheets):
        return _read(sheet.rows, place, columns)
    raise FileUnreadable("has no table of settlements")


def has_settlement(sheets: tuple[Sheet, ...]) -> bool:
    """Whether a file has the headings of this report, whatever is under them."""
    return any(_tables(sheets))


def _tables(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Sheet, int, _Columns]]:
    for sheet in sheets:
        for place, row in enumerate(sheet.rows):
            columns = _columns(sheet.rows, place, row)
            if columns:
                yield sheet, place, columns


def _columns(rows: tuple[Row, ...], place: int, row: Row) -> _Columns | None:
    """The columns under a row of headings; None when it is none."""
    headings = [folded(cell) for cell in row]
    debit, credit = (_with_words(headings, part) for part in (("дебит", "дебет"), ("кредит",)))
    if debit is None or credit is None:
        return None
    for above in reversed(rows[max(place - ROWS_ABOVE, 0) : place + 1]):
        name = cells.first(above, "наименование")
        if name is not None and name not in (debit, credit):
            break
    else:
        return None
    others = ["" if at in (name, debit, credit) else text for at, text in enumerate(headings)]
    dates = [at for at, text in enumerate(others) if text.startswith(folded("дата"))]
    others = ["" if at in dates else text for at, text in enumerate(others)]
    return _Columns(
        name=name,
        document=_with_words(others, ("документ", "номер", "№", "основание")),
        date=dates[0] if dates else None,
        debit=debit,
        credit=credit,
    )


def _with_words(headings: list[str], parts: tuple[str, ...]) -> int | None:
    """The first heading that has any of these words; an earlier word counts for more."""
    wanted = map(folded, parts)
    found = (at for part in wanted for at, heading in enumerate(headings) if part in heading)
    return next(found, None)


def _read(rows: tuple[Row, ...], header: int, columns: _Columns) -> MutualSettlement:
    above = rows[:header]
    start, stop = title.period(above)
    contract_number, contract_date = title.contract(above)
    payer, receiver = title.parties(above)
    table = _Table(rows, header, columns)
    table.check_balance()
    return MutualSettlement(
        period_start=start,
        period_stop=stop,
        contract_number=contract_number,
        contract_date=contract_date,
        payer_name=payer.name,
        payer_inn=payer.inn,
        receiver_name=receiver.name,
        receiver_inn=receiver.inn,
        currency=_currency(rows[header][columns.credit]),
        opening=table.opening,
        closing=table.closing,
        rows=tuple(table.documents),
        other_accruals=tuple(_other_accruals(rows, table.end)),
    )


def _currency(heading: Cell) -> str:
    found = _CURRENCY.search(words(heading))
    if not found:
        return ""
    return "RUB" if folded(found[1]) in _ROUBLES else cells.stored(found[1]).upper()


class _Table:
    """The rows under the headings, down to the closing balance.

    :ivar end: the place of the closing balance
    """

    def __init__(self, rows: tuple[Row, ...], header: int, columns: _Columns):
        self._columns = columns
        self.documents: list[SettlementRow] = []
        opening = closing = None
        for place, row in enumerate(rows[header + 1 :], start=header + 1):
            if _begins(row, "начальное сальдо"):
                opening = self._balance(row, place)
            elif _begins(row, "конечное сальдо"):
                closing = self._balance(row, place)
                break
            elif any(cell not in (None, "") for cell in row):
                self._add(row, place)
        if opening is None or closing is None:
            raise FileUnreadable("does not say both balances")
        self.opening, self.closing, self.end = opening, closing, place

    def check_balance(self) -> None:
        change = sum((row.credit - row.debit for row in self.documents), ZERO)
        if self.opening + change != self.closing:
            raise SettlementDoesNotTie(
                self.opening, change, self.opening + change, self.closing
            )

    def _balance(self, row: Row, place: int) -> Decimal:
        debit, credit = self._sums(row, place)
        return credit - debit

    def _sums(self, row: Row, place: int) -> tuple[Decimal, Decimal]:
        columns = self._columns
        return cells.kopecks(row, place, columns.debit), cells.kopecks(row, place, columns.credit)

    def _add(self, row: Row, place: int) -> None:
        columns = self._columns
        name = words(cells.at(row, columns.name))
        if folded(name).startswith(_TOTALS):
            return
        debit, credit = self._sums(row, place)
        document = words(cells.at(row, columns.document)) or self._document_elsewhere(row)
        if not (debit or credit or document):
            return  # a heading within the table
        if not name:
            raise FileUnreadable("has a sum without a name", cells.address(place, columns.name))
        number = _NUMBER.search(document)
        self.documents.append(
            SettlementRow(
                name=cells.stored(name),
                document=cells.stored(document),
                number=cells.stored(number[1] if number else document.partition(" ")[0]),
                date=cells.day(cells.at(row, columns.date)) or self._day_elsewhere(row, document),
                debit=debit,
                credit=credit,
            )
        )

    def _document_elsewhere(self, row: Row) -> str:
        """If no heading names the column: the first text with the sign of a number."""
        texts = (words(cell) for at, cell in enumerate(row) if at not in self._known())
        return next((text for text in texts if _NUMBER.search(text)), "")

    def _day_elsewhere(self, row: Row, document: str) -> date | None:
        """The document's own date, else the first one in a column without a name."""
        others = (cell for at, cell in enumerate(row) if at not in self._known())
        return next(filter(None, map(cells.day, (document, *others))), None)

    def _known(self) -> tuple[int, ...]:
        return self._columns.name, self._columns.debit, self._columns.credit


def _begins(row: Row, beginning: str) -> bool:
    return cells.first(row, beginning) is not None


def _other_accruals(rows: tuple[Row, ...], start: int) -> Iterator[OtherAccrual]:
    """The lines of the section below the table, down to its total; none without it."""
    columns = None
    for place, row in enumerate(rows[start:], start=start):
        if columns is None:
            columns = _other_columns(row)
            continue
        name = words(cells.at(row, columns[0]))
        if folded(name).startswith(_TOTALS):
            return
        figures = [cells.kopecks(row, place, column) for column in columns[1:]]
        if name or any(figures):
            yield OtherAccrual(cells.stored(name), *figures)


def _other_columns(row: Row) -> tuple[int | None, ...] | None:
    """The columns of name, sum without VAT, sum with VAT and VAT; None if it is no header."""
    name = cells.first(row, "наименование начисления")
    if name is None:
        return None
    headings = [folded(cell) for cell in row]
    without, with_vat = (_with_words(headings, (part,)) for part in ("без ндс", "с ндс"))
    headings = ["" if at in (without, with_vat) else text for at, text in enumerate(headings)]
    return name, without, with_vat, _with_words(headings, ("ндс",))
