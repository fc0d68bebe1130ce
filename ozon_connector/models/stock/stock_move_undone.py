from odoo import api, fields, models


class StockMove(models.Model):
    """A move that was undone, or undid another one, no longer counts in the cost of goods."""

    _name = "stock.move"
    _inherit = ["stock.move", "ozon.protected.mixin"]

    # Set on an undone move and the return that undid it. With either cost method the remaining
    # goods then cost what they did before.
    ozon_undone = fields.Boolean("Undone", readonly=True, copy=False, ozon_protected=True)

    @api.depends("ozon_undone")
    def _compute_is_in(self):
        return super()._compute_is_in()

    @api.depends("ozon_undone")
    def _compute_is_out(self):
        return super()._compute_is_out()
