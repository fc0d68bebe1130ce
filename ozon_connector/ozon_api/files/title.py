"""Reads what is above the table of a report: number, period, contract, the two parties.

Ozon documents none of it. Each fact is found by the words before it, in whichever cell they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

from . import cells
from .cells import folded, words
from .workbook import Cell, FileUnreadable, Row

# Labels of the parties: Ozon's first, then the labels of the connector's own spreadsheet.
PAYER = ("плательщик", "посредник", "intermediary")
RECEIVER = ("получатель", "принципал", "principal")
# How a day is written: in Russia, in other countries, and by programs.
_WAYS_OF_DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y")

_A_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_PERIOD = re.compile(rf"с ({_A_DAY}) по ({_A_DAY})")  # in texts from `folded`
_TWO_DAYS = re.compile(rf"({_A_DAY}) ?[–—-] ?({_A_DAY})")
_DAY = re.compile(_A_DAY)
NUMBER = re.compile(r"(?:№|\bNo\.|\bN(?=\s*\d))\s*(\S+)")
# In texts without case and look-alikes:
_INN = re.compile(rf"{folded('инн')}\D{{0,5}}(\d{{12}}|\d{{10}})\b")
_KPP = re.compile(rf"{folded('кпп')}\D{{0,5}}(\d{{9}})\b")
_CODES = re.compile(rf"(?:{folded('инн')}|{folded('кпп')})\b|[\d\s/]+$")


class Party(NamedTuple):
    """A side of the contract; what the file does not say is ""."""

    name: str = ""
    inn: str = ""
    kpp: str = ""


def texts(rows: tuple[Row, ...]) -> Iterator[str]:
    """The texts of cells, row by row, without the empty ones."""
    for row in rows:
        yield from filter(None, map(words, row))


def period(above: tuple[Row, ...]) -> tuple[date, date]:
    """The first and the last day of the report.

    :raises FileUnreadable: no cell says it
    """
    for text in texts(above):
        found = _PERIOD.search(folded(text)) or _TWO_DAYS.search(text)
        days = found and _both_days(*found.groups())
        if days:
            return days
    raise FileUnreadable("does not say its period")


def _both_days(first: str, last: str) -> tuple[date, date] | None:
    """Read in the first way of writing in which both are days, the later one last."""
    for way in _WAYS_OF_DAYS:
        try:
            start, stop = (datetime.strptime(one, way).date() for one in (first, last))
        except ValueError:
            continue
        if start <= stop:
            return start, stop
    return None


def contract(above: tuple[Row, ...]) -> tuple[str, date | None]:
    """Number and day of the contract, from "по Договору … № … от …" or the cell after the word."""
    for row in above:
        filled = list(filter(None, map(words, row)))
        for place, text in enumerate(filled):
            if folded("договор") not in folded(text) and folded(text) != folded("contract"):
                continue
            number = NUMBER.search(text)
            if number:
                return cells.stored(number[1]), _first_day(text[number.end() :])
            if filled[place + 1 :]:
                return _number_and_day(filled[place + 1])
    return "", None


def _number_and_day(text: str) -> tuple[str, date | None]:
    """Number and day from a text such as "ИР-118204/23 17.04.2023"."""
    number = NUMBER.search(text)
    if number:
        return cells.stored(number[1]), _first_day(text[number.end() :])
    days = list(_DAY.finditer(text))
    if not days:
        return cells.stored(text), None
    return cells.stored(text[: days[-1].start()].strip()), one_day(days[-1][0])


def _first_day(text: str) -> date | None:
    found = _DAY.search(text)
    return one_day(found[0]) if found else None


def one_day(text: str) -> date | None:
    """A day written in one of the usual ways; None for anything else."""
    for way in _WAYS_OF_DAYS:
        try:
            return datetime.strptime(text, way).date()
        except ValueError:
            continue
    return None


def day_after(text: str, near: date) -> date | None:
    """The last day in a text, read in the way of writing that puts it nearest to `near`."""
    written = list(_DAY.finditer(text))
    if not written:
        return None
    found = []
    for way in _WAYS_OF_DAYS:
        try:
            found.append(datetime.strptime(written[-1][0], way).date())
        except ValueError:
            continue
    return min(found, key=lambda day: abs((day - near).days), default=None)


def parties(above: tuple[Row, ...]) -> tuple[Party, Party]:
    """The payer and the receiver, who are side by side or one below the other."""
    found = {}
    for labels in (PAYER, RECEIVER):
        for place, row in enumerate(above):
            column = next((at for at, cell in enumerate(row) if _is_label(cell, labels)), None)
            if column is not None:
                found[labels] = place, column
                break
    payer, receiver = (_party(above, found.get(one), found.values()) for one in (PAYER, RECEIVER))
    return payer, receiver


def _is_label(cell: Cell, labels: tuple[str, ...]) -> bool:
    """Whether a cell is a label. Ozon may write the name after its label; ours stands alone."""
    text = folded(cell)
    ozons, *ours = map(folded, labels)
    return text.startswith(ozons) or text.rstrip(": ") in ours


def _party(
    above: tuple[Row, ...], label: tuple[int, int] | None, labels: Collection[tuple[int, int]]
) -> Party:
    if label is None:
        return Party()
    top, left = label
    right = min((column for _, column in labels if column > left), default=None)
    bottom = min((place for place, _ in labels if place > top), default=None)
    found = list(texts(tuple(row[left:right] for row in above[top:bottom])))
    found[0] = found[0].partition(":")[2].strip()
    name = next((text for text in found if text and not _CODES.match(folded(text))), "")
    codes = folded(" ".join(found))
    inn, kpp = _INN.search(codes), _KPP.search(codes)
    return Party(
        cells.stored(_without_codes(name)), inn[1] if inn else "", kpp[1] if kpp else "",
    )


def _without_codes(name: str) -> str:
    """A name without ", ИНН …, КПП …" after it."""
    parts = name.split(",")
    kept = [part for part in parts if not _CODES.match(folded(part))]
    return ",".join(kept).strip() if len(kept) < len(parts) else name
