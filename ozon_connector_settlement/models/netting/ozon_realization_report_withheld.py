from odoo import models


class OzonRealizationReport(models.Model):
    """Ozon also withholds other documents from what it owes by a realization report."""

    _inherit = "ozon.realization.report"

    def _book(self):
        yield from super()._book()
        self.env["ozon.withheld.document.mixin"]._net_all_open(self.account_id)

    def _take_back(self):
        self.env["ozon.withheld.document.mixin"]._undo_all_netting_with(self._documents())
        yield from super()._take_back()
