from odoo import models


class OzonRealizationReport(models.Model):
    """Ozon withholds its services from what it owes by a realization report, too."""

    _inherit = "ozon.realization.report"

    def _book(self):
        super()._book()
        self.env["ozon.service.act"]._net_open(self.account_id)

    def _take_back(self):
        self.env["ozon.service.act"]._undo_netting_with(self._documents())
        super()._take_back()
