from odoo import Command, api, models
from odoo.addons.ozon_connector.models.setup.ozon_requirement_proposals import Proposal

from .ozon_requirement_payouts import EXCHANGE_ACCOUNTS


class OzonRequirementProposals(models.AbstractModel):
    """Proposes the journal and the accounts of exchange differences."""

    _inherit = "ozon.requirement.proposals"

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
