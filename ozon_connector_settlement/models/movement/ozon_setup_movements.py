from odoo import models


class OzonSetup(models.TransientModel):
    """The button that mends a lacking account leads to the types."""

    _inherit = "ozon.setup"

    def action_mend(self, name):
        if name != "counter_account":
            return super().action_mend(name)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "ozon_connector_settlement.ozon_accrual_type_action"
        )
