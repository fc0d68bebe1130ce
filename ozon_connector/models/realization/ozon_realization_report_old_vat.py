from decimal import Decimal

from odoo import models

from ...domain import vat

# For this long after a change of the rate, most returned goods were sold before it.
LIKELY_MONTHS = 6
SHOWN = 3


class OzonRealizationReportOldVat(models.Model):
    """Returned goods keep the VAT rate at which they were sold.

    The report does not name the month of sale, so a person has to choose the rate on the draft
    credit note, for a line or a part of a line.
    """

    _inherit = "ozon.realization.report"

    def _taxes_verdict(self):
        """:return: whether the check of the taxes passed, None while somebody has to look at it"""
        change = vat.last_change(self.period)
        if not change or not self._returns_at_new_rate():
            return True
        months = (self.period.year - change[0].year) * 12 + self.period.month - change[0].month
        return None if months < LIKELY_MONTHS else True

    def _old_rate_text(self):
        """What came back at the present rate, and how to choose the earlier one; '' if none did."""
        lines = self._returns_at_new_rate()
        if not lines:
            return ""
        first_day, old_rate = vat.last_change(self.period)
        return self.env._(
            "Goods that came back may have been sold before %(day)s, at %(old)s %% VAT; the credit "
            "note takes back %(new)s %%: %(amount)s for %(count)s lines, %(goods)s. For those sold "
            "before, choose the old tax on the draft credit note (where it is a part of a line, "
            "divide the line); the total must stay. «Draft Again» forgets the choice",
            day=self._day(first_day), old=old_rate, new=vat.general_rate(self.period),
            amount=self._money(sum(lines.mapped("price_total"))), count=len(lines),
            goods="; ".join(
                f"{line.ozon_product_id.display_name or line.name} × {line.quantity:g}"
                for line in lines[:SHOWN]
            ) + ("…" if len(lines) > SHOWN else ""),
        )

    def _returns_at_new_rate(self):
        """The credit note's lines at the month's general rate, if there was another before."""
        credit_note = self._current(self.sale_refund_id)
        if not vat.last_change(self.period):
            return credit_note.invoice_line_ids.browse()
        rate = vat.general_rate(self.period)
        taxes = credit_note.invoice_line_ids.tax_ids
        general = taxes.filtered(lambda tax: any(
            one.country_code == "RU" and one.amount_type == "percent"
            and Decimal(str(one.amount)) == rate
            for one in tax.flatten_taxes_hierarchy()
        ))
        return credit_note.invoice_line_ids.filtered(lambda line: line.tax_ids & general)
