from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """A bill for Ozon's services leads to the accruals behind it."""

    _inherit = "account.move"

    def action_open_ozon_accruals(self):
        """Open the accruals behind a service bill."""
        self.ensure_one()
        self.check_access("read")
        act = self.env["ozon.service.act"].search([("bill_id", "=", self.id)])
        if not act:
            raise UserError(self.env._(
                "%s is not a bill for Ozon's services, so it has no accruals to open.",
                self.display_name,
            ))
        return act.action_open_accruals()
