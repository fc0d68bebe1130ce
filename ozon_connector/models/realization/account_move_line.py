from odoo import api, fields, models


class AccountMoveLine(models.Model):
    """What a line of a report's documents says about the goods, besides its money."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "ozon.protected.mixin"]

    _ozon_document_paths = ("move_id.ozon_document_id",)

    # The bill is for a service. This field names the product that the service was rendered for.
    ozon_product_id = fields.Many2one(
        "product.product", "Product Sold on Ozon", check_company=True, copy=False,
        index="btree_not_null", ondelete="restrict", readonly=True, ozon_protected=True,
    )
    ozon_quantity_sold = fields.Integer(
        "Units Sold", readonly=True, copy=False, ozon_protected=True,
    )
    ozon_quantity_returned = fields.Integer(
        "Units Returned", readonly=True, copy=False, ozon_protected=True,
    )
    # Computed for all lines of a document at once; line by line, each would search its moves.
    ozon_stock_move_ids = fields.Many2many(
        "stock.move", compute="_compute_ozon_stock_move_ids", compute_sudo=True,
    )

    @api.depends("product_id", "move_id.ozon_document_id.picking_ids.move_ids.state")
    def _compute_ozon_stock_move_ids(self):
        """The document's moves of the line's goods, without those that were undone."""
        self.ozon_stock_move_ids = False
        for entry, lines in self.grouped("move_id").items():
            if not entry.is_sale_document() or not entry.ozon_document_id:
                continue
            by_product = entry._ozon_record()._moves_of_entry(entry).grouped("product_id")
            for line in lines:
                line.ozon_stock_move_ids = by_product.get(line.product_id, False)

    def _get_stock_moves(self):
        # The cost of sales is the cost of the goods that the document moved.
        return super()._get_stock_moves() | self.ozon_stock_move_ids
