from odoo import models

from ...tools.parts import each_or_all


class OzonRealizationReportDocuments(models.Model):
    """What a realization report turns into: bill, invoice, credit note, transfers, netting."""

    _inherit = "ozon.realization.report"

    _entry_fields = ("bill_id", "sale_invoice_id", "sale_refund_id", "netting_move_id")
    _entry_kind = "realization"
    _has_long_entries = True

    def _booking_day(self):
        return self.date_to or super()._booking_day()

    def _draft(self):
        """Draft the bill and the sales documents and plan the transfers that are missing."""
        movements, figures = self._begin_draft()
        if not self._current(self.bill_id):
            self.env["ozon.realization.bill"]._draft_bill(self, movements, figures)
        self.env["ozon.realization.sales"]._draft_sales(self, movements, figures)
        self._plan_transfers()

    def _draft_part(self):
        movements, figures = self._begin_draft()
        if not self._current(self.bill_id):
            self.env["ozon.realization.bill"]._draft_bill(self, movements, figures)
            return False
        drafted = self._current(self._followers())
        self.env["ozon.realization.sales"]._draft_sales(self, movements, figures, at_most=1)
        if self.document_id.unfinished_entry_id or self._current(self._followers()) != drafted:
            return False
        return self._plan_transfers(at_most=1)

    def _begin_draft(self):
        """:return: what the report says: (movements, `settlement.Settlement`)"""
        self._check_currency_rate()
        self._activate_currency()
        self.account_id._ensure_location()
        if not self._current(self.bill_id):
            # Replace the other drafts with the bill, since they follow the same earlier rules.
            self._discard(self._followers())
            self.write(self._prepare_rules_vals())
        self.env["ozon.realization.detail"]._check_detail(self)
        movements = self.line_ids._movements()
        figures = self._settle([movement for _product, movement in movements])
        self.write(self._prepare_figures_vals(figures))
        return movements, figures

    def _prepare_rules_vals(self):
        """The account's present rules. A correction keeps the rules of its report."""
        source = self.corrected_report_id or self.account_id
        rules = ("points_policy", "points_cap", "document_detail")
        return {field: source[field] for field in rules}

    def _lead_amount(self):
        return -self._kopecks(self.fee_payable)

    def _check_can_book(self, ahead=False):
        movements = self.line_ids._movements()
        figures = self._settle([movement for _product, movement in movements])
        self.env["ozon.realization.sales"]._draft_sales(self, movements, figures)
        self.env["ozon.realization.detail"]._check_detail(self)
        self.env["ozon.realization.sales"]._check_sales_documents(self, movements, figures)
        return super()._check_can_book(ahead)

    def _book(self):
        self.env["ozon.booking"]._check_once(self)
        # Goods move first, because the cost of sales is the cost of the moves that were done.
        yield from self._make_transfers()
        sales = self.sale_invoice_id | self.sale_refund_id
        for some in each_or_all(
            sales.filtered(lambda move: move.state != "posted"), self._has_many_rows(),
        ):
            some._ozon_in_bulk()._post(soft=False)
            yield
        self._net()

    def _take_back(self):
        # A draft is replaced when Ozon changes it, so it needs no correction.
        self._note_unchanged()
        self._undo_netting()
        sales = self.sale_invoice_id | self.sale_refund_id
        for some in each_or_all(
            sales.filtered(lambda move: move.state == "posted"), self._has_many_rows(),
        ):
            some.button_draft()
            yield
        yield from self._undo_in_parts()
        movements = self.line_ids._movements()
        self.env["ozon.realization.sales"]._tie_sales_again(self, movements)
        while not self._plan_transfers(at_most=1 if self._has_many_rows() else None):
            yield
