"""The figures of a document of services, and the difference between two versions of it."""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal("0.00")

# What a figure consists of: accruals of a type, points that paid services, or what Ozon's
# settlement states beyond both.
ACCRUALS = "accruals"
POINTS = "points"
DIFFERENCE = "difference"


class Figure(NamedTuple):
    """A sum of accruals.

    :param count: the number of accruals
    :param amount: in Ozon's sign; below 0 is what Ozon takes
    """

    count: int
    amount: Decimal

    def __add__(self, other):
        return Figure(self.count + other.count, self.amount + other.amount)

    def __sub__(self, other):
        return Figure(self.count - other.count, self.amount - other.amount)


NOTHING = Figure(0, ZERO)


def changes(new, old):
    """The difference between two versions: old + changes = new.

    :param new, old: {key: Figure}
    :return: {key: Figure} of what differs in its amount
    """
    differences = {key: new.get(key, NOTHING) - old.get(key, NOTHING) for key in {**old, **new}}
    return {key: figure for key, figure in differences.items() if figure.amount}


def total(figures):
    """:return: Decimal; the sum of the amounts of {key: Figure}"""
    return sum((figure.amount for figure in figures.values()), ZERO)


def merge(*all_figures):
    """:return: {key: Figure} with the sums of all"""
    merged = {}
    for figures in all_figures:
        for key, figure in figures.items():
            merged[key] = merged.get(key, NOTHING) + figure
    return merged
