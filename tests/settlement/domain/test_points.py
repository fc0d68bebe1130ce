"""What is left of points, by figures that sellers have published."""

import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector.domain.settlement import POINTS_CAP
from odoo.addons.ozon_connector_settlement.domain.points import (
    OVERUSE,
    PREMIUM,
    Share,
    kind_of,
)
from odoo.addons.ozon_connector_settlement.domain.proof import Row, Verdict, prove
from odoo.addons.ozon_connector_settlement.domain.settlement_rows import kind_of as kind_of_row

D = Decimal
KOPECK = D("0.01")
MONTH, LAST = date(2026, 9, 1), date(2026, 9, 30)
amounts = st.decimals(-10**7, 10**7, places=2)


def on_fee(points, fee):
    """Points on the fee as in the realization report: down to a floor of 1 % of the fee."""
    return max(min(points, (fee * POINTS_CAP).quantize(KOPECK)), D(0))


class TestShare(unittest.TestCase):
    def test_the_premium_of_october_2023(self):
        """nalog-nalog.ru: 2 189 108 − 0.99 × 1 677 994 − 413 912 = 113 982."""
        points, fee = D("2189108"), D("1677994")
        share = Share(points, on_fee(points, fee), D("413912"))
        self.assertEqual(share.beyond.quantize(D(1)), D("113982"))
        self.assertEqual(kind_of(share.beyond), PREMIUM)

    def test_points_left_of_a_published_report(self):
        """klerk.ru 664669: points 284 140.84, fee 238 579.15, of which 2 385.79 is to be paid."""
        share = Share(D("284140.84"), D("238579.15") - D("2385.79"), D(0))
        self.assertEqual(share.beyond, D("47947.48"))

    def test_more_points_returned_than_earned_are_billed(self):
        """Sold in August for 100 points, of which 99 paid the fee; returned in September."""
        points, fee = D("-99"), D("-100")
        share = Share(points, on_fee(points, fee), D(0))
        self.assertEqual((share.beyond, kind_of(share.beyond)), (D("-99"), OVERUSE))

    @given(amounts, amounts, amounts)
    def test_however_they_are_shared_the_parts_are_all_points(self, earned, fee, services):
        share = Share(earned, on_fee(earned, fee), services)
        self.assertEqual(share.on_fee + share.on_services + share.beyond, earned)


class TestProof(unittest.TestCase):
    """Ozon does not document the name of the act's row, so every plausible name proves it."""

    def verdict(self, owed, *amounts):
        rows = [Row(place, MONTH, LAST, D(amount)) for place, amount in enumerate(amounts)]
        return prove(D(owed), rows, MONTH).verdict

    def test_rows_that_speak_of_a_premium_or_of_points(self):
        for name in (
            "Акт о премии за расчеты баллами", "Вознаграждение за перерасход баллов", "Премия",
            "Акт о премии", "Корректировка суммы акта о премии",
        ):
            self.assertEqual(kind_of_row(name), "premium")
        for name in "Акт о страховой премии", "Акт по страховой премии":
            self.assertEqual(kind_of_row(name), "insurance")

    def test_a_premium_is_what_ozon_owes_and_an_overuse_what_it_takes(self):
        self.assertIs(self.verdict("-61.40", "-61.40"), Verdict.PROVED)
        self.assertIs(self.verdict("99", "99"), Verdict.PROVED)

    def test_premium_and_overuse_in_two_rows_are_one_sum(self):
        self.assertIs(self.verdict("-50", "-149", "99"), Verdict.PROVED)

    def test_a_second_row_may_hold_the_first_one(self):
        self.assertIs(self.verdict("-61.40", "-20", "-61.40"), Verdict.PROVED)

    def test_another_sum_is_told_and_no_row_proves_nothing(self):
        self.assertIs(self.verdict("-61.40", "-61.41"), Verdict.DIFFERENT)
        self.assertIs(self.verdict("-61.40"), Verdict.MISSING)
