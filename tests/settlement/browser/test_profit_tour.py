"""A seller looks at the profit of products: the table, a product's row, the bars of a month."""

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.settlement.common import DUE
from tests.settlement.month_case import MonthCase
from tests.settlement.test_profit import CRON


@tagged("standard", "post_install", "-at_install")
class TestProfitTour(BrowserCase, MonthCase):
    def test_from_the_table_to_a_product_and_its_accruals(self):
        self.account.user_id = self.admin
        self.ask()
        cup = self.env["product.product"].search([
            ("default_code", "=", "ART-1001"), ("company_id", "in", (False, self.company.id)),
        ])
        cup.with_company(self.company).standard_price = 40
        self.book()
        with self.at(DUE):
            self.run_cron("ozon_connector_settlement.ir_cron_load_months")
            self.run_cron(CRON)
        self.assertEqual(self.month().profit_month_ids.blank_count, 1)

        self.start_tour("/odoo/ozon-profit", "ozon_profit", login="admin")
        self.start_tour("/odoo/ozon-profit", "ozon_profit_extremes", login="admin")
