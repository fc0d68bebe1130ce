"""The catalogue of a cabinet: Товары и цены ▸ Список товаров ▸ Скачать, as CSV or XLSX.

The CSV has ";" between its cells; the XLSX has a title row «Отчёт по товарам» above the headings.
Two sets of headings are known: with one SKU («SKU», «Название товара»), and, earlier, with one for
each delivery scheme («FBO OZON SKU ID», «FBS OZON SKU ID», «Наименование товара»). Ozon writes "'"
before an article, so that a spreadsheet takes it for a text.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

from ..answers.products import ProductCard
from ..reading import ZERO, name, text
from . import cells
from .cells import folded, words
from .workbook import MOST_COLUMNS, MOST_PACKED, MOST_ROWS, FileUnreadable, Row, Sheet

TITLE_ROWS = 10
LONGEST_ID = 20  # digits of a number of 64 bits
# The columns and their headings, which are compared without case and look-alikes.
_COLUMNS = {
    "offer_id": ("артикул",),
    "product_id": ("ozon product id",),
    "sku": ("sku", "ozon sku", "ozon sku id"),
    "fbo": ("fbo ozon sku id",),
    "fbs": ("fbs ozon sku id",),
    "abroad": ("crossborder ozon sku",),
    "barcode": ("barcode", "штрихкод"),
    "name": ("название товара", "наименование товара"),
    "status": ("статус товара",),
    "price": ("текущая цена с учетом скидки",),
    "vat": ("размер ндс",),
}
_FOLDED = {
    folded(heading): column for column, headings in _COLUMNS.items() for heading in headings
}
# A row with these is the headings of a catalogue: few other exports have Ozon's own number.
_NEEDED = {"offer_id": "Артикул", "product_id": "Ozon Product ID"}
_SKUS = ("sku", "fbo", "fbs", "abroad")
_UNIT = re.compile(r",\s*(₽|руб\.?|[a-z]{3}|%)$", re.IGNORECASE)
_ROUBLE = {"₽", "руб", "руб.", "rub", "rur"}
_ARCHIVED = folded("архив")
_PERCENT = re.compile(r"(\d{1,2})(?:[.,]0+)?\s*%?", re.ASCII)
# What a spreadsheet makes of the digits of a barcode that it takes for a number.
_ROUNDED = re.compile(r"\d[.,]\d+E\+\d+", re.ASCII | re.IGNORECASE)
_ZIP = b"PK\3\4"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The cards of a cabinet, each of Ozon's numbers once, in the order of the file."""

    cards: tuple[ProductCard, ...]


def csv_sheet(content: bytes) -> Sheet | None:
    """A CSV as a sheet; None if the file is no CSV with the headings of a catalogue.

    :raises FileUnreadable: it is such a CSV, and has too much in it
    """
    if content.startswith(_ZIP) or b"\0" in content[:1000]:
        return None
    written = _decoded(content)
    if written is None:
        return None
    try:
        rows = csv.reader(io.StringIO(written, newline=""), delimiter=";")
        first = [tuple(row) for row in islice(rows, TITLE_ROWS)]
        if _header(first) is None:
            return None
        if len(content) > MOST_PACKED:
            raise FileUnreadable("is too large")
        return Sheet("", tuple(_counted(chain(first, rows))))
    except csv.Error:
        return None


def has_catalogue(sheets: tuple[Sheet, ...]) -> bool:
    """Whether a file has the headings of the catalogue."""
    return any(_header(sheet.rows[:TITLE_ROWS]) for sheet in sheets)


def catalogue_of(sheets: tuple[Sheet, ...]) -> Catalogue:
    """Read the catalogue.

    :raises FileUnreadable: it has several, a card twice, or a row without Ozon's number
    """
    found = [
        (sheet.rows, *header) for sheet in sheets
        if (header := _header(sheet.rows[:TITLE_ROWS]))
    ]
    if len(found) > 1:
        raise FileUnreadable("has several reports")
    [(rows, place, columns, currency)] = found
    cards: dict[str, ProductCard] = {}
    for at, row in enumerate(rows[place + 1:], start=place + 1):
        if not any(words(cell) for cell in row):
            continue
        card = _card(row, at, columns, currency)
        if cards.setdefault(card.product_id, card) != card:
            raise FileUnreadable(
                "has a card twice", cells.address(at, columns["product_id"]),
            )
    return Catalogue(tuple(cards.values()))


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8", "cp1251"):
        try:
            return content.removeprefix(codecs.BOM_UTF8).decode(encoding)
        except UnicodeError:
            continue
    return None


def _counted(rows: Iterable[list[str]]) -> Iterable[Row]:
    for place, row in enumerate(rows):
        if place >= MOST_ROWS:
            raise FileUnreadable("has too many rows")
        if any(row[MOST_COLUMNS:]):
            raise FileUnreadable("has too many columns")
        yield tuple(row[:MOST_COLUMNS])


def _header(rows: Iterable[Row]) -> tuple[int, dict[str, int], str] | None:
    """:return: the place of the headings, {column: its place}, the currency of prices"""
    for place, row in enumerate(rows):
        columns, currency = {}, ""
        for at, cell in enumerate(row):
            heading = words(cell)
            unit = _UNIT.search(heading)
            column = _FOLDED.get(folded(heading[:unit.start()] if unit else heading))
            if column is None or column in columns:
                continue
            columns[column] = at
            if column == "price" and unit:
                currency = "RUB" if unit[1].lower() in _ROUBLE else unit[1].upper()
        if _NEEDED.keys() <= columns.keys():
            return place, columns, currency
    return None


def _card(row: Row, place: int, columns: dict[str, int], currency: str) -> ProductCard:
    def cell(column: str):
        return cells.at(row, columns.get(column))

    product_id = _identifier(row, place, columns["product_id"])
    if not product_id:
        raise FileUnreadable(
            "has a row without Ozon's number", cells.address(place, columns["product_id"]),
        )
    skus = tuple(dict.fromkeys(filter(None, (
        _identifier(row, place, columns[column]) for column in _SKUS if column in columns
    ))))
    price = _price(row, place, columns.get("price"))
    return ProductCard(
        product_id=product_id,
        sku=skus[0] if skus else "",
        skus=skus,
        # As on Ozon's card: an article in Latin letters differs from one in Russian letters.
        offer_id=text({"": cells.as_text(cell("offer_id")).strip().removeprefix("'")}, ""),
        name=name({"": cells.as_text(cell("name"))}, ""),
        barcodes=_barcodes(row, place, columns.get("barcode")),
        price=price,
        currency_code=currency if price is not None else "",
        vat=_vat(words(cell("vat"))),
        archived=_ARCHIVED in folded(cell("status")),
    )


def _identifier(row: Row, place: int, column: int) -> str:
    """An id of Ozon; "" if there is none, which Ozon may also write as 0."""
    written = cells.as_text(cells.at(row, column)).strip().removeprefix("'")
    if written in ("", "0", "-"):
        return ""
    if not (written.isascii() and written.isdecimal() and len(written) <= LONGEST_ID):
        raise FileUnreadable("is not a whole number", cells.address(place, column))
    return written


def _barcodes(row: Row, place: int, column: int | None) -> tuple[str, ...]:
    """The barcodes of a cell, which are separated by commas or semicolons."""
    written = cells.as_text(cells.at(row, column)).strip()
    if _ROUNDED.fullmatch(written):
        raise FileUnreadable("has a rounded barcode", cells.address(place, column))
    plain = (text({"": one.strip().removeprefix("'")}, "") for one in re.split("[;,]", written))
    return tuple(filter(None, plain))


def _price(row: Row, place: int, column: int | None) -> Decimal | None:
    written = cells.as_text(cells.at(row, column)).strip().removeprefix("'")
    if not written:
        return None
    price = cells.number((None,) * column + (written,), place, column)
    if price < ZERO:
        raise FileUnreadable("is negative", cells.address(place, column))
    return price


def _vat(written: str) -> Decimal | None:
    """A share; None if the words are no rate, as for goods without VAT."""
    rate = _PERCENT.fullmatch(written.removeprefix("'"))
    return Decimal(rate[1]) / 100 if rate else None
