"""Goods at Ozon compared with the books: every reading of its states, and differences."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain import stock_count as rules

DAY = date(2026, 9, 30)
UNITS = st.dictionaries(st.sampled_from(rules.ALL_STATES), st.integers(0, 1000))


@pytest.mark.parametrize("state, reading, total", [
    ("reserved", rules.ADDS, 12), ("reserved", rules.WITHIN, 10), ("reserved", rules.OUTSIDE, 10),
    ("outbound_returns_picking", rules.ADDS, 12), ("outbound_returns_picking", rules.WITHIN, 10),
])  # fmt: skip
def test_a_state_that_may_overlap_counts_as_a_person_says(state, reading, total):
    states = {"available_stock_count": 10, state: 2}
    assert rules.at_ozon(states, {**rules.READINGS, state: reading}) == total


def test_by_default_what_is_not_at_ozon_yet_does_not_count():
    states = {"available_stock_count": 5, "transit_stock_count": 7, "requested_stock_count": 9}
    assert rules.at_ozon(states, rules.READINGS) == 5


@given(UNITS)
def test_each_unit_is_added_once_or_not_at_all(states):
    added = rules.at_ozon(states, dict.fromkeys(rules.ALL_STATES, rules.ADDS))
    none = rules.at_ozon(states, dict.fromkeys(rules.ALL_STATES, rules.WITHIN))
    assert (added, none) == (sum(states.values()), 0)
    assert 0 <= rules.at_ozon(states, rules.READINGS) <= added


def test_a_state_without_a_reading_is_never_guessed():
    with pytest.raises(KeyError):
        rules.at_ozon({"frozen_stock_count": 1}, rules.READINGS)


@pytest.mark.parametrize("ozon, booked, unbooked, found", [
    (7, 10, 3, 0),  # three are sold but not booked yet
    (7, 10, 0, -3), (10, 7, 0, 3),
    (11, 10, -1, 0),  # one came back
])  # fmt: skip
def test_sales_that_are_not_booked_yet_are_no_difference(ozon, booked, unbooked, found):
    assert rules.difference(ozon, booked, unbooked) == found


@pytest.mark.parametrize("found, before, first", [
    (0, (date(2026, 9, 1), -2), None),
    (3, None, DAY),
    (3, (None, 0), DAY),
    (3, (date(2026, 8, 31), -2), date(2026, 8, 31)),
])  # fmt: skip
def test_a_difference_lasts_while_it_is_not_settled(found, before, first):
    assert rules.since(DAY, found, before) == first


@pytest.mark.parametrize("last, day, goes_on", [
    (None, DAY, False), (date(2026, 9, 29), DAY, True), (DAY, DAY, True),
    (DAY, date(2026, 10, 1), False),
])  # fmt: skip
def test_a_month_keeps_the_count_of_its_last_day(last, day, goes_on):
    assert rules.goes_on(last, day) is goes_on


def test_days_end_in_moscow():
    assert rules.end_of(DAY) == datetime(2026, 9, 30, 21)
