from odoo import fields, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain.groups import LOAN, MOVEMENTS


class OzonAccrualType(models.Model):
    """Types that are not services are booked against an account that a person chooses."""

    _inherit = "ozon.accrual.type"

    partner_id = fields.Many2one(
        "res.partner", "Counter-Partner", check_company=True,
        help="Partner of the counter-account of transfers and balance movements. If the type has "
             "neither an account nor a partner, the partner of its group on the Ozon account.",
    )

    def write(self, vals):
        """Resume the movements that waited for the account or partner of a type."""
        result = super().write(vals)
        if not {"account_id", "partner_id"}.isdisjoint(vals):
            # Movements may have waited for the account.
            self.env["ozon.account"].sudo().search([
                ("company_id", "in", self.company_id.ids),
            ])._resume_documents()
        return result

    # Business

    def _is_movement(self):
        """Whether the type has no document of Ozon, and gets an entry of its own."""
        return self.group in MOVEMENTS

    def _is_loan(self):
        """Whether it is the type of loans, which only the cash flow names."""
        return self.name == LOAN

    def _loan_of(self, company):
        """:return: the type for loans of a company"""
        return self._ensure(company).filtered(lambda one: one._is_loan())

    def _movement_account(self, ozon_account, month):
        """The counter-account in a month; empty where none is chosen."""
        self.ensure_one()
        return self.account_id or self._movement_rule(ozon_account, month).ledger_account_id

    def _movement_partner(self, ozon_account, month):
        """The partner of the counter-account in a month; empty as a rule."""
        self.ensure_one()
        if self.account_id or self.partner_id:
            return self.partner_id
        return self._movement_rule(ozon_account, month).partner_id

    def _movement_rule(self, ozon_account, month):
        """The latest rule of the type's group that names an account in a month."""
        last = calendar.last_day(month)
        rules = ozon_account._service_rules(self.group).filtered(
            lambda rule: rule.valid_from <= last and rule.ledger_account_id
        )
        return rules.sorted("valid_from")[-1:]
