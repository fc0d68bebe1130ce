from odoo import fields, models


class OzonMonth(models.Model):
    """Loans of a month: those that Ozon's cash flow names, and those that its balance contains."""

    _inherit = "ozon.month"

    loan_told = fields.Monetary(
        "Loans by Ozon's Cash Flow", readonly=True,
        help="Transferred under loan contracts, by the weeks of the month.",
    )
    loan_amount = fields.Monetary(
        "Loans in Ozon's Balance", readonly=True,
        help="The part of the loans that Ozon's balance includes in addition to the accruals. "
             "Above 0 is what Ozon owes.",
    )
