"""The first page of Ozon, the bill behind a report, and empty lists, in Russian."""

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.fake_ozon import card


@tagged("standard", "post_install", "-at_install")
class TestOverview(BrowserCase):
    def test_from_the_first_page_to_the_bill_and_back(self):
        self.publish()
        month = self.import_month(self.connect(user_id=self.admin.id))
        self.assertEqual(month.state, "to_review", month.error_message)

        self.start_tour("/odoo/ozon", "ozon_overview", login="admin")

    def test_an_empty_list_leads_to_the_connection(self):
        self.start_tour("/odoo/ozon-reports", "ozon_first_step", login="admin")

    def test_an_empty_list_synchronises(self):
        self.seller.cards = [card(12, 502)]
        account = self.connect(user_id=self.admin.id)

        self.start_tour("/odoo/ozon-products", "ozon_second_step", login="admin")

        self.assertEqual(account.product_ids.mapped("sku"), ["502"])

    def test_the_figures_of_every_month(self):
        self.publish()
        self.import_month(self.connect(user_id=self.admin.id))

        self.start_tour("/odoo/ozon-figures", "ozon_figures", login="admin")
