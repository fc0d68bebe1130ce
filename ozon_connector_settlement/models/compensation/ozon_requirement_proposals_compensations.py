from odoo import api, models


class OzonRequirementProposals(models.AbstractModel):
    """Proposes the account of what Ozon compensates."""

    _inherit = "ozon.requirement.proposals"

    @api.model
    def _propose_compensation_account(self, account):
        return self._propose_ledger_account(
            account, "compensation_account",
            lambda found: account.write({"compensation_account_id": found.id}),
            "ozon.account", ("91.01", "91"),
        )

    @api.model
    def _usual_ledger_account(self, name):
        if name == "compensation_account":
            return "91.01", "income_other"
        return super()._usual_ledger_account(name)

    @api.model
    def _reason_of_ledger_account(self, name):
        if name == "compensation_account":
            return self.env._("The company's account of other income, for what Ozon compensates")
        return super()._reason_of_ledger_account(name)

    @api.model
    def _name_of_ledger_account(self, name):
        if name == "compensation_account":
            return self.env._("Other Income")
        return super()._name_of_ledger_account(name)
