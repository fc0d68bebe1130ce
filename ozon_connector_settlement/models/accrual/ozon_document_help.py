from odoo import api, models


class OzonDocument(models.Model):
    """Workers for documents also read accruals, because documents of services wait for them."""

    _inherit = "ozon.document"

    @api.model
    def _cron_help(self):
        result = super()._cron_help()
        self.env["ozon.accrual.feed"]._run_due()
        return result
