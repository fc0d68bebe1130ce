"""One rate for a document whose amounts arose on many days.

A company that must convert each day's sales at that day's rate still books them in one document.
The document's rate makes its total, converted once, equal to the sum of the converted days.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from .report_rows import Direction
from .settlement import ZERO

DaySums = dict[Direction, dict[date, tuple[Decimal, Decimal]]]


def day_sums(postings: Iterable) -> DaySums:
    """What buyers and Ozon's partners paid, and the points, by direction and day.

    A sale to a company has the day of its invoice, any other the day of the order: Ozon names no
    other day.

    :param postings: of `domain.postings.Posting`
    :return: {direction: {day: (revenue, points)}}; orders without a day are left out
    """
    sums = {}
    for posting in postings:
        day = (posting.invoice and posting.invoice.day) or posting.ordered_on
        if day is None:
            continue
        movement = posting.movement
        of_direction = sums.setdefault(movement.direction, {})
        revenue, points = of_direction.get(day, (ZERO, ZERO))
        of_direction[day] = revenue + movement.revenue, points + movement.points
    return sums


def mean_rate(amounts: dict[date, Decimal], rates: dict[date, float]) -> float:
    """The rate that converts the sum of the days into the sum of the converted days.

    :param amounts: in the document's currency, by day; their sum is not 0
    :param rates: units of the document's currency for one of the company's, by day
    :return: a rate of the same kind
    """
    converted = sum(float(amount) / rates[day] for day, amount in amounts.items())
    return float(sum(amounts.values())) / converted
