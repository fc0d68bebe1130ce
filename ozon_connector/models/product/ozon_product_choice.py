from odoo import models
from odoo.exceptions import AccessError


class OzonProductChoice(models.Model):
    """A person's decisions about a card: its product, its units, or that it is «not ours».

    This file calls the other files of the card; they do not call it.
    """

    _inherit = "ozon.product"

    def write(self, vals):
        if not self.env.su and vals.keys() - {"product_id", "units"}:
            raise AccessError(self.env._(
                "What Ozon says about its product cards cannot be changed here. Only the product "
                "that a card stands for can be chosen, and how many units of it one unit of the "
                "card is."
            ))
        by_hand = set()
        if "product_id" in vals and "matched_by" not in vals:
            self._choose(self.env["product.product"].browse(vals["product_id"]))
            by_hand.add("product_id")
        if "units" in vals and "units_said" not in vals:
            # Units come after the product, because they count that product.
            self._say_units(vals["units"])
            by_hand.add("units")
        return super().write({
            field: value for field, value in vals.items() if field not in by_hand
        })

    # Actions

    def action_ignore(self):
        """Mark the cards as not ours: no synchronisation matches or creates them."""
        self.check_access("write")
        self.sudo()._take_codes_back()
        self.sudo()._forget_units()
        self.sudo().write({
            "product_id": False, "match_state": "ignored", "matched_by": "manual", "problem": False,
        })
        return True

    def action_match_again(self):
        """Look for the cards' products once more, including cards marked as «not ours»."""
        self.check_access("write")
        open_cards = self.sudo().filtered(lambda card: not card.product_id)
        open_cards.write({"match_state": False, "matched_by": False, "problem": False})
        for cards in open_cards.grouped("account_id").values():
            cards._match_products()
        return True

    # Business

    def _choose(self, product):
        """Note that a person has chosen the cards' product, or none. Synchronisations keep it."""
        self.check_access("write")
        cards = self.sudo()
        others = cards.filtered(lambda card: card.product_id != product)
        others._take_codes_back()
        others._forget_units()
        cards.write({
            "product_id": product.id,
            "match_state": "matched" if product else False,
            "matched_by": "manual" if product else False,
            "problem": False,
        })
        cards._ask_for_units()
        cards._give_codes()
        self.env["ozon.document"].sudo()._go_on_with(cards)
