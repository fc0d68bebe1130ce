from functools import partial

from odoo import models
from odoo.addons.ozon_connector.domain import calendar, settlement
from odoo.addons.ozon_connector.domain.settlement import Direction
from odoo.exceptions import UserError

from ...domain import buyouts


class OzonBuyoutInvoice(models.Model):
    """The invoice to Ozon by product, price and rate, and the goods that leave with it."""

    _inherit = "ozon.buyout"

    _needed_to_draft = (
        "chart", "receivable", "sale_journal", "income_account", "rates", "warehouse", "location",
    )
    _needed_to_book = ("warehouse", "location")

    def _lead_amount(self):
        return self._kopecks(self.amount)

    def _sale_journal(self):
        return self.account_id.buyout_journal_id or super()._sale_journal()

    def _draft(self):
        self._check_currency_rate()
        self._activate_currency()
        self.account_id._ensure_location()
        if not self._current(self.invoice_id):
            self.invoice_id = self._create_sale(
                self._lead_amount(), partial(self._prepare_sale_lines_vals, self._invoice_lines()),
            )
        self._plan_transfers()

    def _bought(self):
        """:return: list of (product, its units, amount, rate), one per row"""
        return [
            (line.product_id, line._product_quantity(), self._kopecks(line.amount), line._rate())
            for line in self.line_ids
        ]

    def _invoice_lines(self):
        """:return: list of `domain.buyouts.Line`"""
        return buyouts.lines(self._bought(), self._lead_amount())

    # Business: the goods

    def _product_units(self):
        moved = {}
        for product, quantity in buyouts.units(self._bought()).items():
            quantity = quantity if isinstance(quantity, int) else float(quantity)
            moved[product.id] = {
                Direction.SALE: max(quantity, 0), Direction.RETURN: max(-quantity, 0),
            }
        return moved

    def _moves_of_entry(self, entry):
        return self._effective_moves(returned=False) | self._effective_moves(returned=True)

    def _costs_of_entry(self, entry):
        """What left less what came back; the reverse on a credit note."""
        sign = -1 if entry.move_type == "out_refund" else 1
        costs = {}
        for direction, way in ((Direction.SALE, sign), (Direction.RETURN, -sign)):
            for product, (units, cost) in self._moved_costs(direction).items():
                before = costs.get(product, (0.0, 0.0))
                costs[product] = (before[0] + way * units, before[1] + way * cost)
        return costs

    # Business: what is booked with the invoice

    def _check_lead(self):
        self.ensure_one()
        self._check_decided()
        result = super()._check_lead()
        self._check_sale_units(self.invoice_id, self._invoice_lines())
        if calendar.month_of(self.invoice_id.invoice_date) != self.period:
            raise UserError(self.env._(
                "%(document)s is dated %(day)s, outside of the month of the buy-outs, so nothing "
                "was posted. Change the date back, or press «Recreate Drafts» on the buy-outs.",
                document=self.invoice_id.display_name, day=self._day(self.invoice_id.invoice_date),
            ))
        return result

    def _prepare_to_book(self):
        self.env["ozon.booking"]._check_once(self)
        # Goods first: the cost of sales comes from the moves that were actually created.
        yield from self._make_transfers()

    def _book(self):
        if self.account_id.buyouts_settled == "balance":
            self.env["ozon.withheld.document.mixin"]._net_all_open(self.account_id)

    def _take_back(self):
        # A draft is replaced when Ozon changes its data, so it needs no correction.
        self._note_unchanged()
        self.env["ozon.withheld.document.mixin"]._undo_all_netting_with(self._documents())
        yield from self._undo_in_parts()
        while not self._plan_transfers(at_most=1 if self._has_many_rows() else None):
            yield

    def _invoiced(self):
        """:return: Decimal; the total of the invoice, in the sign of `amount`"""
        invoice = self._current(self.invoice_id)
        return self._kopecks(invoice.amount_total_in_currency_signed) if invoice else (
            settlement.ZERO
        )
