from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain.groups import ACT_OF_GROUP, ALL, UNKNOWN

MAIN = "service"


class OzonServiceActRun(models.Model):
    """Which acts there are, and what makes them go on: accruals, a settlement, a type placed."""

    _inherit = "ozon.service.act"

    # Business: which acts there are

    @api.model
    def _create_missing(self, account, months):
        """The acts of the given months: one for each kind that has accruals.

        Of a month whose days are not all read, the act of Ozon's own services waits for them.

        :param months: dates, the first day of each month
        """
        months = list(months)
        acts = self.with_env(account._for_bookkeeper().env)
        known = acts.search([
            ("account_id", "=", account.id), ("period", "in", months),
            ("corrected_report_id", "=", False),
        ])
        there = {(act.period, act.kind) for act in known}
        wanted = {
            (month, kind) for month in months for kind in self._kinds_of_month(account, month)
        }
        created = acts._create_once([
            {"account_id": account.id, "period": month, "kind": kind}
            for month, kind in sorted(wanted - there)
        ])
        return (known | created).sorted("period")

    @api.model
    def _kinds_of_month(self, account, month):
        """:return: set of the kinds of acts that the accruals of a month come in"""
        in_one = self._is_in_one(account, month)
        rows = self.env["ozon.accrual"]._read_group(
            [
                ("account_id", "=", account.id), ("date", ">=", month),
                ("date", "<=", calendar.last_day(month)),
            ],
            ["type_id"],
        )
        groups = {kind.group for [kind] in rows}
        kinds = {ACT_OF_GROUP[group] for group in groups if group in ACT_OF_GROUP}
        if in_one:
            return (kinds & {UNKNOWN}) | {ALL}
        return kinds | {MAIN}

    # Business: the first step

    def _load(self, patient):
        """With the first act of a month come the others, and what proves them is asked for."""
        result = super()._load(patient)
        if self.kind in (MAIN, ALL):
            self._create_missing(self.account_id, [self.period])
        self.env["ozon.settlement"]._ensure(self.account_id, [self.period]).filtered(
            lambda settlement: settlement.state == "waiting" and not settlement.next_attempt
        )._ask_again()
        return result

    # Business: what makes acts go on

    @api.model
    def _follow_settlement(self, settlement):
        acts = super()._follow_settlement(settlement)
        unproved = acts.filtered(
            lambda act: act.proof == "missing" and act.period == settlement.period
        )
        if unproved:
            # A document may stand in the settlement of a neighbour.
            self.env["ozon.settlement"]._ensure(
                settlement.account_id, self._months_around(settlement.period),
            ).filtered(
                lambda one: one.state == "waiting" and not one.next_attempt
            )._ask_again()
        return acts
