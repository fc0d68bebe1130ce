import json
from decimal import Decimal

from odoo import Command, fields, models
from odoo.addons.ozon_connector.domain import calendar, settlement
from odoo.exceptions import UserError

from ...domain import figures as rules
from ...domain import proof
from .ozon_service_act import AccruedMonth

# The kinds of acts whose services points may pay: re-invoiced ones are other people's.
PAID_BY_POINTS = ("service", "all")
# The kinds of settlement rows that an act is.
ROWS_OF_ACT = {"all": ("service", "reinvoiced", "star", "insurance", "penalty")}


class OzonServiceActProof(models.Model):
    """Ozon's own total of an act, by the mutual settlement of its month or of a neighbour."""

    _inherit = "ozon.service.act"

    proof = fields.Selection(
        [
            ("missing", "Not proved yet"),
            ("proved", "Proved"),
            ("points", "Proved, less points"),
            ("different", "Ozon says otherwise"),
        ],
        "Ozon's Settlement", default="missing", required=True, readonly=True, copy=False,
    )
    settlement_line_ids = fields.Many2many(
        "ozon.settlement.line", "ozon_service_act_settlement_line_rel", readonly=True, copy=False,
    )
    settlement_amount = fields.Monetary(
        "By Ozon's Settlement", readonly=True, copy=False, help="What Ozon takes by its document.",
    )
    difference = fields.Monetary(
        readonly=True, copy=False,
        help="What Ozon's settlement says beyond the accruals less points.",
    )
    takes_settlement = fields.Boolean(
        "Ozon's Total Is Taken", readonly=True, copy=False,
        help="A person has decided that the bill is what Ozon's settlement says.",
    )

    # Actions

    def action_take_settlement(self):
        """Make the bill what Ozon's settlement says, with a line for the difference."""
        self.check_access("read")
        for act in self:
            if act.proof != "different" or act.state != "to_review" or act.corrected_report_id:
                raise UserError(self.env._(
                    "%s does not differ from Ozon's settlement, or is not a draft. There is "
                    "nothing to decide.", act.display_name,
                ))
        acts = self.sudo()
        for act in acts:
            act = act._for_books()
            act.takes_settlement = True
            act.message_post(body=act.env._(
                "%(user)s has decided: the bill is what Ozon's settlement says, %(amount)s. It has "
                "a line for the difference of %(difference)s.",
                user=self.env.user.name, amount=act._money(act.settlement_amount),
                difference=act._money(act.difference),
            ))
            act._rebuild(act._ask(None))
        return acts._run_in_request()

    # Business: what is known of the act by now

    def _ask_ozon(self, patient):
        # What is here by now: Ozon was asked day by day.
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
        """What the settlements say of the act.

        :param owed: Decimal; what its accruals say Ozon takes
        :return: a `domain.proof.Proof`
        """
        return proof.prove(owed, self._settlement_rows(), self.period, self._points_left())

    def _settlement_rows(self):
        """The rows that may be this act's: of its kind, in its month or next to it."""
        kinds = ROWS_OF_ACT.get(self.kind, (self.kind,))
        months = (
            calendar.month_before(self.period), self.period, calendar.next_month(self.period),
        )
        root = self.corrected_report_id or self
        claimed = root._documents_of_neighbours()
        lines = self.env["ozon.settlement.line"].search([
            ("settlement_id.account_id", "=", self.account_id.id),
            ("settlement_id.period", "in", months), ("kind", "in", kinds),
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

    def _documents_of_neighbours(self):
        """What acts of the months around are: a fee that is the same every month proves one each.

        :return: {(month, amount)}; of acts whose rows are not known yet
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
        """What points left over of the month's fee, and may have paid services.

        :return: Decimal; the same under both policies, since it is Ozon that takes them
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
        """What the proof adds to the accruals: points that paid, a difference that is taken.

        :param found: a `domain.proof.Proof`
        :return: as of `AccruedMonth.figures`
        """
        figures = {}
        root = self.corrected_report_id or self
        if found.points and self.account_id.points_policy == "discount":
            figures[rules.POINTS, False] = rules.Figure(0, found.points)
        if root._settlement_is_taken(found) and found.verdict is proof.Verdict.DIFFERENT:
            figures[rules.DIFFERENCE, False] = rules.Figure(0, -found.difference)
        return {key: figure for key, figure in figures.items() if figure.amount}

    def _settlement_is_taken(self, found):
        """Whether a person has decided for this total; a draft with another one asks again."""
        return self.takes_settlement and (
            self.state == "posted" or self._kopecks(self.settlement_amount) == found.amount
        )

    def _proof_lines(self, found):
        return self.env["ozon.settlement.line"].union(*(row.key for row in found.rows))

    def _prepare_header_vals(self, answer):
        """Ozon's number and day are those of the last row that proves the act."""
        lines = self._proof_lines(answer.proof)
        proved = answer.proof.verdict in (proof.Verdict.PROVED, proof.Verdict.POINTS)
        taken = self._settlement_is_taken(answer.proof)
        named = lines if proved or taken else lines.browse()
        return {
            "number": ", ".join(filter(None, named.mapped("number"))) or False,
            "doc_date": named[-1:].date or calendar.last_day(self.period),
            "currency_id": answer.currencies.id,
            **self._prepare_proof_vals(answer),
        }

    def _prepare_proof_vals(self, answer):
        found = answer.proof
        return {
            "takes_settlement": self._settlement_is_taken(found),
            "proof": found.verdict.value,
            "settlement_line_ids": [Command.set(self._proof_lines(found).ids)],
            "settlement_amount": float(found.amount),
            "difference": float(found.difference),
        }

    # Business: what a person reads when the settlement names an act

    def _note_same_figures(self, answer, latest):
        vals = latest._prepare_header_vals(answer)
        if latest.number or not vals["number"]:
            return super()._note_same_figures(answer, latest)
        # It was booked before Ozon's settlement told its number.
        old_reference = latest._reference()
        latest.write({"number": vals["number"], "doc_date": vals["doc_date"]})
        if latest.bill_id.ref == old_reference:
            latest.bill_id.ref = latest._reference()
        message = self._named_message(latest)
        latest.message_post(body=message)
        return message

    def _reissued_message(self, old_number, old_date):
        if old_number or not self.number:
            return super()._reissued_message(old_number, old_date)
        return self._named_message(self)

    def _named_message(self, act):
        return self.env._(
            "Ozon's mutual settlement names the document: %s.",
            act._title(act.number, act.doc_date),
        )
