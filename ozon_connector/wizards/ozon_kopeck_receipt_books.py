from odoo import models


class OzonKopeckReceiptBooks(models.TransientModel):
    """Transfer type, journal and number of a receipt without documents."""

    _inherit = "ozon.kopeck.receipt"

    def _picking_type(self):
        return self.location_id.warehouse_id.in_type_id

    def _journal(self):
        """The journal of the bill: the Ozon account's, or the company's first."""
        account = self.report_id.account_id or self.env["ozon.account"].search([
            ("company_id", "=", self.company_id.id), ("location_id", "=", self.location_id.id),
        ], limit=1)
        return account.purchase_journal_id or self.env["account.journal"].search([
            *self.env["account.journal"]._check_company_domain(self.company_id),
            ("type", "=", "purchase"),
        ], limit=1)

    def _next_number(self):
        """The highest number among the company's documents of this kind, plus one."""
        orders = self.env["purchase.order"].sudo().search_fetch([
            ("company_id", "=", self.company_id.id), ("ozon_receipt_kind", "=", self.kind),
        ], ["ozon_receipt_number"])
        numbers = [
            int(number) for number in orders.mapped("ozon_receipt_number") if number.isdecimal()
        ]
        return str(max(numbers, default=0) + 1)
