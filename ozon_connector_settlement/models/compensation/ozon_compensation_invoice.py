from odoo import Command, models
from odoo.exceptions import UserError

SALES = ("receivable", "sale_journal", "compensation_account")
GOODS = ("warehouse", "location")


class OzonCompensationInvoice(models.Model):
    """The invoice or credit note to Ozon, without tax, and what is booked along with it.

    Documents without money, such as goods written off, have no entry: only their goods move.
    """

    _inherit = "ozon.compensation"

    _needed_to_draft = ("chart", "rates", *SALES, *GOODS)
    _needed_to_book = GOODS

    def _needed_now(self):
        needed = super()._needed_now()
        return needed if self.amount else tuple(one for one in needed if one not in SALES)

    def _reference(self):
        """The report's number and date, as in Ozon's title for it."""
        if not self.number:
            return f"{super()._reference()}: {self._kind_label()}"
        reference = self.env._(
            "%(kind)s No. %(number)s of %(day)s", kind=self._kind_label(), number=self.number,
            day=self._day(self.doc_date),
        )
        if self.correction_number:
            return self.env._(
                "%(report)s, correction %(number)s",
                report=reference, number=self.correction_number,
            )
        return reference

    def _lead_amount(self):
        return self._kopecks(self.amount)

    def _draft(self):
        self._check_currency_rate()
        self._activate_currency()
        if self.account_id.post_stock:
            self.account_id._ensure_location()
        if not self._lead_amount():
            self._discard(self.invoice_id)
        elif not self._current(self.invoice_id):
            self.invoice_id = self._create_sale(
                self._lead_amount(), self._prepare_invoice_lines_vals,
            )
        self.env["ozon.removal.line"]._tie_losses(self.account_id)
        self._plan_transfers()

    def _prepare_invoice_lines_vals(self, sign):
        """:param sign: 1 for an invoice, -1 for a credit note"""
        ledger_account = self._fiscal_position().map_account(
            self.account_id.compensation_account_id
        )
        return [{
            "name": self.env._(
                "%(goods)s — %(type)s, units: %(count)s",
                goods=line.name or line.offer_id or line.sku or "—", type=line.type_id.title,
                count=line.quantity,
            ),
            # The goods move separately: the invoice books no cost for them.
            "product_id": False,
            "ozon_product_id": line.product_id.id,
            "quantity": 1,
            "price_unit": sign * float(self._kopecks(line.amount)),
            "tax_ids": [Command.set([])],
            "account_id": ledger_account.id,
        } for line in self.line_ids if self._kopecks(line.amount)]

    # Confirm, reset

    def _confirm_now(self):
        if self._current(self.invoice_id):
            return super()._confirm_now()
        return self.sudo()._follow_posted_lead()

    def _reset_now(self):
        if self._current(self.invoice_id):
            return super()._reset_now()
        return self.sudo()._follow_reset_lead()

    def _check_lead(self):
        if any(line.tax_ids for line in self.invoice_id.invoice_line_ids):
            raise UserError(self.env._(
                "%(invoice)s has a tax, but compensations are without VAT, so it was not posted. "
                "Remove the tax from its lines, or press «Recreate Drafts» on the report.",
                invoice=self.invoice_id.display_name,
            ))
        return super()._check_lead()

    def _check_can_book(self, ahead=False):
        self.env["ozon.removal.line"]._tie_losses(self.account_id)
        return super()._check_can_book(ahead)

    def _book(self):
        self.env["ozon.booking"]._check_once(self)
        yield from self._make_transfers()
        self.env["ozon.withheld.document.mixin"]._net_all_open(self.account_id)

    def _take_back(self):
        # A draft is replaced when Ozon changes its data, so it needs no correction.
        self._note_unchanged()
        self.env["ozon.withheld.document.mixin"]._undo_all_netting_with(self._documents())
        yield from self._undo_in_parts()
        while not self._plan_transfers(at_most=1 if self._has_many_rows() else None):
            yield
