"""Divides printed tables into pages, for printers that do not repeat the headings of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

_Row = TypeVar("_Row")


class Piece(NamedTuple):
    """The part of a table that is on one page."""

    table: int  # its place among the tables
    rows: list
    begins: bool  # it has the table's first row
    ends: bool  # it has the table's last row, and its totals below


class Heights(NamedTuple):
    """Heights of the parts of a page, all in the same unit."""

    page: float
    title: float  # on the first page only
    name: float  # on the later pages, in place of the title
    heading: float  # of a table, above its rows on every page
    totals: float  # of a table, below its last row
    end: float  # below the last table, undivided


def divided(
    tables: Sequence[Sequence[_Row]], height: Callable[[_Row], float], heights: Heights
) -> list[list[Piece]]:
    """The pieces on each page. No row is divided, and totals are never without a row.

    A row that is higher than a page gets a page of its own. The end fits on the last page, which
    may contain nothing else.
    """
    pages = [[]]
    room = heights.page - heights.title
    for table, rows in enumerate(tables):
        done = 0
        while True:
            fitting = _fitting(rows, done, height, room - heights.heading, heights.totals)
            fresh = len(pages) > 1 and not pages[-1]
            if fitting is None and not fresh:
                pages.append([])
                room = heights.page - heights.name
                continue
            until = done + 1 if fitting is None else fitting
            room -= heights.heading + sum(height(row) for row in rows[done:until])
            ends = until == len(rows)
            pages[-1].append(Piece(table, list(rows[done:until]), done == 0, ends))
            done = until
            if ends:
                room -= heights.totals
                break
            pages.append([])
            room = heights.page - heights.name
    if room < heights.end:
        pages.append([])
    return pages


def _fitting(rows, done, height, room, totals):
    """The place after the last row that fits; None if nothing does, not even an empty table."""
    if done == len(rows):
        return done if room >= totals else None
    until = done
    while until < len(rows):
        room -= height(rows[until])
        if room < (totals if until + 1 == len(rows) else 0):
            break
        until += 1
    return until if until > done else None
