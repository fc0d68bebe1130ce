from odoo import models


class OzonProductCodes(models.Model):
    """Writes the Ozon code of a card to its product, and removes it when the product changes."""

    _inherit = "ozon.product"

    def _give_codes(self):
        """Write the Ozon code to products that have none."""
        lacking = self.filtered(
            lambda card: card.sku and card.product_id and not card.product_id.sudo().ozon_code
        )
        used = lacking._codes_in_use()
        for card in lacking:
            if card.sku not in used:
                card.product_id.sudo().ozon_code = card.sku

    def _take_codes_back(self):
        """Remove the cards' codes from products that no longer belong to them."""
        for card in self:
            if card.product_id.ozon_code and card.product_id.ozon_code in (card.skus or "").split():
                card.product_id.ozon_code = False

    def _codes_in_use(self):
        """The cards' codes that products of their company already have."""
        products = self.env["product.product"].sudo().with_context(active_test=False).search_fetch(
            [
                ("ozon_code", "in", self.mapped("sku")),
                ("company_id", "in", [False, *self.company_id.ids]),
            ],
            ["ozon_code"],
        )
        return set(products.mapped("ozon_code"))
