from odoo import api, models
from odoo.addons.ozon_connector.tools.own_context import own, with_own

from ..tools.say import PRODUCTS, nobody_else


class ProductProduct(models.Model):
    """Creates many products at once.

    Odoo looks up the defaults and earlier moves of each product. Here the defaults are looked up
    once; a product that is just being created has no moves.
    """

    _inherit = "product.product"

    @api.model
    def _ozon_create_products(self, vals_list):
        if not nobody_else(self.env, PRODUCTS):
            return super()._ozon_create_products(vals_list)
        defaults = self.default_get(list(self._fields))
        being_created = with_own(self, ozon_being_created=True)
        products = super(ProductProduct, being_created)._ozon_create_products(
            [{**defaults, **vals} for vals in vals_list]
        )
        return products.with_env(self.env)

    def _get_remaining_moves(self):
        if own(self, "ozon_being_created"):
            return {}
        return super()._get_remaining_moves()
