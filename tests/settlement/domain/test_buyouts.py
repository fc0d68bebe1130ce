"""The money of buy-outs: checked to the kopeck, and booked as Ozon states it."""

import unittest
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.ozon_connector.domain.settlement import PlanDoesNotTie
from odoo.addons.ozon_connector.ozon_api.answers.buyouts import BuyoutRow
from odoo.addons.ozon_connector_settlement.domain import buyouts


def row(number=1, posting="1-1", price="100", percent="20", quantity=1, **changes):
    """A consistent row."""
    unit = (Decimal(price) * (100 - Decimal(percent)) / 100).quantize(buyouts.KOPECK)
    return BuyoutRow(**{
        "row_number": number, "posting_number": posting, "sku": "1001", "offer_id": "A-1001",
        "name": "Кружка", "quantity": quantity, "seller_price": Decimal(price),
        "deduction": Decimal(percent), "buyout_price": unit, "amount": unit * quantity,
        "vat": Decimal(22), "unknown": (), **changes,
    })


class TestArithmetic(unittest.TestCase):
    def test_the_rows_of_ozons_documentation_are_named_with_both_figures(self):
        """95 less 3.13 % is 92.03, Ozon says 92.3; 2086 less 3.01 % is 2023.21, not 2023.3."""
        rows = [
            row(1, "0208194185-0001-1", "95", "3.13", amount=Decimal("92.30"),
                buyout_price=Decimal("92.3")),
            row(2, "84189625-0009-3", "2086", "3.01", amount=Decimal("2023.30"),
                buyout_price=Decimal("2023.3")),
        ]  # fmt: skip
        self.assertEqual(
            [(odd.row_number, odd.amount, odd.expected, odd.bought_at)
             for odd in buyouts.odd_rows(rows)],
            [(1, Decimal("92.30"), Decimal("92.03"), Decimal("92.30")),
             (2, Decimal("2023.30"), Decimal("2023.21"), Decimal("2023.30"))],
        )  # fmt: skip
        self.assertEqual(buyouts.total(rows), Decimal("2115.60"))

    def test_a_row_that_holds_is_not_named(self):
        self.assertEqual(buyouts.odd_rows([row(), row(price="95", percent="3.13")]), [])

    def test_both_ways_of_rounding_are_right(self):
        """3 × 95 less 3.13 % is 276.08; 3 × 92.03 is 276.09."""
        of_unit = row(price="95", percent="3.13", quantity=3)
        of_amount = of_unit._replace(amount=Decimal("276.08"), buyout_price=Decimal("92.0265"))
        self.assertEqual(of_unit.amount, Decimal("276.09"))
        self.assertEqual(buyouts.odd_rows([of_unit, of_amount]), [])

    def test_a_kopeck_more_is_named(self):
        for kopeck in (Decimal("0.01"), Decimal("-0.01")):
            good = row()
            for wrong in (
                good._replace(amount=good.amount + kopeck),
                good._replace(buyout_price=good.buyout_price + kopeck),
                good._replace(amount=good.amount + kopeck, buyout_price=good.amount + kopeck),
            ):
                self.assertEqual(len(buyouts.odd_rows([good, wrong])), 1)

    def test_money_without_units_is_named(self):
        [odd] = buyouts.odd_rows([row(quantity=0, amount=Decimal("80"))])
        self.assertEqual((odd.amount, odd.expected), (80, 0))

    def test_an_unknown_figure_stops_the_month(self):
        with self.assertRaises(buyouts.UnknownBuyoutFigure) as caught:
            buyouts.check_known([row(), row(2, unknown=(("bonus", Decimal(5)),))])
        self.assertEqual(
            (caught.exception.row_number, caught.exception.path, caught.exception.value),
            (2, "bonus", 5),
        )


class TestRepeated(unittest.TestCase):
    def test_equal_rows_are_named(self):
        [repeated] = buyouts.repeated_rows([row(1), row(2, "2-1"), row(3)])
        self.assertEqual((repeated.row_numbers, repeated.posting_number), ((1, 3), "1-1"))

    def test_a_product_of_a_posting_may_stand_in_several_rows(self):
        rows = [row(1), row(2, price="90"), row(3, quantity=2)]
        self.assertEqual(buyouts.repeated_rows(rows), [])


class TestLines(unittest.TestCase):
    def test_units_of_a_product_at_one_price_and_rate_are_one_line(self):
        found = buyouts.lines([
            ("mug", 1, Decimal("80"), 22), ("mug", 2, Decimal("160"), 22),
            ("mug", 1, Decimal("79.99"), 22), ("mug", 1, Decimal("80"), 10),
            ("bowl", Fraction(1, 3), Decimal("80"), 22), ("bowl", 0, Decimal("5"), 22),
            ("bowl", 0, Decimal("0"), 22),
        ], Decimal("484.99"))
        self.assertEqual(found, [
            buyouts.Line("mug", 3, Decimal("240"), 22),
            buyouts.Line("mug", 1, Decimal("79.99"), 22),
            buyouts.Line("mug", 1, Decimal("80"), 10),
            buyouts.Line("bowl", Fraction(1, 3), Decimal("80"), 22),
            buyouts.Line("bowl", 0, Decimal("5"), 22),
        ])

    def test_lines_that_are_not_the_document_are_a_defect(self):
        with self.assertRaises(PlanDoesNotTie):
            buyouts.lines([("mug", 1, Decimal("80"), 22)], Decimal("80.01"))

    def test_units_that_come_back_are_below_0(self):
        rows = [("mug", 3, Decimal("240"), 22), ("mug", -1, Decimal("-80"), 22)]
        self.assertEqual(buyouts.units(rows), {"mug": 2})
        self.assertEqual(len(buyouts.lines(rows, Decimal("160"))), 2)


class TestChanges(unittest.TestCase):
    def test_nothing_has_changed_where_rows_moved_or_were_split(self):
        booked = [row(1, quantity=2), row(2, "2-1")]
        current = [row(1, "2-1"), row(2), row(3)]
        self.assertEqual(buyouts.changes(current, booked), [])

    def test_what_is_new_gone_or_dearer(self):
        booked = [row(1), row(2, "2-1"), row(3, "3-1")]
        current = [row(1), row(2, "3-1", price="110"), row(3, "4-1")]
        changed = buyouts.changes(current, booked)
        self.assertEqual(
            {one.posting_number: (one.quantity, one.amount) for one in changed},
            {"2-1": (-1, Decimal("-80")), "3-1": (0, Decimal("8")), "4-1": (1, Decimal("80"))},
        )
        self.assertEqual(
            [one.posting_number for one in buyouts.of_changes(current, changed)], ["3-1", "4-1"],
        )

    def test_another_rate_takes_the_units_back_and_sells_them_anew(self):
        changed = buyouts.changes([row(vat=Decimal(20))], [row(vat=Decimal(22))])
        self.assertEqual(
            {one.vat: (one.quantity, one.amount) for one in changed}, {22: (-1, -80), 20: (1, 80)},
        )

    rows = st.lists(st.builds(
        row, st.integers(1, 9), st.sampled_from(["1-1", "2-1"]), st.sampled_from(["100", "95"]),
        st.sampled_from(["20", "3.13"]), st.integers(0, 4),
    ), max_size=6)

    @settings(deadline=None, max_examples=200)
    @given(rows, rows)
    def test_booked_and_changes_are_what_ozon_says_now(self, current, booked):
        changed = buyouts.changes(current, booked)
        self.assertEqual(
            buyouts.total(booked) + buyouts.total(changed), buyouts.total(current),
        )
        self.assertEqual(buyouts.changes(current, [*booked, *changed]), [])
        units = [sum(one.quantity for one in rows) for rows in (booked, changed, current)]
        self.assertEqual(units[0] + units[1], units[2])
