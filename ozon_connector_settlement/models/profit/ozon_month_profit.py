from odoo import api, fields, models


class OzonMonth(models.Model):
    """The profit of the month's products, next to its statement."""

    _inherit = "ozon.month"

    profit_month_ids = fields.One2many("ozon.profit.month", "month_id", "Profit", readonly=True)
    profit_check_ids = fields.One2many(
        "ozon.profit.check", "month_id", "Profit and Statement", readonly=True,
    )

    @api.model
    def _run_due(self):
        try:
            return super()._run_due()
        finally:
            # A change in a month may change the profit of its products.
            self.env["ozon.profit.month"]._trigger()
