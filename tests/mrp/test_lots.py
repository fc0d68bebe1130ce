"""Lots with expiry dates, and lots of returned goods."""

from datetime import timedelta

from odoo import fields

from tests.fake_ozon import card, row, side
from tests.odoo.models.product.test_units import UnitsCase


class LotsCase(UnitsCase):
    def arrange(self):
        super().arrange()
        self.account._ensure_location()
        self.cream = self.product(name="Крем", default_code="CREAM", tracking="lot",
                                  use_expiration_date=True)  # fmt: skip
        self.seller.cards = [card(11, 501, offer_id="CREAM")]

    def lot(self, name, removal, quantity, product=None):
        product = product or self.cream
        lot = self.env["stock.lot"].create(
            {
                "name": name, "product_id": product.id, "company_id": self.company.id,
                "removal_date": removal, "expiration_date": removal,
            }
        )  # fmt: skip
        self.env["stock.quant"]._update_available_quantity(
            product, self.account.location_id, quantity, lot_id=lot
        )
        return lot

    def sold(self, quantity, returned=None):
        return self.month(row(sku=501, offer_id="CREAM", sold=quantity and side(quantity),
                              returned=returned and side(returned)))  # fmt: skip


class TestExpiry(LotsCase):
    def test_what_expired_before_the_month_s_end_is_short_and_said_before_confirming(self):
        self.lot("OLD", "2026-09-15 12:00:00", 10)
        month = self.sold(4)

        [short] = month.shortage
        self.assertEqual((short["needed"], short["available"], short["missing"]), (4, 0, 4))
        self.assert_refused(month, "needed 4, available 0, missing 4")

    def test_what_expired_since_was_good_when_it_left(self):
        yesterday = fields.Datetime.now() - timedelta(days=1)
        self.assertGreater(str(yesterday), "2026-10-01")
        lot = self.lot("GOOD THEN", yesterday, 10)
        month = self.sold(4)
        self.assertFalse(month.shortage)

        month.action_confirm()

        self.assertEqual(self.stock(self.cream), 6)
        self.assertEqual(month.picking_ids.move_ids.lot_ids, lot)
        self.assertEqual(month.failed_checks, 0)

    def test_lots_that_leave_first_and_lots_that_are_too_old(self):
        self.lot("OLD", "2026-09-15 12:00:00", 10)
        first = self.lot("FIRST", "2026-12-01 12:00:00", 3)
        second = self.lot("SECOND", "2027-01-01 12:00:00", 3)
        self.cream.categ_id.removal_strategy_id = self.env.ref("product_expiry.removal_fefo")
        month = self.sold(4)
        self.assertFalse(month.shortage)
        month.action_confirm()
        lines = month.picking_ids.move_line_ids
        self.assertEqual({(line.lot_id, line.quantity) for line in lines},
                         {(first, 3), (second, 1)})

    def test_of_goods_without_expiry_dates_any_lot_may_leave(self):
        self.cream.use_expiration_date = False
        self.lot("OLD", "2026-09-15 12:00:00", 10)
        month = self.sold(4)
        self.assertFalse(month.shortage)
        month.action_confirm()
        self.assertEqual(self.stock(self.cream), 6)

    def test_goods_with_numbers_cannot_go_below_zero_even_where_it_is_allowed(self):
        self.account.allow_negative_stock = True
        self.lot("OLD", "2026-09-15 12:00:00", 10)
        month = self.sold(4)
        check = self.check(month, "lots")
        self.assertEqual((check["state"], check["res_id"]), ("failed", month.picking_ids.id))
        self.assertIn("Крем (4)", check["text"])
        self.assert_refused(month, "no Lot/Serial Numbers for all of .*Крем")

        self.lot("NEW", "2027-01-01 12:00:00", 4)
        month.invalidate_recordset()
        self.assertNotIn("lots", [one["name"] for one in month.checks])
        month.action_confirm()
        self.assertEqual(month.picking_ids.move_ids.lot_ids.mapped("name"), ["NEW"])


class TestReturnedLots(LotsCase):
    def test_the_report_names_the_transfer_on_which_they_are_entered(self):
        lot = self.lot("L1", "2027-01-01 12:00:00", 10)
        month = self.sold(4, returned=2)
        [back] = month.picking_ids.filtered(lambda one: one.location_dest_id.usage == "internal")

        check = self.check(month, "lots")
        self.assertEqual((check["state"], check["res_model"], check["res_id"]),
                         ("failed", "stock.picking", back.id))
        self.assertIn(back.name, check["text"])
        self.assert_refused(month, f"{back.name}.*Крем.*Then confirm again")
        self.assertEqual((month.state, self.stock(self.cream)), ("to_review", 10))

        back.move_ids.move_line_ids = [(5,), (0, 0, {
            "product_id": self.cream.id, "lot_id": lot.id, "quantity": 2, "picking_id": back.id,
            "location_id": back.location_id.id, "location_dest_id": back.location_dest_id.id,
            "product_uom_id": self.cream.uom_id.id,
        })]  # fmt: skip
        month.invalidate_recordset()
        self.assertNotIn("lots", [one["name"] for one in month.checks])
        month.action_confirm()
        self.assertEqual((self.stock(self.cream), month.failed_checks), (8, 0))

    def test_goods_without_numbers_need_none(self):
        mug = self.product(name="Кружка", default_code="MUG")
        self.seller.cards = [card(11, 501, offer_id="MUG")]
        self.bring({mug.id: 10}, self.account.location_id)
        month = self.month(row(sku=501, offer_id="MUG", sold=side(4), returned=side(2)))
        self.assertNotIn("lots", [one["name"] for one in month.checks])
        month.action_confirm()
        self.assertEqual(self.stock(mug), 8)
