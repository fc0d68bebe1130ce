from odoo import models


class AccountBankStatementLine(models.Model):
    """A bank line that is undone or deleted is no longer a payout."""

    _inherit = "account.bank.statement.line"

    def action_undo_reconciliation(self):
        self.env["ozon.payout"].sudo()._release_lines(self)
        return super().action_undo_reconciliation()

    def unlink(self):
        # Odoo deletes the lines before their entries, which then have no line any more.
        self.env["ozon.payout"].sudo()._release_entries(self.sudo().move_id)
        return super().unlink()
