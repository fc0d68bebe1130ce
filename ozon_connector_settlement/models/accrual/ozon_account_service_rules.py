from odoo import fields, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain.groups import WITHOUT_VAT


class OzonAccount(models.Model):
    """Whether the account books Ozon's services, and how."""

    _inherit = "ozon.account"

    book_services = fields.Boolean(
        default=True,
        help="Reads Ozon's accruals every day and drafts a bill for the services of each month. "
             "Switch it off if you book services in another way.",
    )
    service_bills = fields.Selection(
        [("by_kind", "One for each document of Ozon"), ("in_one", "One for all")],
        "Bills of Services", default="by_kind", required=True,
        help="Ozon issues an act of its own services, a report of re-invoiced services and others. "
             "Months that already have bills keep their setting.",
    )
    service_account_id = fields.Many2one(
        "account.account", "Services Account", check_company=True,
        help="The expense account of services. Empty: the commission account.",
    )
    service_rule_ids = fields.One2many("ozon.service.rule", "account_id", "Groups of Services")

    def _service_rules(self, group):
        """The rules of a group of accrual types."""
        return self.service_rule_ids.filtered(lambda rule: rule.group == group)

    def _taxes_of_group(self, group, month):
        """The taxes of a group in a month: by its rule, else those of the commission.

        :return: `account.tax`; empty means without VAT
        """
        last = calendar.last_day(month)
        rules = self._service_rules(group).filtered(lambda rule: rule.valid_from <= last)
        if rules:
            return rules.sorted("valid_from")[-1].tax_ids
        if group in WITHOUT_VAT:
            return self.env["account.tax"]
        return self._fee_taxes(month)
