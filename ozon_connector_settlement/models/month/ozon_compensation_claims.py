from odoo import models

from ...domain.compensations import WRITTEN_OFF
from ...domain.statement import COMPENSATION


class OzonCompensation(models.Model):
    """What a compensation states for its month."""

    _inherit = "ozon.compensation"

    def _statement_claims(self, ledger):
        if self.state == "cancelled" or self.kind == WRITTEN_OFF:
            return []
        if self._is_unread():
            return [self._claim(COMPENSATION, None)]
        amount = self._kopecks(self.amount)
        return [self._claim(COMPENSATION, amount, *ledger.amounts_of(self.invoice_id))]
