"""The catalogue as the seller cabinet exports it: CSV with ";" or XLSX, current or older layout."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from .bad_files import of_cells

NOW = (
    "Артикул", "Ozon Product ID", "SKU", "Barcode", "Название товара", "Контент-рейтинг", "Бренд",
    "Статус товара", "Метки", "Объем товара, л", "Текущая цена с учетом скидки, ₽",
    "Размер НДС, %",
)
BEFORE = (
    "Артикул", "Ozon Product ID", "FBO OZON SKU ID", "FBS OZON SKU ID", "Barcode",
    "Наименование товара", "Статус товара", "Категория комиссии",
    "Текущая цена с учетом скидки, руб.",
)


def catalogue_rows(cards: Sequence[dict], headings: Sequence[str] = NOW) -> list[list]:
    """The table of these cards; a card is {heading: cell}, articles get Ozon's apostrophe."""
    rows: list[list] = [list(headings)]
    for card in cards:
        article = card.get("Артикул", "")
        rows.append([
            f"'{article}" if article and heading == "Артикул" else card.get(heading, "")
            for heading in headings
        ])
    return rows


def catalogue_csv(
    cards: Sequence[dict], headings: Sequence[str] = NOW, encoding: str = "utf-8-sig"
) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\n").writerows(catalogue_rows(cards, headings))
    return file.getvalue().encode(encoding)


def catalogue_xlsx(cards: Sequence[dict], headings: Sequence[str] = NOW) -> bytes:
    return of_cells([["Отчёт по товарам"], *catalogue_rows(cards, headings)])


def a_card(number: int, **cells) -> dict:
    """A card with the number in all of its names."""
    return {
        "Артикул": f"art-{number}", "Ozon Product ID": number, "SKU": 1_000_000 + number,
        "Barcode": f"46{number:011}", "Название товара": f"Товар № {number}",
        "Статус товара": "Продается", "Текущая цена с учетом скидки, ₽": "850.00",
        "Размер НДС, %": "22%", "Контент-рейтинг": "'87.5", **cells,
    }
