"""Checks of a report's rows: no row twice, units that match the money, one fee."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import report_rows, settlement
from domain.texts import unmarked
from ozon_api.answers import read_realization
from tests.fake_ozon import published_example, random_report, report, row, side, to_json


def rows_of(payload):
    return read_realization(to_json(payload)).rows


def numbered(rows, *numbers):
    """A report with these row numbers; None leaves a number out."""
    payload = report(rows)
    for one, number in zip(rows, numbers, strict=True):
        one["rowNumber"] = number
    return rows_of(payload)


class TestRepeatedRows:
    def test_the_same_row_twice_names_both(self):
        same = [row(sku=1, sold=side(1)), row(sku=2, sold=side(1)), row(sku=1, sold=side(1))]
        with pytest.raises(report_rows.RepeatedRow) as caught:
            settlement.movements(numbered(same, 7, 8, 7))
        error = caught.value
        assert (error.row_number, error.places, error.goods) == (7, (1, 3), ("ART-1", "ART-1"))

    def test_a_number_twice_is_refused_whatever_the_rows_say(self):
        other = [row(sku=1, sold=side(1)), row(sku=2, returned=side(5), offer_id="")]
        with pytest.raises(report_rows.RepeatedRow) as caught:
            settlement.movements(numbered(other, 3, 3))
        assert caught.value.goods == ("ART-1", "2")

    @given(st.integers(0, 2**32), st.integers(1, 3))
    @settings(max_examples=100, deadline=None)
    def test_the_first_rows_of_a_report_sent_again_at_its_end(self, seed, count):
        payload = random_report(Random(seed), rows=30)
        rows = payload["result"]["rows"]
        rows += rows[:count]
        with pytest.raises(report_rows.RepeatedRow):
            settlement.movements(rows_of(payload))

    def test_equal_rows_with_numbers_of_their_own_are_two_rows(self):
        equal = [row(sku=1, sold=side(1)), row(sku=1, sold=side(1))]
        assert len(settlement.movements(numbered(equal, 1, 2))) == 2

    @pytest.mark.parametrize("none", [None, 0, "0"])
    def test_equal_rows_without_numbers_cannot_be_told_from_one_sent_twice(self, none):
        equal = [row(sku=1, sold=side(1)), row(sku=1, sold=side(1))]
        with pytest.raises(report_rows.RepeatedRow) as caught:
            settlement.movements(numbered(equal, none, none))
        assert (caught.value.row_number, caught.value.places) == (None, (1, 2))

    def test_other_rows_without_numbers_are_taken(self):
        rows = [row(sku=1, sold=side(1)), row(sku=1, sold=side(2)), row(sku=2, sold=side(1))]
        assert len(settlement.movements(numbered(rows, None, None, None))) == 3

    def test_a_place_is_no_number(self):
        rows = [row(sku=1, sold=side(1)), row(sku=2, sold=side(1))]
        assert len(settlement.movements(numbered(rows, None, 1))) == 2

    def test_rows_that_say_nothing_may_be_there_as_often_as_ozon_likes(self):
        nothing = [row(sku=1), row(sku=1), row(sku=1, sold=side(1))]
        assert len(settlement.movements(numbered(nothing, None, None, 1))) == 1


def odd(**changes):
    """The oddities of a row that sold two units at 100 roubles, with these changes."""
    payload = report([row(sku=1, sold=side(2))])
    payload["result"]["rows"][0]["delivery_commission"].update(changes)
    return report_rows.odd_units(rows_of(payload))


class TestUnitsAndMoney:
    @pytest.mark.parametrize(
        "changes",
        [
            {"quantity": 5, "price_per_instance": 100, "amount": 100},
            {"quantity": 0},
            {"quantity": 0, "amount": 0, "bonus": 1},
            {"quantity": 1},
            {"quantity": 20},
            {"amount": 0},
            {"price_per_instance": 100.02},
            {"quantity": 5, "price_per_instance": 0.01, "amount": 0.01},
        ],
    )
    def test_that_do_not_go_together_are_named(self, changes):
        [found] = odd(**changes)
        assert (found.row_number, found.goods, found.direction) == (
            1, "ART-1", report_rows.Direction.SALE
        )  # fmt: skip

    def test_units_without_any_money_are_named(self):
        sums = [name for name in settlement_sums() if name != "quantity"]
        assert odd(**dict.fromkeys(sums, 0))

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"quantity": 3, "price_per_instance": 33.33, "amount": 100},
            {"quantity": 7, "price_per_instance": 14.285714, "amount": 100},
            {"quantity": 1, "price_per_instance": 99.99, "amount": 100},
            {"price_per_instance": 0},
            {"price_per_instance": None},
            {"price_per_instance": 0, "amount": 0, "bonus": 200},
        ],
    )
    def test_that_go_together_to_the_rounding_of_a_price_are_not(self, changes):
        assert odd(**changes) == []

    @given(st.integers(0, 2**32))
    @settings(max_examples=200, deadline=None)
    def test_nothing_that_ozon_publishes_is_odd(self, seed):
        assert report_rows.odd_units(rows_of(random_report(Random(seed)))) == []
        assert report_rows.odd_units(rows_of(published_example())) == []


def settlement_sums():
    return list(report([row(sku=1, sold=side(1))])["result"]["rows"][0]["delivery_commission"])


def old_row(**changes):
    """The movement of a row of February 2024: one unit for 100 roubles, with these changes."""
    payload = report([row(sku=1, ratio="0", sold=side(1))], 2024, 2)
    payload["result"]["rows"][0]["delivery_commission"].update(changes)
    [movement] = settlement.movements(rows_of(payload))
    return movement


class TestFeesBeforeMay2024:
    def test_commission_on_top_of_the_standard_fee(self):
        movement = old_row(standard_fee=10, commission=5, total=85)
        assert (movement.base_fee, movement.accrual) == (15, 85)

    def test_commission_that_is_what_became_of_the_standard_fee(self):
        movement = old_row(standard_fee=10, commission=7, total=93)
        assert (movement.base_fee, movement.accrual) == (7, 93)
        assert settlement.settle([movement]).fee_payable == 7

    @pytest.mark.parametrize("fees", [{"standard_fee": 10}, {"commission": 10}])
    def test_one_of_the_two_alone_is_the_fee(self, fees):
        assert old_row(total=90, **fees).base_fee == 10

    @pytest.mark.parametrize("total", [90, 84, 93.01, 100])
    def test_a_row_that_ties_under_neither_stops_the_month(self, total):
        with pytest.raises(settlement.RowDoesNotTie) as caught:
            old_row(standard_fee=10, commission=7, total=total)
        assert caught.value.expected == Decimal(83)

    def test_a_standard_fee_is_never_left_out_for_an_empty_commission(self):
        with pytest.raises(settlement.RowDoesNotTie):
            old_row(standard_fee=10, commission=0, total=100)


@pytest.mark.parametrize("written", ["=1", "@home", "{=1}", "http://example.org", "-5", "+5"])
def test_an_apostrophe_that_was_put_before_a_text_makes_no_other_text(written):
    assert unmarked(f"'{written}") == unmarked(f" {written} ") == written


@pytest.mark.parametrize("written", ["'5", "''=5", "5'", "'", ""])
def test_other_apostrophes_are_a_part_of_the_text(written):
    assert unmarked(written) == written
