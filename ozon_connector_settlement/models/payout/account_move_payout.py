from odoo import models


class AccountMove(models.Model):
    """An entry of the bank that is taken back or deleted is no payout any more."""

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
