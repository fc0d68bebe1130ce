from odoo import api, fields, models
from odoo.addons.ozon_connector.tools.texts_as_texts import TextsAsTexts

from ...domain import supplies as rules


class OzonSupplyLine(TextsAsTexts, models.Model):
    """Units of a card in a supply, in Ozon's pieces."""

    _name = "ozon.supply.line"
    _description = "Ozon Supplied Goods"
    _inherit = "ozon.facts.mixin"
    _order = "supply_id, id"

    supply_id = fields.Many2one(
        "ozon.supply", required=True, readonly=True, ondelete="cascade", index=True,
    )
    account_id = fields.Many2one(related="supply_id.account_id", store=True)
    company_id = fields.Many2one(related="supply_id.company_id", store=True)
    sku = fields.Char("SKU", required=True, readonly=True)
    offer_id = fields.Char("Article", readonly=True)
    name = fields.Char("Goods", readonly=True)
    product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="set null", index="btree_not_null",
    )
    units = fields.Float("Units per Card", digits="Product Unit", readonly=True)
    declared = fields.Integer(readonly=True)
    accepted = fields.Integer(readonly=True)
    surplus = fields.Integer(readonly=True)
    shortage = fields.Integer(readonly=True)
    defect = fields.Integer("Defective", readonly=True)
    arrived = fields.Integer(
        compute="_compute_arrived",
        help="Units that have arrived at Ozon: accepted, surplus and defective units, or the "
             "accepted units alone, as set on the Ozon account.",
    )

    @api.depends("accepted", "surplus", "defect", "account_id.supply_reading")
    def _compute_arrived(self):
        for line in self:
            line.arrived = rules.arrived(line._counted(), line.account_id.sudo().supply_reading)

    def _counted(self):
        """:return: `domain.supplies.Counted`"""
        return rules.Counted(
            self.declared, self.accepted, self.surplus, self.shortage, self.defect,
        )
