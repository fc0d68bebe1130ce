from odoo import models


class AccountBankStatementLine(models.Model):
    """A line of the bank that is undone or deleted is no payout any more."""

    _inherit = "account.bank.statement.line"

    def action_undo_reconciliation(self):
        self.env["ozon.payout"].sudo()._release_lines(self)
        return super().action_undo_reconciliation()

    def unlink(self):
        # Odoo deletes the lines first and their entries then, which know of no line any more.
        self.env["ozon.payout"].sudo()._release_entries(self.sudo().move_id)
        return super().unlink()
