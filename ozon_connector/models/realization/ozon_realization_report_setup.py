from odoo import models

SALES = ("receivable", "sale_journal", "income_account")
GOODS = ("warehouse", "location")


class OzonRealizationReportSetup(models.Model):
    """What a realization report needs to be drafted and confirmed."""

    _inherit = "ozon.realization.report"

    _needed_to_draft = (
        "chart", "payable", "purchase_journal", "service", "expense_account", "rates", *SALES,
        *GOODS,
    )
    _needed_to_book = ("netting_journal", *GOODS)

    def _needed_now(self):
        needed = super()._needed_now()
        sales = self.sale_invoice_id | self.sale_refund_id
        if self.line_ids and not self._current(sales):
            # Somebody may have switched on «Book Sales» after the bill was drafted.
            needed = (*needed, *SALES)
        return needed
