"""Months that others have published tie in a statement to the kopeck.

The source of each figure is named next to it; what the source rounds is rounded here as well.
"""

import unittest
from decimal import Decimal

from odoo.addons.ozon_connector.domain.settlement import POINTS_CAP
from odoo.addons.ozon_connector_settlement.domain.statement import (
    FEE,
    PAYOUT,
    POINTS,
    SALES,
    Books,
    Claim,
    OzonMonth,
    Reason,
    Verdict,
    compare,
    verdict,
)

ZERO = Decimal("0.00")
KOPECK = Decimal("0.01")


def money(text):
    return Decimal(text.replace(" ", ""))


def statement(amounts, claims, opening="0"):
    """The rows of a month whose books hold exactly what the documents state."""
    opening = money(opening)
    ozon = OzonMonth(opening, opening + sum(amounts.values()), amounts)
    booked = sum((claim.booked for claim in claims), ZERO)
    return compare(ozon, Books(opening, opening + booked, tuple(claims)))


def held(kind, amount, key="document"):
    return Claim(kind, key, amount, amount)


class TestPublishedMonths(unittest.TestCase):
    def test_the_premium_of_october_2023(self):
        """nalog-nalog.ru: fee 1 677 994, points 2 189 108, services less 413 912 by points."""
        points, fee, by_services = money("2 189 108"), money("1 677 994"), money("413 912")
        by_fee = (fee * POINTS_CAP).quantize(KOPECK)
        services = money("1 720 311")
        rows = statement(
            {POINTS: points, FEE: -fee, "service": -services},
            [
                held(FEE, -fee), held(POINTS, by_fee, "report"),
                held("service", -services), held(POINTS, by_services, "act"),
            ],
        )

        [premium] = [row for row in rows if row.difference]
        self.assertEqual((premium.kind, premium.reason), (POINTS, Reason.PREMIUM))
        self.assertEqual(premium.difference.quantize(Decimal(1)), 113_982)
        # What is left of the services after points equals the published bill.
        self.assertEqual((services - by_services).quantize(Decimal(1)), 1_306_399)

    def test_the_points_left_of_a_published_report(self):
        """klerk.ru 664669: revenue 777 714.19, points 284 140.84, fee 238 579.15."""
        revenue, points, fee = map(money, ("777 714.19", "284 140.84", "238 579.15"))
        payable = money("2 385.79")
        rows = statement(
            {SALES: revenue, POINTS: points, FEE: -fee},
            [held(SALES, revenue), held(FEE, -fee), held(POINTS, fee - payable)],
        )

        [left] = [row for row in rows if row.difference]
        self.assertEqual((left.difference, left.reason), (money("47 947.48"), Reason.PREMIUM))
        self.assertEqual(revenue + points - fee, money("823 275.88"))

    def test_the_settlement_of_april_2026(self):
        """A real file's rows: the balance grows by 3 277 469.80."""
        report, act = money("26 149 512.63") - money("151 715.49"), money("-4 898 080.79")
        reinvoiced, paid = money("-535 869.81"), money("-17 286 376.74")
        amounts = {SALES: report, "service": act, "reinvoiced": reinvoiced, PAYOUT: paid}
        rows = statement(amounts, [held(kind, amount) for kind, amount in amounts.items()])

        self.assertIs(verdict(rows), Verdict.TIED)
        self.assertEqual(sum(row.booked for row in rows), money("3 277 469.80"))

    def test_the_week_of_16_to_22_january_2026(self):
        """A seller's payout is what was accrued in its week."""
        sales, fee = money("7 097.00"), money("-1 950.28")
        services = [money(f"-{one}") for one in ("701.55", "183.48", "452.78", "22.95")]
        paid = -(sales + fee + sum(services))
        self.assertEqual(paid, money("-3 785.96"))
        amounts = {SALES: sales, FEE: fee, "service": sum(services), PAYOUT: paid}
        rows = statement(
            amounts, [held(kind, amount) for kind, amount in amounts.items()], "1 000 000",
        )

        self.assertIs(verdict(rows), Verdict.TIED)
        self.assertEqual(sum(row.booked for row in rows), money("1 000 000"))

    def test_the_balance_of_250_000(self):
        """A live answer: 200 000, and a month's income and costs."""
        amounts = {
            SALES: money("500 000"), "returns": money("-40 000"),
            FEE: money("-250 000") + money("20 000"), "service": money("-100 000"),
            PAYOUT: money("-80 000"),
        }
        rows = statement(
            amounts, [held(kind, amount) for kind, amount in amounts.items()], "200 000",
        )

        self.assertEqual(sum(row.ozon for row in rows), money("250 000"))
        self.assertIs(verdict(rows), Verdict.TIED)
