"""An addon that only depends on `stock_account` can change every step of a month's goods."""

from tests.foreign.common import ForeignCase


class TestForeignGoods(ForeignCase):
    def noted(self, what):
        text = self.env["ir.config_parameter"].get_param(f"foreign.{what}") or ""
        return {int(product) for product in text.split(",") if product}

    def confirmed(self, does, in_stock=False):
        month = self.month(self.account_with_tax())
        self.foreign(does)
        if in_stock:
            self.confirm(month)
        else:
            month.action_confirm()
        self.assertEqual(set(month.picking_ids.mapped("state")), {"done"})
        return month

    def test_its_push_is_asked(self):
        month = self.confirmed("push")
        self.assertEqual(self.noted("pushed"), set(month.picking_ids.move_ids.product_id.ids))

    def test_its_values_are_taken(self):
        month = self.confirmed("value")
        moves = month.picking_ids.move_ids.filtered("is_in")
        self.assertTrue(moves)
        for move in moves:
            self.assertEqual(move.value, 7 * move.quantity)

    def test_it_takes_part_in_reserving(self):
        month = self.confirmed("reserve", in_stock=True)
        sold = month.picking_ids.move_ids.filtered("is_out").product_id
        self.assertEqual(len(sold), 2)
        self.assertEqual(self.noted("reserved") & set(sold.ids), set(sold.ids))

    def test_it_takes_part_in_freeing_what_is_short(self):
        month = self.confirmed("free")
        sold = month.picking_ids.move_ids.filtered("is_out").product_id
        self.assertEqual(self.noted("freed") & set(sold.ids), set(sold.ids))
