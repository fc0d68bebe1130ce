from odoo import api, models


class OzonProductGoods(models.Model):
    """What the cards of an account are in the books, by any of their SKUs."""

    _inherit = "ozon.product"

    @api.model
    def _cards_by_sku(self, account, skus):
        """The cards of SKUs; of several one that has a product.

        :return: {SKU: card}, without SKUs that no card has
        """
        skus = list(skus)
        if not skus:
            return {}
        self.flush_model(["account_id", "product_id", "sku", "skus"])
        self.env.cr.execute("""
            SELECT DISTINCT ON (one_sku) one_sku, id
              FROM ozon_product,
                   unnest(string_to_array(concat_ws(' ', sku, skus), ' ')) one_sku
             WHERE account_id = %s AND one_sku = ANY(%s)
          ORDER BY one_sku, product_id IS NULL, id
        """, [account.id, skus])
        rows = self.env.cr.fetchall()
        cards = self.browse([card_id for _sku, card_id in rows])
        return {sku: card for (sku, _id), card in zip(rows, cards, strict=True)}

    @api.model
    def _goods_by_sku(self, account, skus):
        """The products of cards.

        :return: {SKU: (product, units of it)}, without SKUs of cards that have no product
        """
        return {
            sku: goods for sku, card in self._cards_by_sku(account, skus).items()
            if (goods := card._goods())[0]
        }
