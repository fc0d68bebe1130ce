"""Of a booked month, the check of the goods says whether they moved as the report says.

For very many goods the database answers. Where its answer is no, each product is counted.
"""

from unittest.mock import patch

from odoo import Command

from tests.fake_ozon import card, report, row, side
from tests.odoo.models.product.test_units import UnitsCase


class MovedGoodsCase(UnitsCase):
    """Two products in pieces; `moved` is what the database answers."""

    def arrange(self):
        super().arrange()
        self.candle = self.product(default_code="CANDLE")
        self.cup = self.product(default_code="CUP", name="Кружка")
        self.seller.cards = [
            card(11, 501, offer_id="CANDLE"), card(12, 502, offer_id="CUP"),
        ]  # fmt: skip
        self.report = self.month(
            row(sku=501, offer_id="CANDLE", sold=side(5), returned=side(2)),
            row(sku=501, offer_id="CANDLE", sold=side(1)),
            row(sku=502, offer_id="CUP", sold=side(3)),
        )
        self.assertEqual(self.report.state, "to_review", self.report.error_message)
        self.confirm(self.report)
        self.assertEqual(self.report.state, "posted", self.report.error_message)

    def moved(self):
        self.env.flush_all()
        return self.report._moved_exactly(self.report._done_moves())

    def verdict(self):
        self.env.flush_all()
        self.report.invalidate_recordset()
        return self.check(self.report, "stock")["state"]


class TestMovedGoods(MovedGoodsCase):
    def test_as_the_report_says(self):
        self.assertTrue(self.moved())
        self.assertEqual(self.verdict(), "passed")

    def test_each_product_is_counted_only_if_the_database_says_no(self):
        counted = type(self.report)._lacking_units
        with patch.object(type(self.report), "_lacking_units", autospec=True,
                          side_effect=counted) as count:  # fmt: skip
            self.assertEqual(self.verdict(), "passed")
            count.assert_not_called()

    def test_another_quantity(self):
        move = self.report.picking_ids.move_ids.filtered(lambda one: one.product_id == self.cup)
        self.env.cr.execute("UPDATE stock_move SET quantity = 2 WHERE id = %s", move.ids)
        self.env.invalidate_all()
        self.assertFalse(self.moved())
        self.assertEqual(self.verdict(), "failed")

    def test_one_product_for_another(self):
        """The totals are the same."""
        moves = self.report.picking_ids.move_ids.filtered(
            lambda one: one.location_dest_id.usage != "internal"
        )
        self.env.cr.execute(
            "UPDATE stock_move SET quantity = 9 - quantity WHERE id = ANY(%s)", [moves.ids],
        )
        self.env.invalidate_all()
        self.assertFalse(self.moved())
        self.assertEqual(self.verdict(), "failed")

    def test_goods_that_the_report_does_not_name(self):
        self.env.cr.execute(
            "UPDATE ozon_realization_report_line SET product_id = NULL WHERE product_id = %s",
            [self.cup.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.moved())
        self.assertEqual(self.verdict(), "failed")

    def test_a_return_by_odoo_s_own_button(self):
        out = self.report.picking_ids.filtered(
            lambda picking: picking.location_dest_id.usage != "internal"
        )
        wizard = self.env["stock.return.picking"].with_context(
            active_id=out.id, active_model="stock.picking",
        ).create({})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.button_validate()
        self.env.invalidate_all()
        self.assertFalse(self.moved())
        self.assertEqual(self.verdict(), "failed")


class TestDozens(UnitsCase):
    def test_pieces_of_what_is_kept_in_dozens_are_counted(self):
        candle = self.product("product_uom_dozen", default_code="CANDLE")
        self.seller.cards = [card(11, 501, offer_id="CANDLE")]
        self.publish(report([row(sku=501, offer_id="CANDLE", sold=side(24))]))
        month = self.import_month(self.account)
        self.say(501, units=1)
        self.bring({candle.id: 2}, self.account.location_id)
        self.account.sale_tax_ids = [Command.clear()]
        month.action_confirm()
        self.assertFalse(month._moved_exactly(month._done_moves()))
        self.assertEqual(self.check(month, "stock")["state"], "passed")
