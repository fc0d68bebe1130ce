"""Demo data has a connected account with two months."""

from itertools import accumulate
from pathlib import Path

from odoo.tools import convert

from tests.odoo.common import OzonCase

FILE = Path(__file__).parents[3] / "ozon_connector" / "demo" / "ozon_demo.xml"


class DemoCase(OzonCase):
    """The database after the demo data."""

    def arrange(self):
        super().arrange()
        with FILE.open("rb") as file:
            convert.convert_xml_import(
                self.env(su=True), "ozon_connector", file, {}, "init", noupdate=True
            )
        self.account = self.env.ref("ozon_connector.ozon_account_demo")
        self.demo_products = self.env["product.product"].concat(*(
            self.env.ref(f"ozon_connector.product_demo_{number}") for number in range(1, 9)
        ))

    def confirm_all(self):
        """Book the waiting month, like a person who tries the demo."""
        waiting = self.account.report_ids.filtered(lambda report: report.state == "to_review")
        waiting.action_confirm()
        self.assertEqual(waiting.state, "posted")


class TestDemoData(DemoCase):
    def test_one_month_is_booked_one_waits_for_review_and_nothing_is_asked(self):
        account = self.account
        reports = account.report_ids.sorted("period")
        self.assertEqual(reports.mapped("state"), ["posted", "to_review"])
        self.assertEqual(reports.mapped("failed_checks"), [0, 0])
        self.assertEqual((account.state, account.next_step), ("connected", False))
        self.assertEqual(set(account.product_ids.mapped("match_state")), {"matched"})
        self.assertEqual(self.ozon.requests, [])

    def test_no_chart_of_stock_is_ever_below_zero(self):
        """Odoo's charts of stock add up the moves of a product by their days."""
        self.confirm_all()
        place = self.account.location_id
        for product in self.demo_products:
            moves = self.env["stock.move"].search([
                ("product_id", "=", product.id), ("state", "=", "done"),
            ], order="date, id")
            steps = [
                move.quantity * ((move.location_dest_id == place) - (move.location_id == place))
                for move in moves
            ]
            with self.subTest(product=product.name):
                self.assertTrue([step for step in steps if step < 0], "nothing was sold")
                self.assertGreaterEqual(min(accumulate(steps)), 0)
                self.assertEqual(sum(steps), product.with_context(location=place.id).qty_available)

    def test_no_chart_of_months_is_below_zero(self):
        """As the graphs read it: the figures of months, and the analysis by month and product."""
        self.confirm_all()
        figures = self.env["ozon.report.figure"].formatted_read_group(
            [("account_id", "=", self.account.id)], ["period:month", "kind"], ["amount:sum"],
        )
        self.assertEqual(len(figures), 6)
        self.assertGreater(min(figure["amount:sum"] for figure in figures), 0)
        for groupby, count in (("period:month", 2), ("product_id", 8)):
            groups = self.env["ozon.report.analysis"].formatted_read_group(
                [("account_id", "=", self.account.id)], [groupby],
                ["revenue:sum", "quantity:sum", "margin:sum"],
            )
            self.assertEqual(len(groups), count)
            for group in groups:
                with self.subTest(group=group[groupby]):
                    self.assertGreater(group["revenue:sum"], 0)
                    self.assertGreater(group["quantity:sum"], 0)
                    self.assertGreater(group["margin:sum"], 0, "every cost is known, too")
