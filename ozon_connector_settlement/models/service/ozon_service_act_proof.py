import json
from decimal import Decimal

from odoo import fields, models
from odoo.addons.ozon_connector.domain import calendar, settlement

from ...domain import figures as rules
from ...domain import proof
from .ozon_service_act import AccruedMonth

# The kinds of acts whose services points may pay; re-invoiced services come from others.
PAID_BY_POINTS = ("service", "all")
# The kinds of settlement rows that may be an act.
ROWS_OF_ACT = {"all": ("service", "reinvoiced", "star", "insurance", "penalty")}


class OzonServiceActProof(models.Model):
    """Ozon's own total of an act: from the mutual settlement of its month or of a neighbouring
    month, or from what a person has typed from the act itself."""

    _inherit = "ozon.service.act"

    settlement_line_ids = fields.Many2many(
        "ozon.settlement.line", "ozon_service_act_settlement_line_rel", readonly=True, copy=False,
    )

    # Business: the figures of the act

    def _ask_ozon(self, patient):
        # Ozon has been asked day by day, so the stored accruals are used.
        return self._ask(None)

    def _ask(self, client):
        """:return: an `AccruedMonth`"""
        sums, currencies = self._sums_of_types()
        proof = self._prove(-rules.total(sums))
        figures = {**sums, **self._proof_figures(proof)}
        said = {
            "accruals": [
                {"type": self.env["ozon.accrual.type"].browse(key[1]).name,
                 "count": figure.count, "amount": str(figure.amount)}
                for key, figure in sorted(sums.items())
            ],
            "settlement": [
                {"number": line.number, "date": str(line.date), "name": line.name}
                for line in self._proof_lines(proof)
            ],
            "points": str(proof.points),
        }
        raw = json.dumps(said, ensure_ascii=False, indent=1).encode()
        return AccruedMonth(raw, figures, currencies, proof)

    # Business

    def _prove(self, owed):
        """Find the act in the settlements.

        :param owed: Decimal; what Ozon takes by the accruals
        :return: a `domain.proof.Proof`
        """
        left = self._points_left()
        found = proof.prove(owed, self._settlement_rows(), self.period, left)
        return self._with_typed(found, owed, left)

    def _settlement_rows(self):
        """The rows that may be this act: of its kind, in its month or a neighbouring one."""
        root = self.corrected_report_id or self
        claimed = root._documents_of_neighbours()
        lines = self.env["ozon.settlement.line"].search([
            ("settlement_id.account_id", "=", self.account_id.id),
            ("settlement_id.period", "in", self._months_around(self.period)),
            ("kind", "in", self._named_kinds()),
        ]).filtered(lambda line: not line.act_ids.filtered(
            lambda act: act != root and act.proof in ("proved", "points")
            and act.state != "cancelled"
        )).filtered(lambda line: (line.date and calendar.month_of(line.date), self._kopecks(
            line.debit - line.credit
        )) not in claimed)
        return [
            proof.Row(
                line, line.settlement_id.period, line.date or None,
                self._kopecks(line.debit) - self._kopecks(line.credit),
            )
            for line in lines
        ]

    def _named_kinds(self):
        return ROWS_OF_ACT.get(self.kind, (self.kind,))

    def _documents_of_neighbours(self):
        """The expected totals of neighbouring acts, so that equal monthly fees prove one act each.

        :return: {(month, amount)} of acts that have no proof yet
        """
        neighbours = self.search([
            ("account_id", "=", self.account_id.id), ("kind", "=", self.kind),
            ("period", "in", (
                calendar.month_before(self.period), calendar.next_month(self.period),
            )),
            ("corrected_report_id", "=", False), ("state", "!=", "cancelled"),
            ("proof", "in", ("missing", "different")),
        ])
        return {(act.period, -rules.total(act._sums_of_types()[0])) for act in neighbours}

    def _points_left(self):
        """Points that are left after the month's commission and may have paid for services.

        :return: Decimal; the same under both points policies, because Ozon takes them in any case
        """
        if self.kind not in PAID_BY_POINTS:
            return settlement.ZERO
        reports = self.env["ozon.realization.report"].search([
            ("account_id", "=", self.account_id.id), ("period", "=", self.period),
            ("state", "!=", "cancelled"),
        ])
        points, fee = (
            sum((self._kopecks(report[field]) for report in reports), settlement.ZERO)
            for field in ("points", "base_fee")
        )
        cap = Decimal(str(self.account_id.points_cap)) / 100
        for_fee = self._kopecks(max(min(points, cap * fee), settlement.ZERO))
        return max(points - for_fee, settlement.ZERO)

    def _proof_figures(self, found):
        """What the proof adds to the accruals: points that paid, or an accepted difference.

        :param found: a `domain.proof.Proof`
        :return: as in `AccruedMonth.figures`
        """
        figures = {}
        root = self.corrected_report_id or self
        if found.points and self.account_id.points_policy == "discount":
            figures[rules.POINTS, False] = rules.Figure(0, found.points)
        if root._settlement_is_taken(found) and found.verdict is proof.Verdict.DIFFERENT:
            figures[rules.DIFFERENCE, False] = rules.Figure(0, -found.difference)
        return {key: figure for key, figure in figures.items() if figure.amount}
