from odoo import models


class AccountMove(models.Model):
    """Entries on Ozon's accounts change the statement of their month."""

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
        """Compare the months that these entries count in, in the background."""
        partners = self.env["ozon.month.ledger"]._partner_ids()
        if not partners.isdisjoint(self.commercial_partner_id.ids) or not partners.isdisjoint(
            self.line_ids.partner_id.ids
        ):
            self.env["ozon.month"]._trigger()
