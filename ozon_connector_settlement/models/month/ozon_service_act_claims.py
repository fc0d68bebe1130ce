from odoo import models
from odoo.addons.ozon_connector.domain import settlement

from ...domain.statement import POINTS


class OzonServiceAct(models.Model):
    """What a service act states for its month: services, and the points that pay some of them."""

    _inherit = "ozon.service.act"

    def _statement_claims(self, ledger):
        if self.state == "cancelled":
            return []
        if self._is_unread():
            return [self._claim(self.kind, None)]
        booked, elsewhere = ledger.amounts_of(self.bill_id)
        used = self._kopecks(self.points_used)
        here = used if ledger.is_here(self.bill_id) else settlement.ZERO
        there = used if ledger.is_elsewhere(self.bill_id) else settlement.ZERO
        services = -self._kopecks(self.amount) - used
        claims = [self._claim(self.kind, services, booked - here, elsewhere - there)]
        if used:
            claims.append(self._claim(POINTS, used, here, there))
        return claims
