from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class OzonPayoutPayment(models.Model):
    """A payment for a payout, for companies that keep no bank statements."""

    _inherit = "ozon.payout"

    def _create_payment(self):
        """Book a payment on the day Ozon paid; a bank line that arrives later settles it."""
        self.ensure_one()
        payment = self.env["account.payment"].create(self._prepare_payment_vals())
        if not payment.outstanding_account_id:
            # Without it Odoo creates no entry if an app for reconciliation is installed.
            payment.outstanding_account_id = payment._get_outstanding_account(payment.payment_type)
        payment.action_post()
        self.payment_is_ours = True
        self._take(payment, "person")

    def _prepare_payment_vals(self):
        return {
            "payment_type": "inbound" if self.amount > 0 else "outbound",
            "partner_type": "customer",
            "partner_id": self._partner().id,
            "amount": abs(self.amount),
            "currency_id": self.currency_id.id,
            "journal_id": self._payment_journal().id,
            "date": self.date,
            "memo": self.env._("Ozon's payout of %s", format_date(self.env, self.date)),
            "destination_account_id": self._ledger_account().id,
        }

    def _payment_journal(self):
        """:raises UserError: the company has no bank journal in this currency"""
        journals = self.account_id._bank_journals().filtered(
            lambda journal: (journal.currency_id or journal.company_id.currency_id)
            == self.currency_id
        )
        if not journals:
            raise UserError(self.env._(
                "No payment was created for %(payout)s, because there is no bank journal in "
                "%(currency)s. Create one under Invoicing ▸ Configuration ▸ Journals, or choose "
                "another Bank Journal on the account %(account)s.",
                payout=self.display_name, currency=self.currency_id.name,
                account=self.account_id.name,
            ))
        return journals[0]
