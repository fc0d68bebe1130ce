from odoo import models
from odoo.exceptions import UserError

from ...domain import calendar, settlement
from ...domain.settlement import Direction

FIELDS = {Direction.SALE: "sale_invoice_id", Direction.RETURN: "sale_refund_id"}


class OzonRealizationSales(models.AbstractModel):
    """The seller's income: an invoice for what was sold, a credit note for what came back."""

    _name = "ozon.realization.sales"
    _description = "Sales Documents of a Realization Report"

    def _draft_sales(self, report, movements, figures, at_most=2):
        """Draft missing sales documents; remove drafts that the account does not want.

        :param at_most: how many are drafted now
        """
        for direction, lines in self._sale_lines(report, movements, figures).items():
            document = report._current(report[FIELDS[direction]])
            if not report.account_id.post_sales or not lines:
                report._discard(document)
            elif not document and at_most:
                report[FIELDS[direction]] = self._create_sale(report, lines, direction)
                at_most -= 1
            elif document:
                report._tie_again(document, abs(report._total(lines)))

    def _sale_lines(self, report, movements, figures):
        """:return: {direction: the `settlement.IncomeLine`s of its document}"""
        movements = report.line_ids._in_product_units(movements)
        if report.account_id.company_sales != "split":
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

    def _tie_sales_again(self, report, movements):
        figures = report._settle([movement for _product, movement in movements])
        for direction, lines in self._sale_lines(report, movements, figures).items():
            report._tie_again(report._current(report[FIELDS[direction]]), abs(report._total(lines)))

    def _create_sale(self, report, lines, direction):
        """Create a sales document, or its next lines.

        :param lines: `settlement.IncomeLine` of one direction
        :return: the document if it is whole; otherwise an empty recordset
        """
        total = report._total(lines)
        # Odoo does not post negative totals, so a negative sale becomes a credit note.
        sign = -1 if total < 0 else 1
        refund = (direction is Direction.RETURN) != (sign < 0)
        document = self.env["ozon.realization.detail"]._create_in_detail(
            report,
            {
                # Income belongs to the month of the report, whatever date Ozon gave the report.
                **report._prepare_entry_vals(
                    "out_refund" if refund else "out_invoice", report._sale_journal(),
                ),
                "ozon_rate": self.env["ozon.posting.month"]._rate_of_sales(
                    report, direction, total,
                ),
            },
            report._prepare_sale_lines_vals(lines, sign),
            [line.invoice for line in lines],
        ).with_env(self.env)
        if document:
            report._tie(document, sign * total)
        return document

    def _check_sales_documents(self, report, movements, figures):
        """Refuse to post sales documents that no longer agree with the report."""
        if not report.account_id.post_sales:
            return
        for direction, lines in self._sale_lines(report, movements, figures).items():
            document = report._current(report[FIELDS[direction]])
            if not document:
                continue
            report._check_document(document)
            sign = 1 if direction is Direction.SALE else -1
            self._check_sale_total(report, document, sign * report._total(lines))
            # A document of sums has no units of goods.
            report._check_sale_units(document, [] if document.ozon_summary else lines)
            if calendar.month_of(document.invoice_date) != report.period:
                raise UserError(self.env._(
                    "%(document)s is dated %(day)s, outside of the month of the report, so nothing "
                    "was posted. Change the date back, or press «Recreate Drafts» on the report.",
                    document=document.display_name, day=report._day(document.invoice_date),
                ))

    def _check_sale_total(self, report, document, total):
        """:param total: negative for a credit note"""
        if report._kopecks(document.amount_total_in_currency_signed) != total:
            raise UserError(self.env._(
                "%(document)s adds up to %(total)s, Ozon's report to %(income)s, so nothing was "
                "posted. Undo what was changed on it, or press «Recreate Drafts» on the report.",
                document=document.display_name,
                total=report.currency_id.format(document.amount_total_in_currency_signed),
                income=report.currency_id.format(float(total)),
            ))
