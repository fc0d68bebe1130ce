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
