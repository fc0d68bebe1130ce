"""Demo data has a connected account with two months."""

from pathlib import Path

from odoo.tools import convert

from tests.odoo.common import OzonCase

FILE = Path(__file__).parents[3] / "ozon_connector" / "demo" / "ozon_demo.xml"


class TestDemoData(OzonCase):
    def test_one_month_is_booked_one_waits_for_review_and_nothing_is_asked(self):
        with FILE.open("rb") as file:
            convert.convert_xml_import(
                self.env(su=True), "ozon_connector", file, {}, "init", noupdate=True
            )
        account = self.env.ref("ozon_connector.ozon_account_demo")

        reports = account.report_ids.sorted("period")
        self.assertEqual(reports.mapped("state"), ["posted", "to_review"])
        self.assertEqual(reports.mapped("failed_checks"), [0, 0])
        self.assertEqual((account.state, account.next_step), ("connected", False))
        self.assertEqual(set(account.product_ids.mapped("match_state")), {"matched"})
        self.assertEqual(self.ozon.requests, [])
