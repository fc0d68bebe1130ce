"""A card that looks like a set, in Russian."""

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.fake_ozon import card


@tagged("standard", "post_install", "-at_install")
class TestSet(BrowserCase):
    def test_one_click_accepts_the_proposal(self):
        candle = self.env["product.product"].create(
            {"name": "Свеча", "default_code": "CANDLE", "is_storable": True}
        )
        self.seller.cards = [card(7005, 93001, offer_id="CANDLE-x3", name="Свеча, набор 3 шт")]
        account = self.connect(user_id=self.admin.id)
        account.action_sync_products()

        self.start_tour("/odoo/ozon-products", "ozon_accept_set", login="admin")

        self.assertEqual((account.product_ids.product_id, account.product_ids.units), (candle, 3))
