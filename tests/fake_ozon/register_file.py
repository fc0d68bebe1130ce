"""A register of documents, as in somebody's own spreadsheet; Ozon has published no layout."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

HEADINGS = ("№", "Вид документа", "Номер документа", "Дата документа", "Сумма с НДС, руб.")


def register_file(
    rows: Sequence[Sequence], headings: Sequence[str] = HEADINGS, above: Sequence[str] = (),
    sheet: str = "Реестр",
) -> bytes:
    """:param rows: rows of cells, each cell under its heading"""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2026, 1, 1)})
        page = workbook.add_worksheet(sheet)
        days = workbook.add_format({"num_format": "dd.mm.yyyy"})
        for place, cells in enumerate([*([text] for text in above), headings, *rows]):
            for column, cell in enumerate(cells):
                form = [days] if hasattr(cell, "year") else []
                page.write(place, column, cell, *form)
    return file.getvalue()
