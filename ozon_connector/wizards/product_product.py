from odoo import models


class ProductProduct(models.Model):
    """The button that receives goods without documents, on products."""

    _inherit = "product.product"

    def action_ozon_kopeck_receipt(self):
        """Open the dialog that receives a unit of each product, for goods without documents."""
        self.check_access("read")
        return self.env["ozon.kopeck.receipt"]._action_for_products(self)
