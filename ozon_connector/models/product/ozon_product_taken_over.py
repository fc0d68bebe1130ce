from odoo import api, models


class OzonProductTakenOver(models.Model):
    """Cards that were created from the words of a report and become cards of Ozon."""

    _inherit = "ozon.product"

    def _by_main_word(self):
        """Cards created from reports, by what only one card of Ozon can have.

        That is the main SKU, or the article if the report gave no SKU. This way the order of Ozon's
        cards does not matter.

        :return: {(field, text): card}
        """
        return {
            ("sku", card.sku) if card.sku else ("offer_id", card.offer_id): card
            for card in self.sorted("id", reverse=True) if card.sku or card.offer_id
        }

    @api.model
    def _taken_over(self, by_main_word, vals):
        """The card created from a report that becomes this card of Ozon.

        :param by_main_word: the result of `_by_main_word`
        :param vals: values of the card of Ozon
        """
        words = [("sku", sku) for sku in (vals["skus"] or "").split()]
        words.append(("offer_id", vals["offer_id"]))
        free = self.union(*(by_main_word.get(word, self) for word in words)).filtered(
            lambda card: not card.ozon_product_id
        )
        return free.sorted("id")[:1]

    def _leave_skus_to(self, skus):
        """Remove from cards created from reports the SKUs that belong to cards of Ozon."""
        for card in self:
            own = (card.skus or "").split()
            left = [sku for sku in own if sku not in skus or sku == card.sku]
            if left != own and not card.ozon_product_id:
                card.skus = " ".join(left)
