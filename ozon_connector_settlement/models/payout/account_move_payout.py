from odoo import models


class AccountMove(models.Model):
    """A bank entry that is reset or deleted is no longer a payout."""

    _inherit = "account.move"

    def button_draft(self):
        self.env["ozon.payout"].sudo()._release_entries(self.sudo())
        return super().button_draft()

    def button_cancel(self):
        self.env["ozon.payout"].sudo()._release_entries(self.sudo())
        return super().button_cancel()

    def unlink(self):
        self.env["ozon.payout"].sudo()._release_entries(self.sudo())
        return super().unlink()
