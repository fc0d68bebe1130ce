from odoo import models

from ...domain import proof


class OzonPointsAct(models.Model):
    """Ozon's own sum of an act, by the mutual settlement, and the number that a person enters.

    How Ozon names the row is not documented: every row that speaks of a premium or of points may be
    the act, but that of the insurance.
    """

    _inherit = "ozon.points.act"

    def _prove(self, owed):
        """
        :param owed: Decimal; what Ozon takes by the act, below 0 for a premium
        :return: a `domain.proof.Proof`
        """
        return proof.prove(owed, self._settlement_rows(), self.period)

    def _settlement_rows(self):
        """The rows that may be this act, without those that prove another one."""
        root = self.corrected_report_id or self
        lines = self.env["ozon.settlement.line"].search([
            ("settlement_id.account_id", "=", self.account_id.id),
            ("settlement_id.period", "in", self._months_around(self.period)),
            ("kind", "=", "premium"),
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

    def _prepare_header_vals(self, answer):
        """What a person has read on Ozon's act counts before what a row says."""
        vals = super()._prepare_header_vals(answer)
        if self.is_typed:
            vals.update(number=self.number, doc_date=self.doc_date)
        return vals

    def _note_number(self, number, day):
        """A person has entered number and date of Ozon's act; its entry bears them as well."""
        self._take_number(number, day)
        self.is_typed = True
