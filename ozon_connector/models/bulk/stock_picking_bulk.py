from odoo import models


class StockPicking(models.Model):
    """What ozon_connector_bulk does for many goods at once, as Odoo does it."""

    _inherit = "stock.picking"

    def _ozon_in_bulk(self):
        """The transfers, ready to be confirmed, reserved and done; here product by product."""
        return self
