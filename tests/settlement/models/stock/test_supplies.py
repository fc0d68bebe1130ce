"""Accepted supplies become draft transfers, once each, with what has arrived."""

from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.sql_db import Cursor

from tests.fake_ozon import FakeSupply, Supplied
from tests.fake_ozon.goods import ACT_PRODUCTS, ACT_SUMMARY, SUPPLY_GET, SUPPLY_LIST
from tests.settlement.goods_case import GoodsCase

EVENING = "2026-09-10 20:00:00"
NEXT = "2026-09-11 20:00:00"
LATER = "2026-09-12 20:00:00"
SUPPLIES = {SUPPLY_LIST, SUPPLY_GET, ACT_SUMMARY, ACT_PRODUCTS}


class TestSupplies(GoodsCase):
    def arrange(self):
        super().arrange()
        self.account.count_stock = False

    def supply(self, number, *lines, **values):
        self.goods.supplies.append(FakeSupply(number, list(lines), **values))

    def read(self, now=EVENING):
        self.read_goods(now)

    def of(self, number):
        return self.env["ozon.supply"].search([
            ("account_id", "=", self.account.id), ("supply_id", "=", number),
        ])

    def supply_each(self):
        """A supply of each kind: agreed, open, without acts, with acts that differ, and so on."""
        self.supply(1, Supplied(1001, 10, 7, surplus=2, shortage=2, defect=1), Supplied(1002, 5, 5))
        self.supply(2, Supplied(1001, 10, 10), state="REPORTS_CONFIRMATION_AWAITING", agreed=False)
        self.supply(3, Supplied(1001, 10, 10), with_acts=False)
        self.supply(4, Supplied(1001, 10, 9))
        self.supply(5, Supplied(1001, 10, 10), day=date(2026, 8, 20))
        self.supply(6, Supplied(7777, 1, 1))
        self.supply(7, Supplied(1001, 10, 0), state="CANCELLED")
        self.read()

    def test_from_the_acts_to_the_transfer(self):
        self.supply_each()
        first = self.of(1)
        transfer = first.picking_id
        self.assertEqual((first.state, transfer.state), ("drafted", "draft"))
        self.assertEqual(
            {move.product_id.name: move.product_uom_qty for move in transfer.move_ids},
            {"Кружка": 10, "Тарелка": 5},
        )
        self.assertEqual(transfer.location_id, self.account._warehouse().lot_stock_id)
        self.assertEqual(transfer.location_dest_id, self.account.location_id)
        self.assertEqual(transfer.scheduled_date, datetime(2026, 9, 5, 11))
        self.assertEqual(first.accepted_at, datetime(2026, 9, 5, 11))
        self.assertEqual((self.of(2).state, bool(self.of(2).picking_id)), ("acceptance", False))
        self.assertEqual(self.of(7).state, "ended")
        self.assertFalse(self.of(5), "the books begin later")
        for number, words in ((3, "without acts"), (4, "do not add up"), (6, "without a product")):
            with self.subTest(number=number):
                self.assertEqual(self.of(number).state, "problem")
                self.assertFalse(self.of(number).picking_id)
                self.assertIn(words, self.of(number).problem)

    def test_a_person_decides_about_acts_that_are_missing_or_differ(self):
        self.supply_each()
        self.of(3).action_take_declared()
        self.assertEqual(self.of(3).picking_id.move_ids.product_uom_qty, 10)
        self.of(4).action_draft_transfer()
        self.assertEqual(self.of(4).picking_id.move_ids.product_uom_qty, 9)
        with self.assertRaisesRegex(UserError, "acts"):
            self.of(1).action_take_declared()

    def test_a_quiet_evening_asks_for_the_list_and_what_is_open(self):
        self.supply_each()
        for number, decide in ((3, "action_take_declared"), (4, "action_draft_transfer")):
            getattr(self.of(number), decide)()
        transfer = self.of(1).picking_id
        self.ozon.requests.clear()
        self.read(NEXT)
        asked = [one.path for one in self.ozon.requests if one.path in SUPPLIES]
        self.assertEqual(
            asked, [SUPPLY_LIST, SUPPLY_GET, ACT_SUMMARY, ACT_PRODUCTS], "the acts of 2 alone",
        )
        self.assertEqual(self.of(1).picking_id, transfer)
        self.assertEqual(
            self.env["ozon.supply"].search_count([("account_id", "=", self.account.id)]), 6,
        )

    def test_a_draft_that_a_person_deleted_stays_deleted(self):
        self.supply_each()
        first = self.of(1)
        first.picking_id.unlink()
        self.goods.supplies[0].changed = "2026-09-12T10:00:00Z"
        self.read(LATER)
        self.assertEqual((first.picking_id.id, first.state), (False, "problem"))
        first.action_draft_transfer()
        self.assertEqual(first.state, "drafted")
        first.action_draft_transfer()
        self.assertEqual(
            self.env["stock.picking"].search_count([("origin", "like", first.name)]), 1,
        )

    def test_a_changed_act_is_told(self):
        self.supply(1, Supplied(1001, 10, 10))
        self.supply(2, Supplied(1001, 4, 4))
        self.read()
        drafted, done = self.of(1), self.of(2)
        old = drafted.picking_id
        with freeze_time(EVENING):
            self.bring({self.mug.id: 4}, done.picking_id.location_id)
            done.picking_id.action_confirm()
            done.picking_id.button_validate()
        self.assertEqual(done.state, "done")
        for supply in self.goods.supplies:
            supply.changed = "2026-09-11T10:00:00Z"
            supply.lines[0].accepted -= 1
            supply.lines[0].shortage = 1
        self.read(NEXT)
        self.assertFalse(old.exists())
        self.assertEqual(drafted.picking_id.move_ids.product_uom_qty, 9)
        self.assertIn("was 10, is 9", drafted.change)
        self.assertEqual(done.picking_id.move_ids.quantity, 4)
        self.assertIn("was not changed", done.change)
        done.action_dismiss_change()
        self.assertEqual(done.state, "done")

    def test_the_other_reading_of_the_acts(self):
        self.account.supply_reading = "within"
        self.supply(1, Supplied(1001, 10, 11, surplus=2, shortage=1, defect=3))
        self.read()
        self.assertEqual(self.of(1).picking_id.move_ids.product_uom_qty, 11)


class TestTransfersOfOthers(GoodsCase):
    """A transfer that has nothing to do with Ozon."""

    def arrange(self):
        super().arrange()
        warehouse = self.account._warehouse()
        places = {
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        products = self.env["product.product"].create([
            {"name": f"Чужой товар {number}", "is_storable": True} for number in range(20)
        ])
        self.bring(dict.fromkeys(products.ids, 5), warehouse.lot_stock_id)
        self.transfer = self.env["stock.picking"].create({
            **places, "picking_type_id": warehouse.out_type_id.id,
            "move_ids": [
                Command.create({**places, "product_id": product.id, "product_uom_qty": 2})
                for product in products
            ],
        })

    def test_it_does_not_ask_for_supplies_again_and_again(self):
        asked = []
        execute = Cursor.execute

        def note(cursor, query, params=None, log_exceptions=True):
            result = execute(cursor, query, params, log_exceptions)
            text = cursor._obj.query.decode()
            asked.extend(table for table in ("ozon_supply", "ozon_removal") if table in text)
            return result

        with patch.object(Cursor, "execute", note):
            self.transfer.action_confirm()
            for move in self.transfer.move_ids:
                move.quantity = 1
                move.quantity = 2
            self.transfer.button_validate()
            self.env.flush_all()
        self.assertEqual(self.transfer.state, "done")
        self.assertLess(len(asked), 10)

    def test_who_has_no_right_for_ozon_reads_it_as_before(self):
        storekeeper = self.env["res.users"].create({
            "name": "Кладовщик", "login": "storekeeper", "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
            "group_ids": [Command.set(self.env.ref("stock.group_stock_user").ids)],
        })
        [values] = self.transfer.with_user(storekeeper).read()
        self.assertEqual(values["state"], "draft")
        self.assertNotIn("ozon_supply_ids", values)
