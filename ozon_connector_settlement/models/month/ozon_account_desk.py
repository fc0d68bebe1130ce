from odoo import api, models


class OzonAccount(models.Model):
    """The first page of the app is the desk."""

    _inherit = "ozon.account"

    # Actions

    @api.model
    def action_open_overview(self):
        """The desk, in place of the cards of the accounts."""
        self.check_access("read")
        return self.env["ir.actions.client"]._for_xml_id(
            "ozon_connector_settlement.ozon_desk_action"
        )
