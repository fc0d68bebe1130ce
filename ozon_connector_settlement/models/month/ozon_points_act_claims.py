from odoo import models

from ...domain.statement import POINTS, Reason


class OzonPointsAct(models.Model):
    """What an act of points states for its month."""

    _inherit = "ozon.points.act"

    def _statement_claims(self, ledger):
        if self.state == "cancelled" or self._is_unread():
            return []
        claim = self._claim(POINTS, self._kopecks(self.amount), *ledger.amounts_of(self.move_id))
        waits = self.state not in ("to_review", "posted")
        return [claim._replace(lacks=Reason.PREMIUM if waits else None)]
