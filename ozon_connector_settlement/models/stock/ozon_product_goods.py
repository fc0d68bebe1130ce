from odoo import api, models


class OzonProductGoods(models.Model):
    """What the cards of an account are in the books, by any of their SKUs."""

    _inherit = "ozon.product"

    @api.model
    def _cards_by_sku(self, account, skus):
        """:return: {SKU: card}, without SKUs that no card has"""
        wanted = set(skus)
        return {
            sku: card for card in self.search_fetch([("account_id", "=", account.id)])
            for sku in (card.skus or card.sku or "").split() if sku in wanted
        }

    @api.model
    def _goods_by_sku(self, account, skus):
        """The products of cards.

        :return: {SKU: (product, units of it)}, without SKUs of cards that have no product
        """
        return {
            sku: goods for sku, card in self._cards_by_sku(account, skus).items()
            if (goods := card._goods())[0]
        }
