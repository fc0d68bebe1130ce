"""Sums up the many lines of a document into few.

The sums are exact to the kopeck, so a summary has the totals of the lines. Amounts are Decimal.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .settlement import ZERO, check_sum

# Nobody reads a document of more products than this line by line.
MANY_PRODUCTS = 2_000


class Detail(str, Enum):
    """What a line of a report's bill, invoice and credit note stands for."""

    PRODUCT = "product"
    CATEGORY = "category"
    TAX = "tax"


@dataclass(frozen=True)
class Sum:
    """Several lines that become one.

    :param places: the places of the lines among all lines, from 0, ascending
    """

    key: Hashable
    places: tuple[int, ...]
    amount: Decimal


def sum_up(keys: Sequence[Hashable], amounts: Sequence[Decimal]) -> list[Sum]:
    """Lines with the same key become one, in the order in which the keys first appear.

    :param keys: the key of each line
    :param amounts: the amount of each line
    :raises PlanDoesNotTie: the sums are not what the lines add up to
    """
    places = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    sums = [
        Sum(key, tuple(of_key), sum((amounts[place] for place in of_key), ZERO))
        for key, of_key in places.items()
    ]
    check_sum(
        "amount of the summed lines", sum(amounts, ZERO), sum((one.amount for one in sums), ZERO)
    )
    return sums
