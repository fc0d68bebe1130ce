from odoo import api, models

# The exchange accounts as in a new chart: (field of the company, code, type).
EXCHANGE_ACCOUNTS = (
    ("income_currency_exchange_account_id", "91.01", "income_other"),
    ("expense_currency_exchange_account_id", "91.02", "expense"),
)


class OzonRequirement(models.AbstractModel):
    """What payouts in another currency need: a journal and accounts for exchange differences.

    Without them Odoo reconciles nothing in another currency.
    """

    _inherit = "ozon.requirement"

    @api.model
    def _names(self):
        return [*super()._names(), "exchange_journal"]

    @api.model
    def _need_exchange_journal(self, account, document):
        """No document needs it, so it blocks none."""
        company = account.company_id
        if document or self._contract_currencies(account) <= company.currency_id:
            return None
        title, journal = self.env._("Exchange differences"), company.currency_exchange_journal_id
        if self._usable(journal) and all(company[field] for field, *_ in EXCHANGE_ACCOUNTS):
            return self._row("exchange_journal", title, "passed", journal.display_name)
        return self._row("exchange_journal", title, "confirm", self.env._(
            "The company keeps its books in %(books)s and Ozon pays in %(paid)s, but Odoo does not "
            "know where exchange differences go, so payouts cannot be booked. Choose the journal "
            "and both accounts under Invoicing ▸ Configuration ▸ Settings.",
            books=company.currency_id.name,
            paid=", ".join(self._contract_currencies(account).mapped("name")),
        ), [(self.env._("Settings"), "action_mend")])

    @api.model
    def _contract_currencies(self, account):
        """The currencies in which Ozon settles with the account; rubles while no month is known."""
        months = self.env["ozon.month"].search([("account_id", "=", account._origin.id)])
        return months.currency_id or self.env.ref("base.RUB")
