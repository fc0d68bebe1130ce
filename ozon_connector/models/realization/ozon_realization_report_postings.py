from odoo import models


class OzonRealizationReportPostings(models.Model):
    """The orders whose goods a report sells."""

    _inherit = "ozon.realization.report"

    # Actions

    def action_open_orders(self):
        """The orders of the report's month that are kept."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("ozon_connector.ozon_posting_action"),
            "domain": [("account_id", "=", self.account_id.id), ("period", "=", self.period)],
        }

    # Business

    def _match(self, patient):
        result = super()._match(patient)
        # The lines of a correction are differences, which have no orders of their own.
        if self.state == "ready" and not self.corrected_report_id:
            self.env["ozon.realization.orders"]._divide_by_orders(self, patient)
        return result
