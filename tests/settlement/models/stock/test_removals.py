"""Returned goods of a removal get a transfer; lost goods leave once, by Ozon's document."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError

from tests.fake_ozon import removed, written_off
from tests.settlement.common import DUE
from tests.settlement.goods_case import GoodsCase

EVENING = "2026-09-20 20:00:00"
LATER = "2026-10-07 20:00:00"


class TestRemovals(GoodsCase):
    def arrange(self):
        super().arrange()
        self.bring_to_ozon(20, 20)

    def read(self, now=EVENING):
        self.read_goods(now)

    def of(self, number):
        return self.env["ozon.removal"].search([
            ("account_id", "=", self.account.id), ("name", "=", number),
        ])

    def stock(self, product):
        return product.with_context(location=self.account.location_id.id).qty_available

    def written_off_document(self):
        """Ozon's loaded document of written-off goods."""
        self.load(DUE)
        return self.env["ozon.compensation"].search([
            ("account_id", "=", self.account.id), ("kind", "=", "written_off"),
        ])

    def take_out(self):
        """Five removals: two came back, one is lost, one is under way, one has an unknown state."""
        gone = removed(2, 1001, 2, box_state="утилизирована", utilization_date="2026-09-19")
        self.goods.removed = [
            removed(1, 1001, 3), removed(1, 1002, 1, supply=False, box_id=99),
            gone,
            removed(3, 1002, 1, return_state="в пути", box_state="у курьера"),
            removed(4, 1002, 1, box_state="телепортирована"),
            removed(5, 1002, 4, supply=True),
        ]
        self.read()

    def test_what_came_back_and_what_did_not(self):
        self.take_out()
        back = self.of(1).picking_id
        self.assertEqual((self.of(1).state, back.state), ("drafted", "draft"))
        self.assertEqual(
            {move.product_id: move.product_uom_qty for move in back.move_ids},
            {self.mug: 3, self.plate: 1},
        )
        self.assertEqual(back.location_id, self.account.location_id)
        self.assertEqual(back.location_dest_id, self.account._warehouse().lot_stock_id)
        self.assertEqual(back.scheduled_date.date(), date(2026, 9, 18))
        self.assertEqual(self.of(5).picking_id.move_ids.product_uom_qty, 4)
        self.assertEqual((self.of(3).state, self.of(4).state), ("under_way", "problem"))
        self.assertIn("телепортирована", self.of(4).problem)
        self.assertEqual((self.of(2).state, bool(self.of(2).picking_id)), ("waiting", False))
        with self.assertRaisesRegex(UserError, "nothing of the removal"):
            self.of(2).action_draft_transfer()

        with self.subTest("nothing is drafted twice"):
            self.read("2026-09-21 20:00:00")
            self.assertEqual(self.of(1).picking_id, back)

    def test_a_loss_leaves_the_stock_by_the_document_that_has_it(self):
        self.take_out()
        self.seller.finance.decommissioned = [
            written_off(1001, 2, day=date(2026, 9, 19), dispose_reason="SELLER_UTILIZATION"),
        ]
        document = self.written_off_document()
        self.assertEqual(document.state, "to_review", document.error_message)
        self.read(LATER)
        self.assertEqual(self.of(2).state, "done")
        self.assertEqual(self.of(2).line_ids.compensation_line_id, document.line_ids)
        line = self.env["ozon.stock.count"]._latest(self.account).line_ids.filtered(
            lambda line: line.product_id == self.mug
        )
        self.assertLess(line.difference, 0)
        with self.assertRaisesRegex(UserError, "leave the stock twice"):
            line.action_draft_scrap()

        with self.subTest("the document takes it out of stock, and only that"):
            before = self.stock(self.mug)
            document.action_confirm()
            self.env.invalidate_all()
            self.assertEqual(before - self.stock(self.mug), 2)

        with self.subTest("both sides are shown day by day"):
            rows = self.env["ozon.stock.movement"].search(
                [("product_id", "=", self.mug.id), ("account_id", "=", self.account.id)]
            )
            self.assertEqual(
                sorted((row.side, row.kind, row.quantity) for row in rows),
                [("books", "moved", -2), ("books", "moved", 20), ("ozon", "lost", -2),
                 ("ozon", "removed", -3)],
            )

    def test_a_loss_that_was_written_off_by_hand_is_told_before_it_leaves_again(self):
        self.goods.shifts = {1001: -2}
        self.read()
        line = self.env["ozon.stock.count"]._latest(self.account).line_ids.filtered(
            lambda line: line.product_id == self.mug
        )
        line.action_draft_scrap()
        with freeze_time(EVENING):
            line.scrap_id.action_validate()
        self.assertEqual(line.scrap_id.state, "done")
        self.seller.finance.decommissioned = [written_off(1001, 2, day=date(2026, 9, 19))]
        document = self.written_off_document()
        [check] = [one for one in document.checks if one["name"] == "by_hand"]
        self.assertEqual(check["state"], "failed")
        self.assertIn(line.scrap_id.name, check["text"])

    def lose(self):
        """Three removals with lost goods: two mugs, a plate, two plates."""
        gone = {"box_state": "утилизирована", "utilization_date": "2026-09-19"}
        self.goods.removed = [
            removed(6, 1001, 2, **gone), removed(7, 1002, 1, **gone), removed(8, 1002, 2, **gone),
        ]
        self.read()
        return map(self.of, (6, 7, 8))

    def write_off(self, removal):
        """The write-off of a removal, drafted by its button and completed."""
        removal.action_draft_scrap()
        scrap = removal.line_ids.scrap_ids
        with freeze_time(EVENING):
            scrap.action_validate()
        return scrap

    def test_what_no_document_has_is_written_off_and_leaves_once(self):
        mugs, plate, plates = self.lose()
        self.assertEqual((mugs | plate | plates).mapped("state"), ["waiting"] * 3)
        mugs.action_draft_scrap()
        mugs.action_draft_scrap()
        scrap = mugs.line_ids.scrap_ids
        self.assertEqual((mugs.state, scrap.state, scrap.product_id, scrap.scrap_qty),
                         ("to_write_off", "draft", self.mug, 2))
        self.assertEqual(scrap.location_id, self.account.location_id)
        with freeze_time(EVENING):
            scrap.action_validate()
        self.assertEqual((mugs.state, self.stock(self.mug)), ("done", 18))
        with self.assertRaisesRegex(UserError, "left to write off"):
            mugs.action_draft_scrap()

    def test_a_document_leaves_out_what_was_written_off_and_deletes_its_draft(self):
        mugs, plate, _plates = self.lose()
        scrap = self.write_off(mugs)
        plate.action_draft_scrap()
        self.seller.finance.decommissioned = [
            written_off(1001, 3, day=date(2026, 9, 19)),
            written_off(1002, 1, day=date(2026, 9, 19)),
        ]
        document = self.written_off_document()
        self.assertEqual(mugs.line_ids.compensation_line_id.compensation_id, document)
        [check] = [one for one in document.checks if one["name"] == "removals"]
        self.assertIn(scrap.name, check["text"])
        document.action_confirm()
        self.env.invalidate_all()
        self.assertEqual((self.stock(self.mug), self.stock(self.plate)), (17, 19))
        self.assertEqual(document.failed_checks, 0, document.checks)
        self.assertEqual((plate.state, plate.line_ids.scrap_ids.ids), ("done", []))

    def test_what_no_document_of_two_months_has_becomes_a_draft_by_itself_once(self):
        _mugs, _plate, plates = self.lose()
        self.load(DUE)
        self.read(LATER)
        self.assertEqual(plates.state, "waiting")
        self.load("2026-11-10 06:00:00")
        self.read("2026-11-10 20:00:00")
        self.assertEqual((plates.state, plates.line_ids.scrap_ids.scrap_qty), ("to_write_off", 2))
        plates.line_ids.scrap_ids.unlink()
        self.read("2026-11-11 20:00:00")
        self.assertEqual((plates.state, plates.line_ids.scrap_ids.ids), ("waiting", []))
