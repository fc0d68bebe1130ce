from odoo import models


class AccountMove(models.Model):
    """An entry on Ozon's accounts changes the statement of its month."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._compare_ozon_months()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._compare_ozon_months()
        return result

    def _compare_ozon_months(self):
        """Let the background compare the months that these entries count in."""
        partners = self.env["ozon.month.books"]._partner_ids()
        if not partners.isdisjoint(self.commercial_partner_id.ids) or not partners.isdisjoint(
            self.line_ids.partner_id.ids
        ):
            self.env["ozon.month"]._trigger()
