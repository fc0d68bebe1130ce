from odoo import models


class OzonPayout(models.Model):
    """A payout from Ozon's balance does not pay what Ozon settles apart from it."""

    _inherit = "ozon.payout"

    def _items_owed(self, item=None):
        owed = super()._items_owed(item)
        if self.account_id.buyouts_settled == "balance":
            return owed
        return owed.filtered(lambda one: one.move_id.ozon_kind != "buyout")
