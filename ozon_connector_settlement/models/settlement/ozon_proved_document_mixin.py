from odoo import Command, api, fields, models
from odoo.addons.ozon_connector.domain import calendar, settlement
from odoo.exceptions import UserError

from ...domain import proof


class OzonProvedDocumentMixin(models.AbstractModel):
    """A document that no method of Ozon returns; a row of the mutual settlement proves it.

    Each kind finds its rows, and has a `domain.proof.Proof` as `proof` in its answer.
    """

    _name = "ozon.proved.document.mixin"
    _description = "Monthly Document That a Settlement Proves"
    _inherit = "ozon.typed.document.mixin"

    # 1 if the document's amount is what Ozon takes, -1 if it is what Ozon owes.
    _proof_sign = 1

    proof = fields.Selection(
        [
            ("missing", "Not proved yet"),
            ("proved", "Proved"),
            ("points", "Proved, less points"),
            ("different", "Differs from Ozon"),
        ],
        "Ozon's Settlement", default="missing", required=True, readonly=True, copy=False,
    )
    settlement_line_ids = fields.Many2many("ozon.settlement.line", readonly=True, copy=False)
    settlement_amount = fields.Monetary(
        "By Ozon's Settlement", readonly=True, copy=False, help="The total of Ozon's document.",
    )
    difference = fields.Monetary(
        readonly=True, copy=False,
        help="The total of Ozon's document less the total of the figures in Odoo.",
    )
    takes_settlement = fields.Boolean(
        "Ozon's Total Is Taken", readonly=True, copy=False,
        help="A person has decided that the bill has the total of Ozon's settlement.",
    )

    # Actions

    def action_take_settlement(self):
        """Make the bill equal to Ozon's settlement, with a line for the difference."""
        self.check_access("read")
        for document in self:
            if (
                document.proof != "different" or document.state != "to_review"
                or document.corrected_report_id
            ):
                raise UserError(self.env._(
                    "%s does not differ from Ozon's settlement, or is not a draft. Nothing was "
                    "changed.", document.display_name,
                ))
        documents = self.sudo()
        for document in documents:
            document = document._for_books()
            document.takes_settlement = True
            document.message_post(body=document.env._(
                "%(user)s has decided that the bill has the total of Ozon's settlement, "
                "%(amount)s. It has a line for the difference of %(difference)s.",
                user=self.env.user.name, amount=document._money(document.settlement_amount),
                difference=document._money(document.difference),
            ))
            document._rebuild(document._ask(None))
        return documents._run_in_request()

    def action_leave_settlement(self):
        """Undo that decision: the bill equals the accruals again, and is not proved."""
        self.check_access("read")
        for document in self:
            if not document.takes_settlement or document.state != "to_review":
                raise UserError(self.env._(
                    "%s does not have Ozon's total, or is not a draft. Nothing was changed. If it "
                    "is booked, reset it to draft first.", document.display_name,
                ))
        documents = self.sudo()
        for document in documents:
            document = document._for_books()
            document.takes_settlement = False
            document.message_post(body=document.env._(
                "%(user)s has undone the decision: the bill has the total of the accruals again.",
                user=self.env.user.name,
            ))
            document._rebuild(document._ask(None))
        return documents._run_in_request()

    # Business: when a settlement arrives

    @api.model
    def _proved_kinds(self):
        """:return: list of empty recordsets, one for each kind"""
        names = self.env.registry.descendants(["ozon.proved.document.mixin"], "_inherit")
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]

    @api.model
    def _follow_settlement(self, settlement):
        """Compare the documents of a settlement's month and its neighbours, which it may prove.

        :return: these documents
        """
        documents = self.search([
            ("account_id", "=", settlement.account_id.id),
            ("period", "in", self._months_around(settlement.period)),
            ("corrected_report_id", "=", False),
        ])
        documents._compare_soon()
        return documents

    @api.model
    def _months_around(self, month):
        """The months whose settlements may name a document of a month."""
        return calendar.month_before(month), month, calendar.next_month(month)

    # Business: how a proof is stored

    def _settlement_is_taken(self, found):
        """Whether a person has accepted this total; a draft asks again for another total."""
        told = self._proof_sign * self._kopecks(self.settlement_amount)
        return self.takes_settlement and (self.state == "posted" or told == found.amount)

    def _proof_lines(self, found):
        return self.env["ozon.settlement.line"].union(*(row.key for row in found.rows))

    def _prepare_header_vals(self, answer):
        """The number and date of Ozon's document, from the rows that prove it; of dates the last.

        A number that a person has typed takes precedence over the rows.
        """
        lines = self._proof_lines(answer.proof)
        proved = answer.proof.verdict in (proof.Verdict.PROVED, proof.Verdict.POINTS)
        taken = self._settlement_is_taken(answer.proof)
        named = lines if proved or taken else lines.browse()
        number = ", ".join(filter(None, named.mapped("number"))) or False
        day = named[-1:].date or calendar.last_day(self.period)
        return {
            "number": self.number if self.is_typed else number,
            "doc_date": self.doc_date if self.is_typed else day,
            "currency_id": answer.currencies.id,
            **self._prepare_proof_vals(answer),
        }

    def _prepare_proof_vals(self, answer):
        found = answer.proof
        return {
            "takes_settlement": self._settlement_is_taken(found),
            "proof": found.verdict.value,
            "settlement_line_ids": [Command.set(self._proof_lines(found).ids)],
            "settlement_amount": float(self._proof_sign * found.amount),
            "difference": float(self._proof_sign * found.difference),
        }

    def _take_over(self, answer, latest):
        """Store the proof of the document, whether or not its figures change."""
        root = self.corrected_report_id or self
        root.write(root._prepare_proof_vals(answer))
        return super()._take_over(answer, latest)

    # Business: what a person types

    def _typed_owed(self):
        """:return: Decimal; what Ozon takes by the typed total, below 0 if Ozon owes"""
        return self._proof_sign * self._kopecks(self.typed_total)

    def _with_typed(self, found, owed, points_left=settlement.ZERO):
        """Combine the settlements with the total that a person has typed.

        :param found: the `domain.proof.Proof` from the settlements
        :param owed, points_left: as for `domain.proof.prove`
        :return: a `domain.proof.Proof`
        """
        root = self.corrected_report_id or self
        if not root.typed_total:
            return found
        # Dated on the last day, so that it counts in this month whenever it was issued.
        row = proof.Row(
            self.env["ozon.settlement.line"], self.period, calendar.last_day(self.period),
            root._typed_owed(),
        )
        return proof.with_paper(found, proof.prove(owed, [row], self.period, points_left))

    def _compare_typed(self):
        self._compare_with(self._ask(None))
        self._run_in_request()

    # Business: what a person reads when the settlement names a document

    def _note_same_figures(self, answer, latest):
        vals = latest._prepare_header_vals(answer)
        if latest.number or not vals["number"]:
            return super()._note_same_figures(answer, latest)
        # It was booked before the settlement stated its number.
        latest._take_number(vals["number"], vals["doc_date"])
        message = self._named_message(latest)
        latest.message_post(body=message)
        return message

    def _reissued_message(self, old_number, old_date):
        if old_number or not self.number:
            return super()._reissued_message(old_number, old_date)
        return self._named_message(self)

    def _named_message(self, document):
        return self.env._(
            "Ozon's mutual settlement names the document: %s.",
            document._title(document.number, document.doc_date),
        )
