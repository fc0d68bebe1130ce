from odoo import models

from ...domain.statement import BUYOUT


class OzonBuyout(models.Model):
    """What buy-outs state for their month: a class of their own."""

    _inherit = "ozon.buyout"

    def _statement_claims(self, ledger):
        if self._is_unread():
            return [self._claim(BUYOUT, None)]
        if self.state == "cancelled" and not self.line_ids:
            return []
        return [self._claim(
            BUYOUT, self._kopecks(self.amount), *ledger.amounts_of(self.invoice_id),
        )]
