from odoo import models


class StockPicking(models.Model):
    """What ozon_connector_bulk does for many goods at once, as Odoo does it."""

    _inherit = "stock.picking"

    def _ozon_in_bulk(self):
        """The transfers, to be confirmed, reserved and done: here one product after the other."""
        return self
