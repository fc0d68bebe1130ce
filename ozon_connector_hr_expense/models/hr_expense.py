from odoo import fields, models


class HrExpense(models.Model):
    """An expense on an advance report for goods that were received without documents."""

    _name = "hr.expense"
    _inherit = ["hr.expense", "ozon.protected.mixin"]

    ozon_order_id = fields.Many2one(
        "purchase.order", "1-Kopeck Receipt", readonly=True, copy=False, check_company=True,
        index="btree_not_null", ondelete="restrict", ozon_protected=True,
    )
