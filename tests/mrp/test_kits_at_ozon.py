"""Kits in Ozon's count, movements and losses count as their components in stock."""

from datetime import date

from freezegun import freeze_time

from tests.fake_ozon import card, removed
from tests.settlement.common import SettlementCase, Sold

EVENING = "2026-09-29 20:00:00"


class TestKitsAtOzon(SettlementCase):
    def test_a_kit_counts_and_loses_its_components(self):
        self.seller.cards = [
            card(11, 1001, offer_id="CANDLE", name="Свеча"),
            card(12, 1002, offer_id="CANDLE-x3", name="Набор свечей"),
        ]
        product = self.env["product.product"]
        candle, kit = product.create([
            {"name": "Свеча", "default_code": "CANDLE", "is_storable": True},
            {"name": "Набор свечей", "default_code": "CANDLE-x3", "is_storable": True},
        ])
        self.env["mrp.bom"].create({
            "product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom",
            "bom_line_ids": [(0, 0, {"product_id": candle.id, "product_qty": 3})],
        })
        self.sync()
        self.account._ensure_location()
        with freeze_time("2026-09-02 09:00:00"):
            self.bring({candle.id: 30}, self.account.location_id)
        # 9 candles and 7 kits arrived; a kit was sold, another one was destroyed on its way home.
        self.seller.goods.opening = {1001: 9, 1002: 7}
        self.plant_posting(date(2026, 9, 28), Sold(1002, 1))
        self.seller.goods.removed = [
            removed(1, 1002, 1, box_state="утилизирована", utilization_date="2026-09-19"),
        ]
        self.load("2026-09-29 04:00:00")
        with freeze_time(EVENING):
            self.run_cron("ozon_connector_settlement.ir_cron_read_goods")
        self.env.invalidate_all()
        line = self.env["ozon.stock.count"]._latest(self.account).line_ids
        self.assertEqual(line.product_id, candle)
        self.assertEqual((line.booked, line.unbooked, line.at_ozon), (30, 3, 27))

        rows = self.env["ozon.stock.movement"].search(line.action_open_movements()["domain"])
        self.assertEqual(
            sorted((row.side, row.kind, row.quantity) for row in rows),
            [("books", "moved", 30), ("ozon", "lost", -3), ("ozon", "sold", -3)],
        )
        self.assertEqual(len(set(rows.ids)), 3)

        removal = self.env["ozon.removal"].search([("account_id", "=", self.account.id)])
        removal.action_draft_scrap()
        removal.line_ids.scrap_ids.action_validate()
        here = candle.with_context(location=self.account.location_id.id)
        self.assertEqual((removal.state, here.qty_available), ("done", 27))
