from odoo import fields, models


class OzonStockCountState(models.Model):
    """Units of a product in one of Ozon's states."""

    _name = "ozon.stock.count.state"
    _description = "Ozon Counted Goods by State"
    _inherit = "ozon.facts.mixin"
    _order = "state_id, id"

    line_id = fields.Many2one(
        "ozon.stock.count.line", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    state_id = fields.Many2one(
        "ozon.stock.state", required=True, readonly=True, ondelete="restrict", index=True,
    )
    reading = fields.Selection(related="state_id.reading")
    quantity = fields.Float(digits="Product Unit", readonly=True)
