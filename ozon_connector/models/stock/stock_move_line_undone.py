from odoo import models


class StockMoveLine(models.Model):
    """The lines of moves that were undone, or undid others, are not valued."""

    _inherit = "stock.move.line"

    def _should_exclude_for_valuation(self):
        return self.move_id.ozon_undone or super()._should_exclude_for_valuation()
