"""From the first page to a month that ties: the bookkeeper's morning."""

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.settlement.common import DUE
from tests.settlement.month_case import MonthCase


@tagged("standard", "post_install", "-at_install")
class TestMonthTour(BrowserCase, MonthCase):
    def test_from_the_desk_to_the_month_that_ties(self):
        self.account.user_id = self.admin
        self.ask()
        self.receive_payout()
        self.bring_goods(self.env["ozon.realization.report"].search([]))
        self.env["ozon.payout"]._match(self.account)
        with self.at(DUE):
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")
        self.assertEqual(self.month().state, "to_review")

        self.start_tour("/odoo", "ozon_month", login="admin")

        self.run_cron("ozon_connector_settlement.ir_cron_load_months")
        self.assertEqual(self.month().state, "tied")

        self.start_tour("/odoo/ozon-desk", "ozon_month_tied", login="admin")

    def test_a_month_with_a_document_that_is_not_ready(self):
        self.account.user_id = self.admin
        self.ask()
        goods = self.env["ozon.realization.report"].search([]).line_ids.product_id
        self.bring({goods[0].id: 10}, self.account.location_id)

        self.start_tour("/odoo/ozon-desk", "ozon_month_not_ready", login="admin")
