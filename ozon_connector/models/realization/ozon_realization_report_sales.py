from odoo import models
from odoo.exceptions import UserError

from ...domain import calendar, settlement
from ...domain.settlement import Direction
from ...tools.company_invoices import invoice_text

FIELDS = {Direction.SALE: "sale_invoice_id", Direction.RETURN: "sale_refund_id"}


class OzonRealizationReportSales(models.Model):
    """The seller's income: an invoice for what was sold, a credit note for what came back."""

    _inherit = "ozon.realization.report"

    def _draft_sales(self, movements, figures, at_most=2):
        """Draft missing sales documents; remove drafts that the account does not want.

        :param at_most: how many are drafted now
        """
        for direction, lines in self._sale_lines(movements, figures).items():
            document = self._current(self[FIELDS[direction]])
            if not self.account_id.post_sales or not lines:
                self._discard(document)
            elif not document and at_most:
                self[FIELDS[direction]] = self._create_sale(lines, direction)
                at_most -= 1
            elif document:
                self._tie_again(document, abs(self._total(lines)))

    def _sale_lines(self, movements, figures):
        """:return: {direction: the `settlement.IncomeLine`s of its document}"""
        movements = self._in_product_units(movements)
        if self.account_id.company_sales != "split":
            movements = [
                (product, movement._replace(invoice=None)) for product, movement in movements
            ]
        lines = settlement.income_lines(movements, figures)
        return {
            # The lines of each company stay together, after the lines of private buyers.
            direction: sorted(
                (line for line in lines if line.direction is direction),
                key=lambda line: line.invoice and line.invoice.number or "",
            )
            for direction in FIELDS
        }

    def _tie_sales_again(self, movements):
        figures = self._settle([movement for _product, movement in movements])
        for direction, lines in self._sale_lines(movements, figures).items():
            self._tie_again(self._current(self[FIELDS[direction]]), abs(self._total(lines)))

    def _create_sale(self, lines, direction):
        """Create a sales document, or its next lines.

        :param lines: `settlement.IncomeLine` of one direction
        :return: the document if it is whole; otherwise an empty recordset
        """
        total = self._total(lines)
        # Odoo does not post negative totals, so a negative sale becomes a credit note.
        sign = -1 if total < 0 else 1
        refund = (direction is Direction.RETURN) != (sign < 0)
        document = self._create_in_detail(
            {
                # Income belongs to the month of the report, whatever date Ozon gave the report.
                **self._prepare_entry_vals(
                    "out_refund" if refund else "out_invoice", self._sale_journal(),
                ),
                "ozon_rate": self.env["ozon.posting.month"]._rate_of_sales(self, direction, total),
            },
            self._prepare_sale_lines_vals(lines, sign),
            [line.invoice for line in lines],
        ).with_env(self.env)
        if document:
            self._tie(document, sign * total)
        return document

    def _sale_label(self, line):
        label = super()._sale_label(line)
        return f"{label}\n{invoice_text(self.env, line.invoice)}" if line.invoice else label

    def _line_taxes(self, lines):
        taxes = self._sale_taxes(self.env["product.product"].union(*(line.key for line in lines)))
        return {
            line: self._at_old_rate(taxes[line.key]) if line.at_old_rate else taxes[line.key]
            for line in lines
        }

    def _check_sales_documents(self, movements, figures):
        """Refuse to post sales documents that no longer agree with the report."""
        if not self.account_id.post_sales:
            return
        for direction, lines in self._sale_lines(movements, figures).items():
            document = self._current(self[FIELDS[direction]])
            if not document:
                continue
            self._check_document(document)
            total = self._total(lines)
            self._check_sale_total(document, total if direction is Direction.SALE else -total)
            # A document of sums has no units of goods.
            self._check_sale_units(document, [] if document.ozon_summary else lines)
            if calendar.month_of(document.invoice_date) != self.period:
                raise UserError(self.env._(
                    "%(document)s is dated %(day)s, outside of the month of the report, so nothing "
                    "was posted. Change the date back, or press «Recreate Drafts» on the report.",
                    document=document.display_name, day=self._day(document.invoice_date),
                ))

    def _check_sale_total(self, document, total):
        """:param total: negative for a credit note"""
        if self._kopecks(document.amount_total_in_currency_signed) != total:
            raise UserError(self.env._(
                "%(document)s adds up to %(total)s, Ozon's report to %(income)s, so nothing was "
                "posted. Undo what was changed on it, or press «Recreate Drafts» on the report.",
                document=document.display_name,
                total=self.currency_id.format(document.amount_total_in_currency_signed),
                income=self.currency_id.format(float(total)),
            ))
