"""The general rate of VAT by day."""

from datetime import date
from decimal import Decimal

import pytest

from domain import vat


@pytest.mark.parametrize(
    ("day", "rate"),
    [(date(2023, 8, 1), 20), (date(2025, 12, 31), 20), (date(2026, 1, 1), 22)],
)
def test_changes_with_the_year(day, rate):
    assert vat.general_rate(day) == rate


@pytest.mark.parametrize(
    ("rate", "day", "wrong"),
    [
        (22, date(2025, 12, 31), True),
        (20, date(2026, 1, 31), True),
        (20, date(2025, 12, 31), False),
        (22, date(2026, 1, 31), False),
        (10, date(2026, 1, 31), False),
        (5, date(2024, 1, 31), False),
    ],
)
def test_the_other_year_s_rate_is_noticed_and_no_other(rate, day, wrong):
    assert vat.is_of_another_time(Decimal(rate), day) is wrong


@pytest.mark.parametrize(
    ("day", "change"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), (date(2026, 1, 1), Decimal(20))),
        (date(2027, 5, 1), (date(2026, 1, 1), Decimal(20))),
    ],
)
def test_the_last_change_is_known_with_the_rate_before_it(day, change):
    assert vat.last_change(day) == change
