from odoo import models


class StockMove(models.Model):
    """The moves of a document cannot be changed while it is being booked in steps."""

    _inherit = "stock.move"

    _ozon_document_paths = (
        "picking_id.ozon_document_id", "origin_returned_move_id.picking_id.ozon_document_id",
    )
    # Other moves of the same goods, and later prices, may change the value of a move.
    _ozon_free_fields = frozenset({"value"})
