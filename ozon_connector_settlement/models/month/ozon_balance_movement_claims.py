from odoo import models

from ...domain.groups import MOVEMENTS
from ...domain.statement import Reason

# The reason in the statement for a type that no entry contains yet.
REASON_OF_TYPE = {"SetOff": Reason.SET_OFF, "Loan": Reason.LOAN}


class OzonBalanceMovement(models.Model):
    """What a movement of the balance states for its month."""

    _inherit = "ozon.balance.movement"

    def _statement_claims(self, ledger):
        """What it states for its class; while it waits, the accruals are compared instead."""
        if self.state == "cancelled" or self._is_unread():
            return []
        kind = self.group if self.group in MOVEMENTS else "balance"
        claim = self._claim(kind, self._kopecks(self.amount), *ledger.amounts_of(self.move_id))
        return [claim._replace(name=self.type_id.title, lacks=self._reason_to_wait())]

    def _reason_to_wait(self):
        """:return: a `Reason` why it is not even drafted, or None"""
        if self.state in ("to_review", "posted"):
            return None
        return REASON_OF_TYPE.get(self.type_id.name, Reason.TO_BOOK)
