from odoo import api, fields, models


class OzonRealizationReportKopeck(models.Model):
    """Goods without documents that were received so that a report finds them in stock."""

    _inherit = "ozon.realization.report"

    kopeck_receipt_ids = fields.One2many(
        "purchase.order", "ozon_report_id", "1-Kopeck Receipts", readonly=True,
        domain=[("state", "!=", "cancel")],
    )
    kopeck_receipt_count = fields.Integer(
        "Number of 1-Kopeck Receipts", compute="_compute_kopeck_receipt_count",
    )

    @api.depends("kopeck_receipt_ids")
    def _compute_kopeck_receipt_count(self):
        for report in self:
            report.kopeck_receipt_count = len(report.kopeck_receipt_ids)

    def _way_out_of_shortage(self):
        return self.env._(
            "Bring the goods there by a transfer, receive goods without documents for 1 kopeck "
            "(both from the report's page), or allow negative stock on the account."
        )

    def action_open_kopeck_receipts(self):
        """The receipts of goods without documents that were created for the report."""
        self.ensure_one()
        self.check_access("read")
        return self.kopeck_receipt_ids._get_records_action(name=self.env._("1-Kopeck Receipts"))
