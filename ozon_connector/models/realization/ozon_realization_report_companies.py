from odoo import models

from ...tools.company_invoices import invoice_text

SHOWN = 3


class OzonRealizationReportCompanies(models.Model):
    """Shows what companies bought, which the report has among all other sales."""

    _inherit = "ozon.realization.report"

    def _check_company_sales(self):
        """Mention the sales to companies, which are part of the report's sums."""
        lines = self.env["ozon.realization.report.line"].search([
            ("report_id", "=", self.id), ("invoice_number", "not in", (False, "")),
        ])
        if not lines:
            return []
        invoices = sorted(invoice_text(self.env, one) for one in {
            line._invoice() for line in lines
        })
        amount = sum(
            line.revenue if line.direction == "sale" else -line.revenue for line in lines
        )
        return [self._check("companies", self.env._("Sales to Companies"), None, self.env._(
            "%(amount)s of the sums above are goods that companies bought: %(invoices)s",
            amount=self._money(amount),
            invoices="; ".join(invoices[:SHOWN]) + ("…" if len(invoices) > SHOWN else ""),
        ))]
