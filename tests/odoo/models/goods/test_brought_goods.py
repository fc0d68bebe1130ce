"""Transfers of missing goods are dated before the sales that need them."""

from datetime import datetime

from tests.fake_ozon import report, row, side
from tests.odoo.kopeck import KopeckCase

END = "2026-10-01"


class TestBroughtGoods(KopeckCase):
    """10 basins are in the warehouse and 2 at Ozon; 8 are sold in September."""

    def arrange(self):
        super().arrange()
        self.account = self.connect()
        self.basin = self.stocked("TAZ")

    def stocked(self, code, valuation="periodic"):
        good = self.product(code, valuation=valuation, default_code=code)
        self.bring({good.id: 10}, self.location)
        self.bring({good.id: 2}, self.account.location_id)
        moves = self.env["stock.move"].search([("product_id", "=", good.id)])
        moves.date = datetime(2026, 8, 31, 12)
        return good

    def load(self, *codes):
        self.publish(report([
            row(sku=97000 + number, offer_id=code, name=code, sold=side(8))
            for number, code in enumerate(codes, 1)
        ]))
        return self.import_month(self.account)

    def at_the_months_end(self, good):
        """:return: (at Ozon, in the warehouse)"""
        self.env.invalidate_all()
        return tuple(
            good.with_context(location=place.id, to_date=END).qty_available
            for place in (self.account.location_id, self.location)
        )

    def transfer(self, month):
        action = month.action_transfer_goods()
        transfer = self.env["stock.picking"].browse(action["res_id"])
        transfer.action_confirm()
        transfer.action_assign()
        return transfer

    def test_stock_at_the_months_end_is_what_was_left_then(self):
        month = self.load("TAZ")
        transfer = self.transfer(month)
        # A person transfers them in two parts.
        transfer.move_ids.quantity = 5
        transfer.with_context(skip_backorder=True).button_validate()
        rest = transfer.backorder_ids
        rest.button_validate()
        self.assertEqual((transfer.state, rest.state), ("done", "done"))
        month.action_confirm()
        self.assertEqual(self.at_the_months_end(self.basin), (0, 4))
        dates = (transfer | rest).move_ids.mapped("date")
        self.assertLess(max(dates), min(month.picking_ids.move_ids.mapped("date")))

    def test_goods_valued_perpetually_keep_the_day_of_their_sale(self):
        """Their sales are dated today, so a backdated transfer alone would leave 8 at Ozon."""
        self.stocked("VAZA", valuation="real_time")
        month = self.load("VAZA")
        transfer = self.transfer(month)
        transfer.button_validate()
        self.assertGreater(transfer.move_ids.date, datetime(2026, 10, 2))
        month.action_confirm()

    def test_nothing_is_dated_into_a_locked_period(self):
        month = self.load("TAZ")
        transfer = self.transfer(month)
        self.company.fiscalyear_lock_date = "2026-09-30"
        transfer.button_validate()
        self.assertEqual(transfer.state, "done")
        self.assertGreater(transfer.move_ids.date, datetime(2026, 10, 2))

