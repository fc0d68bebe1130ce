"""Ozon's count of goods is compared with the books; nothing is adjusted automatically."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError

from tests.fake_ozon import Answer, card
from tests.fake_ozon.faults import INTERNAL_ERROR
from tests.fake_ozon.goods import FBO_STOCKS, STOCK_STATES
from tests.settlement.common import Sold
from tests.settlement.goods_case import GoodsCase

EVENING = "2026-09-29 20:00:00"  # 23:00 in Moscow
LAST_EVENING = "2026-09-30 20:00:00"
NEXT_MONTH = "2026-10-01 20:00:00"


class TestStockCount(GoodsCase):
    def arrange(self):
        super().arrange()
        self.bring_to_ozon(10, 4, now="2026-09-10 09:00:00")

    def count(self, now=EVENING):
        self.read_goods(now)
        return self.env["ozon.stock.count"]._latest(self.account)

    def line(self, product=None, count=None):
        count = count or self.env["ozon.stock.count"]._latest(self.account)
        return count.line_ids.filtered(lambda line: line.product_id == (product or self.mug))

    def figures(self, line):
        return line.booked, line.unbooked, line.at_ozon, line.difference

    def count_both(self):
        """Ten mugs in three states at Ozon and in the books, and one plate less at Ozon."""
        self.goods.shifts = {1002: -1}
        self.goods.states = {1001: {"outbound_pending_delivery": 3, "requested_stock_count": 50}}
        self.goods.reserved = {1001: 2}
        return self.count()

    def sell_three(self):
        """Three mugs are sold on the last day of the month, but the report is not booked yet."""
        self.goods.opening[1001] = 10
        self.plant_posting(date(2026, 9, 30), Sold(1001, 3))
        self.load("2026-10-01 04:00:00")
        return self.count(NEXT_MONTH)

    def test_what_agrees_and_what_differs(self):
        count = self.count_both()
        self.assertEqual((count.date, count.product_count, count.difference_count),
                         (date(2026, 9, 29), 2, 1))
        self.assertEqual(self.figures(self.line()), (10, 0, 10, 0))
        self.assertEqual(
            {state.state_id.name: state.quantity for state in self.line().state_ids},
            {"available_stock_count": 5, "outbound_pending_delivery": 3, "reserved": 2,
             "requested_stock_count": 50},
        )
        self.assertEqual(self.figures(self.line(self.plate)), (4, 0, 3, -1))
        self.assertEqual(count.line_ids.sorted()[:1], self.line(self.plate), "differing first")

        with self.subTest("another reading of a state is compared at once"):
            [state] = self.line().state_ids.state_id.filtered(lambda one: one.name == "reserved")
            state.reading = "within"
            self.assertEqual(self.line().difference, -2)
            state.reading = "adds"
            self.assertEqual(self.line().difference, 0)

    def test_a_quiet_evening_costs_two_questions_and_changes_no_line(self):
        count = self.count_both()
        self.ozon.requests.clear()
        states = self.line(self.plate).state_ids
        self.assertEqual(self.count(LAST_EVENING), count)
        paths = [request.path for request in self.ozon.requests]
        self.assertEqual([path for path in paths if path in (STOCK_STATES, FBO_STOCKS)],
                         [STOCK_STATES, FBO_STOCKS])
        self.assertEqual(self.line(self.plate).state_ids, states, "nothing is written anew")
        self.assertEqual(self.line(self.plate).different_since, date(2026, 9, 29))

    def test_sales_that_are_not_booked_yet_are_no_difference(self):
        count = self.count_both()
        self.count(LAST_EVENING)
        later = self.sell_three()
        self.assertNotEqual(later, count, "a month keeps the count of its last day")
        self.assertEqual((count.date, later.date), (date(2026, 9, 30), date(2026, 10, 1)))
        self.assertEqual(self.figures(self.line()), (10, 3, 7, 0))
        self.assertEqual(self.line(self.plate).different_since, date(2026, 9, 29))
        domain = self.line().action_open_movements()["domain"]
        rows = self.env["ozon.stock.movement"].search(domain)
        self.assertEqual(
            sorted((row.date, row.side, row.quantity) for row in rows),
            [(date(2026, 9, 10), "books", 10), (date(2026, 9, 30), "ozon", -3)],
        )

    def test_a_move_that_is_dated_earlier_changes_the_count_of_its_day(self):
        count = self.count_both()
        self.count(LAST_EVENING)
        later = self.sell_three()
        with freeze_time(NEXT_MONTH):
            self.bring({self.plate.id: 3}, self.account.location_id)
        count.action_compare()
        self.assertEqual(self.line(self.plate, count).booked, 4)
        later.action_compare()
        self.assertEqual(self.figures(self.line(self.plate, later)), (3, 0, 3, 0))

    def test_a_difference_is_settled_by_drafts_alone(self):
        self.goods.shifts = {1001: 2, 1002: -1}
        self.count()
        less, more = self.line(self.plate), self.line()
        warehouse_user = self.env["res.users"].create({
            "name": "Кладовщик", "login": "storekeeper",
            "company_id": self.company.id, "company_ids": [Command.set(self.company.ids)],
            "group_ids": [Command.set([self.env.ref("stock.group_stock_user").id])],
        })
        seen = less.with_user(warehouse_user)
        [row] = seen.web_read({"name": {}, "account_id": {"fields": {"display_name": {}}}})
        self.assertEqual(row["account_id"]["display_name"], self.account.name)
        seen.action_draft_scrap()
        seen.action_draft_scrap()
        scrap = less.scrap_id
        self.assertEqual((scrap.state, scrap.scrap_qty, scrap.product_id), ("draft", 1, self.plate))
        seen.action_draft_transfer()
        move = less.picking_id.move_ids
        self.assertEqual((move.state, move.product_uom_qty, move.location_id),
                         ("draft", 1, self.account.location_id))
        more.action_draft_transfer()
        self.assertEqual(more.picking_id.move_ids.location_dest_id, self.account.location_id)
        more.with_user(warehouse_user).action_draft_inventory()
        quant = self.env["stock.quant"].search([
            ("product_id", "=", self.mug.id), ("location_id", "=", self.account.location_id.id),
        ])
        self.assertEqual((quant.quantity, quant.inventory_quantity, quant.inventory_diff_quantity),
                         (10, 12, 2))
        with self.assertRaisesRegex(UserError, "more of"):
            more.action_draft_scrap()
        with self.assertRaises(AccessError):
            less.with_user(warehouse_user).write({"difference": 0})

        with self.subTest("what is booked settles it, and only that"):
            self.assertEqual((more.difference, less.difference), (2, -1))
            with freeze_time(EVENING):
                quant.action_apply_inventory()
            with self.assertRaisesRegex(UserError, "no longer differs"):
                more.action_draft_inventory()

    def test_trouble_is_told_and_disturbs_no_other_account(self):
        other = type(self.seller)(client_id="777777", api_key=f"{self.seller.api_key[:-1]}8")
        self.serve(self.seller, other)
        cabinet = self.connect(other, import_from=date(2026, 9, 1))
        other.cards = [card(21, 2001, name="Миска")]
        self.sync(cabinet)
        other.refusal = "Company is blocked, please contact support"
        self.assertTrue(self.count())
        self.assertTrue(cabinet.stock_problem)
        self.assertFalse(self.account.stock_problem)

        with self.subTest("a state that nobody knows stops the count"):
            strange = {"items": [{"sku": 1001, "frozen_stock_count": 1}]}
            self.ozon.script(STOCK_STATES, Answer(json=strange))
            self.count(LAST_EVENING)
            self.assertIn("frozen_stock_count", self.account.stock_problem)
            self.assertEqual(self.line().at_ozon, 10)

        with self.subTest("each right that the key lacks is named when it is connected"):
            self.seller.roles = [{"name": "Склад", "methods": ["/v1/analytics/", "/v3/"]}]
            self.account.draft_removals = False
            self.account.action_connect()
            rights = self.account.missing_rights
            self.assertIn("counting reserved goods; the declared goods of supplies", rights)
            self.assertNotIn("counting the goods", rights)
            self.assertNotIn("removals", rights)
            self.seller.roles = [{"name": "Admin", "methods": ["/"]}]
            self.account.action_connect()
            self.assertFalse(self.account.missing_rights)

        with self.subTest("trouble of Ozon passes"):
            self.ozon.script(STOCK_STATES, INTERNAL_ERROR)
            self.count(NEXT_MONTH)
            self.assertFalse(self.account.stock_problem)
            self.assertEqual(self.line().date, date(2026, 10, 1))

        with self.subTest("goods that no product is known of are shown"):
            self.env["ozon.product"].search([("sku", "=", "1002")]).product_id = False
            self.count("2026-10-02 20:00:00")
            line = self.line().count_id.line_ids.filtered("sku")
            self.assertEqual((line.sku, line.at_ozon, line.difference), ("1002", 4, 4))
            with self.assertRaisesRegex(UserError, "Product Matching"):
                line.action_draft_transfer()

    def test_sets_and_several_cards_count_as_units_of_their_product(self):
        self.seller.cards += [
            card(13, 1003, name="Кружка, набор"),
            card(14, 1004, name="Кружка Б", more_skus=(1005,)),
        ]
        self.sync()
        of_three, other = (
            self.env["ozon.product"].search([("sku", "=", sku)]) for sku in ("1003", "1004")
        )
        (of_three | other).product_id = self.mug
        of_three.units = 3
        self.goods.opening = {1001: 1, 1002: 4, 1003: 2, 1004: 2, 1005: 1}
        self.plant_posting(date(2026, 9, 28), Sold(1003, 1), Sold(1005, 1, paid="0", points="100"))
        self.load("2026-09-29 04:00:00")
        count = self.count()
        self.assertEqual(self.figures(self.line()), (10, 4, 6, 0))
        self.assertFalse(count.line_ids.filtered("sku"), "no card is left over")
        rows = self.env["ozon.stock.movement"].search(self.line().action_open_movements()["domain"])
        self.assertEqual(
            sorted(row.quantity for row in rows if row.side == "ozon"), [-3, -1],
        )
