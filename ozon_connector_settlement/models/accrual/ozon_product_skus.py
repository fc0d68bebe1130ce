from odoo import api, models
from odoo.tools import SQL


class OzonProduct(models.Model):
    """A product card, found by any of its SKUs."""

    _inherit = "ozon.product"

    @api.model
    def _products_by_sku(self, account, skus):
        """The products that cards of an account stand for.

        :param skus: set of SKUs; an old card has several
        :return: {SKU: id of the product}, without SKUs of cards that have no product
        """
        return dict(self._rows_by_sku(account, skus, SQL("product_id"), SQL(
            "product_id IS NOT NULL"
        )))

    @api.model
    def _cards_by_sku(self, account, skus):
        """
        :param skus: set of SKUs; those of an old card differ by the place of the goods
        :return: {SKU: id of the card}, without SKUs that no card has
        """
        return dict(self._rows_by_sku(account, skus, SQL("id"), SQL("TRUE")))

    @api.model
    def _rows_by_sku(self, account, skus, column, condition):
        """:return: list of (SKU, value of the column in the first card that has the SKU)"""
        if not skus:
            return []
        self.flush_model(["account_id", "product_id", "sku", "skus"])
        return self.env.execute_query(SQL(
            """
            SELECT DISTINCT ON (one_sku) one_sku, %(column)s
              FROM ozon_product,
                   unnest(string_to_array(concat_ws(' ', sku, skus), ' ')) one_sku
             WHERE account_id = %(account)s AND %(condition)s AND one_sku = ANY(%(skus)s)
          ORDER BY one_sku, id
            """,
            column=column, account=account.id, condition=condition, skus=list(skus),
        ))
