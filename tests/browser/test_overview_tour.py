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

    def test_what_is_opened_by_its_address_is_shown_in_the_app(self):
        """If several menus open an action, the web client shows the one with the lowest id."""
        self.authenticate("admin", "admin")
        menus = self.url_open("/web/webclient/load_menus").json()
        app = self.env.ref("ozon_connector.menu_ozon_app").id
        first = {}
        for menu in sorted(
            (menu for menu in menus.values() if menu["actionID"]), key=lambda menu: menu["id"]
        ):
            first.setdefault(menu["actionID"], menu["appID"])
        actions = {menu["actionID"] for menu in menus.values() if menu["appID"] == app}

        self.assertGreater(len(actions), 5)
        self.assertEqual({first[action] for action in actions - {False}}, {app})
