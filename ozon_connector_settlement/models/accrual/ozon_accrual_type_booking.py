from odoo import models
from odoo.addons.ozon_connector.domain import calendar


class OzonAccrualType(models.Model):
    """How a type is booked: in the document of its group, on its account, with its taxes."""

    _inherit = "ozon.accrual.type"

    def write(self, vals):
        result = super().write(vals)
        if "group" in vals:
            for kind in self.env["ozon.accrued.document.mixin"].sudo()._accrued_kinds():
                kind._follow_types(self)
        return result

    def _taxes(self, ozon_account, month):
        """The taxes of the type in a month: its own, else its group's, else the commission's.

        :param ozon_account: an `ozon.account`
        :param month: the first day of the month
        """
        self.ensure_one()
        last = calendar.last_day(month)
        own = self.tax_ids.filtered(lambda row: row.valid_from <= last).sorted("valid_from")
        if own:
            return own[-1].tax_ids
        return ozon_account._taxes_of_group(self.group, month)

    def _ledger_account(self, ozon_account, month):
        """The expense account of the type in a month; empty where none is chosen."""
        self.ensure_one()
        last = calendar.last_day(month)
        rules = ozon_account._service_rules(self.group).filtered(
            lambda rule: rule.valid_from <= last and rule.ledger_account_id
        )
        return (
            self.account_id or rules.sorted("valid_from")[-1:].ledger_account_id
            or ozon_account.service_account_id
        )
