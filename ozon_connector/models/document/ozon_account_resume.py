from odoo import models


class OzonAccountResume(models.Model):
    """Continues documents whose settings are complete, and keeps settings while they are booked."""

    _inherit = "ozon.account"

    def write(self, vals):
        self.env["ozon.booking"]._check_rules_stay(self, vals)
        result = super().write(vals)
        self._resume_documents()
        return result

    def _resume_documents(self):
        """Continue the documents whose missing setting has been filled in."""
        for kind in self.env["ozon.document"].sudo()._kinds():
            kind._resume(self)
