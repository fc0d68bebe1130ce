from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.tools.moments import utc_now


class OzonAccount(models.Model):
    """The months of an account, and which entries count in them."""

    _inherit = "ozon.account"

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        self.env.registry.clear_cache()
        return accounts

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.env.registry.clear_cache()
        return result

    # Actions

    def action_load_months(self):
        """Ask Ozon for the balance of all months from `import_from` on, in the background."""
        self.check_access("read")
        for account in self:
            self.env["ozon.month"]._check_connected(account)
        today = utc_now().astimezone(calendar.MOSCOW).date()
        for account in self.sudo():
            months = self.env["ozon.month"].sudo()._ensure(
                account, calendar.months(account.import_from, today),
            )
            months._ask_again()
        return True
