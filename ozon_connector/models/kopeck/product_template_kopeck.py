from odoo import models


class ProductTemplate(models.Model):
    """The button that receives goods without documents, on products with variants."""

    _inherit = "product.template"

    def action_ozon_kopeck_receipt(self):
        """As on the variants: a unit of each of them."""
        return self.product_variant_ids.action_ozon_kopeck_receipt()
