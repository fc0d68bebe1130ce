from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """The accounts of the company, on the page of Ozon in the settings."""

    _inherit = "res.config.settings"

    ozon_account_ids = fields.Many2many(
        "ozon.account", string="Ozon Accounts", compute="_compute_ozon_account_ids",
    )

    @api.depends("company_id")
    def _compute_ozon_account_ids(self):
        for settings in self:
            settings.ozon_account_ids = self.env["ozon.account"].search([
                ("company_id", "=", settings.company_id.id),
            ])
