from odoo import Command, fields, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain import proof


class OzonBuyoutNumber(models.Model):
    """The number and date of Ozon's document, which only the mutual settlement names.

    If it does not, a person types the number from the seller cabinet.
    """

    _inherit = "ozon.buyout"
    _ozon_buys = True
    _row_kinds = ("buyout",)

    number = fields.Char("Document Number", readonly=False, copy=False)
    proof = fields.Selection(
        [
            ("missing", "Not named"),
            ("proved", "Agrees"),
            ("different", "Differs"),
        ],
        "Ozon's Settlement", default="missing", required=True, readonly=True, copy=False,
    )
    settlement_line_ids = fields.Many2many(
        "ozon.settlement.line", "ozon_buyout_settlement_line_rel", readonly=True, copy=False,
    )
    settlement_amount = fields.Monetary(
        "By Ozon's Settlement", readonly=True, copy=False, help="What Ozon owes by its document.",
    )

    def write(self, vals):
        """When a person types the number of Ozon's document, the invoice gets it, too."""
        if self.env.su or "number" not in vals:
            return super().write(vals)
        self.check_access("write")
        super().write({name: vals[name] for name in vals.keys() - {"number"}})
        for buyout in self.sudo():
            old_reference = buyout._reference()
            super(OzonBuyoutNumber, buyout).write({"number": (vals["number"] or "").strip()})
            buyout._follow_number(old_reference)
        return True

    # Business

    def _reference(self):
        """The reference of the invoice; without a number, a description of it."""
        reference = super()._reference()
        return reference if self.number else self.env._("%s: buy-outs", reference)

    def _follow_number(self, old_reference):
        """:param old_reference: the invoice's reference so far, unless a person changed it"""
        invoice = self._current(self.invoice_id)
        if invoice.ref == old_reference:
            invoice.ref = self._reference()

    def _prepare_number_vals(self):
        """The number and date from the settlements. If they have none, a typed number stays."""
        found = self._settlement_proof()
        lines = self.env["ozon.settlement.line"].union(*(row.key for row in found.rows))
        is_proved = found.verdict is proof.Verdict.PROVED
        numbers = ", ".join(filter(None, lines.mapped("number"))) if is_proved else ""
        day = is_proved and lines[-1:].date
        if self.is_typed:
            numbers, day = self.number, self.doc_date
        return {
            "number": numbers or self.number or self.corrected_report_id.number,
            # The income belongs to this month, whatever the date of the document.
            "doc_date": day if day and calendar.month_of(day) == self.period else (
                calendar.last_day(self.period)
            ),
            "proof": found.verdict.value,
            "settlement_line_ids": [Command.set(lines.ids)],
            "settlement_amount": float(found.amount),
        }

    def _settlement_proof(self):
        """:return: a `domain.proof.Proof`; a correction has no row of its own"""
        root = self.corrected_report_id or self
        months = (
            calendar.month_before(self.period), self.period, calendar.next_month(self.period),
        )
        lines = self.env["ozon.settlement.line"].search([
            ("settlement_id.account_id", "=", self.account_id.id),
            ("settlement_id.period", "in", months), ("kind", "in", self._named_kinds()),
        ])
        # A row proves only one month, even if several months have the same amount.
        others = self.search([
            ("account_id", "=", self.account_id.id), ("id", "!=", root.id),
            ("proof", "=", "proved"), ("state", "!=", "cancelled"),
            ("corrected_report_id", "=", False),
        ]).settlement_line_ids
        rows = [
            proof.Row(
                line, line.settlement_id.period, line.date or None,
                self._kopecks(line.credit) - self._kopecks(line.debit),
            )
            for line in lines - others
        ]
        owed = self._document_total()
        found = proof.prove(owed, rows, self.period)
        if not root.typed_total:
            return found
        typed = proof.Row(
            self.env["ozon.settlement.line"], self.period, calendar.last_day(self.period),
            self._kopecks(root.typed_total),
        )
        return proof.with_paper(found, proof.prove(owed, [typed], self.period))

    # Business: what a person types

    def _compare_typed(self):
        self.write(self._prepare_number_vals())

    def _follow_settlement(self, settlement):
        """Look for the buy-outs of the month and its neighbours in a new settlement."""
        months = (
            calendar.month_before(settlement.period), settlement.period,
            calendar.next_month(settlement.period),
        )
        for buyout in self.search([
            ("account_id", "=", settlement.account_id.id), ("period", "in", months),
            ("state", "not in", ("waiting", "cancelled")),
        ]):
            old_reference, old_number = buyout._reference(), buyout.number
            buyout.write(buyout._prepare_number_vals())
            if buyout.number != old_number:
                buyout._follow_number(old_reference)
                buyout.message_post(body=buyout.env._(
                    "Ozon's mutual settlement names the document: %s.",
                    buyout._title(buyout.number, buyout.doc_date),
                ))
