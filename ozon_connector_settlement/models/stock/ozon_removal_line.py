from odoo import api, fields, models
from odoo.addons.ozon_connector.tools.texts_as_texts import TextsAsTexts

from ...domain import removals as rules


class OzonRemovalLine(TextsAsTexts, models.Model):
    """Units of a card in a box of a removal, in Ozon's pieces."""

    _name = "ozon.removal.line"
    _description = "Ozon Removed Goods"
    _inherit = "ozon.facts.mixin"
    _order = "removal_id, id"

    removal_id = fields.Many2one(
        "ozon.removal", required=True, readonly=True, ondelete="cascade", index=True,
    )
    account_id = fields.Many2one(related="removal_id.account_id", store=True)
    company_id = fields.Many2one(related="removal_id.company_id", store=True)
    box = fields.Char(readonly=True)
    sku = fields.Char("SKU", readonly=True)
    offer_id = fields.Char("Article", readonly=True)
    name = fields.Char("Goods", readonly=True)
    product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="set null", index="btree_not_null",
    )
    units = fields.Float("Units per Card", digits="Product Unit", readonly=True)
    quantity = fields.Integer(readonly=True)
    words = fields.Char("Ozon's Words", readonly=True)
    lost_on = fields.Date("Day of Loss", readonly=True)
    outcome = fields.Selection(
        [
            (rules.UNDER_WAY, "Under way"),
            (rules.RECEIVED, "Received"),
            (rules.DESTROYED, "Destroyed"),
            (rules.LOST, "Lost"),
            (rules.COMPENSATED, "Compensated"),
            (rules.CANCELLED, "Cancelled"),
            (rules.UNKNOWN, "Not known"),
        ],
        readonly=True,
    )
    compensation_line_id = fields.Many2one(
        "ozon.compensation.line", "Leaves Stock By", readonly=True, ondelete="set null",
        index="btree_not_null",
    )
    compensation_name = fields.Char(
        "Leaves Stock by Document", compute="_compute_compensation_name", compute_sudo=True,
    )

    # For a kit, one for each component.
    scrap_ids = fields.Many2many("stock.scrap", string="Write-offs", readonly=True, copy=False)
    scrap_drafted = fields.Boolean("Write-off Drafted Once", readonly=True, copy=False)

    @api.depends("compensation_line_id", "scrap_ids")
    def _compute_compensation_name(self):
        for line in self:
            documents = line.compensation_line_id.compensation_id or line.scrap_ids
            line.compensation_name = ", ".join(documents.mapped("display_name"))

    def _is_in_stock_still(self):
        """Whether this is a loss that no document of Ozon and no write-off takes out of stock."""
        return (
            self.outcome in rules.GONE and set(self.scrap_ids.mapped("state")) != {"done"}
            and (self.compensation_line_id.compensation_id.state or "cancelled") == "cancelled"
        )
