from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain.groups import MOVEMENTS


class OzonBalanceMovementRun(models.Model):
    """Which movements a month has: one for each type with accruals, and one for a loan."""

    _inherit = "ozon.balance.movement"

    # Cron

    @api.model
    def _create_due(self, accounts):
        return super()._create_due(accounts.filtered("book_movements"))

    # Business

    _key_fields = ("type_id",)

    @api.model
    def _create_missing(self, account, months, keys=None):
        """One for each type with accruals, and one for a loan."""
        months, keys = list(months), set()
        if months and account.book_services and account.book_movements:
            keys = self._accrued_types(account, months) | self._loans(account, months)
        return super()._create_missing(account, months, keys)

    @api.model
    def _accrued_types(self, account, months):
        """:return: set of (month, id of a type) that has accruals"""
        rows = self.env["ozon.accrual"]._read_group(
            [
                ("account_id", "=", account.id), ("date", ">=", min(months)),
                ("date", "<=", calendar.last_day(max(months))),
                ("type_id.group", "in", list(MOVEMENTS)),
            ],
            ["date:month", "type_id"],
        )
        found = {(fields.Date.to_date(month), a_type.id) for month, a_type in rows}
        return {(month, type_id) for month, type_id in found if month in months}

    @api.model
    def _loans(self, account, months):
        """:return: set of (month, id of the type of loans) where Ozon's balance contains a loan"""
        found = self.env["ozon.month"].search([
            ("account_id", "=", account.id), ("period", "in", months), ("loan_amount", "!=", 0),
        ])
        a_type = self.env["ozon.accrual.type"]._loan_of(account.company_id) if found else None
        if not a_type or not a_type._is_movement():
            return set()
        return {(month.period, a_type.id) for month in found}
