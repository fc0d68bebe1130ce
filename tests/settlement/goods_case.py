"""An account with a mug and a plate at Ozon, whose evening job can run."""

from freezegun import freeze_time

from tests.fake_ozon import card

from .common import SettlementCase


class GoodsCase(SettlementCase):
    def arrange(self):
        super().arrange()
        self.seller.cards = [card(11, 1001, name="Кружка"), card(12, 1002, name="Тарелка")]
        self.sync()
        self.mug, self.plate = (
            self.env["ozon.product"].search([("sku", "=", sku)]).product_id
            for sku in ("1001", "1002")
        )
        self.goods = self.seller.goods

    def bring_to_ozon(self, mugs, plates, now="2026-09-02 09:00:00"):
        with freeze_time(now):
            self.bring({self.mug.id: mugs, self.plate.id: plates}, self.account.location_id)
        self.goods.opening = {1001: mugs, 1002: plates}

    def read_goods(self, now):
        with freeze_time(now):
            self.run_cron("ozon_connector_settlement.ir_cron_read_goods")
        self.env.invalidate_all()
