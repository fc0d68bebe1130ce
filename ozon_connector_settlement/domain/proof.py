"""Whether a document of services agrees with Ozon's mutual settlement.

Ozon's API returns no acts. Its mutual settlement names each by number, date and total, so a row of
the same total proves an act created from accruals. Source: /v1/finance/mutual-settlement.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

ZERO = Decimal("0.00")


class Verdict(str, Enum):
    """What the settlement says about an act."""

    MISSING = "missing"  # the settlement is not here, or has no row of this kind
    PROVED = "proved"
    POINTS = "points"  # smaller by points that Ozon took as payment for its services
    DIFFERENT = "different"


class Row(NamedTuple):
    """A document named in the settlement.

    :param key: whatever tells rows apart
    :param month: the month of the settlement that names it, as its first day
    :param day: the day of the document, or None
    :param amount: what Ozon takes by it; below 0 if Ozon gives back
    """

    key: object
    month: date
    day: date | None
    amount: Decimal


class Proof(NamedTuple):
    """What proves an act, or contradicts it.

    :param rows: the rows that were read as this act, in order of days
    :param amount: their sum
    :param points: the part of the services that points have paid
    :param difference: what the rows state beyond accruals less points
    """

    verdict: Verdict
    rows: tuple[Row, ...]
    amount: Decimal
    points: Decimal
    difference: Decimal


def prove(owed, rows, month, points_left=ZERO):
    """Find the rows that make up an act.

    A month may have two documents of a kind, and the second may include the first (1–15, 1–31). A
    document may be in the settlement of the month before or after. So every reading is tried, the
    simplest first, and the first that ties is taken. No reading counts a document twice.

    :param owed: what Ozon takes by the accruals of the month, above 0 as a rule
    :param rows: the rows of this kind in the settlements of the month and its neighbours, without
        those that prove another act
    :param month: the act's month, as its first day
    :param points_left: points left after the commission of the month, which may pay services
    :return: a `Proof`
    """
    readings = list(_readings(rows, month))
    for reading in readings:
        if _total(reading) == owed:
            return _proof(Verdict.PROVED, reading, owed, ZERO)
    for reading in _whole_readings(readings, owed):
        if ZERO < owed - _total(reading) <= points_left:
            return _proof(Verdict.POINTS, reading, owed, owed - _total(reading))
    if not any(row.month == month for row in rows):
        return Proof(Verdict.MISSING, (), ZERO, ZERO, ZERO)
    nearest = min(readings, key=lambda reading: abs(_total(reading) - owed))
    return _proof(Verdict.DIFFERENT, nearest, owed, ZERO)


def with_paper(found, told):
    """Combine the settlement with the document itself. A contradiction outweighs a proof.

    :param found: the `Proof` from the settlement
    :param told: the `Proof` from the total of the document itself
    :return: a `Proof`
    """
    if found.verdict is Verdict.MISSING:
        return told
    if found.amount == told.amount:
        return found
    if told.verdict is Verdict.DIFFERENT:
        return told
    owed = told.amount + told.points
    return Proof(Verdict.DIFFERENT, found.rows, found.amount, ZERO, found.amount - owed)


def _whole_readings(readings, owed):
    """The readings that points may have lowered: the first, and if it exceeds `owed`, the second.

    Smaller readings may be a part of the month; they are below `owed` even without points.
    """
    for reading in readings[:2]:
        yield reading
        if _total(reading) <= owed:
            return


def _readings(rows: list[Row], month: date) -> Iterator[tuple[Row, ...]]:
    """Which rows may make up the month's act together, the simplest reading first."""
    own = tuple(sorted((row for row in rows if row.month == month), key=_by_day))
    if own:
        yield own
    if len(own) > 1:
        # A later document may include the earlier ones.
        yield from ((row,) for row in reversed(own))
    # Documents of this month may be in the settlement of a neighbouring month.
    others = tuple(row for row in rows if row.month != month)
    dated_here = tuple(row for row in others if row.day and row.day.replace(day=1) == month)
    if dated_here:
        yield own + dated_here
        yield dated_here
    for row in others:
        if row not in dated_here:
            yield (row,)
            if own:
                yield (*own, row)


def _by_day(row):
    return row.day or row.month


def _total(rows):
    return sum((row.amount for row in rows), ZERO)


def _proof(verdict, rows, owed, points):
    amount = _total(rows)
    return Proof(verdict, rows, amount, points, amount + points - owed)
