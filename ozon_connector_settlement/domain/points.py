"""What points for discounts leave over of a month: a premium, or a fee for too many of them.

By Ozon's offer points pay its fee, at most to a floor of 1 %, then its own services; the rest comes
by an act of a premium. If more points came back than were earned, Ozon bills the difference
(«Вознаграждение за перерасход баллов»). Figures of a seller of October 2023: nalog-nalog.ru,
comments/69831.
"""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal("0.00")

PREMIUM, OVERUSE = "premium", "overuse"


class Share(NamedTuple):
    """The points of a month, and what they paid.

    :param earned: less those that came back, so perhaps below 0
    :param on_fee: what lowers the fee
    :param on_services: what lowers Ozon's own services
    """

    earned: Decimal
    on_fee: Decimal
    on_services: Decimal

    @property
    def beyond(self):
        """What is left: above 0 Ozon owes a premium, below 0 it bills an overuse."""
        return self.earned - self.on_fee - self.on_services


def kind_of(amount):
    """:return: PREMIUM or OVERUSE, by the sign of what is left"""
    return OVERUSE if amount < 0 else PREMIUM
