from odoo import api, models


class StockMoveLine(models.Model):
    """The lines of a move cannot be changed while its document is being booked in steps."""

    _inherit = "stock.move.line"

    @api.constrains(
        "lot_id", "location_dest_id", "location_id", "move_id", "owner_id", "package_id", "picked",
        "product_id", "quantity", "result_package_id",
    )
    def _check_ozon_move_at_rest(self):
        self.move_id._check_ozon_at_rest()

    @api.ondelete(at_uninstall=False)
    def _unlink_at_rest(self):
        self.move_id._check_ozon_at_rest()
