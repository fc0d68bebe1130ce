from odoo import models
from odoo.exceptions import UserError

# A person waits while these are created. A synchronisation creates more, in the background.
MOST_CREATED = 200


class OzonProductChoice(models.Model):
    """A person's decisions about a card: its product, its units, or that it is ignored.

    This file calls the other files of the card; they do not call it.
    """

    _inherit = "ozon.product"

    def write(self, vals):
        """Note that a person has chosen the product of a card, or its units."""
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
        """Ignore the cards: no synchronisation matches or creates them."""
        self.check_access("write")
        self.sudo()._take_codes_back()
        self.sudo()._forget_units()
        self.sudo().write({
            "product_id": False, "match_state": "ignored", "matched_by": "manual", "problem": False,
        })
        return True

    def action_match_again(self):
        """Look for the cards' products once more, ignored cards included."""
        self.check_access("write")
        open_cards = self.sudo().filtered(lambda card: not card.product_id)
        asked = open_cards.filtered(lambda card: card.match_state == "ambiguous")
        open_cards.write({"match_state": False, "matched_by": False, "problem": False})
        for cards in open_cards.grouped("account_id").values():
            cards._match_products()
        # A report may wait for them, and the account creates no products.
        asked.filtered(
            lambda card: not card.match_state and not card.account_id.create_products
        )._ask_for_product()
        return True

    def action_create_product(self):
        """Create a product for each of the cards, since a person says that the books have none.

        A barcode or Ozon code that another product has stays there, and the card says so.

        :raises UserError: a product with a card's article exists, or there are too many cards
        """
        self.check_access("write")
        lacking = self.sudo().filtered(lambda card: not card.product_id)
        if len(lacking) > MOST_CREATED:
            raise UserError(self.env._(
                "Choose at most %(most)s cards at once, or switch on «Create Missing Products» in "
                "the account and synchronise: that works in the background. You chose %(count)s, "
                "so nothing was created.", most=MOST_CREATED, count=len(lacking),
            ))
        for account, cards in lacking.grouped("account_id").items():
            if not account._try_lock():
                raise UserError(self.env._(
                    "The product cards are being synchronised at this moment. Wait until it is "
                    "done."
                ))
            cards._create_by_hand()
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

    def _create_by_hand(self):
        """Create the products of cards of one account, as a person has chosen."""
        creation = self.env["ozon.product.creation"]
        used = creation._articles_in_use(self)
        known = self.filtered(lambda card: card.offer_id in used)
        if known:
            raise UserError(self.env._(
                "Choose the products of these cards instead of creating them, or change the "
                "articles first: %s. A product, or another of the chosen cards, has the same "
                "article. Nothing was created, because sales could be booked to the wrong product.",
                ", ".join(known[:5].mapped("display_name")),
            ))
        cards = self.with_env(self.account_id._for_bookkeeper().env)
        creation = creation.with_env(cards.env)
        creation._create_for(cards, creation._barcodes_in_use(cards))
        made = cards.filtered("product_id")
        made.write({"matched_by": "manual"})
        self.env["ozon.document"].sudo()._go_on_with(made)
