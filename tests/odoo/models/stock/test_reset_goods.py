"""A reset takes back exactly what was there: same owner, package, lot and location."""

from collections import Counter

from odoo import Command
from odoo.tests import Form

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase


class GoodsCase(BooksCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()
        self.location = self.account.location_id
        self.shelves = self.env["stock.location"].create(
            [{"name": name, "location_id": self.location.id} for name in ("A-1", "B-2")]
        )
        self.owner = self.env["res.partner"].create({"name": "Комитент"})
        self.pack = self.env["stock.package"].create({"name": "PACK1"})

    def good(self, sku=1001, **values):
        return self.env["product.product"].create(
            {
                "name": f"Товар {sku}", "ozon_code": str(sku), "default_code": f"ART-{sku}",
                "is_storable": True, "standard_price": 30.0, **values,
            }
        )  # fmt: skip

    def put(self, good, units, place, lot=None, owner=None, package=None):
        self.env["stock.quant"]._update_available_quantity(
            good, place, units, lot_id=lot, owner_id=owner, package_id=package,
        )

    def lot(self, good, name):
        return self.env["stock.lot"].create({"name": name, "product_id": good.id})

    def stock(self):
        """Units by product, location, lot, owner and package, anywhere in the company."""
        self.env.invalidate_all()
        quants = self.env["stock.quant"].search(
            [("location_id.usage", "=", "internal"), ("company_id", "=", self.company.id)]
        )
        found = Counter()
        for quant in quants:
            found[
                quant.product_id.display_name, quant.location_id.name, quant.lot_id.name,
                quant.owner_id.name, quant.package_id.name,
            ] += quant.quantity  # fmt: skip
        return Counter({goods: units for goods, units in found.items() if units})

    def load(self, *rows, month=9):
        self.publish(report(list(rows), month=month), month=month)
        loaded = self.import_month(self.account, month=month)
        self.assertEqual(loaded.state, "to_review", loaded.error_message)
        return loaded

    def stays_after_reset(self, month):
        before = self.stock()
        for _time in range(2):
            month.action_confirm()
            self.assertNotEqual(self.stock(), before)
            month.action_reset()
            self.assertEqual(self.stock(), before)

    def fill(self, good, lots=(None, None)):
        """12 units: the company's and another owner's, on two shelves, packaged and not."""
        self.put(good, 3, self.location, lots[0])
        self.put(good, 5, self.shelves[0], lots[0], owner=self.owner)
        self.put(good, 4, self.shelves[1], lots[1], package=self.pack)


class TestWhatWasSold(GoodsCase):
    def test_goods_of_another_owner_on_shelves_and_in_packages_come_back_to_where_they_were(self):
        self.fill(self.good())
        for units in (2, 7, 12):
            with self.subTest(units=units):
                month = self.load(row(sku=1001, sold=side(units)), month=units % 9 + 1)
                self.stays_after_reset(month)
                month.bill_id.button_cancel()

    def test_lots_come_back_with_their_owners_packages_and_places(self):
        good = self.good(tracking="lot")
        self.fill(good, (self.lot(good, "L1"), self.lot(good, "L2")))
        self.stays_after_reset(self.load(row(sku=1001, sold=side(11))))

    def test_serial_numbers_come_back(self):
        good = self.good(tracking="serial")
        for number in range(3):
            self.put(good, 1, self.shelves[number % 2], self.lot(good, f"S{number}"),
                     owner=self.owner if number else None)  # fmt: skip
        self.stays_after_reset(self.load(row(sku=1001, sold=side(2))))

    def test_no_putaway_rule_moves_what_is_taken_back(self):
        good = self.good()
        self.put(good, 6, self.shelves[0])
        self.env["stock.putaway.rule"].create(
            {
                "product_id": good.id, "location_in_id": self.location.id,
                "location_out_id": self.shelves[1].id, "company_id": self.company.id,
            }
        )  # fmt: skip
        self.stays_after_reset(self.load(row(sku=1001, sold=side(6))))

    def test_what_was_returned_by_hand_before_is_not_taken_back_again(self):
        good = self.good()
        self.fill(good)
        month = self.load(row(sku=1001, sold=side(12)))
        before = self.stock()
        month.action_confirm()
        [picking] = month.picking_ids.filtered(lambda picking: picking.state == "done")
        dialog = Form.from_action(self.env, self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking",
        ).create({"picking_id": picking.id})._get_records_action()).save()  # fmt: skip
        dialog.product_return_moves.quantity = 4
        action = dialog.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        back.action_assign()
        back.move_ids.move_line_ids.unlink()
        back.move_ids.move_line_ids = [Command.create({
            "product_id": good.id, "quantity": 4, "owner_id": self.owner.id,
            "location_id": back.location_id.id, "location_dest_id": self.shelves[0].id,
        })]  # fmt: skip
        back.move_ids.picked = True
        back._action_done()
        self.assertEqual(back.state, "done")
        month.action_reset()
        self.assertEqual(self.stock(), before)


class TestWhatCameBack(GoodsCase):
    def test_it_leaves_again_from_where_it_was_put(self):
        good = self.good()
        self.put(good, 7, self.location)
        self.put(good, 3, self.shelves[1], owner=self.owner)
        self.env["stock.putaway.rule"].create(
            {
                "product_id": good.id, "location_in_id": self.location.id,
                "location_out_id": self.shelves[0].id, "company_id": self.company.id,
            }
        )  # fmt: skip
        self.stays_after_reset(self.load(row(sku=1001, returned=side(4))))

    def test_it_is_found_where_it_was_moved_to_since(self):
        good = self.good()
        self.put(good, 7, self.shelves[0], owner=self.owner)
        month = self.load(row(sku=1001, returned=side(4)))
        month.action_confirm()
        self.put(good, -4, self.location)
        self.put(good, 4, self.shelves[1])
        month.action_reset()
        self.assertEqual(
            self.stock(), {("[ART-1001] Товар 1001", "A-1", False, "Комитент", False): 7}
        )


class TestUnitsOfMeasure(GoodsCase):
    def test_lines_in_another_unit_come_back_in_full(self):
        good = self.good()
        self.put(good, 24, self.shelves[0], owner=self.owner)
        self.put(good, 5, self.shelves[1])
        before = self.stock()
        warehouse = self.account._warehouse()
        customers = self.env.ref("stock.stock_location_customers")
        moves = self.env["stock.move"]
        for source, destination in ((self.location, customers), (customers, self.location)):
            picking = self.env["stock.picking"].create({
                "picking_type_id": warehouse.out_type_id.id, "location_id": source.id,
                "location_dest_id": destination.id,
                "move_ids": [Command.create({
                    "product_id": good.id, "product_uom_qty": 2,
                    "product_uom": self.env.ref("uom.product_uom_dozen").id,
                    "location_id": source.id, "location_dest_id": destination.id,
                    "origin_returned_move_id": moves.id,
                })],
            })  # fmt: skip
            picking.action_confirm()
            if moves:
                picking.move_ids._ozon_take_back(force=False)
            else:
                picking.action_assign()
            picking.move_ids.picked = True
            picking._action_done()
            moves = picking.move_ids
        self.assertEqual(self.stock(), before)
