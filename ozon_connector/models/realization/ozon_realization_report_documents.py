from odoo import models


class OzonRealizationReportDocuments(models.Model):
    """What a realization report becomes: bill, sales invoice, credit note, transfers, netting."""

    _inherit = "ozon.realization.report"

    _entry_fields = ("bill_id", "sale_invoice_id", "sale_refund_id", "netting_move_id")
    _entry_kind = "realization"

    def _booking_day(self):
        return self.date_to or super()._booking_day()

    def _draft(self):
        """Draft the bill and the sales documents and plan the transfers, as far as they lack."""
        self._check_currency_rate()
        self._activate_currency()
        self.account_id._ensure_location()
        if not self._current(self.bill_id):
            # The other drafts go with the bill: they were made under the rules of its time.
            self._discard(self._followers())
            self.write(self._prepare_rules_vals())
        movements = self._movements()
        figures = self._settle([movement for _product, movement in movements])
        self.write(self._prepare_figures_vals(figures))
        if not self._current(self.bill_id):
            self._draft_bill(movements, figures)
        self._draft_sales(movements, figures)
        self._plan_transfers(movements)

    def _prepare_rules_vals(self):
        """What the account says about points now; a correction keeps to what it corrects."""
        source = self.corrected_report_id or self.account_id
        return {field: source[field] for field in ("points_policy", "points_cap")}

    def _lead_amount(self):
        return -self._kopecks(self.fee_payable)

    def _book(self):
        movements = self._movements()
        figures = self._settle([movement for _product, movement in movements])
        self._draft_sales(movements, figures)
        self._check_sales_documents(movements, figures)
        self._plan_transfers(movements)
        # Goods first: the cost of sales is that of the moves actually made.
        self._make_transfers()
        sales = self.sale_invoice_id | self.sale_refund_id
        sales._ozon_in_bulk()._post(soft=False)
        self._net()

    def _take_back(self):
        # A draft is made anew when Ozon changes it; there is nothing to correct.
        self._note_unchanged()
        self._undo_netting()
        (self.sale_invoice_id | self.sale_refund_id).filtered(
            lambda move: move.state == "posted"
        ).button_draft()
        self._undo_transfers()
        movements = self._movements()
        self._tie_sales_again(movements)
        self._plan_transfers(movements)
