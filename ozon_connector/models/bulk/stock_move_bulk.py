from odoo import models


class StockMove(models.Model):
    """What ozon_connector_bulk does for many moves at once, as Odoo does it."""

    _inherit = "stock.move"

    def _ozon_move_in_full(self):
        """Enter the whole demand as moved, including goods that could not be reserved."""
        for move in self:
            if move.product_uom.compare(move.quantity, move.product_uom_qty):
                move.quantity = move.product_uom_qty
