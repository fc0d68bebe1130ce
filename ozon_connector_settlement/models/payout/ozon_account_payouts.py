import re

from odoo import fields, models


class OzonAccount(models.Model):
    """How Ozon's payouts are found in the bank."""

    _inherit = "ozon.account"

    payout_journal_id = fields.Many2one(
        "account.journal", "Bank Journal", check_company=True, domain="[('type', '=', 'bank')]",
        help="The bank account that Ozon pays to. Empty: all bank accounts of the company.",
    )
    payout_days_before = fields.Integer(
        "Days Before", default=1,
        help="How many days before Ozon's date the payout may appear in the bank.",
    )
    payout_days_after = fields.Integer(
        "Days After", default=7,
        help="How many days after Ozon's date the payout may appear in the bank.",
    )
    payer_inn = fields.Char(
        "Payer's INN",
        help="A bank line without a partner comes from Ozon if its text has this INN. Separate "
             "several by spaces. Empty: the INN of the Ozon contact.",
    )

    _payout_window = models.Constraint(
        "CHECK(payout_days_before BETWEEN 0 AND 31 AND payout_days_after BETWEEN 0 AND 60)",
        "Enter at most 31 days before and at most 60 days after Ozon's date, and none below 0.",
    )

    def _has_figures(self):
        return super()._has_figures() or bool(
            self.env["ozon.payout"].search_count([("account_id", "=", self.id)], limit=1)
        )

    def _payer_inns(self):
        """:return: list of the INNs by which a bank text may name Ozon"""
        partner = self.partner_id.commercial_partner_id
        return re.findall(r"\w+", self.payer_inn or partner.vat or "")

    def _bank_journals(self):
        """The journals in which payouts are searched."""
        Journal = self.env["account.journal"]
        return self.payout_journal_id or Journal.search([
            *Journal._check_company_domain(self.company_id), ("type", "=", "bank"),
        ])
