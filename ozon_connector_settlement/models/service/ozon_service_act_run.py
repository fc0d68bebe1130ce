from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.models.document.ozon_document_change import COMPARED_STATES
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.exceptions import UserError

from ...domain.groups import ACT_OF_GROUP, ALL, UNKNOWN

MAIN = "service"


class OzonServiceActRun(models.Model):
    """Which acts there are, and what makes them go on: accruals, a settlement, a type placed."""

    _inherit = "ozon.service.act"

    # Cron

    @api.model
    def _create_due(self, accounts):
        return super()._create_due(accounts.filtered("book_services"))

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
        """Add up the accruals, once all days of the month are here."""
        missing = self._days_missing()
        if missing:
            self._read_missing(missing)
            raise UserError(self.env._(
                "%(count)s days of Ozon's accruals are not read yet, or do not add up (the first "
                "is %(day)s), so the bill is not drafted. It is as soon as they are here.",
                count=len(missing), day=self._day(missing[0]),
            ))
        result = super()._load(patient)
        if self.kind in (MAIN, ALL):
            self._create_missing(self.account_id, [self.period])
        self.env["ozon.settlement"]._ensure(self.account_id, [self.period]).filtered(
            lambda settlement: settlement.state == "waiting" and not settlement.next_attempt
        )._ask_again()
        return result

    def _read_missing(self, missing):
        """Have days read that never were; those that do not add up are read again tomorrow.

        :param missing: as of `_days_missing`
        """
        stopped = self.env["ozon.accrual.day"].search_count([
            *self._accrual_domain(), ("date", "in", missing), ("state", "=", "stopped"),
        ])
        if stopped < len(missing):
            self.env["ozon.accrual.feed"]._load_now(self.account_id, self.period)

    # Business: what makes acts go on

    @api.model
    def _follow_accruals(self, account, months):
        """Accruals of these months are here that were not before.

        :param months: set of first days
        """
        if not months:
            return
        due = set(calendar.due_months(min(months), utc_now(), self._due_day))
        # Somebody may have asked for a month before it is due.
        asked_for = self.search([
            ("account_id", "=", account.id), ("period", "in", list(months)),
        ]).mapped("period")
        acts = self._create_missing(account, sorted(months & (due | set(asked_for))))
        waiting = acts.filtered(lambda act: act.state in ("waiting", "cancelled"))
        waiting.filtered(lambda act: act.state == "cancelled" and not act.line_ids).write({
            "state": "waiting",
        })
        waiting.filtered(lambda act: act.state == "waiting")._retry_at(utc_now())
        (acts - waiting)._compare_soon()

    @api.model
    def _follow_settlement(self, settlement):
        """A settlement is here: it may prove acts of its month and of the neighbours."""
        months = (
            calendar.month_before(settlement.period), settlement.period,
            calendar.next_month(settlement.period),
        )
        acts = self.search([
            ("account_id", "=", settlement.account_id.id), ("period", "in", months),
            ("corrected_report_id", "=", False),
        ])
        acts._compare_soon()
        unproved = acts.filtered(
            lambda act: act.proof == "missing" and act.period == settlement.period
        )
        if unproved:
            # A document may stand in the settlement of a neighbour.
            self.env["ozon.settlement"]._ensure(settlement.account_id, months).filtered(
                lambda one: one.state == "waiting" and not one.next_attempt
            )._ask_again()

    @api.model
    def _follow_types(self, types):
        """Types were moved to another group: the acts of their months are other ones."""
        rows = self.env["ozon.accrual"]._read_group(
            [("type_id", "in", types.ids)], ["account_id", "date:month"],
        )
        months = {}
        for account, month in rows:
            months.setdefault(account, set()).add(fields.Date.to_date(month))
        for account, changed in months.items():
            self._follow_accruals(account, changed)

    def _compare_soon(self):
        """Let the background look whether what is stored is still what is known."""
        acts = self.filtered(
            lambda act: act.state in COMPARED_STATES and act.account_id.active
        ).try_lock_for_update(allow_referencing=True)
        acts.write({"compare_due": True})
        if acts:
            self._trigger(fields.Datetime.now())

    def _take_over(self, answer, latest):
        """What proves the act is kept, whether or not its figures change by it."""
        root = self.corrected_report_id or self
        root.write(root._prepare_proof_vals(answer))
        return super()._take_over(answer, latest)
