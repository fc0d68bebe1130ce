from odoo import api, models
from odoo.addons.ozon_connector.models.document.ozon_document_setup import SETUP_STATES


class OzonRequirement(models.AbstractModel):
    """What balance movements need: a counter-account for each type."""

    _inherit = "ozon.requirement"

    @api.model
    def _names(self):
        return [*super()._names(), "counter_account"]

    @api.model
    def _need_counter_account(self, account, document):
        """A type without an account blocks its own movements only."""
        if not account.book_services or not account.book_movements:
            return None
        title = self.env._("Accounts of transfers and balance movements")
        movements = document or self.env["ozon.balance.movement"].search([
            ("account_id", "=", account.id), ("state", "in", SETUP_STATES),
            ("move_id", "=", False),
        ])
        lacking = movements.filtered(lambda movement: not self._usable(
            movement.type_id._movement_account(account, movement.period)
        )).type_id
        if not lacking:
            return self._row("counter_account", title, "passed", self.env._(
                "Every type that occurs has one",
            ))
        return self._row(
            "counter_account", title, "failed" if document else "confirm", self.env._(
                "No counter-account for %s, so its entry cannot be created; all other documents "
                "continue. Choose the account on the type of accruals, or for its group on the "
                "Ozon account (Services ▸ Groups of Services).",
                ", ".join(f"«{a_type.title}»" for a_type in lacking),
            ), [(self.env._("Types of Accruals"), "action_mend")],
        )
