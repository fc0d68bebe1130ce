"""What is left of a month's discount points: a premium, or a fee for using too many.

By Ozon's offer, points first pay its fee, down to a floor of 1 %, then its own services; Ozon pays
the rest by an act of a premium. If more points came back than were earned, Ozon bills the
difference («Вознаграждение за перерасход баллов»). Figures of a seller for October 2023:
nalog-nalog.ru, comments/69831.
"""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal("0.00")

PREMIUM, OVERUSE = "premium", "overuse"


class Share(NamedTuple):
    """The points of a month, and what they paid for.

    :param earned: less points that came back, so it may be below 0
    :param on_fee: the part that lowers the fee
    :param on_services: the part that lowers Ozon's own services
    """

    earned: Decimal
    on_fee: Decimal
    on_services: Decimal

    @property
    def beyond(self):
        """What is left: above 0 Ozon owes a premium, below 0 it bills the overuse."""
        return self.earned - self.on_fee - self.on_services


def kind_of(amount):
    """:return: `PREMIUM` or `OVERUSE`, by the sign of what is left"""
    return OVERUSE if amount < 0 else PREMIUM
