from odoo import models


class StockMove(models.Model):
    """Kits are known only where the app Manufacturing is installed."""

    _inherit = "stock.move"

    def _ozon_bom_line(self):
        """The line of the kit that the move came from; None without one, or without kits."""
        return ("bom_line_id" in self._fields and self.bom_line_id) or None
