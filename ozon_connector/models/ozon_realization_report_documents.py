from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..domain import settlement
from .ozon_messages import settlement_error_message

# A large amount, so that the share of taxes in it is known to many digits.
PROBE = 1_000_000.0
DOCUMENTS = ('bill_id', 'sale_invoice_id', 'sale_refund_id', 'netting_move_id')


class OzonRealizationReport(models.Model):
    """The documents of a report as one whole: drafted, confirmed and taken back together.

    The vendor bill leads: whoever posts, resets or cancels it, in whichever way, does the same to
    the sales documents, the goods and the netting. Either all of it happens or none of it.
    """

    _inherit = 'ozon.realization.report'

    def _documents(self):
        """The journal entries of the reports: bill, sales invoice, credit note, netting."""
        return self.bill_id | self._followers()

    def _followers(self):
        """The journal entries that follow the bill."""
        return self.sale_invoice_id | self.sale_refund_id | self.netting_move_id

    # Drafts

    def _draft_documents(self):
        """Draft the bill and the sales documents and plan the transfers, as far as they lack."""
        self._check_currency_rate()
        self.account_id._ensure_location()
        with self.env.cr.savepoint():
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
            self.write({'state': 'to_review', 'next_attempt': False})

    def _prepare_rules_vals(self):
        """What the account says about points now; a correction keeps to what it corrects."""
        source = self.corrected_report_id or self.account_id
        return {field: source[field] for field in ('points_policy', 'points_cap')}

    def _draft_again(self):
        """Replace the draft documents by new ones, from the cards and the settings as they are."""
        self._remove_documents()
        self._match(patient=False)
        if self.state == 'ready':
            self._draft_documents()
            self._note_progress()

    def _remove_documents(self):
        """Remove the drafts of a report, which is only loaded then."""
        self._remove_planned_transfers()
        # The report is not to follow what happens to its documents here.
        self.state = 'loaded'
        self._discard(self._documents())
        self._forget_documents()

    def _discard(self, documents):
        """Remove drafts; those that have had a number are cancelled, so that none is missing."""
        drafts = documents.filtered(lambda move: move.state == 'draft')
        numbered = drafts.filtered('posted_before')
        for field in DOCUMENTS:
            if self[field] in documents:
                self[field] = False
        numbered.button_cancel()
        (drafts - numbered).unlink()

    def _forget_documents(self):
        self.write(dict.fromkeys(DOCUMENTS, False))

    def _current(self, document):
        """The document, unless it was cancelled."""
        return document.filtered(lambda move: move.state != 'cancel')

    # The bill was posted, taken back or cancelled

    def _follow_posted_bill(self):
        """Book the rest of the reports: sales, goods and netting; all of it or nothing."""
        for report in self:
            report = report._for_books()
            report._check_base_is_booked()
            report.state = 'posted'
            report._note_progress()
            movements = report._movements()
            figures = report._settle([movement for _product, movement in movements])
            try:
                report._draft_sales(movements, figures)
                report._check_sales_documents(movements, figures)
                report._plan_transfers(movements)
            except settlement.SettlementError as error:
                raise UserError(settlement_error_message(report.env, error)) from None
            # Goods first: the cost of sales is that of the moves actually made.
            report._make_transfers()
            sales = report.sale_invoice_id | report.sale_refund_id
            sales.with_context(ozon_at_once=True)._post(soft=False)
            report._net()

    def _follow_reset_bill(self):
        """Take back what followed the bill; the transfers are planned anew."""
        for report in self:
            if report.state == 'cancelled':
                report._check_not_a_correction()
            if report.state == 'posted':
                report._for_books()._take_back()
            report.state = 'to_review'

    def _take_back(self):
        self._check_no_later_corrections()
        # From here on its documents may be changed.
        self.state = 'to_review'
        # A draft is made anew when Ozon changes it; there is nothing to correct.
        self._note_unchanged()
        self._undo_netting()
        (self.sale_invoice_id | self.sale_refund_id).filtered(
            lambda move: move.state == 'posted'
        ).button_draft()
        self._undo_transfers()
        movements = self._movements()
        self._tie_sales_again(movements)
        self._plan_transfers(movements)

    def _follow_cancelled_bill(self):
        for report in self:
            report = report._for_books()
            report._undo_transfers()
            report._followers().filtered(lambda move: move.state == 'draft').button_cancel()
            report.state = 'cancelled'

    # What the documents have in common

    def _reference(self):
        reference = self.number or f"Ozon {self.period:%Y-%m}"
        if self.correction_number:
            return self.env._(
                "%(report)s, correction %(number)s",
                report=reference, number=self.correction_number,
            )
        return reference

    def _fiscal_position(self):
        positions = self.env['account.fiscal.position'].with_company(self.company_id)
        return positions._get_fiscal_position(self.account_id.partner_id)

    def _price_share(self, taxes):
        """The share of a tax-included amount that is a line's price with these taxes.

        1 without taxes or with included ones, 1/1.22 with an excluded tax of 22 %.
        """
        if all(tax.price_include for tax in taxes):
            return Decimal(1)
        AccountTax = self.env['account.tax']
        base_line = AccountTax._prepare_base_line_for_taxes_computation(
            {}, tax_ids=taxes, price_unit=PROBE, quantity=1.0, currency_id=self.currency_id,
            special_mode='total_included',
        )
        AccountTax._add_tax_details_in_base_line(base_line, self.company_id, 'round_globally')
        details = base_line['tax_details']
        price = details['raw_total_excluded_currency'] + sum(
            data['raw_tax_amount_currency'] for data in details['taxes_data']
            if data['tax'].price_include
        )
        return Decimal(str(price)) / Decimal(str(PROBE))

    def _tie(self, document, total):
        """Make a document's total what the report says, to the kopeck.

        With a tax on top not every total can be reached from prices in whole kopecks (0.03 with
        20 %: 0.02 makes 0.02, 0.03 makes 0.04), and tax rounded line by line drifts. The report's
        total is given, so the tax is what is left of it after the untaxed amount.

        :raises settlement.PlanDoesNotTie: the difference is more than rounding explains
        """
        def missing():
            return total - self._kopecks(document.amount_total)

        lines = document.invoice_line_ids
        what = f"total of {document.move_type}"
        if abs(missing()) > self._rounding(document):
            settlement.check_sum(what, total, total - missing())
        for _attempt in range(2):
            tax_lines = document.line_ids.filtered('tax_repartition_line_id')
            if not missing():
                break
            if tax_lines:
                tax_line = max(tax_lines, key=lambda line: abs(line.amount_currency))
                tax_line.amount_currency += document.direction_sign * float(missing())
            else:
                # A tax that rounds to zero has no line; the amount that lacks it makes it appear.
                line = lines.filtered('tax_ids')[-1]
                line.price_unit += float(missing()) / line.quantity
        settlement.check_sum(what, total, total - missing())
        # A note of ours: no line of the document has to be looked at again.
        document.with_context(skip_invoice_sync=True)._ozon_write({
            'ozon_price_total': document._ozon_prices(),
        })

    def _tie_again(self, document, total):
        """Odoo computes taxes anew at a reset and after changes; prices changed by hand stay."""
        changed = float_compare(
            document._ozon_prices(), document.ozon_price_total, precision_digits=2
        )
        missing = abs(total - self._kopecks(document.amount_total))
        # Another tax makes a difference beyond rounding, which is for a person to explain.
        if document.state == 'draft' and not changed and missing <= self._rounding(document):
            self._tie(document, total)

    def _tie_bill_again(self):
        bill = self._current(self.bill_id)
        self._tie_again(bill, abs(self._kopecks(self.fee_payable)))

    def _rounding(self, document):
        """How far rounding can lead a document's total away from the sum of its prices."""
        lines = document.invoice_line_ids
        return settlement.KOPECK * (len(lines) + 1) * len(lines.tax_ids)

    def _check_document(self, document):
        """What a document is to be in, and whose, is the report's."""
        if document.currency_id != self.currency_id:
            raise UserError(self.env._(
                "%(document)s is in %(currency)s, the report of Ozon in %(own)s, so nothing was "
                "posted. Change it back, or press «Draft Again» on the report.",
                document=document.display_name, currency=document.currency_id.name,
                own=self.currency_id.name,
            ))
        partner = self.bill_id.commercial_partner_id
        if document.commercial_partner_id != partner:
            raise UserError(self.env._(
                "%(document)s is of %(other)s, the bill of %(partner)s. What one of them withholds "
                "cannot be netted with the other, so nothing was posted. Change it, or press "
                "«Draft Again» on the report.",
                document=document.display_name, partner=partner.display_name,
                other=document.commercial_partner_id.display_name,
            ))

    def _prepare_term_vals(self, term_field):
        """A discount for early payment is no matter of Ozon's, which withholds."""
        term = self.account_id.partner_id.with_company(self.company_id)[term_field]
        return {'invoice_payment_term_id': False} if term.early_discount else {}

    def _kopecks(self, amount):
        return Decimal(str(amount)).quantize(settlement.KOPECK)

    def _check_currency_rate(self):
        """Without a rate Odoo would count 1 for 1, silently."""
        if self.currency_id == self.company_id.currency_id:
            return
        rates = self.env['res.currency.rate'].sudo().search_count([
            ('currency_id', '=', self.currency_id.id),
            ('company_id', 'in', [False, self.company_id.root_id.id]),
            ('name', '<=', self.date_to),
        ], limit=1)
        if not rates:
            raise UserError(self.env._(
                "There is no rate of %(currency)s on or before %(day)s, so the report cannot be "
                "booked in %(company_currency)s. Enter the rate under Invoicing ▸ Configuration ▸ "
                "Currencies, then load the report again.",
                currency=self.currency_id.name, day=self._day(self.date_to),
                company_currency=self.company_id.currency_id.name,
            ))
