from odoo import api, models

# In the context of products that are being created; no call from outside can send it.
BEING_CREATED = object()


class ProductProduct(models.Model):
    """Many products that are created at once."""

    _inherit = 'product.product'

    @api.model
    def _ozon_create_at_once(self, vals_list):
        """Create products, in half of the time of `product.template.create`.

        The template of each comes with it; Odoo would write code and barcode to the product after
        both are there, and look up the defaults anew for each.

        :param vals_list: as of `create`
        :return: the products
        """
        defaults = self.default_get(list(self._fields))
        products = self.with_context(ozon_new_products=BEING_CREATED).create(
            [{**defaults, **vals} for vals in vals_list]
        )
        return products.with_env(self.env)

    def _get_remaining_moves(self):
        if self.env.context.get('ozon_new_products') is BEING_CREATED:
            # What is created at this moment has not been moved yet; Odoo looks for each product.
            return {}
        return super()._get_remaining_moves()
