from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain.groups import MOVEMENTS


class OzonBalanceMovementRun(models.Model):
    """Which movements a month has: one for each type with accruals."""

    _inherit = "ozon.balance.movement"

    # Cron

    @api.model
    def _create_due(self, accounts):
        return super()._create_due(accounts.filtered("book_movements"))

    # Business

    _key_fields = ("type_id",)

    @api.model
    def _create_missing(self, account, months, keys=None):
        months, keys = list(months), set()
        if months and account.book_services and account.book_movements:
            keys = self._types_to_book(account, months)
        return super()._create_missing(account, months, keys)

    @api.model
    def _types_to_book(self, account, months):
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
