from odoo import api, models

from ...domain import calendar, vat
from ...tools.general_rate import is_general

# Goods that come back later than this were most likely ordered after the rate of VAT changed.
MONTHS_AFTER_CHANGE = 12


class OzonRealizationReportLine(models.Model):
    """What the orders behind a row say about it; if they differ, the row is divided."""

    _inherit = "ozon.realization.report.line"

    @api.model
    def _prepare_told_vals(self, movement):
        """What the orders, or a person, said about goods.

        :param movement: a `settlement.Movement`
        :return: values of a line
        """
        invoice = movement.invoice
        return {
            "at_old_rate": movement.at_old_rate,
            "rate_known": movement.rate_known,
            "invoice_number": invoice and invoice.number,
            "invoice_date": invoice and invoice.day,
            "buyer": invoice and invoice.buyer,
            "buyer_inn": invoice and invoice.inn,
        }

    def _with_open_rate(self):
        """The lines of one report whose goods came back at a rate of VAT that nobody knows."""
        change = self and vat.last_change(self.report_id.period)
        if not change or calendar.months_between(
            change[0], self.report_id.period,
        ) >= MONTHS_AFTER_CHANGE:
            return self.browse()
        lines = self.filtered(lambda line: line.direction == "return" and not line.rate_known)
        general = lines._products_at_general_rate()
        return lines.filtered(lambda line: line.product_id in general)

    def _products_at_general_rate(self):
        report = self.report_id
        position = report._fiscal_position()
        return self.product_id.filtered(lambda product: any(
            is_general(tax, report.period) for tax in position.map_tax(
                product.taxes_id._filter_taxes_by_company(report.company_id)
                or report.account_id.sale_tax_ids
            ).flatten_taxes_hierarchy()
        ))

    def _write_parts(self, divided):
        """Write the parts of each line; lines that get the same values are written in one go.

        :param divided: for each line, its parts as `settlement.Movement`
        """
        alike, added = {}, []
        for line, parts in zip(self, divided, strict=True):
            if len(parts) == 1:
                told = tuple(self._prepare_told_vals(parts[0]).items())
                alike.setdefault(told, []).append(line.id)
                continue
            line.write(line.report_id._prepare_line_vals(parts[0]))
            added += [
                {**line.report_id._prepare_line_vals(part), "report_id": line.report_id.id,
                 "product_id": line.product_id.id, "units": line.units}
                for part in parts[1:]
            ]
        for told, ids in alike.items():
            self.browse(ids).write(dict(told))
        self.create(added)
