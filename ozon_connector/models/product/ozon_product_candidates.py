from odoo import api, fields, models

from ...domain import matching

# With more products than this, a person searches among all products instead.
MOST_CANDIDATES = 20


class OzonProductCandidates(models.Model):
    """The products that a card could be, for a person who chooses one."""

    _inherit = "ozon.product"

    # If the card waits for a person: ids of products, those that fit best first.
    candidates = fields.Json("Candidates Found", readonly=True)
    choices = fields.Json(
        "Candidates", compute="_compute_choices",
        help="The products that the card could be, why, and what contradicts.",
    )

    @api.depends("candidates", "match_state", "product_id")
    def _compute_choices(self):
        """A list of {id, name, fits, against}: texts in the user's language."""
        # An unsaved form could name any account and any products, so what is stored counts.
        stored = self._origin.exists()
        choices = {}
        for account, cards in stored._without_choice().grouped("account_id").items():
            choices |= self.env["ozon.product.books"]._choices(account, cards)
        for card in self:
            card.choices = choices.get(card._origin.id, False)

    # Business

    def _without_choice(self):
        """The cards for which a person has to choose a product."""
        return self.filtered(lambda card: card.match_state == "ambiguous" and not card.product_id)

    def _note_candidates(self):
        """Note the products that a person can choose from, for cards that wait for a person."""
        for account, cards in self._without_choice().grouped("account_id").items():
            found = cards._find_candidates(
                self.env["ozon.product.books"]._candidates(account, cards._all_barcodes())
            )
            for card in cards:
                if (card.candidates or []) != found[card.id]:
                    card.candidates = found[card.id]

    def _find_candidates(self, products):
        """:param products: `matching.Product` of the company
        :return: {card id: list of product ids, those that fit best first}
        """
        cards = [card._as_card() for card in self]
        found = matching.fitting(cards, products, MOST_CANDIDATES) if cards else {}
        return {card_id: list(ids) for card_id, ids in found.items()}
