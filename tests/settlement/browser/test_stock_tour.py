"""Stock users look at Ozon's count and at a supply, and draft what settles the differences."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from tests.browser.common import BrowserCase
from tests.fake_ozon import FakeSupply, Supplied, card
from tests.settlement.common import SettlementCase


@tagged("standard", "post_install", "-at_install")
class TestStockTour(BrowserCase, SettlementCase):
    def test_from_the_count_to_a_draft_and_from_a_supply_to_its_transfer(self):
        self.account.user_id = self.admin
        self.seller.cards = [card(11, 1001, name="Кружка"), card(12, 1002, name="Тарелка")]
        self.sync()
        plate = self.env["ozon.product"].search([("sku", "=", "1002")]).product_id
        with freeze_time("2026-09-02 09:00:00"):
            self.bring({plate.id: 4}, self.account.location_id)
        line = Supplied(1001, 10, 7, surplus=2, shortage=2, defect=1)
        self.seller.goods.supplies = [FakeSupply(1, [line], day=date(2026, 9, 5))]
        # The supply is at Ozon, but its transfer is not validated yet.
        self.seller.goods.opening = {1002: 3}
        self.seller.goods.shifts = {1001: -10}
        with freeze_time("2026-09-10 20:00:00"):
            self.run_cron("ozon_connector_settlement.ir_cron_read_goods")

        self.start_tour("/odoo/ozon-goods", "ozon_stock_count", login="admin")
        self.start_tour("/odoo/ozon-supplies", "ozon_supply", login="admin")

        scrap = self.env["stock.scrap"].search([("product_id", "=", plate.id)])
        self.assertEqual((scrap.state, scrap.scrap_qty), ("draft", 1))
        supply = self.env["ozon.supply"].search([("account_id", "=", self.account.id)])
        self.assertEqual((supply.state, supply.picking_id.state), ("drafted", "draft"))
