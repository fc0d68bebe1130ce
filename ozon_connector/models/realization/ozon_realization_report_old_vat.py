from odoo import models
from odoo.exceptions import UserError

from ...domain import calendar, vat
from ...tools.general_rate import is_general

# For this long after a change of the rate, most returned goods were sold before it.
LIKELY_MONTHS = 6
SHOWN = 3


class OzonRealizationReportOldVat(models.Model):
    """Returned goods keep the VAT rate at which they were sold.

    The report names no month of sale. Its orders do (`ozon_realization_report_postings`); where
    they cannot tell, a person has to choose: by row of the report, and for a part of a row on the
    draft credit note.
    """

    _inherit = "ozon.realization.report"

    def _taxes_verdict(self):
        """:return: whether the check of the taxes passed, None while somebody has to look at it"""
        change = vat.last_change(self.period)
        if not change or not self._returns_at_new_rate():
            return True
        months = calendar.months_between(change[0], self.period)
        return None if months < LIKELY_MONTHS else True

    def _old_rate_text(self):
        """What came back at the present rate, and how to choose the earlier one; '' if none did."""
        returned = self._returns_at_new_rate()
        if not returned:
            return self._known_rates_text()
        first_day, old_rate = vat.last_change(self.period)
        return self.env._(
            "Goods that came back may have been sold before %(day)s, at %(old)s %% VAT; the credit "
            "note takes back %(new)s %%: %(amount)s for %(count)s lines, %(goods)s. For those sold "
            "before, press «Earlier VAT» in their rows under Goods. Where it is a part of a row, "
            "divide the line of the draft credit note and choose the old tax there; the total must "
            "stay, and «Recreate Drafts» forgets it. Their orders do not tell: %(why)s",
            day=self._day(first_day), old=old_rate, new=vat.general_rate(self.period),
            amount=self._money(sum(amount for _name, _units, amount in returned)),
            count=len(returned),
            goods="; ".join(f"{name} × {units:g}" for name, units, _amount in returned[:SHOWN])
            + ("…" if len(returned) > SHOWN else ""),
            why=self.env["ozon.posting.month"]._why_open(self.account_id, self.period),
        )

    def _known_rates_text(self):
        """What came back at the earlier rate, as its orders or a person said."""
        old = self.line_ids.filtered("at_old_rate")
        if not old:
            return ""
        first_day, old_rate = vat.last_change(self.period)
        return self.env._(
            "Sold before %(day)s and taken back at %(old)s %% VAT: %(count)s units, %(amount)s",
            day=self._day(first_day), old=old_rate, count=sum(old.mapped("quantity")),
            amount=self._money(sum(old.mapped("revenue"))),
        )

    def _returns_at_new_rate(self):
        """What the credit note takes back at the month's general rate, if there was another before.

        Without that of which the orders, or a person, said that this is its rate.

        :return: list of (name, units, amount with taxes)
        """
        credit_note = self._current(self.sale_refund_id)
        if not vat.last_change(self.period):
            return []
        general = credit_note.invoice_line_ids.tax_ids.filtered(lambda tax: any(
            is_general(part, self.period) for part in tax.flatten_taxes_hierarchy()
        ))
        returned = self.line_ids.filtered(lambda line: line.direction == "return")
        known = returned.product_id - returned.filtered(lambda line: not line.rate_known).product_id
        if credit_note.ozon_summary:
            return self._rows_at_new_rate(
                returned.filtered(lambda row: row.product_id not in known), general,
            )
        return [
            (line.ozon_product_id.display_name or line.name, line.quantity, line.price_total)
            for line in credit_note.invoice_line_ids
            if line.tax_ids & general and line.ozon_product_id not in known
        ]

    def _rows_at_new_rate(self, rows, general):
        """The same of a credit note whose lines name no products.

        :param rows: of goods that came back
        :param general: the general taxes on the credit note
        """
        rows = rows.filtered(lambda row: not row.at_old_rate)
        taxes = self._sale_taxes(rows.product_id)
        return [
            (
                row.product_id.display_name, float(row._product_quantity()),
                row.revenue + (row.points if self.points_policy == "income" else 0),
            )
            for row in rows if taxes[row.product_id] & general
        ]

    def _at_old_rate(self, taxes):
        """Taxes with VAT at the general rate before the present one; other rates stay.

        :raises UserError: there is no such tax
        """
        change = vat.last_change(self.period)
        general = taxes.filtered(
            lambda tax: change and is_general(tax, self.period)
        )
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
