from odoo import models
from odoo.addons.ozon_connector.domain import settlement

from ...domain.statement import OTHER, Claim


class OzonDocumentMixin(models.AbstractModel):
    """What a document of Ozon states for the classes of its month's statement."""

    _inherit = "ozon.document.mixin"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.env["ozon.month"]._trigger()
        return result

    # What each kind defines

    def _statement_claims(self, ledger):
        """What the document states for each class, and how much of it is booked.

        If a kind does not override this, only its booked amounts are known.

        :param ledger: a `Ledger` of the month
        :return: list of `domain.statement.Claim`; empty for a document that states nothing
        """
        self.ensure_one()
        booked, elsewhere = ledger.amounts_of(self._documents())
        return [self._claim(OTHER, booked + elsewhere, booked, elsewhere)]

    # Business: shared by the kinds

    def _is_unread(self):
        """Whether Ozon's figures are not here yet."""
        return self.state == "waiting"

    def _claim(self, kind, stated, booked=settlement.ZERO, elsewhere=settlement.ZERO):
        return Claim(
            kind, ("document", self.document_id.id), stated, booked, elsewhere,
            is_draft=self.state not in ("posted", "cancelled"),
        )
