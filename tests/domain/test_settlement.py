"""The money of a report: rows checked, figures settled, amounts shared out to the kopeck."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import settlement
from domain.settlement import Direction, PointsPolicy
from ozon_api.answers import read_realization
from tests.fake_ozon import published_example, random_report, report, row, side, to_json, totals


def movements(payload):
    return settlement.movements(read_realization(to_json(payload)).rows)


def settle(payload, **arguments):
    return settlement.settle(movements(payload), **arguments)


class TestPublishedExample:
    def test_points_lower_the_fee(self):
        figures = settle(published_example())
        assert (figures.revenue, figures.points, figures.base_fee) == (2800, 100, 290)
        assert (figures.fee_payable, figures.points_used, figures.points_left) == (190, 100, 0)
        assert (figures.accrual, figures.income) == (2610, 2800)

    def test_points_are_income(self):
        figures = settle(published_example(), points_policy=PointsPolicy.INCOME)
        assert (figures.fee_payable, figures.points_used, figures.points_left) == (290, 0, 0)
        assert (figures.accrual, figures.income) == (2610, 2900)


class TestPoints:
    def test_beyond_99_percent_of_the_fee_are_left_over(self):
        figures = settle(report([row(sku=1, price="3.33", sold=side(1, points="2.00"))]))
        assert figures.base_fee == Decimal("0.33")
        assert (figures.fee_payable, figures.points_left) == (Decimal("0.00"), Decimal("1.67"))

    def test_the_share_that_they_may_pay_is_a_parameter(self):
        payload = report([row(sku=1, price="1000", sold=side(1, points="500"))])
        assert settle(payload, points_cap=Decimal("0.50")).fee_payable == 50

    def test_taken_back_by_returns_raise_nothing(self):
        figures = settle(report([row(sku=1, returned=side(1, points="5"))]))
        assert (figures.points, figures.base_fee) == (-5, -10)
        assert (figures.points_used, figures.fee_payable, figures.points_left) == (0, -10, -5)

    def test_of_a_negative_fee_stay_left_over(self):
        rows = [row(sku=1, sold=side(1, points="50")), row(sku=2, returned=side(9))]
        figures = settle(report(rows))
        assert figures.base_fee == -80
        assert (figures.points_used, figures.points_left) == (0, 50)


class TestRows:
    def test_a_row_with_both_sides_is_two_movements(self):
        sold, returned = movements(report([row(sku=1, sold=side(2), returned=side(1))]))
        assert (sold.direction, sold.quantity) == (Direction.SALE, 2)
        assert (returned.direction, returned.quantity) == (Direction.RETURN, 1)
        assert returned.revenue == 100, "a return's amounts stay positive"

    @pytest.mark.parametrize("block", ["delivery_commission", "return_commission"])
    def test_a_side_that_does_not_add_up_is_named_with_its_figures(self, block):
        payload = report([row(sku=1, sold=side(1)), row(sku=2, sold=side(1), returned=side(1))])
        payload["result"]["rows"][1][block]["total"] += Decimal("0.01")
        with pytest.raises(settlement.RowDoesNotTie) as caught:
            movements(payload)
        error = caught.value
        assert (error.row_number, error.total, error.expected) == (2, Decimal("90.01"), 90)

    def test_a_number_that_nobody_knows_stops_the_report(self):
        payload = report([row(sku=1, sold=side(1))])
        payload["result"]["rows"][0]["delivery_commission"]["new_fee"] = Decimal("1.50")
        with pytest.raises(settlement.UnknownFigure) as caught:
            movements(payload)
        assert caught.value.field == "delivery_commission.new_fee"
        assert caught.value.value == Decimal("1.50")

    def test_an_unknown_number_that_is_zero_stops_nothing(self):
        payload = report([row(sku=1, sold=side(1))])
        payload["result"]["rows"][0]["delivery_commission"]["new_fee"] = 0
        assert len(movements(payload)) == 1

    def test_surcharge_and_fee_of_the_old_rules_are_income_and_remuneration(self):
        payload = report([row(sku=1, ratio="0", sold=side(1))], 2024, 2)
        sold = payload["result"]["rows"][0]["delivery_commission"]
        sold.update(compensation=7, commission=12, total=95)
        figures = settle(payload)
        assert (figures.revenue, figures.base_fee, figures.accrual) == (107, 12, 95)


class TestAnyReport:
    @settings(max_examples=600, deadline=None)
    @given(seed=st.integers(0, 2**64), policy=st.sampled_from(PointsPolicy))
    def test_ties_to_the_kopeck(self, seed, policy):
        payload = random_report(Random(seed))
        expected = totals(payload)
        figures = settle(payload, points_policy=policy)
        assert figures.revenue == expected.revenue
        assert figures.points == expected.points
        assert figures.base_fee == expected.base_fee
        assert figures.accrual == expected.accrual
        assert figures.income - figures.fee_payable + figures.points_left == expected.accrual
        assert figures.fee_payable == round(figures.fee_payable, 2)
        if policy is PointsPolicy.DISCOUNT and figures.base_fee > 0:
            assert 0 <= figures.points_used <= figures.base_fee
            lowest = figures.base_fee / 100
            assert figures.fee_payable >= lowest - Decimal("0.005")

    @settings(max_examples=200, deadline=None)
    @given(seed=st.integers(0, 2**64))
    def test_is_billed_by_product_without_losing_a_unit_or_a_kopeck(self, seed):
        rows = movements(random_report(Random(seed)))
        figures = settlement.settle(rows)
        lines = settlement.fee_lines([(movement.sku, movement) for movement in rows], figures)
        assert len({line.key for line in lines}) == len(lines)
        assert sum(line.amount for line in lines) == figures.base_fee
        units = sum(movement.sign * movement.quantity for movement in rows)
        assert sum(line.sold - line.returned for line in lines) == units

    def test_whose_lines_are_not_all_its_movements_is_refused(self):
        rows = movements(published_example())
        figures = settlement.settle(rows)
        with pytest.raises(settlement.PlanDoesNotTie):
            settlement.fee_lines([(movement.sku, movement) for movement in rows[:-1]], figures)

    def test_whose_accrual_is_another_is_refused(self):
        rows = movements(published_example())
        rows[0] = rows[0]._replace(accrual=rows[0].accrual + 1)
        with pytest.raises(settlement.PlanDoesNotTie, match="accrual"):
            settlement.settle(rows)


kopecks = st.integers(-10**9, 10**9).map(lambda number: Decimal(number) / 100)


class TestSpread:
    @settings(max_examples=500, deadline=None)
    @given(st.lists(kopecks, max_size=60), st.sampled_from(["1", "1.05", "1.07", "1.2", "1.22"]))
    def test_every_running_sum_is_right_to_half_a_kopeck(self, amounts, divisor):
        ratio = 1 / Decimal(divisor)
        shares = settlement.spread(amounts, ratio)
        given_out = running = Decimal(0)
        for amount, share in zip(amounts, shares, strict=True):
            running, given_out = running + amount, given_out + share
            assert abs(running * ratio - given_out) <= Decimal("0.005")

    def test_amounts_that_cancel_out_keep_their_shares(self):
        amounts = [Decimal("120.00"), Decimal("-120.00")]
        assert settlement.spread(amounts, 1 / Decimal("1.2")) == [100, -100]


def products(report_rows):
    """The movements of rows, each with its SKU as its product."""
    found = movements(report(report_rows))
    return [(movement.sku, movement) for movement in found]


class TestIncomeLines:
    def lines(self, rows, **arguments):
        keyed = products(rows)
        figures = settlement.settle([movement for _key, movement in keyed], **arguments)
        return [
            (line.key, line.direction.value, line.quantity, line.amount)
            for line in settlement.income_lines(keyed, figures)
        ]

    def test_are_by_product_and_unit_price(self):
        rows = [
            row(sku=1, sold=side(20)),
            row(sku=1, sold=side(10, points="10")),
            row(sku=1, sold=side(5), returned=side(1)),
            row(sku=2, sold=side(1)),
        ]
        assert self.lines(rows) == [
            ("1", "sale", 25, 2500),
            ("1", "sale", 10, 900),
            ("1", "return", 1, 100),
            ("2", "sale", 1, 100),
        ]

    def test_have_the_points_in_them_where_points_are_income(self):
        rows = [row(sku=1, sold=side(10, points="10"))]
        assert self.lines(rows, points_policy=PointsPolicy.INCOME) == [("1", "sale", 10, 1000)]

    def test_of_fewer_sales_than_before_are_returns(self):
        old, new = movements(report([row(sku=1, sold=side(5))])), movements(
            report([row(sku=1, sold=side(3))])
        )
        change = settlement.correction(new, old)
        assert [(one.direction.value, one.quantity, one.revenue) for one in change] == [
            ("sale", -2, -200)
        ]
        keyed = [(one.sku, one) for one in change]
        [line] = settlement.income_lines(keyed, settlement.settle(change))
        assert (line.direction, line.quantity, line.amount) == (Direction.RETURN, 2, 200)
        assert settlement.units(keyed) == {"1": {Direction.SALE: 0, Direction.RETURN: 2}}

    @given(st.integers(0, 2**32), st.sampled_from(PointsPolicy))
    @settings(max_examples=200, deadline=None)
    def test_always_add_up_to_the_income(self, seed, policy):
        keyed = [
            (movement.sku, movement) for movement in movements(random_report(Random(seed)))
        ]
        figures = settlement.settle([movement for _key, movement in keyed], policy)
        lines = settlement.income_lines(keyed, figures)
        total = sum(
            line.amount if line.direction is Direction.SALE else -line.amount for line in lines
        )
        assert total == figures.income


class TestNetting:
    @pytest.mark.parametrize(
        ("payable", "receivable", "netted"),
        [(190, 2800, 190), (500, 300, 300), (-30, -300, -30), (-30, 300, 0), (30, -300, 0),
         (0, 300, 0), (30, 0, 0)],
    )  # fmt: skip
    def test_is_the_smaller_side_if_the_two_meet(self, payable, receivable, netted):
        assert settlement.netting(Decimal(payable), Decimal(receivable)) == netted


class TestCorrection:
    @given(st.integers(0, 2**32), st.integers(0, 2**32), st.sampled_from(PointsPolicy))
    @settings(max_examples=200, deadline=None)
    def test_booked_and_correction_are_the_current_report(self, old_seed, new_seed, policy):
        old = movements(random_report(Random(old_seed)))
        new = movements(random_report(Random(new_seed)))
        change = settlement.correction(new, old)

        assert settlement.settle(old + change, policy) == settlement.settle(new, policy)
        assert not settlement.correction(new, old + change)
        difference = settlement.settle(new, policy) - settlement.settle(old, policy)
        assert difference.accrual == sum(one.sign * one.accrual for one in change)
        keyed = [(one.sku, one) for one in change]
        settlement.income_lines(keyed, difference)
        settlement.fee_lines(keyed, difference)

    def test_rows_that_only_moved_or_were_split_are_no_change(self):
        old = movements(report([row(sku=1, sold=side(3)), row(sku=2, sold=side(1))]))
        new = movements(
            report([row(sku=2, sold=side(1)), row(sku=1, sold=side(1)), row(sku=1, sold=side(2))])
        )
        assert settlement.correction(new, old) == []


class TestRatesThatWereChosen:
    """Returns at the VAT rate before the current one, as chosen by a person."""

    def chosen(self, rows, *old):
        return [
            movement._replace(at_old_rate=place in old)
            for place, movement in enumerate(movements(report(rows)))
        ]

    def test_divide_what_came_back_of_one_product_at_one_price(self):
        found = self.chosen([row(sku=1, returned=side(3)), row(sku=1, returned=side(2))], 0)
        keyed = [(one.sku, one) for one in found]
        lines = settlement.income_lines(keyed, settlement.settle(found))
        assert [(line.quantity, line.at_old_rate) for line in lines] == [(3, True), (2, False)]
