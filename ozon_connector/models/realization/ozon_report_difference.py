from odoo import api, fields, models

from ...tools.texts_as_texts import TextsAsTexts


class OzonReportDifference(TextsAsTexts, models.Model):
    """A product of a booked report whose figures Ozon has changed since.

    Figures are sold − returned, in the report's currency.
    """

    _name = "ozon.report.difference"
    _description = "Difference in an Ozon Report"
    _inherit = "ozon.facts.mixin"
    _order = "report_id, id"

    report_id = fields.Many2one(
        "ozon.realization.report", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True)
    currency_id = fields.Many2one(related="report_id.currency_id")
    sku = fields.Char("SKU", readonly=True)
    offer_id = fields.Char("Article", readonly=True)
    name = fields.Char("Name on Ozon", readonly=True)
    old_quantity = fields.Integer("Units Booked", readonly=True)
    new_quantity = fields.Integer("Units Now", readonly=True)
    quantity = fields.Integer("Units Difference", compute="_compute_differences")
    old_revenue = fields.Monetary("Revenue Booked", readonly=True)
    new_revenue = fields.Monetary("Revenue Now", readonly=True)
    revenue = fields.Monetary("Revenue Difference", compute="_compute_differences")
    old_base_fee = fields.Monetary("Gross Commission Booked", readonly=True)
    new_base_fee = fields.Monetary("Gross Commission Now", readonly=True)
    base_fee = fields.Monetary("Gross Commission Difference", compute="_compute_differences")
    old_points = fields.Monetary("Points Booked", readonly=True)
    new_points = fields.Monetary("Points Now", readonly=True)
    points = fields.Monetary("Points Difference", compute="_compute_differences")
    old_accrual = fields.Monetary("Accrual Booked", readonly=True)
    new_accrual = fields.Monetary("Accrual Now", readonly=True)
    accrual = fields.Monetary("Accrual Difference", compute="_compute_differences")

    @api.depends("old_quantity", "new_quantity", "old_revenue", "new_revenue", "old_base_fee",
                 "new_base_fee", "old_points", "new_points", "old_accrual", "new_accrual")
    def _compute_differences(self):
        for row in self:
            row.quantity = row.new_quantity - row.old_quantity
            for figure in ("revenue", "base_fee", "points", "accrual"):
                row[figure] = row.currency_id.round(row[f"new_{figure}"] - row[f"old_{figure}"])
