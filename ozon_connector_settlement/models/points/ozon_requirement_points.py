from odoo import api, models
from odoo.addons.ozon_connector.models.document.ozon_document_setup import SETUP_STATES

from ...domain.points import OVERUSE, PREMIUM


class OzonRequirement(models.AbstractModel):
    """What acts of points need: an income account for premiums."""

    _inherit = "ozon.requirement"

    @api.model
    def _names(self):
        return [*super()._names(), "points_account"]

    @api.model
    def _need_points_account(self, account, document):
        """Only months with points left over need it."""
        if not account.book_points_acts:
            return None
        title = self.env._("Account of premiums for points")
        acts = document or self.env["ozon.points.act"].search([
            ("account_id", "=", account.id), ("state", "in", SETUP_STATES),
            ("move_id", "=", False),
        ])
        kinds = {kind for kind in acts.mapped("kind") if not self._usable(
            account._points_account(kind)
        )}
        if PREMIUM in kinds:
            text = self.env._(
                "No income account for Ozon's premium, so its act cannot be drafted; all other "
                "documents continue. Choose the Premium Account on the account %s.", account.name,
            )
        elif OVERUSE in kinds:
            text = self.env._(
                "No expense account for points overuse, so its bill cannot be drafted; all other "
                "documents continue. Choose the Points Overuse Account on the account %s.",
                account.name,
            )
        else:
            return self._row("points_account", title, "passed", (
                account.premium_account_id.display_name or self.env._("Not needed yet")
            ))
        return self._row(
            "points_account", title, "failed" if document else "confirm", text,
            [(self.env._("Account"), "action_mend")],
        )
