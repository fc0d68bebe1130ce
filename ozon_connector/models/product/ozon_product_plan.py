from odoo import fields, models


class OzonProductPlan(models.Model):
    """What a synchronisation would do with a card, see `ozon.sync.preview`."""

    _inherit = "ozon.product"

    planned = fields.Selection(
        [
            ("ozon_code", "Match by Ozon code"),
            ("article", "Match by article"),
            ("barcode", "Match by barcode"),
            ("name", "Match by name"),
            ("create", "Create a product"),
            ("none", "Stay without a product"),
            ("ambiguous", "Leave to a person"),
            ("archived", "Skip: in Ozon's archive"),
        ],
        "Preview", readonly=True, index="btree_not_null",
    )
    planned_product_id = fields.Many2one(
        "product.product", "Product Found", readonly=True, ondelete="set null",
        index="btree_not_null",
    )
    planned_problem = fields.Char("Remark", readonly=True)
