from odoo import models


class OzonSetup(models.TransientModel):
    """The button for exchange differences opens the settings of Invoicing."""

    _inherit = "ozon.setup"

    def action_mend(self, name):
        if name != "exchange_journal":
            return super().action_mend(name)
        return self.env["ir.actions.act_window"]._for_xml_id("account.action_account_config")
