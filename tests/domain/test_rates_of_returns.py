"""Returned goods have the VAT rate at which they were sold."""

from datetime import date

import pytest

from domain import settlement
from domain.rates_of_returns import sold_at_old_rate, with_known_rates
from tests.domain.test_postings import order
from tests.domain.test_settlement import movements, report, row, side

FIRST_DAY = date(2026, 1, 1)


class TestWhenSold:
    def sold(self, posting, since=(), *, all_known=True):
        return sold_at_old_rate(posting, FIRST_DAY, set(since), all_known=all_known)

    def test_an_order_of_this_year_was_sold_this_year(self):
        assert self.sold(order(ordered_on=FIRST_DAY), all_known=False) is False

    def test_an_order_of_last_year_that_was_not_sold_since_was_sold_then(self):
        assert self.sold(order()) is True

    def test_an_order_of_last_year_may_have_been_delivered_this_year(self):
        assert self.sold(order(), [("2", "501")], all_known=False) is False

    def test_other_goods_of_the_same_shipment_say_nothing(self):
        assert self.sold(order(), [("2", "502")]) is True

    def test_it_stays_open_while_a_month_is_missing_or_the_order_has_no_day(self):
        assert self.sold(order(), all_known=False) is None
        assert self.sold(order(ordered_on=None)) is None
        assert self.sold(order(number="")) is None


class TestRatesThatWereChosen:
    """Returns at the VAT rate before the current one, as chosen by a person."""

    def chosen(self, rows, *old):
        return [
            movement._replace(at_old_rate=place in old)
            for place, movement in enumerate(movements(report(rows)))
        ]

    @pytest.mark.parametrize(("old", "kept"), [((0, 1), [True]), ((0,), [False])])
    def test_are_those_of_a_correction_where_all_of_the_goods_had_one(self, old, kept):
        rows = [row(sku=1, returned=side(3)), row(sku=1, returned=side(2))]
        before = self.chosen(rows, *old)
        change = settlement.correction(movements(report(rows[:1])), before)
        found = with_known_rates(change, before, settlement.goods_key)
        assert [one.at_old_rate for one in found] == kept

    def test_stay_with_a_row_that_is_the_same_in_another_version(self):
        rows = [row(sku=1, returned=side(3)), row(sku=1, returned=side(2))]
        now = movements(report([row(sku=2, sold=side(1)), rows[1], row(sku=1, returned=side(4))]))
        before = self.chosen(rows, 0, 1)
        found = with_known_rates(now, before, settlement.row_key)
        assert [one.at_old_rate for one in found] == [False, True, False]
