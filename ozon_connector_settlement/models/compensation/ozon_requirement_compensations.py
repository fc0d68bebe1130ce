from odoo import api, models


class OzonRequirement(models.AbstractModel):
    """What is needed in addition to book compensations."""

    _inherit = "ozon.requirement"

    @api.model
    def _names(self):
        return [*super()._names(), "compensation_account"]

    @api.model
    def _need_compensation_account(self, account, document):
        """Only for accounts that have compensations; others do not need it."""
        title = self.env._("Compensation account")
        has_some = document or self.env["ozon.compensation"].search_count([
            ("account_id", "=", account._origin.id), ("amount", "!=", 0),
        ], limit=1)
        if not has_some:
            return None
        ledger_account = self._usable(account.compensation_account_id)
        if ledger_account:
            return self._row("compensation_account", title, "passed", ledger_account.display_name)
        return self._row("compensation_account", title, "failed", self.env._(
            "The account %s has no Compensation Account, so compensations cannot be booked. Choose "
            "an income account there.", account.name,
        ), [(self.env._("Account"), "action_mend")])

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
