from odoo import models


class PurchaseOrderLine(models.Model):
    """A line of a receipt of goods without documents: received at once, from its own place."""

    _inherit = "purchase.order.line"

    def _prepare_stock_move_vals(self, picking, price_unit, product_uom_qty, product_uom):
        vals = super()._prepare_stock_move_vals(picking, price_unit, product_uom_qty, product_uom)
        if self.order_id.ozon_receipt_kind:
            vals["location_id"] = picking.location_id.id
        return vals

    def _track_qty_received(self, new_qty):
        # Everything was received at once, so a message for each of a thousand lines is useless.
        if self.order_id.ozon_receipt_kind:
            return None
        return super()._track_qty_received(new_qty)
