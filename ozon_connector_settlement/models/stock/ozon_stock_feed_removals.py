from odoo import api, models


class OzonStockFeed(models.Model):
    """Removals: what came back, and what was lost on the way."""

    _inherit = "ozon.stock.feed"

    @api.model
    def _steps(self):
        return ["removals", *super()._steps()]

    def _step_removals(self, client):
        if self.account_id.draft_removals:
            self.env["ozon.removal"]._read(self.account_id, client, self._today())
