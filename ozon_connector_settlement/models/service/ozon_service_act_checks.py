from odoo import api, models
from odoo.addons.ozon_connector.domain import settlement

from ...domain import figures as rules


class OzonServiceActChecks(models.Model):
    """The checks of an act."""

    _inherit = "ozon.service.act"

    @api.depends("amount", "bill_id.amount_total", "line_ids", "proof", "takes_settlement",
                 "typed_total")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    def _checks(self):
        if self.state == "waiting":
            return [self._check_days()]
        if not self.line_ids:
            return []
        checks = [self._check_accruals(), self._check_days(), self._check_proof()]
        if self.state in ("to_review", "posted"):
            checks += [self._check_bill(), self._check_dates()]
        return checks + self._check_by_hand()

    def _check_accruals(self):
        """Whether the act still equals the accruals, which Ozon may have changed since."""
        sums, _currency = self._sums_of_types()
        root = self.corrected_report_id or self
        present = {
            key: figure for key, figure in root._present_figures().items()
            if key[0] == rules.ACCRUALS
        }
        now, stored = rules.total(sums), rules.total(present)
        return self._check(
            "accruals", self.env._("The act matches the accruals"), now == stored,
            self.env._(
                "Act %(stored)s, accruals of the month %(now)s",
                stored=self._money(-stored), now=self._money(-now),
            ),
        )

    def _check_proof(self):
        title = self.env._("Ozon's document says the same")
        named = self._proof_names()
        amounts = {
            "settlement": self._money(self.settlement_amount), "named": named,
            "amount": self._money(self.settlement_amount - self.difference),
            "points": self._money(self.points_used), "difference": self._money(self.difference),
        }
        if self.proof == "missing":
            return self._check("proof", title, None, self.env._(
                "Not proved: Ozon's mutual settlement is not loaded, or does not name this "
                "document. It is requested every day"
            ))
        if self.proof == "proved":
            return self._check("proof", title, True, self.env._(
                "%(settlement)s by %(named)s", **amounts,
            ))
        if self.proof == "points":
            return self._check("proof", title, True, self.env._(
                "%(settlement)s by %(named)s; points have paid the rest", **amounts,
            ))
        if self.takes_settlement:
            return self._check("proof", title, None, self.env._(
                "%(settlement)s by %(named)s is used, with a line for the difference of "
                "%(difference)s", **amounts,
            ))
        return self._check("proof", title, False, self.env._(
            "Ozon states %(settlement)s by %(named)s, the accruals add up to %(amount)s: a "
            "difference of %(difference)s. Take Ozon's total, or wait", **amounts,
        ))

    def _check_bill(self):
        total = -self._kopecks(self.bill_id.amount_total_in_currency_signed)
        changed = self._changed_bill_lines()
        if changed:
            return self._check("bill", self.env._("The bill matches the act"), False, (
                self.env._("Changed by hand: %s", ", ".join(changed))
            ))
        return self._check(
            "bill", self.env._("The bill matches the act"),
            total == self._kopecks(self.amount),
            self.env._(
                "Bill %(bill)s, act %(amount)s", bill=self._money(total),
                amount=self._money(self.amount),
            ),
        )

    def _changed_bill_lines(self):
        """Where the bill differs from the act: another amount or other taxes of a service.

        :return: list of labels; lines without a service do not come from the act
        """
        bill = self._current(self.bill_id)
        said = bill.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        by_line = said.grouped("ozon_act_line_id")
        allowed = self._rounding(bill) + settlement.KOPECK
        changed = [line.name or "—" for line in said if not line.ozon_act_line_id]
        for line in self.line_ids if bill else ():
            booked = by_line.get(line, said.browse())
            amount = sum(booked.mapped("price_total")) * bill.direction_sign
            same = abs(self._kopecks(amount) + self._kopecks(line.amount)) <= allowed
            # Settings may have changed since it was posted.
            as_set = self.state == "posted" or booked.tax_ids == self._taxes_of_line(line)
            if not same or not as_set:
                changed.append(line.name)
        return changed
