from odoo import models


class OzonSetup(models.TransientModel):
    """The button that fixes a missing account opens the types."""

    _inherit = "ozon.setup"

    def action_mend(self, name):
        if name != "counter_account":
            return super().action_mend(name)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "ozon_connector_settlement.ozon_accrual_type_action"
        )
