from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _free_reservation(self, product_id, *args, **kwargs):
        if self.env["stock.move"]._foreign_does("free"):
            self.env["stock.move"]._foreign_note("freed", product_id)
        return super()._free_reservation(product_id, *args, **kwargs)
