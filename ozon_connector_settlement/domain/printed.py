"""The rows of a printed month statement: each total, and below it the rows that it sums up.

These are the opening balance, what Ozon accrued by class, other entries, what Ozon paid, and the
closing balance. Each total names its rows, so that a spreadsheet can add them up again.
"""

from decimal import Decimal
from typing import NamedTuple

from .statement import BALANCE, BUYOUT_BEFORE, OPENING, OTHER, PAYOUT, ZERO

ACCRUED = "accrued"
CLOSING = "closing"
# Classes that are not part of what Ozon accrued.
APART = frozenset([OPENING, BUYOUT_BEFORE, OTHER, PAYOUT, BALANCE])

# The levels of a row.
TOP, CLASS, DETAIL = "top", "class", "detail"


class Line(NamedTuple):
    """A line of the statement.

    :param label: the document, payout or entry; empty where there is none
    :param reason: why the two sides differ, in the reader's words
    """

    kind: str
    label: str
    ozon: Decimal
    booked: Decimal
    reason: str = ""
    explanation: str = ""


class Row(NamedTuple):
    """A printed row.

    :param label: of details only; other rows are named after their kind
    :param parts: the indexes of the rows that this one sums up
    """

    level: str
    kind: str
    label: str
    ozon: Decimal
    booked: Decimal
    reason: str = ""
    explanation: str = ""
    parts: tuple[int, ...] = ()

    @property
    def difference(self):
        """What Ozon states beyond the books."""
        return self.ozon - self.booked


def table(lines):
    """Lay a statement out for print.

    :param lines: list of `Line` in the order of the statement, with an opening balance
    :return: list of `Row`; the last one is the closing balance
    """
    classes = {}
    for line in lines:
        classes.setdefault(line.kind, []).append(line)
    printed = _Table()
    parts = [printed.add_class(TOP, OPENING, classes[OPENING])]
    if BUYOUT_BEFORE in classes:
        parts.append(printed.add_class(TOP, BUYOUT_BEFORE, classes[BUYOUT_BEFORE]))
    parts.append(printed.add_accrued(classes))
    for kind in (OTHER, PAYOUT, BALANCE):
        if kind in classes or kind == PAYOUT:
            parts.append(printed.add_class(TOP, kind, classes.get(kind, [])))
    printed.add_total(printed.add(None), TOP, CLOSING, parts)
    return printed.rows


class _Table:
    """The rows so far. A total precedes its parts, so its row is reserved before it is known."""

    def __init__(self):
        self.rows = []

    def add(self, row):
        """:return: the index of the row"""
        self.rows.append(row)
        return len(self.rows) - 1

    def add_accrued(self, classes):
        """:param classes: {kind: lines}"""
        place = self.add(None)
        parts = [
            self.add_class(CLASS, kind, lines) for kind, lines in classes.items()
            if kind not in APART
        ]
        return self.add_total(place, TOP, ACCRUED, parts)

    def add_class(self, level, kind, lines):
        """A class with its lines below it. A single line without a label is the class itself."""
        if len(lines) == 1 and not lines[0].label:
            return self.add(Row(level, *lines[0]))
        place = self.add(None)
        parts = [self.add(Row(DETAIL, *line)) for line in lines]
        return self.add_total(place, level, kind, parts)

    def add_total(self, place, level, kind, parts):
        ozon = sum((self.rows[part].ozon for part in parts), ZERO)
        booked = sum((self.rows[part].booked for part in parts), ZERO)
        self.rows[place] = Row(level, kind, "", ozon, booked, parts=tuple(parts))
        return place
