from fractions import Fraction

from odoo import fields, models

from ...domain import settlement


class OzonGoodsLineMixin(models.AbstractModel):
    """A row of a document of Ozon that names goods: what Ozon calls them, and what they are here.

    `ozon.product` finds the card of a row by `sku`, `offer_id`, `barcode` and `name`.
    """

    _name = "ozon.goods.line.mixin"
    _description = "Goods in a Document of Ozon"
    _inherit = "ozon.facts.mixin"

    row_number = fields.Integer("Row", readonly=True)
    sku = fields.Char("SKU", readonly=True)
    offer_id = fields.Char("Article", readonly=True)
    barcode = fields.Char(readonly=True)
    name = fields.Char("Name on Ozon", readonly=True)
    product_id = fields.Many2one(
        "product.product", check_company=True, readonly=True, ondelete="restrict",
        index="btree_not_null",
    )
    quantity = fields.Integer(readonly=True)
    units = fields.Float(
        "Units of the Product", digits="Product Unit", default=1, readonly=True,
        help="How many units of the product one unit of the row is, as the card said.",
    )

    def _goods_key(self):
        """The key from `domain.settlement.goods_key`: the SKU, or the article, or the name."""
        return settlement.goods_key(self)

    def _product_quantity(self):
        """The quantity in the unit of the product, exactly: a card may be a third of a product.

        :return: an int, or a Fraction if it is not whole
        """
        quantity = self.quantity * Fraction(str(self.units))
        return int(quantity) if quantity.denominator == 1 else quantity
