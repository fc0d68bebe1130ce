"""The reports of compensations and decompensations (/v1/finance/compensation, /decompensation).

Ozon renames the headings over prices and adds currencies to them, so columns are found by words
that were in all of them. No report of decompensations has been published; it is read as if it had
the same layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..reading import name, text
from . import cells
from .cells import folded, words
from .workbook import Cell, FileUnreadable, Row, Sheet, read_workbook

# A row with this many of the headings is the header, even if others are missing.
LEAST_HEADINGS = 4

_NUMBER = re.compile(r"(?:№|\bN(?=\s*\d))\s*(\S+)")
_CURRENCY = re.compile(r"[,(]\s*(RUB|RUR|РУБ|₽|[A-Z]{3})\b\.?\)?", re.IGNORECASE)
_ROUBLES = {folded(name) for name in ("rub", "rur", "руб", "₽")}
_ALL_UNITS = folded("всего")
# Words of headings. The first heading that has one, and is not another column's, is taken.
_COLUMNS = {
    "name": ("название", "наименование"),
    "offer_id": ("артикул",),
    "sku": ("sku",),
    "barcode": ("штрих",),
    "quantity": ("кол-во", "количество"),
    "type": ("тип ", "причина"),
    "reduced": ("уменьшен",),
    "amount": ("итого к", "к начислению", "к удержанию"),
    "total": ("стоимость", "цена"),
    "value": ("стоимость", "цена"),
}
_NEEDED = {
    "quantity": "Кол-во",
    "type": "Тип компенсации",
    "value": "Действительная стоимость товара",
    "total": "Действительная стоимость — всего",
    "reduced": "Уменьшено на сумму",
    "amount": "Итого к начислению",
}
_TITLE = folded("компенсация")[:-1]
_DECOMPENSATION = folded("декомпенсация")[:-1]
_TOTAL = folded("итого")


class CompensationRow(NamedTuple):
    """Units of a product, and what Ozon pays for them or wants back, with the signs of the file.

    :param place: the row of the sheet, as people count
    :param type: Ozon's words for what happened, such as "Потеря по вине Ozon на складе"
    :param value: of one unit, with all digits
    :param total: the value of all units
    :param reduced: what is taken off it: a share, the VAT
    :param amount: what Ozon accrues: without VAT
    """

    place: int
    name: str
    offer_id: str
    sku: str
    barcode: str
    quantity: int
    type: str
    value: Decimal
    total: Decimal
    reduced: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CompensationReport:
    """A report of a month.

    :param number: "77"; "" when the title does not say
    :param date: None when the title does not say
    :param is_decompensation: by the title; None when there is none
    :param currency: three letters; "" when no heading says
    :param stated: the sum under the rows; None if there is none
    """

    number: str
    date: date | None
    is_decompensation: bool | None
    currency: str
    rows: tuple[CompensationRow, ...]
    stated: Decimal | None


def read_compensations(content: bytes) -> CompensationReport:
    """Read the file of a report of compensations or decompensations.

    :param content: XLSX
    :raises FileUnreadable: it is none, has other headings or several reports, or a row lacks a cell
    """
    return compensations_of(read_workbook(content))


def compensations_of(sheets: tuple[Sheet, ...]) -> CompensationReport:
    """As `read_compensations`.

    :param sheets: the sheets of the file
    """
    found = list(_tables(sheets))
    if not found:
        raise FileUnreadable("has no table of compensations")
    if len(found) > 1:
        raise FileUnreadable("has several reports")
    return _read(*found[0])


def has_compensations(sheets: tuple[Sheet, ...]) -> bool:
    """Whether a file has the headings of this report, whatever is under them."""
    return any("type" in columns for _rows, _place, columns in _tables(sheets))


def _tables(
    sheets: tuple[Sheet, ...]
) -> Iterator[tuple[tuple[Row, ...], int, dict[str, int]]]:
    for sheet in sheets:
        for place, row in enumerate(sheet.rows):
            columns = _columns(row)
            if columns is not None:
                yield sheet.rows, place, columns


def _columns(row: Row) -> dict[str, int] | None:
    """The columns under a row of headings; None when it is none."""
    headings = [folded(cell) for cell in row]
    taken: dict[str, int] = {}
    for column, parts in _COLUMNS.items():
        wanted = tuple(map(folded, parts))
        for place, heading in enumerate(headings):
            fits = any(part in heading for part in wanted) and place not in taken.values()
            # The headings for one unit and for all units have the same word.
            if fits and (column not in ("value", "total")
                         or (_ALL_UNITS in heading) == (column == "total")):
                taken[column] = place
                break
    return taken if len(taken) >= LEAST_HEADINGS else None


def _read(rows: tuple[Row, ...], header: int, columns: dict[str, int]) -> CompensationReport:
    for column, heading in _NEEDED.items():
        if column not in columns:
            raise FileUnreadable("lacks a column", heading)
    title, number, day = _title(rows[:header])
    read, stated = [], None
    for place, row in enumerate(rows[header + 1 :], start=header + 1):
        if not any(words(cell) for cell in row) or cells.counts_columns(row):
            continue
        if _is_total(row, columns):
            stated = cells.kopecks(row, place, columns["amount"])
            break
        read.append(_read_row(row, place, columns))
    return CompensationReport(
        number=number,
        date=day,
        is_decompensation=_DECOMPENSATION in title if title else None,
        currency=_currency(rows[header], columns),
        rows=tuple(read),
        stated=stated,
    )


def _title(rows: tuple[Row, ...]) -> tuple[str, str, date | None]:
    """The words of the title, the number and the day of the report."""
    for row in rows:
        for written in filter(None, map(words, row)):
            title = folded(written)
            if _TITLE in title:
                number = _NUMBER.search(written)
                return title, cells.stored(number[1]) if number else "", cells.day(written)
    return "", "", None


def _is_total(row: Row, columns: dict[str, int]) -> bool:
    """Whether it is the row of sums, which has its word and no type."""
    has_type = words(cells.at(row, columns["type"]))
    return not has_type and any(folded(cell).startswith(_TOTAL) for cell in row)


def _read_row(row: Row, place: int, columns: dict[str, int]) -> CompensationRow:
    def words_of(column: str) -> str:
        return words(_whole(cells.at(row, columns.get(column))))

    for column, reason in (("quantity", "has a row without a quantity"),
                           ("type", "has a row without a type")):
        if not words(cells.at(row, columns[column])):
            raise FileUnreadable(reason, cells.address(place, columns[column]))
    return CompensationRow(
        place=place + 1,
        # As on the card: an article in Latin letters differs from one in Russian letters.
        name=name({"": words_of("name")}, ""),
        offer_id=text({"": words_of("offer_id")}, ""),
        sku=text({"": words_of("sku")}, ""),
        barcode=text({"": words_of("barcode")}, ""),
        quantity=_quantity(row, place, columns["quantity"]),
        type=cells.stored(words_of("type")),
        value=cells.number(row, place, columns["value"]),
        total=cells.kopecks(row, place, columns["total"]),
        reduced=cells.kopecks(row, place, columns["reduced"]),
        amount=cells.kopecks(row, place, columns["amount"]),
    )


def _whole(cell: Cell) -> Cell:
    """An SKU or a barcode that a spreadsheet keeps as 1001.0 is 1001."""
    return int(cell) if type(cell) is float and cell.is_integer() else cell


def _quantity(row: Row, place: int, column: int) -> int:
    quantity = cells.number(row, place, column)
    if quantity != int(quantity):
        raise FileUnreadable("is not a whole number", cells.address(place, column))
    if not quantity:
        raise FileUnreadable("has a row without a quantity", cells.address(place, column))
    return int(quantity)


def _currency(headings: Row, columns: dict[str, int]) -> str:
    for column in ("amount", "total", "value", "reduced"):
        found = _CURRENCY.search(words(headings[columns[column]]).upper())
        if found:
            return "RUB" if folded(found[1]) in _ROUBLES else found[1]
    return ""
