from odoo import models


class OzonAccrualFeed(models.Model):
    """Accruals show what Ozon's balance of a month consists of."""

    _inherit = "ozon.accrual.feed"

    def _finish(self):
        result = super()._finish()
        self.env["ozon.month"]._trigger()
        return result
