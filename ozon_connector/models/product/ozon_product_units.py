from odoo import api, fields, models
from odoo.exceptions import UserError


class OzonProductUnits(models.Model):
    """How many units of its product one unit of a card is: a set of three candles is three.

    Ozon counts cards in pieces. If a product is kept in another unit, the program cannot know how
    much a piece of the card is. A person enters it before anything is booked.
    """

    _inherit = "ozon.product"

    units = fields.Float(
        "Units per Card", digits="Product Unit", default=1, required=True,
        help="How many units of the product one unit of the card is. 3 for a set of three.",
    )
    units_uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_units_uom_id",
        help="What is counted: pieces if the product's unit is a number of them, like dozens; "
             "otherwise the product's unit.",
    )
    units_said = fields.Boolean("Units Entered by a Person", readonly=True)

    @api.depends("product_id.uom_id")
    def _compute_units_uom_id(self):
        for card in self:
            card.units_uom_id = card.product_id.sudo()._ozon_unit()

    def _say_units(self, units):
        """A person enters how many units of the product one unit of the cards is."""
        self.check_access("write")
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        if not units or round(units, digits) <= 0:
            raise UserError(self.env._(
                "A card must contain more than 0 units of its product. Enter how many units of the "
                "product one unit of the card is: 1, or 3 for a set of three."
            ))
        cards = self.sudo()
        waiting = cards._waiting_for_units()
        cards.write({"units": units, "units_said": True})
        waiting.write({"match_state": "matched", "problem": False})
        waiting._give_codes()
        self.env["ozon.document"].sudo()._go_on_with(cards)

    def _forget_units(self):
        """Forget the units, since another product has another unit."""
        self.filtered(lambda card: card.product_id and card.units_said).write({
            "units": 1, "units_said": False,
        })

    def _ask_for_units(self):
        """Leave cards of products that are not kept in pieces to a person, who enters the units."""
        for card in self.filtered(lambda card: card.match_state in ("matched", "created")):
            if not card.units_said and not card.product_id.sudo()._ozon_is_in_pieces():
                card.write({"match_state": "ambiguous", "problem": card._units_text()})

    def _waiting_for_units(self):
        """The cards that have a product but wait for a person to enter the units."""
        return self.filtered(lambda card: card.match_state == "ambiguous" and card.product_id)

    def _goods(self):
        """What one unit of the card books: (product, units of it); no product while in doubt."""
        doubtful = self.match_state == "ambiguous"
        return (self.env["product.product"] if doubtful else self.product_id, self.units or 1)

    def _units_text(self):
        product = self.product_id.sudo()
        return self.env._(
            "%(product)s is kept in %(product_unit)s, and Ozon counts pieces. Enter in «Units per "
            "Card» how many %(unit)s one unit of the card is.",
            product=product.display_name, product_unit=product.uom_id.name,
            unit=self.units_uom_id.name,
        )

    @api.model
    def _unit_of_new_products(self, Product):
        """One unit of a card is one unit of the product that is created for it.

        :return: values of the product
        """
        uom = self.env["uom.uom"].browse(Product.default_get(["uom_id"]).get("uom_id"))
        return {"uom_id": uom._ozon_piece().id} if uom else {}
