"""Kits of the app Manufacturing: Odoo moves and counts their components."""

from odoo.exceptions import UserError

from tests.fake_ozon import card, row, side
from tests.odoo.models.product.test_units import KIT_ROW, UnitsCase


class KitsCase(UnitsCase):
    """The kit CANDLE-x3 of three candles, as cases/c20 has it."""

    def arrange(self):
        super().arrange()
        self.candle = self.product(default_code="CANDLE")
        self.kit = self.make_kit({self.candle: 3})
        self.seller.cards = [card(7005, 93001, offer_id="CANDLE-x3", name="Свеча, набор 3 шт")]

    def make_kit(self, components, **values):
        values = {"name": "Набор", "default_code": "CANDLE-x3", "is_storable": True, **values}
        kit = self.env["product.product"].create({"taxes_id": False, **values})
        self.bom(kit, components)
        return kit

    def bom(self, kit, components, **values):
        return self.env["mrp.bom"].create(
            {
                "product_tmpl_id": kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    (0, 0, {"product_id": component.id, "product_qty": quantity})
                    for component, quantity in components.items()
                ],
                **values,
            }
        )

    def sets(self, sold=4, returned=1):
        return row(
            **KIT_ROW, price="300", sold=sold and side(sold), returned=returned and side(returned)
        )

    def month_with(self, candles, **figures):
        self.account._ensure_location()
        if candles:
            self.bring({self.candle.id: candles}, self.account.location_id)
        month = self.month(self.sets(**figures))
        self.assertEqual(month.state, "to_review", month.error_message)
        return month


class TestKits(KitsCase):
    def test_twelve_candles_leave_and_three_come_back(self):
        month = self.month_with(30)
        self.assertFalse(month.shortage)
        self.assertEqual(month.failed_checks, 0)
        self.assertIn("CANDLE-x3", self.check(month, "kits")["text"])

        month.action_confirm()

        self.assertEqual(self.stock(self.candle), 21)
        done = {(move.product_id, move.quantity) for move in month.picking_ids.move_ids}
        self.assertEqual(done, {(self.candle, 12), (self.candle, 3)})
        self.assertEqual(self.check(month, "stock")["state"], "passed")
        self.assertEqual(month.failed_checks, 0)
        self.assertEqual(month.sale_invoice_id.amount_total, 1200)

    def test_a_reset_brings_them_back_and_a_second_confirmation_does_the_same(self):
        month = self.month_with(30)
        month.action_confirm()
        month.action_reset()
        self.assertEqual((self.stock(self.candle), month.shortage), (30, False))

        month.action_confirm()

        self.assertEqual((self.stock(self.candle), month.failed_checks), (21, 0))

    def test_a_kit_that_is_not_tracked_itself_is_the_same(self):
        self.kit.is_storable = False
        month = self.month_with(30)
        month.action_confirm()
        self.assertEqual((self.stock(self.candle), month.failed_checks), (21, 0))

    def test_what_is_short_are_candles_and_a_receipt_of_candles_helps(self):
        month = self.month_with(5)
        [short] = month.shortage
        self.assertEqual(
            (short["product_id"], short["needed"], short["available"], short["missing"]),
            (self.candle.id, 9, 5, 4),
        )
        self.assertEqual(short["product"], "[CANDLE] Свеча ([CANDLE-x3] Набор)")
        self.assert_refused(month, "CANDLE-x3.*needed 9, available 5, missing 4")

        dialog = self.env["ozon.kopeck.receipt"].browse(month.action_kopeck_receipt()["res_id"])
        self.assertEqual((dialog.line_ids.product_id, dialog.line_ids.quantity), (self.candle, 4))
        dialog.action_receive()
        self.assertFalse(month.shortage)
        month.action_confirm()
        self.assertEqual((self.stock(self.candle), month.failed_checks), (0, 0))

    def test_with_negative_stock_allowed_it_is_booked_and_all_checks_pass(self):
        self.account.allow_negative_stock = True
        month = self.month_with(0)
        month.action_confirm()
        self.assertEqual((self.stock(self.candle), month.failed_checks), (-9, 0))
        month.action_reset()
        self.assertEqual(self.stock(self.candle), 0)

    def test_a_receipt_of_a_kit_would_not_help_and_is_refused(self):
        dialog = self.env["ozon.kopeck.receipt"].browse(
            self.kit.action_ozon_kopeck_receipt()["res_id"]
        )
        with self.assertRaisesRegex(UserError, "are kits.*Receive the components"):
            dialog.action_receive()

    def test_candles_sold_alone_and_in_kits_are_added_up(self):
        self.seller.cards.append(card(7006, 93002, offer_id="CANDLE", name="Свеча"))
        self.account._ensure_location()
        self.bring({self.candle.id: 14}, self.account.location_id)
        month = self.month(
            self.sets(), row(sku=93002, offer_id="CANDLE", price="90", sold=side(6))
        )
        [short] = month.shortage
        self.assertEqual((short["needed"], short["missing"]), (15, 1))
        self.bring({self.candle.id: 20}, self.account.location_id)

        month.action_confirm()

        self.assertEqual((self.stock(self.candle), month.failed_checks), (5, 0))

    def test_a_kit_of_several_goods_and_of_a_kit(self):
        box, ribbon = self.product(name="Коробка"), self.product(name="Лента")
        gift = self.make_kit({self.kit: 2, box: 1, ribbon: 0.5}, default_code="GIFT")
        self.account._ensure_location()
        self.bring({self.candle.id: 60, box.id: 10, ribbon.id: 10}, self.account.location_id)
        self.seller.cards.append(card(7006, 93002, offer_id="GIFT", name="Подарок"))
        month = self.month(
            self.sets(), row(sku=93002, offer_id="GIFT", price="900", sold=side(3))
        )
        self.assertEqual(month.line_ids.product_id, self.kit | gift)

        month.action_confirm()

        self.assertEqual(
            [self.stock(one) for one in (self.candle, box, ribbon)], [60 - 9 - 18, 7, 8.5]
        )
        self.assertEqual(month.failed_checks, 0, month.checks)
        month.action_reset()
        self.assertEqual([self.stock(one) for one in (self.candle, box)], [60, 10])

    def test_variants_that_share_a_bill_of_materials(self):
        colour = self.env["product.attribute"].create(
            {"name": "Цвет", "value_ids": [(0, 0, {"name": n}) for n in ("Белый", "Синий")]}
        )
        template = self.env["product.template"].create(
            {
                "name": "Набор", "is_storable": True,
                "attribute_line_ids": [(0, 0, {
                    "attribute_id": colour.id, "value_ids": [(6, 0, colour.value_ids.ids)],
                })],
            }
        )  # fmt: skip
        white, blue = template.product_variant_ids
        white.default_code, blue.default_code = "W", "B"
        self.bom(white, {self.candle: 3})
        self.seller.cards = [card(1, 501, offer_id="W"), card(2, 502, offer_id="B")]
        self.account._ensure_location()
        self.bring({self.candle.id: 30}, self.account.location_id)
        month = self.month(
            row(sku=501, offer_id="W", sold=side(2)),
            row(sku=502, offer_id="B", sold=side(4), returned=side(1)),
        )
        month.action_confirm()
        self.assertEqual((self.stock(self.candle), month.failed_checks), (15, 0))

    def test_a_card_that_is_two_kits(self):
        self.account.action_sync_products()
        self.say(93001, units=2)
        month = self.month_with(30)
        month.action_confirm()
        self.assertEqual((self.stock(self.candle), month.failed_checks), (12, 0))

    def test_a_bill_of_materials_for_a_dozen_of_kits(self):
        self.kit.bom_ids.unlink()
        self.bom(self.kit, {self.candle: 36}, product_qty=1,
                 product_uom_id=self.env.ref("uom.product_uom_dozen").id)  # fmt: skip
        self.account._ensure_location()
        self.bring({self.candle.id: 60}, self.account.location_id)
        month = self.month(self.sets(sold=6, returned=3))
        self.assertFalse(month.shortage)
        month.action_confirm()
        self.assertEqual((self.stock(self.candle), month.failed_checks), (51, 0))

    def test_kits_that_odoo_would_round_are_refused(self):
        self.kit.bom_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")
        month = self.month(self.sets())
        self.assertIn("cannot be expressed exactly in Dozens", month.error_message)

    def test_a_transfer_that_moved_other_components_is_noticed(self):
        month = self.month_with(30)
        month.action_confirm()
        move = month.picking_ids.move_ids.filtered(lambda move: move.quantity == 12)
        move.move_line_ids.quantity = 11
        self.assertEqual(self.check(month, "stock")["state"], "failed")

    def test_a_manufactured_product_is_no_kit(self):
        self.kit.bom_ids.type = "normal"
        month = self.month_with(30)
        self.assertEqual(month.shortage[0]["product_id"], self.kit.id)
        self.assertNotIn("kits", [one["name"] for one in month.checks])
