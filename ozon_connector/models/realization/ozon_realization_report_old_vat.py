from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ...domain import vat

# For this long after a change of the rate, most returned goods were sold before it.
LIKELY_MONTHS = 6
SHOWN = 3


class OzonRealizationReportOldVat(models.Model):
    """Returned goods keep the VAT rate at which they were sold.

    The report names no month of sale, so that a person has to choose: by row of the report, and for
    a part of a row on the draft credit note.
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
            "before, press «Earlier VAT» in their rows under Goods. Where it is a part of a row, "
            "divide the line of the draft credit note and choose the old tax there; the total must "
            "stay, and «Draft Again» forgets it",
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
        general = credit_note.invoice_line_ids.tax_ids.filtered(lambda tax: any(
            map(self._is_general, tax.flatten_taxes_hierarchy())
        ))
        return credit_note.invoice_line_ids.filtered(lambda line: line.tax_ids & general)

    def _is_general(self, tax):
        """Whether a tax is VAT at the general rate of the month."""
        return (
            tax.country_code == "RU" and tax.amount_type == "percent"
            and Decimal(str(tax.amount)) == vat.general_rate(self.period)
        )

    def _at_old_rate(self, taxes):
        """Taxes with VAT at the general rate before the present one; other rates stay.

        :raises UserError: there is no such tax
        """
        change = vat.last_change(self.period)
        general = taxes.filtered(self._is_general) if change else taxes.browse()
        old = taxes.browse()
        for tax in general:
            old |= self._old_tax(tax, float(change[1]))
        return taxes - general | old

    def _old_tax(self, tax, rate):
        found = self.env["account.tax"].search([
            *self.env["account.tax"]._check_company_domain(self.company_id),
            ("type_tax_use", "=", tax.type_tax_use), ("amount_type", "=", "percent"),
            ("amount", "=", rate), ("country_id", "=", tax.country_id.id),
        ]).filtered(lambda other: other.price_include == tax.price_include)[:1]
        if not found:
            raise UserError(self.env._(
                "There is no sales tax of %(rate)g %% like %(tax)s, at which goods of %(report)s "
                "came back, so the credit note was not drafted. Create it under Invoicing ▸ "
                "Configuration ▸ Taxes, included in the price or not as %(tax)s is.",
                rate=rate, tax=tax.display_name, report=self.display_name,
            ))
        return found
