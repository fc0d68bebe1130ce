from odoo import api, models


class OzonStockFeed(models.Model):
    """Supplies to Ozon's warehouses: finds the changed ones, then reads their acts one by one."""

    _inherit = "ozon.stock.feed"

    @api.model
    def _steps(self):
        return ["supplies", "acts", *super()._steps()]

    def _step_supplies(self, client):
        if self.account_id.draft_supplies:
            self.env["ozon.supply"]._find_changed(self.account_id, client)

    def _step_acts(self, client):
        return (
            self.account_id.draft_supplies
            and self.env["ozon.supply"]._read_next(self.account_id, client)
        )
