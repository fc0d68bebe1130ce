"""A monthly report of fines: /v1/finance/fines, a bill without tax, one line per fine."""

from dataclasses import dataclass
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.addons.ozon_connector.domain import settlement
from odoo.addons.ozon_connector.ozon_api import reading
from odoo.addons.ozon_connector.ozon_api.decoding import decode


@dataclass(frozen=True)
class FinesReport:
    """An answer: the report's number and date, and the cost of each fine by its reason."""

    raw: bytes
    number: str
    day: object
    fines: dict


def read_fines(content):
    answer = decode(content, fines=lambda fine: (
        reading.text(fine, "reason"), reading.kopecks(fine, "amount"),
    ))
    return FinesReport(
        raw=content, number=reading.text(answer, "number"), day=reading.day(answer, "date"),
        fines=dict(answer["fines"]),
    )


class OzonFines(models.Model):
    _name = "ozon.fines"
    _description = "Ozon Fines Report"
    _inherit = "ozon.document.mixin"

    _due_day = 5
    _entry_fields = ("bill_id",)

    corrected_report_id = fields.Many2one("ozon.fines", readonly=True, copy=False)
    correction_ids = fields.One2many("ozon.fines", "corrected_report_id", readonly=True)
    bill_id = fields.Many2one("account.move", readonly=True, copy=False, check_company=True)
    # {reason: amount as text}; in a correction, the changes.
    fines = fields.Json(readonly=True, copy=False)
    amount = fields.Monetary(readonly=True)

    @api.model
    def _ozon_methods(self):
        return {"/v1/finance/fines": "loading fines"}

    def _ask(self, client):
        body = {"date": f"{self.period:%Y-%m}"}
        return client.ask("/v1/finance/fines", body, read_fines)

    def _prepare_header_vals(self, answer):
        return {"number": answer.number, "doc_date": answer.day}

    def _store(self, answer):
        fines = self._changes(answer.fines, self._booked_fines())
        self.write({
            **self._prepare_header_vals(answer),
            "fines": {reason: str(amount) for reason, amount in fines.items()},
            "amount": float(sum(fines.values())),
            "state": "loaded",
        })

    def _draft(self):
        if self._current(self.bill_id):
            return
        sign = -1 if self.amount < 0 else 1
        lines = [
            Command.create({
                "name": reason, "quantity": 1, "price_unit": sign * float(amount),
                "account_id": self.account_id.fee_account_id.id
                or self._purchase_journal().default_account_id.id,
                "tax_ids": [Command.clear()],
            })
            for reason, amount in self._own_fines().items()
        ]
        self.bill_id = self._create_entry({
            **self._prepare_entry_vals(
                "in_refund" if sign < 0 else "in_invoice", self._purchase_journal(),
            ),
            "invoice_line_ids": lines,
        })

    def _lead_amount(self):
        return -self._kopecks(self.amount)

    def _checks(self):
        if self.state not in ("to_review", "posted"):
            return []
        total = self.bill_id.amount_total_in_currency_signed
        return [self._check(
            "bill", "The bill is what the fines cost", self._kopecks(total) == self._lead_amount(),
            f"{self._money(-total)} of {self._money(self.amount)}",
        )]

    def _difference(self, answer):
        return self._changes(answer.fines, self._present_fines())

    # What this kind computes itself

    def _own_fines(self):
        return {reason: Decimal(amount) for reason, amount in (self.fines or {}).items()}

    def _present_fines(self):
        """The fines of the report and its corrections together."""
        return self._sums(self | self._open_corrections())

    def _booked_fines(self):
        """The fines that a correction starts from."""
        before = self.corrected_report_id._open_corrections().filtered(
            lambda one: one.correction_number < self.correction_number
        )
        return self._sums(self.corrected_report_id | before)

    @api.model
    def _sums(self, reports):
        sums = {}
        for report in reports:
            for reason, amount in report._own_fines().items():
                sums[reason] = sums.get(reason, settlement.ZERO) + amount
        return sums

    @api.model
    def _changes(self, new, old):
        changes = {
            reason: new.get(reason, settlement.ZERO) - old.get(reason, settlement.ZERO)
            for reason in {**old, **new}
        }
        return {reason: amount for reason, amount in changes.items() if amount}
