from odoo import api, models


class ProductProduct(models.Model):
    """What ozon_connector_bulk does for many products at once, as Odoo does it."""

    _inherit = "product.product"

    @api.model
    def _ozon_create_products(self, vals_list):
        """Create products, each with its template.

        :param vals_list: the list of values for `create`
        :return: the products, in the same order
        """
        return self.create(vals_list)
