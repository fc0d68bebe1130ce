from odoo import api, fields, models

from ...domain import sets


class OzonProductSets(models.Model):
    """Proposes product and units for cards that look like sets; a person decides."""

    _inherit = "ozon.product"

    set_product_id = fields.Many2one(
        "product.product", "Proposed Set of", compute="_compute_set", compute_sudo=True,
        help="The article, or the name, of the card says that it is a set of this product.",
    )
    set_units = fields.Float(
        "Proposed Units", digits="Product Unit", compute="_compute_set", compute_sudo=True,
        search="_search_set_units",
    )

    @api.depends("offer_id", "name", "product_id", "units", "match_state")
    def _compute_set(self):
        found = {}
        for cards in self.filtered("account_id").grouped("account_id").values():
            found.update(cards.filtered(lambda card: card._may_be_set())._sets())
        for card in self:
            product_id, units = found.get(card, (False, 0))
            if card.product_id and card.product_id.id != product_id:
                product_id, units = False, 0
            card.set_product_id, card.set_units = product_id, units

    @api.model
    def _search_set_units(self, operator, value):
        if operator not in ("in", "not in") or list(value) != [0]:
            return NotImplemented
        cards = self.search_fetch([("match_state", "in", [False, "ambiguous"])])
        found = cards.filtered("set_units")
        return [("id", "not in" if operator == "in" else "in", found.ids)]

    def _may_be_set(self):
        """Whether a person may still say that the card is a set: its units are not decided yet."""
        if self.product_id:
            return self.units == 1 and not self.units_said and self.match_state != "ignored"
        return self.match_state in (False, "ambiguous")

    def _sets(self):
        """The sets that the cards of an account look like.

        :return: {card: (id of the product, units)}; other cards are left out
        """
        parts = {card: sets.parts(card.offer_id, card.name) for card in self}
        articles = {one.base for found in parts.values() for one in found}
        if not articles:
            return {}
        known, company = {}, self.account_id.company_id
        for product in self.env["product.product"].sudo().search_fetch([
            ("company_id", "in", [False, company.id]),
            ("type", "=", "consu"), ("default_code", "in", sorted(articles)),
        ], ["default_code", "uom_id"]):
            # Ozon counts pieces. Nobody knows how much a piece of a product kept in kilograms is.
            several = product.default_code in known or not product._ozon_is_in_pieces()
            known[product.default_code] = None if several else product.id
        chosen = {card: sets.choose(found, known) for card, found in parts.items()}
        return {card: found for card, found in chosen.items() if found}

    @api.model
    def _set_texts(self, found):
        """
        :param found: the result of `_sets`
        :return: {card id: why a person has to look at it}
        """
        products = self.env["product.product"].sudo()
        return {
            card.id: self.env._(
                "It looks like a set: %(units)s × %(product)s. If it is, press «Confirm Set». If "
                "not, choose the product of the card, or create one.",
                units=units, product=products.browse(product_id).display_name,
            )
            for card, (product_id, units) in found.items()
        }
