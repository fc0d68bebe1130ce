from odoo import models
from odoo.addons.ozon_connector.domain import calendar


class OzonSettlement(models.Model):
    """Gives a month its figures if Ozon's balance does not."""

    _inherit = "ozon.settlement"

    def _prove_documents(self):
        result = super()._prove_documents()
        for settlement in self:
            first = settlement.account_id.import_from
            if first and settlement.period < calendar.month_of(first):
                # It was loaded only to prove documents of the following month.
                continue
            month = self.env["ozon.month"]._ensure(settlement.account_id, [settlement.period])
            self.env["ozon.month.settlement"]._stand_in(month)
        return result
