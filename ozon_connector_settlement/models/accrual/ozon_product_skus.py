from odoo import api, models
from odoo.tools import SQL


class OzonProduct(models.Model):
    """A product card, found by any of its SKUs."""

    _inherit = "ozon.product"

    @api.model
    def _products_by_sku(self, account, skus):
        """The products of an account's cards.

        :param skus: set of SKUs; an old card has several
        :return: {SKU: id of the product}, without SKUs of cards that have no product
        """
        return {sku: product for sku, _card, product in self._rows_by_sku(account, skus) if product}

    @api.model
    def _cards_by_sku(self, account, skus):
        """The cards of an account that have these SKUs.

        :param skus: SKUs; an old card has several, one per place of the goods
        :return: {SKU: card} without unknown SKUs; of several cards, one that has a product
        """
        rows = self._rows_by_sku(account, skus)
        cards = self.browse([card for _sku, card, _product in rows])
        return {sku: card for (sku, *_ids), card in zip(rows, cards, strict=True)}

    @api.model
    def _rows_by_sku(self, account, skus):
        """:return: list of (SKU, id of the card, id of its product)"""
        if not skus:
            return []
        self.flush_model(["account_id", "product_id", "sku", "skus"])
        return self.env.execute_query(SQL(
            """
            SELECT DISTINCT ON (one_sku) one_sku, id, product_id
              FROM ozon_product,
                   unnest(string_to_array(concat_ws(' ', sku, skus), ' ')) one_sku
             WHERE account_id = %s AND one_sku = ANY(%s)
          ORDER BY one_sku, product_id IS NULL, id
            """,
            account.id, list(skus),
        ))
