from odoo import api, models


class OzonDocument(models.Model):
    """Who helps with documents helps to read accruals, too: documents of services wait for them."""

    _inherit = "ozon.document"

    @api.model
    def _cron_help(self):
        result = super()._cron_help()
        self.env["ozon.accrual.feed"]._run_due()
        return result
