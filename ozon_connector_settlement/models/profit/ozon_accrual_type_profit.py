from odoo import api, fields, models

from ...domain import profit

PARTS = [
    ("service", "Ozon's Services"),
    ("reinvoiced", "Re-invoiced Services"),
    ("advertising", "Advertising"),
    ("return_costs", "Cost of Returns"),
    ("penalty", "Penalties"),
    ("financing", "Financing"),
    ("insurance", "Insurance"),
    ("star", "Star Products"),
    ("unknown", "Services of Unknown Kind"),
    ("compensation", "Compensations"),
    ("transfer", "Transfers"),
    ("correction", "Corrections by Ozon"),
    ("none", "Not in the Profit"),
]


class OzonAccrualType(models.Model):
    """The part of the profit that the accruals of a type belong to."""

    _inherit = "ozon.accrual.type"

    profit_part = fields.Selection(
        PARTS, compute="_compute_profit_part", store=True, readonly=False,
        help="The column of these accruals in the profit by product. Loans, deposits and set-offs "
             "do not belong to the profit. Sales and their fee come from the realization report.",
    )

    @api.depends("name", "group")
    def _compute_profit_part(self):
        for a_type in self:
            a_type.profit_part = profit.part_of(a_type.name, a_type.group)
