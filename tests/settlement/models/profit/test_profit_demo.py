"""The charts of profit with the demo data, which has no services."""

from odoo.tests import tagged

from tests.odoo.demo.test_demo_data import DemoCase
from tests.settlement.models.profit.test_profit import CRON


@tagged("standard", "post_install", "-at_install")
class TestProfitOfTheDemo(DemoCase):
    def test_months_have_revenue_and_no_bar_of_a_profit(self):
        """Without services no profit is known: the chart has no bar, and none below zero."""
        self.confirm_all()
        periods = self.account.report_ids.mapped("period")
        self.env["ozon.month"]._ensure(self.account, periods)
        self.run_cron(CRON)
        months = self.env["ozon.profit"].formatted_read_group(
            [("account_id", "=", self.account.id)], ["period:month"],
            ["revenue:sum", "profit:sum", "unbacked:sum"],
        )
        self.assertEqual(len(months), len(periods))
        for month in months:
            self.assertGreater(month["revenue:sum"], 0)
            self.assertIs(month["profit:sum"], False)
            self.assertGreaterEqual(month["unbacked:sum"], month["revenue:sum"])
