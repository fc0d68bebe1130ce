from odoo import fields, models


class OzonProfitCheck(models.Model):
    """A class of profit parts of a month compared with the same class of its statement."""

    _name = "ozon.profit.check"
    _description = "Ozon Profit beside the Statement"
    _inherit = "ozon.facts.mixin"
    _order = "month_id, sequence, id"
    _rec_name = "kind"

    profit_month_id = fields.Many2one(
        "ozon.profit.month", required=True, readonly=True, ondelete="cascade", index=True,
    )
    month_id = fields.Many2one(
        related="profit_month_id.month_id", store=True, index=True,
    )
    company_id = fields.Many2one(related="profit_month_id.company_id", store=True)
    currency_id = fields.Many2one(related="profit_month_id.currency_id")
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(
        [
            ("documents", "Sales, Points, Commission and Services"),
            ("sales", "Sales without Returns"),
            ("points", "Points for Discounts"),
            ("fee", "Ozon's Commission"),
            ("services", "Services"),
            ("buyout", "Buy-outs"),
            ("compensation", "Compensations"),
            ("transfer", "Transfers"),
            ("correction", "Corrections by Ozon"),
        ],
        "What", required=True, readonly=True,
    )
    profit_amount = fields.Monetary("In the Profit", readonly=True)
    statement_amount = fields.Monetary("In the Statement", readonly=True)
    difference = fields.Monetary(
        readonly=True, help="The statement less the profit.",
    )
