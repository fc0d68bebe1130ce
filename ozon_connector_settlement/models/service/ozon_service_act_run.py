from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain.groups import ACT_OF_GROUP, ALL, UNKNOWN

MAIN = "service"


class OzonServiceActRun(models.Model):
    """Which acts there are, and what resumes them: accruals, a settlement, or a type's group."""

    _inherit = "ozon.service.act"

    # Business: which acts there are

    _key_fields = ("kind",)

    @api.model
    def _create_missing(self, account, months, keys=None):
        """One for each kind that has accruals.

        The act of Ozon's own services is always created, to wait for days that are not read yet.
        """
        months = list(months)
        return super()._create_missing(account, months, {
            (month, kind) for month in months for kind in self._kinds_of_month(account, month)
        })

    @api.model
    def _kinds_of_month(self, account, month):
        """:return: set of the kinds of acts that a month needs"""
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
        """With the first act of a month create the others, and order what may prove them."""
        result = super()._load(patient)
        if self.kind in (MAIN, ALL):
            self._create_missing(self.account_id, [self.period])
        self.env["ozon.settlement"]._ask_for(self.account_id, [self.period])
        return result

    # Business: what resumes documents

    @api.model
    def _follow_settlement(self, settlement):
        acts = super()._follow_settlement(settlement)
        unproved = acts.filtered(
            lambda act: act.proof == "missing" and act.period == settlement.period
        )
        if unproved:
            # A document may be in the settlement of a neighbouring month.
            self.env["ozon.settlement"]._ask_for(
                settlement.account_id, self._months_around(settlement.period),
            )
        return acts
