from odoo import models


class OzonSettlement(models.Model):
    """Gives the month its figures where Ozon's balance does not."""

    _inherit = "ozon.settlement"

    def _prove_documents(self):
        result = super()._prove_documents()
        for settlement in self:
            month = self.env["ozon.month"]._ensure(settlement.account_id, [settlement.period])
            self.env["ozon.month.settlement"]._note_told(month, settlement)
        return result
