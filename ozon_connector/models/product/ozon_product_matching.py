from odoo import models

from ...domain import matching


class OzonProductMatching(models.Model):
    """Finds the product of each card. Doubtful cases are left to a person."""

    _inherit = "ozon.product"

    def _match_products(self):
        """Find the product of each card without one; leave doubtful cases to a person.

        Rules: `domain.matching`. Cards must be of one account. A choice made by hand stays.
        """
        cards = self._to_match()
        for card, vals in cards._outcomes().items():
            card._write_changed(vals)
        cards._ask_for_units()
        cards._give_codes()

    def _to_match(self):
        """The cards whose product is to be found."""
        return self.filtered(
            lambda card: not card.product_id and card.match_state != "ignored"
            and not card._is_only_a_shared_name()
        )

    def _outcomes(self):
        """What the rules say about each card, without writing it.

        :return: {card: values}; a card without a product and a state is to get a new product
        """
        if not self:
            return {}
        account = self.account_id
        account.ensure_one()
        taken = self.search_fetch(
            [("account_id", "=", account.id), ("product_id", "!=", False)], ["product_id"],
        )
        products = self.env["ozon.product.books"]._candidates(account, self._all_barcodes())
        matches = matching.match(
            [card._as_card() for card in self], products, taken.product_id.ids,
        )
        texts = self._doubt_texts(matches)
        unknown = self.filtered(
            lambda card: not matches[card.id].product_id and card.id not in texts
        )
        texts |= unknown._texts_of_asked()
        creation = self.env["ozon.product.creation"]
        present = unknown.filtered(lambda card: not card.archived)
        texts |= creation._doubts(present, creation._barcodes_in_use(present))
        texts |= self._set_texts(unknown._sets())
        asked = self.filtered(
            lambda card: not matches[card.id].product_id and card.id in texts
        )
        asked_ids, candidates = set(asked.ids), asked._find_candidates(products)
        return {
            card: {
                "product_id": matches[card.id].product_id or False,
                "match_state": (
                    "matched" if matches[card.id].product_id else
                    "ambiguous" if card.id in asked_ids else False
                ),
                "matched_by": matches[card.id].matched_by and matches[card.id].matched_by.value,
                "problem": texts.get(card.id, False),
                "candidates": candidates.get(card.id, []),
            }
            for card in self
        }

    def _write_changed(self, vals):
        """Write only changes, so that a synchronisation without news writes nothing."""
        changed = {
            field: value for field, value in vals.items()
            if ((self[field].id if field == "product_id" else self[field]) or None)
            != (value or None)
        }
        if changed:
            # The rules found this product; it is not a person's choice.
            self.write({**changed, "matched_by": vals["matched_by"] or False})

    # Business: cards without a product in the books

    def _create_or_ask(self):
        """Create the products that a report needs, or ask a person if the account creates none."""
        automatic = self.filtered("account_id.create_products")
        automatic._create_products()
        (self - automatic)._ask_for_product()

    def _create_products(self):
        """Create a product for each card, since the books have none; leave doubts to a person."""
        creation = self.env["ozon.product.creation"]
        holders = creation._barcodes_in_use(self)
        texts = creation._doubts(self, holders)
        doubtful = self.filtered(lambda card: card.id in texts)
        for card in doubtful:
            card.write({
                "match_state": "ambiguous", "matched_by": False, "problem": texts[card.id],
            })
        doubtful._note_candidates()
        creation._create_for(self - doubtful, holders)

    def _ask_for_product(self):
        """Leave cards to a person because the account does not create products."""
        self.write({
            "match_state": "ambiguous", "matched_by": False, "problem": self._no_product_text(),
        })
        self._note_candidates()

    def _texts_of_asked(self):
        """Why cards still wait for a person, since a report needs them: {card id: text}.

        The account does not create products, so only a person can give them one.
        """
        return {
            card.id: self._no_product_text() for card in self
            if card.match_state == "ambiguous" and not card.account_id.create_products
        }

    def _no_product_text(self):
        return self.env._("No product fits this card. Choose one, or create it.")
