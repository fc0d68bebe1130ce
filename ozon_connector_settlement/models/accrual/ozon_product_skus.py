from odoo import api, models


class OzonProduct(models.Model):
    """A product card, found by any of its SKUs."""

    _inherit = "ozon.product"

    @api.model
    def _products_by_sku(self, account, skus):
        """The products that cards of an account stand for.

        :param skus: set of SKUs; an old card has several
        :return: {SKU: id of the product}, without SKUs of cards that have no product
        """
        if not skus:
            return {}
        self.flush_model(["account_id", "product_id", "sku", "skus"])
        self.env.cr.execute("""
            SELECT DISTINCT ON (one_sku) one_sku, product_id
              FROM ozon_product,
                   unnest(string_to_array(concat_ws(' ', sku, skus), ' ')) one_sku
             WHERE account_id = %s AND product_id IS NOT NULL AND one_sku = ANY(%s)
          ORDER BY one_sku, id
        """, [account.id, list(skus)])
        return dict(self.env.cr.fetchall())
