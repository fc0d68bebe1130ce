"""FBO goods leave from Ozon's location and FBS goods from the seller's, by the accruals."""

from datetime import date, timedelta

from freezegun import freeze_time

from tests.fake_ozon import report, row, side
from tests.fake_ozon.accrual_figures import posting
from tests.settlement.common import DUE, LAST, MONTH, SettlementCase, Sold

SKU = 1001


class PlacesCase(SettlementCase):
    def arrange(self):
        super().arrange()
        self.here = self.account.location_id
        self.own = self.account._warehouse().lot_stock_id
        self.account.fbs_location_id = self.own

    def told(self, scheme, quantity, sku=SKU, day=date(2026, 9, 15), **values):
        """A posting of a scheme: these units were sold, or came back if below 0."""
        goods = Sold(
            sku, quantity=abs(quantity), paid=str(100 * quantity), **values,
        )
        self.seller.accruals(day).append(
            posting(next(self.numbers), day, "12345678-0001-1", goods, schema=scheme)
        )

    def load_month(self, *rows):
        self.publish(report(list(rows)))
        self.load(DUE)
        month = self.env["ozon.realization.report"].search([
            ("account_id", "=", self.account.id), ("period", "=", MONTH),
        ])
        self.assertEqual(month.state, "to_review", month.error_message)
        return month

    def read_again(self, now):
        """Change accruals of the month at Ozon, and read them again."""
        with freeze_time(now):
            self.env["ozon.accrual.feed"]._read_again(self.account, MONTH, LAST)
        self.load(now)

    def bring_all(self, month, here=100, own=100):
        goods = month.line_ids.product_id
        self.bring({good.id: here for good in goods}, self.here)
        self.bring({good.id: own for good in goods}, self.own)
        month.invalidate_recordset()

    def left(self, good):
        """:return: (units in the account's location, units with the seller)"""
        self.env.invalidate_all()
        return tuple(
            good.with_context(location=place.id).qty_available for place in (self.here, self.own)
        )

    def check(self, month, name="places"):
        month.invalidate_recordset(["checks"])
        return next((one for one in month.checks if one["name"] == name), None)


class TestPlaces(PlacesCase):
    def test_each_scheme_has_its_transfers_shortage_and_way_back(self):
        self.told("Fbo", 5)
        self.told("FBS", 2)
        self.told("rFBS", 1, day=date(2026, 9, 30))
        self.told("Fbs", -1)
        month = self.load_month(row(sku=SKU, sold=side(8), returned=side(1)))
        good = month.line_ids.product_id
        self.assertEqual(self.check(month)["state"], "passed", self.check(month)["text"])
        # Nothing is in stock: 5 are short at Ozon, and 3 − 1 with the seller.
        self.assertEqual(sorted(line["missing"] for line in month.shortage), [2, 5])
        self.assertTrue(all(good.display_name in line["product"] for line in month.shortage))
        transfer = self.env["stock.picking"].browse(month.action_transfer_goods()["res_id"])
        self.assertEqual(transfer.move_ids.mapped("product_uom_qty"), [5])
        self.assertEqual((transfer.location_id, transfer.location_dest_id), (self.own, self.here))
        transfer.unlink()
        dialog = self.env["ozon.kopeck.receipt"].browse(month.action_kopeck_receipt()["res_id"])
        self.assertEqual(
            (dialog.location_id, dialog.line_ids.mapped("quantity")), (self.here, [5])
        )

        self.bring_all(month)
        month.action_confirm()
        self.assertEqual(self.left(good), (95, 98))
        self.assertEqual(self.check(month, "stock")["state"], "passed")
        self.assertEqual(
            sorted(picking.move_ids.product_uom_qty for picking in month.picking_ids), [1, 3, 5]
        )

        month.action_reset()
        self.assertEqual(self.left(good), (100, 100))

        # A return that comes back to another location.
        self.account.fbs_return_location_id = self.env["stock.location"].create({
            "name": "Возвраты", "location_id": self.own.location_id.id, "usage": "internal",
        })
        month.action_confirm()
        self.assertEqual(self.left(good), (95, 97))
        self.assertEqual(
            good.with_context(location=self.account.fbs_return_location_id.id).qty_available, 1
        )

    def test_what_postings_do_not_tell_stays_with_ozon_and_is_named(self):
        self.told("Fbs", 3)
        self.told("Crossborder", 2)
        month = self.load_month(row(sku=SKU, sold=side(8)))
        check = self.check(month)
        self.assertEqual(check["state"], "failed")
        for word in ("report 8", "Fbs 3", "Crossborder 2"):
            self.assertIn(word, check["text"])
        self.bring_all(month)
        month.action_confirm()
        self.assertEqual(self.left(month.line_ids.product_id), (95, 97))

    def test_what_ozon_tells_later_is_divided_when_the_month_is_confirmed(self):
        month = self.load_month(row(sku=SKU, sold=side(8)))
        self.assertEqual(self.check(month)["state"], "failed")
        planned = month.picking_ids
        self.assertEqual(planned.location_id, self.here)
        self.told("Fbs", 8, day=date(2026, 9, 30))
        self.read_again("2026-10-07 05:00:00")
        self.assertEqual(self.check(month)["state"], "passed")
        self.bring_all(month)
        month.action_confirm()
        self.assertEqual(self.left(month.line_ids.product_id), (100, 92))
        self.assertEqual(len(month.picking_ids), 1)

        # The accruals change again, after the month was booked.
        self.seller.accruals(date(2026, 9, 30)).clear()
        self.told("Fbo", 8, day=date(2026, 9, 30))
        self.read_again("2026-10-07 06:00:00")
        self.assertEqual(self.check(month)["state"], "info")
        self.assertEqual(self.check(month, "stock")["state"], "passed")

    def test_a_correction_moves_the_difference_where_it_belongs(self):
        self.told("Fbo", 5)
        self.told("Fbs", 3)
        month = self.load_month(row(sku=SKU, sold=side(8)))
        good = month.line_ids.product_id
        self.bring_all(month)
        month.action_confirm()
        self.assertEqual(self.left(good), (95, 97))
        for sold, fbs, left in ((10, 2, (95, 95)), (9, -1, (95, 96))):
            with self.subTest(sold=sold):
                day = date(2026, 9, 20) + timedelta(days=sold)
                if fbs > 0:
                    self.told("Fbs", fbs, day=day)
                else:
                    self.seller.accruals(date(2026, 9, 30)).clear()
                    self.told("Fbs", 1, day=date(2026, 9, 30))
                self.read_again(f"2026-10-08 0{14 - sold}:00:00")
                self.publish(report([row(sku=SKU, sold=side(sold))]))
                month.action_compare()
                month.action_create_correction()
                correction = month._open_corrections()[-1:] or month.correction_ids[-1:]
                correction.action_confirm()
                self.assertEqual(correction.state, "posted", correction.error_message)
                self.assertEqual(self.left(good), left)
                self.assertEqual(self.check(correction, "stock")["state"], "passed")

    def test_locations_within_each_other_are_refused(self):
        inner = self.env["stock.location"].create({
            "name": "Полка", "location_id": self.here.id, "usage": "internal",
        })
        with self.assertRaisesRegex(Exception, "within the other"):
            self.account.fbs_location_id = inner

    def test_a_seller_with_one_place_is_told_nothing(self):
        self.account.fbs_location_id = False
        self.told("Fbs", 3)
        month = self.load_month(row(sku=SKU, sold=side(8)))
        self.assertIsNone(self.check(month))
        self.assertEqual(month.picking_ids.location_id, self.here)
