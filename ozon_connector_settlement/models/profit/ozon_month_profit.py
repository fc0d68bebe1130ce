from odoo import fields, models


class OzonMonth(models.Model):
    """The profit of the month's products, next to its statement."""

    _inherit = "ozon.month"

    profit_month_ids = fields.One2many("ozon.profit.month", "month_id", "Profit", readonly=True)
    profit_check_ids = fields.One2many(
        "ozon.profit.check", "month_id", "Profit and Statement", readonly=True,
    )
