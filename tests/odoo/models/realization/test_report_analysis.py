"""Sums over reports by product, month and account: sold − returned, and shares of sums."""

from odoo import Command

from tests.fake_ozon import report, row, side
from tests.odoo.common import OzonCase

MEASURES = ["quantity_sold", "quantity_returned", "quantity", "revenue", "points", "base_fee",
            "accrual"]  # fmt: skip


class AnalysisCase(OzonCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()
        self.publish(report([
            row(sku=1001, price="100", ratio="0.10", sold=side(20, points="10")),
            row(sku=1001, price="100", ratio="0.10", returned=side(5)),
            row(sku=1002, price="1000", ratio="0.40", sold=side(10), returned=side(1)),
            row(sku=1003, price="10", ratio="0.50", returned=side(1)),
        ]))  # fmt: skip
        self.month = self.import_month(self.account)
        self.assertEqual(self.month.state, "to_review", self.month.error_message)

    def sums(self, *measures, domain=(), groupby=("period:month",)):
        """The sums as a pivot requests them, one tuple per group."""
        groups = self.env["ozon.report.analysis"]._read_group(
            list(domain), list(groupby), list(measures)
        )
        return [values[len(groupby) :] for values in groups]

    def product(self, sku):
        cards = self.account.product_ids.filtered(lambda card: card.sku == str(sku))
        return cards.product_id


class TestSums(AnalysisCase):
    def test_a_month_adds_up_to_its_report(self):
        [figures] = self.sums(*(f"{field}:sum" for field in MEASURES))
        self.assertEqual(figures[:3], (30, 7, 23))
        self.assertEqual(figures[3:], tuple(
            self.month[field] for field in ("revenue", "points", "base_fee", "accrual")
        ))  # fmt: skip

    def test_products_are_told_apart(self):
        rows = dict(zip((1001, 1002, 1003), self.sums(
            "quantity:sum", "revenue:sum", "base_fee:sum", groupby=["product_id"],
        ), strict=True))  # fmt: skip
        self.assertEqual(rows[1001], (15, 1300.0, 150.0))
        self.assertEqual(rows[1002], (9, 9000.0, 3600.0))
        self.assertEqual(rows[1003], (-1, -10.0, -5.0))

    def test_cancelled_reports_do_not_count(self):
        self.month.bill_id.button_cancel()
        self.assertEqual(self.month.state, "cancelled")
        self.assertFalse(self.env["ozon.report.analysis"].search([]))

    def test_other_companies_rows_are_not_seen(self):
        company = self.create_company("ООО «Другая»")
        user = self.env["res.users"].create(
            {"name": "Сосед", "login": "neighbour", "company_id": company.id,
             "company_ids": [Command.set(company.ids)],
             "group_ids": [Command.set(self.env.ref("ozon_connector.group_ozon_user").ids)]}
        )  # fmt: skip
        rows = self.env["ozon.report.analysis"].search([])
        self.assertEqual(len(rows), 5)
        mine = self.env(user=user, context={"allowed_company_ids": company.ids})
        self.assertFalse(mine["ozon.report.analysis"].search([]))


class TestShares(AnalysisCase):
    def test_a_share_is_of_the_sums_and_no_mean_of_shares(self):
        # 3745 of (10290 + 200); the mean of the five rows would be another number.
        [(share,)] = self.sums("fee_share:avg")
        self.assertAlmostEqual(share, 100 * 3745 / 10490, places=6)
        [(share,)] = self.sums("fee_share:avg", domain=[("product_id", "=", self.product(1001).id)])
        self.assertAlmostEqual(share, 10, places=6)

    def test_the_share_of_returns(self):
        [(share,)] = self.sums("return_share:avg")
        self.assertAlmostEqual(share, 100 * 7 / 30, places=6)

    def test_nothing_sold_is_no_division_by_zero(self):
        domain = [("direction", "=", "return")]
        [(returns, fee)] = self.sums("return_share:avg", "fee_share:avg", domain=domain)
        self.assertFalse(returns)
        self.assertAlmostEqual(fee, 100 * 455 / 1510, places=6)

    def test_what_is_not_known_is_blank(self):
        rows = self.env["ozon.report.analysis"].search([])
        self.assertEqual(
            {(type(row.cost), type(row.margin)) for row in rows}, {(bool, bool)},
            "Nothing is booked, so no cost is known.",
        )
        [cost] = self.sums("cost:sum")
        self.assertFalse(cost[0])

    def test_the_filter_finds_products_of_which_much_came_back(self):
        rows = self.env["ozon.report.analysis"].search([("return_share", ">", 10)])
        self.assertEqual(rows.product_id, self.product(1001) | self.product(1003))
        self.assertEqual(len(rows), 3)


class TestViews(AnalysisCase):
    def test_every_view_opens(self):
        for model, kinds in (
            ("ozon.report.analysis", ("pivot", "graph", "list", "search")),
            ("ozon.realization.report", ("kanban", "graph", "list", "form", "search")),
        ):
            for kind in kinds:
                self.assertTrue(self.env[model].get_view(view_type=kind)["arch"])

    def test_a_pivot_s_question_is_answered(self):
        groups = self.env["ozon.report.analysis"].formatted_read_group(
            [], ["product_id", "period:month"],
            ["quantity:sum", "revenue:sum", "fee_share:avg", "return_share:avg", "__count"],
        )
        self.assertEqual(len(groups), 3)
        self.assertEqual(sum(group["revenue:sum"] for group in groups), self.month.revenue)
