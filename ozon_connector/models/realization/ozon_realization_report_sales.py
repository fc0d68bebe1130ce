from odoo import models

from ...tools.company_invoices import invoice_text


class OzonRealizationReportSales(models.Model):
    """The texts and taxes of the goods that a report sells."""

    _inherit = "ozon.realization.report"

    def _sale_label(self, line):
        label = super()._sale_label(line)
        return f"{label}\n{invoice_text(self.env, line.invoice)}" if line.invoice else label

    def _line_taxes(self, lines):
        report_taxes = self.env["ozon.realization.taxes"]
        products = self.env["product.product"].union(*(line.key for line in lines))
        taxes = report_taxes._sale_taxes(self, products)
        return {
            line: report_taxes._at_old_rate(self, taxes[line.key]) if line.at_old_rate
            else taxes[line.key]
            for line in lines
        }
