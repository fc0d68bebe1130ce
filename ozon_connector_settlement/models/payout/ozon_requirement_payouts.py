from odoo import Command, api, models
from odoo.addons.ozon_connector.models.setup.ozon_requirement_proposals import Proposal

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

    @api.model
    def _propose_exchange_journal(self, account):
        company = account.company_id
        if not self._has_ledger_accounts(company):
            return None
        return Proposal(
            "exchange_journal", self.env._("Exchange Differences"),
            self.env._("A journal and accounts for exchange differences until Ozon pays"),
            lambda: self._create_exchange_journal(company), "res.company",
        )

    @api.model
    def _create_exchange_journal(self, company):
        vals = {
            field: self._exchange_account(company, code, account_type).id
            for field, code, account_type in EXCHANGE_ACCOUNTS if not company[field]
        }
        if not self._usable(company.currency_exchange_journal_id):
            vals["currency_exchange_journal_id"] = self.env["account.journal"].create({
                "name": self.env._("Exchange Differences"), "type": "general",
                "company_id": company.id, "show_on_dashboard": False,
            }).id
        company.write(vals)

    @api.model
    def _exchange_account(self, company, code, account_type):
        """The company's account of this type, preferably with this code; else a new one."""
        found = self._ledger_accounts(company, account_type)
        usual = found.filtered(lambda one: (one.code or "").startswith(code))
        return (usual or found)[:1] or self.env["account.account"].create({
            "name": self.env._("Exchange Differences"), "account_type": account_type,
            "code": self._free_code(company, code), "company_ids": [Command.set(company.ids)],
        })
