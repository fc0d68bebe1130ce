from odoo import api, models

from ...domain import figures as rules


class OzonBalanceMovementEntry(models.Model):
    """The entry of a movement, dated on the last day of its month, and its checks."""

    _inherit = "ozon.balance.movement"

    @api.depends("amount", "move_id.line_ids.amount_currency", "type_id.group")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    def _reference(self):
        return f"{super()._reference()}: {self.type_id.title}"

    def _entry_label(self):
        return self.type_id.title

    def _counter_account(self):
        ledger_account = self.type_id._movement_account(self.account_id, self.period)
        return self._fiscal_position().map_account(ledger_account)

    def _counter_partner(self):
        return self.type_id._movement_partner(self.account_id, self.period)

    def _draft(self):
        self._check_currency_rate()
        self._activate_currency()
        if not self._current(self.move_id):
            self._discard(self._followers())
            self.move_id = self._create_two_sides()

    # Checks

    def _checks(self):
        if self.state == "waiting":
            return [self._check_days()]
        if not self._has_contents():
            return []
        checks = [self._check_accruals(), self._check_days()]
        if self.state in ("to_review", "posted"):
            checks += [self._check_entry(), self._check_dates(), *self._check_twice()]
        return checks + self._check_by_hand()

    def _check_accruals(self):
        """Whether the movement still equals the current accruals."""
        sums, _currency = self._sums_of_types()
        root = self.corrected_report_id or self
        now, stored = rules.total(sums), rules.total(root._present_figures())
        return self._check(
            "accruals", self.env._("The movement matches the accruals"), now == stored,
            self.env._(
                "Movement %(stored)s, accruals of the month %(now)s",
                stored=self._money(stored), now=self._money(now),
            ),
        )
