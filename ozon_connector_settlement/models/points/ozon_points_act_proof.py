from odoo import models

from ...domain import proof
from ...domain.points import OVERUSE


class OzonPointsAct(models.Model):
    """The sum of an act in the mutual settlement, and the number that a person types.

    Ozon's name for the row is not documented: any row that mentions a premium or points may be the
    act, except for insurance premiums.
    """

    _inherit = "ozon.points.act"
    _row_kinds = ("premium",)

    def _prove(self, owed):
        """Find the act in the mutual settlement.

        :param owed: Decimal; what Ozon takes by the act, below 0 for a premium
        :return: a `domain.proof.Proof`
        """
        found = proof.prove(owed, self._settlement_rows(), self.period)
        return self._with_typed(found, owed)

    def _settlement_rows(self):
        """The rows that may be this act, without rows that prove another act."""
        root = self.corrected_report_id or self
        lines = self.env["ozon.settlement.line"].search([
            ("settlement_id.account_id", "=", self.account_id.id),
            ("settlement_id.period", "in", self._months_around(self.period)),
            ("kind", "in", self._named_kinds()),
        ])
        others = self.search([
            ("account_id", "=", self.account_id.id), ("id", "!=", root.id),
            ("proof", "=", "proved"), ("state", "!=", "cancelled"),
            ("settlement_line_ids", "in", lines.ids),
        ])
        return [
            proof.Row(
                line, line.settlement_id.period, line.date or None,
                self._kopecks(line.debit) - self._kopecks(line.credit),
            )
            for line in lines - others.settlement_line_ids
        ]

    # Business: what a person types

    def _typed_sides(self):
        """The sides of the document; a premium is paid by an act without VAT, so it has no УПД."""
        if self.kind != OVERUSE:
            return self.env["res.partner"], self.env["res.partner"]
        return super()._typed_sides()

    def _document_total(self):
        total = super()._document_total()
        return -total if self.kind == OVERUSE else total

    def _typed_owed(self):
        """Ozon's documents have no sign: an overuse is billed, a premium is paid."""
        total = self._kopecks(self.typed_total)
        return total if self.kind == OVERUSE else -total
