"""The general rate of Russian VAT by date, to notice sales at another year's rate."""

from datetime import date
from decimal import Decimal

# The first day of each general rate, and the rate in per cent. Reports begin in August 2023.
GENERAL_RATES = (
    (date(2019, 1, 1), Decimal(20)),
    (date(2026, 1, 1), Decimal(22)),
)


def general_rate(day: date) -> Decimal:
    """The general rate on a day, in per cent."""
    return next(rate for first, rate in reversed(GENERAL_RATES) if first <= day)


def is_of_another_time(rate: Decimal, day: date) -> bool:
    """Whether a rate is the general rate of another time than this day. Other rates give False."""
    general = {known for _first, known in GENERAL_RATES}
    return rate in general and rate != general_rate(day)


def last_change(day: date) -> tuple[date, Decimal] | None:
    """The last change of the general rate up to a day: its first day, and the rate before it.

    :return: None as long as the first known rate is in force
    """
    changes = [
        (first, before)
        for (first, _rate), (_before, before) in zip(GENERAL_RATES[1:], GENERAL_RATES, strict=False)
        if first <= day
    ]
    return changes[-1] if changes else None
