from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...domain import calendar, vat
from ...tools.general_rate import is_general
from ...tools.many_products import products_of_lines

# For this long after a change of the rate, most returned goods were sold before it.
LIKELY_MONTHS = 6
SHOWN = 3


class Returned(NamedTuple):
    """Lines of goods that came back."""

    count: int
    amount: float  # with taxes
    first: list  # (name, units) of the first ones


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
            "note takes back %(new)s %%: %(amount)s for %(count)s lines, %(goods)s. If they were, "
            "press «Earlier VAT» in their rows under Goods. If only a part of a row was sold "
            "before, divide the line of the draft credit note and choose the old tax there; keep "
            "the total. «Recreate Drafts» drops this division. Why the orders do not say it: "
            "%(why)s",
            day=self._day(first_day), old=old_rate, new=vat.general_rate(self.period),
            amount=self._money(returned.amount), count=returned.count,
            goods="; ".join(f"{name} × {units:g}" for name, units in returned.first)
            + ("…" if returned.count > SHOWN else ""),
            why=self.env["ozon.posting.month"]._why_open(self.account_id, self.period),
        )

    def _known_rates_text(self):
        """What came back at the earlier rate, as its orders or a person said."""
        [[count, units, amount]] = self.env["ozon.realization.report.line"]._read_group(
            [("report_id", "=", self.id), ("at_old_rate", "=", True)],
            [], ["__count", "quantity:sum", "revenue:sum"],
        )
        if not count:
            return ""
        first_day, old_rate = vat.last_change(self.period)
        return self.env._(
            "Sold before %(day)s and taken back at %(old)s %% VAT: %(count)s units, %(amount)s",
            day=self._day(first_day), old=old_rate, count=units, amount=self._money(amount),
        )

    def _returns_at_new_rate(self):
        """What the credit note takes back at the month's general rate, if there was another before.

        Goods whose orders, or a person, said that this is their rate are left out.

        :return: `Returned`, or None
        """
        credit_note = self._current(self.sale_refund_id)
        if not credit_note or not vat.last_change(self.period):
            return None
        taxes = self._taxes_of_lines(self._lines_of(credit_note))[credit_note]
        general = taxes.filtered(lambda tax: any(
            is_general(part, self.period) for part in tax.flatten_taxes_hierarchy()
        ))
        of_returns = Domain("direction", "=", "return")
        known, open_ = (
            products_of_lines(self, of_returns & Domain("rate_known", "=", is_known))
            for is_known in (True, False)
        )
        known -= open_
        if credit_note.ozon_summary:
            return self._rows_at_new_rate(general, known)
        lines, domain = self.env["account.move.line"], self._lines_of(credit_note)
        domain &= Domain("tax_ids", "in", general.ids)
        if known:
            domain &= Domain("ozon_product_id", "not in", known.ids)
        [[count, amount]] = lines._read_group(domain, [], ["__count", "price_total:sum"])
        return Returned(count, amount, [
            (line.ozon_product_id.display_name or line.name, line.quantity)
            for line in lines.search(domain, limit=SHOWN)
        ]) if count else None

    def _rows_at_new_rate(self, general, known):
        """The same for a credit note whose lines name no products.

        :param general: the general taxes on the credit note
        :param known: the products whose rate is known
        """
        rows = self.line_ids.filtered(
            lambda row: row.direction == "return" and not row.at_old_rate
            and row.product_id not in known
        )
        taxes = self._sale_taxes(rows.product_id)
        rows = rows.filtered(lambda row: taxes[row.product_id] & general)
        return Returned(
            len(rows),
            sum(
                row.revenue + (row.points if self.points_policy == "income" else 0) for row in rows
            ),
            [
                (row.product_id.display_name, float(row._product_quantity()))
                for row in rows[:SHOWN]
            ],
        ) if rows else None

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
                "Goods of %(report)s came back at %(rate)g %% VAT, but there is no sales tax of "
                "this rate, so the credit note was not drafted. Create it under Invoicing ▸ "
                "Configuration ▸ Taxes, with the same «Included in Price» as %(tax)s.",
                rate=rate, tax=tax.display_name, report=self.display_name,
            ))
        return found
