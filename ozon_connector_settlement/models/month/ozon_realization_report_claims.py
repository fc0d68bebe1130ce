from odoo import models

from ...domain.statement import FEE, POINTS, RETURNS, SALES
from ...tools.realization_claims import RealizationClaims


class OzonRealizationReport(models.Model):
    """What a realization report states for its month: sales, returns, points and the fee."""

    _inherit = "ozon.realization.report"

    def _statement_claims(self, ledger):
        if self._is_unread():
            return [self._claim(kind, None) for kind in (SALES, RETURNS, POINTS, FEE)]
        if self.state == "cancelled" and not self.line_ids:
            return []
        claims = RealizationClaims(self, ledger).claims()
        return [self._claim(kind, *amounts) for kind, amounts in claims.items()]
