"""A register of documents: a table of numbers, days and sums, whichever documents it lists.

No register of Ozon's acts, of its re-invoiced services or of the УПД for buy-outs has been
published, so no layout is known. Any table is a register whose headings mean the number, the day,
the sum with VAT and the name of a document. If two columns could be the same thing, it is refused,
since a guess could put a wrong sum into the books.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from . import cells
from .cells import folded, words
from .title import NUMBER, contract, texts
from .workbook import Cell, FileUnreadable, Row, Sheet

HEADING_ROWS = 30  # the headings are among the first rows

_DOCUMENT = tuple(map(folded, ("док", "упд", "акт", "счет", "отчет", "реестр")))
_NUMBER = tuple(map(folded, ("номер", "№")))
_ROW_NUMBER = folded("№")
_DAY = tuple(map(folded, ("дата", "дату")))
_SUM = tuple(map(folded, ("сумма", "стоимость", "итого", "всего")))
_NAME = tuple(map(folded, ("вид", "тип", "наименование", "название", "документ", "услуг")))
# Days and numbers of something else than the document.
_OTHER_THING = tuple(map(folded, (
    "п/п", "оплат", "платеж", "подпис", "отправ", "загруз", "создан", "договор", "заказ", "инн",
    "кпп", "контрагент", "период",
)))  # fmt: skip
_WITHOUT_VAT, _WITH_VAT = folded("без ндс"), tuple(map(folded, ("с ндс", "с учетом ндс", "вкл")))
_VAT = folded("ндс")
_TOTAL = tuple(map(folded, ("итого", "всего")))
_INN = re.compile(rf"{folded('инн')}\D{{0,5}}(\d{{12}}|\d{{10}})\b")
_SINCE = re.compile(r"\s+от\s+\d.*")  # a day after a number
_CURRENCY = re.compile(r"\b(RUB|RUR|BYN|KZT|CNY|USD|EUR|РУБ)\b", re.IGNORECASE)
_ROUBLES = {folded(name) for name in ("rub", "rur", "руб")}


class RegisterRow(NamedTuple):
    """A document that a register lists.

    :param place: the row of the sheet, as people count
    :param name: what the register calls it, such as "Акт выполненных работ"; "" if it does not
    :param total: with VAT
    """

    place: int
    name: str
    number: str
    day: date
    total: Decimal


@dataclass(frozen=True, slots=True)
class Register:
    """A table of documents.

    :param title: the sheet's name, and all text above the table
    :param inns: the INNs above the table
    :param currency: three letters; "" when neither heading nor title says
    """

    title: str
    contract: str
    inns: frozenset[str]
    currency: str
    rows: tuple[RegisterRow, ...]


def has_register(sheets: tuple[Sheet, ...]) -> bool:
    """Whether a file has the headings of a register, whatever is under them."""
    return any(_heading(sheet) is not None for sheet in sheets)


def register_of(sheets: tuple[Sheet, ...]) -> Register:
    """Read a register.

    :raises FileUnreadable: it has several tables, a column is missing or could be one of two, or a
        row has no number, day or sum
    """
    found = [(sheet, place) for sheet in sheets if (place := _heading(sheet)) is not None]
    if len(found) > 1:
        raise FileUnreadable("has several reports")
    [(sheet, heading)] = found
    above, headings = sheet.rows[:heading], sheet.rows[heading]
    title = " ".join([sheet.title, *texts(above)])
    currency = _CURRENCY.search(" ".join([*texts((headings,)), title]))
    return Register(
        title=title,
        contract=contract(above)[0],
        inns=frozenset(_INN.findall(folded(title))),
        currency="" if not currency else (
            "RUB" if folded(currency[1]) in _ROUBLES else currency[1].upper()
        ),
        rows=tuple(_rows(sheet.rows, heading, *_columns(headings, heading))),
    )


def _heading(sheet: Sheet) -> int | None:
    """The place of the row of headings, in which number, day and sum each have a cell, or None."""
    for place, row in enumerate(sheet.rows[:HEADING_ROWS]):
        headings = list(map(folded, row))
        if all(_are(headings, parts) for parts in (_NUMBER, _SUM)) and (
            _are(headings, _DAY) and len([one for one in headings if one]) > 2
        ):
            return place
    return None


def _are(headings: list[str], parts: tuple[str, ...]) -> list[int]:
    """The columns whose heading has one of these words, and is of the document itself."""
    return [
        column for column, heading in enumerate(headings)
        if any(part in heading for part in parts) and heading != _ROW_NUMBER
        and not any(part in heading for part in _OTHER_THING)
    ]


def _columns(row: Row, place: int) -> tuple[dict[str, int], list[int]]:
    """The columns of number, day and sum, and those that say what a document is."""
    headings = list(map(folded, row))
    columns = {
        "total": _only(_with_vat(headings), place, "Сумма с НДС"),
        "day": _only(_of_document(headings, _are(headings, _DAY)), place, "Дата документа"),
        "number": _only(_of_document(headings, _are(headings, _NUMBER)), place, "Номер документа"),
    }
    taken = {*columns.values(), *_are(headings, _SUM), *_are(headings, _DAY)}
    names = [one for one in _are(headings, _NAME) if one not in taken]
    return columns, names


def _of_document(headings: list[str], found: list[int]) -> list[int]:
    """Of several columns, those that say "document", as far as there are any."""
    return [
        one for one in found if any(part in headings[one] for part in _DOCUMENT)
    ] or found


def _with_vat(headings: list[str]) -> list[int]:
    """The columns of sums with VAT; if none says so, those that do not mention VAT at all."""
    found = [one for one in _are(headings, _SUM) if _WITHOUT_VAT not in headings[one]]
    with_vat = [one for one in found if any(part in headings[one] for part in _WITH_VAT)]
    return with_vat or [one for one in found if _VAT not in headings[one]]


def _only(found: list[int], place: int, heading: str) -> int:
    if not found:
        raise FileUnreadable("lacks a column", heading)
    if len(found) > 1:
        raise FileUnreadable("has two columns that may be the same", cells.address(place, found[1]))
    return found[0]


def _rows(
    rows: tuple[Row, ...], heading: int, columns: dict[str, int], names: list[int]
) -> Iterator[RegisterRow]:
    total, added = None, Decimal("0.00")
    for place, row in enumerate(rows[heading + 1:], start=heading + 1):
        if not any(words(cell) for cell in row) or cells.counts_columns(row):
            continue
        if _is_total(row, columns):
            total = cells.exact_kopecks(row, place, columns["total"])
            if total != added:
                raise FileUnreadable(
                    "has a total that is not the sum of its rows", f"{added} ≠ {total}",
                )
            continue
        if total is not None and _is_footer(row, columns):
            continue
        if total is not None:
            raise FileUnreadable("has rows below its total", cells.address(place, 0))
        read = _row(row, place, columns, names)
        added += read.total
        yield read


def _is_total(row: Row, columns: dict[str, int]) -> bool:
    """Whether it is the row of sums, which has its word and no day."""
    is_dated = cells.day(cells.at(row, columns["day"])) is not None
    return not is_dated and any(folded(cell).startswith(_TOTAL) for cell in row)


def _is_footer(row: Row, columns: dict[str, int]) -> bool:
    """Whether a row below the total is no document, but a signature, for example."""
    return cells.at(row, columns["total"]) is None


def _row(row: Row, place: int, columns: dict[str, int], names: list[int]) -> RegisterRow:
    def cell(column: str) -> Cell:
        return cells.at(row, columns[column])

    for column in ("number", "day", "total"):
        if not words(cell(column)):
            raise FileUnreadable(
                "has a row that is not whole", cells.address(place, columns[column]),
            )
    day = cells.day(cell("day"))
    if day is None:
        raise FileUnreadable("has a row that is not whole", cells.address(place, columns["day"]))
    return RegisterRow(
        place=place + 1,
        name=cells.stored(" ".join(filter(None, (words(cells.at(row, one)) for one in names)))),
        number=_number(cells.as_text(cell("number"))),
        day=day,
        total=cells.exact_kopecks(row, place, columns["total"]),
    )


def _number(written: str) -> str:
    """The number in a text such as "УПД № 5512 от 30.09.2026" or "5512 от 30.09.2026"."""
    found = NUMBER.search(written)
    return cells.stored(found[1] if found else " ".join(_SINCE.sub("", written).split()))
