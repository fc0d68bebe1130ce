from odoo import models


class OzonRealizationReport(models.Model):
    """The button that receives what a report lacks, for goods without documents."""

    _inherit = "ozon.realization.report"

    def action_kopeck_receipt(self):
        """Ask for the receipt of what the report would drive below zero."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ozon.kopeck.receipt"]._action_for_report(self)
