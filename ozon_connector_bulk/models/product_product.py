from odoo import api, models
from odoo.addons.ozon_connector.models.stock.product_product_cost import LONG_AGO
from odoo.addons.ozon_connector.tools.many_products import id_array
from odoo.addons.ozon_connector.tools.own_context import own, with_own
from odoo.tools import SQL

from ..tools.say import PRODUCTS, nobody_else


class ProductProduct(models.Model):
    """Creates many products at once.

    Odoo looks up the defaults and earlier moves of each product. Here the defaults are looked up
    once; a product that is just being created has no moves. Odoo writes a hundred first costs with
    one statement, here one statement dates all of them.
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

    def _ozon_predate_first_cost(self):
        if not nobody_else(self.env, PRODUCTS):
            return super()._ozon_predate_first_cost()
        prices = self.env["product.value"].sudo()
        prices.flush_model()
        # A join: with `id IN (SELECT …)`, PostgreSQL may compare each cost with all the others.
        self.env.cr.execute(SQL(
            """
            WITH firsts AS (
                SELECT DISTINCT ON (product_id) id, value, date FROM product_value
                WHERE product_id = ANY(%(products)s) AND move_id IS NULL AND lot_id IS NULL
                ORDER BY product_id, date, id
            )
            UPDATE product_value
            SET date = %(date)s, write_date = %(now)s, write_uid = %(user)s
            FROM firsts
            WHERE product_value.id = firsts.id
                AND COALESCE(firsts.value, 0) = 0 AND firsts.date > %(date)s
            RETURNING product_value.id
            """,
            date=LONG_AGO, now=self.env.cr.now(), user=self.env.uid, products=id_array(self.ids),
        ))
        dated = prices.browse(price_id for [price_id] in self.env.cr.fetchall())
        dated.invalidate_recordset(["date", "write_date", "write_uid"], flush=False)
        dated.modified(["date", "write_date", "write_uid"])

    def _get_remaining_moves(self):
        if own(self, "ozon_being_created"):
            return {}
        return super()._get_remaining_moves()
