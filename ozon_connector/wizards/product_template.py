from odoo import models


class ProductTemplate(models.Model):
    """The button that receives goods without documents, on products with variants."""

    _inherit = "product.template"

    def action_ozon_kopeck_receipt(self):
        """Open the same dialog for all variants."""
        return self.product_variant_ids.action_ozon_kopeck_receipt()
