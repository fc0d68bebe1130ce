"""Whether the sales documents of a realization report have the right taxes."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo.fields import Domain

from ..domain import calendar, vat
from .general_rate import is_general
from .many_products import products_of_lines

# For this long after a change of the rate, most returned goods were sold before it.
LIKELY_MONTHS = 6
# How many goods a check names; the page shows them all.
SHOWN = 3


class Returned(NamedTuple):
    """Lines of goods that came back."""

    count: int
    amount: float  # with taxes
    first: list  # (name, units) of the first ones


class RealizationTaxes:
    """The check of the taxes of one report.

    Lines are asked of the database, because the documents may have one for each product.

    :param report: an `ozon.realization.report`
    """

    def __init__(self, report):
        self.report = report
        self.env = report.env

    def check(self):
        """Warn about outdated rates, and about goods without a tax among goods with taxes.

        :return: a row for `checks`
        """
        report = self.report
        taxes_of = self._taxes_of_lines(self._lines_of_sales())
        taxes = self.env["account.tax"].union(*taxes_of.values())
        title = self.env._("Taxes")
        outdated = self._outdated_taxes(taxes_of)
        if outdated:
            return report._check("taxes", title, False, self.env._(
                "The general rate of VAT was %(rate)s %% in this month, the sales have: %(taxes)s. "
                "Change the taxes of the products and press «Recreate Drafts»",
                rate=vat.general_rate(report.period), taxes=", ".join(outdated.mapped("name")),
            ))
        untaxed = Domain("tax_ids", "=", False) & self._lines_of_sales()
        if not taxes and self.env["account.move.line"].search_count(untaxed, limit=1):
            return report._check("taxes", title, None, self.env._("The sales are without VAT"))
        lacking = self._sold_without_tax(untaxed)
        if not lacking:
            names = ", ".join(taxes.mapped("name")) or self.env._("none")
            text = self.env._("Taxes of the sales: %s", names)
            old_rate = self._old_rate_text()
            return report._check(
                "taxes", title, self._verdict(), f"{text}. {old_rate}" if old_rate else text,
            )
        return report._check("taxes", title, False, self.env._(
            "%(count)s products are sold without a tax while others have one: %(goods)s",
            count=len(lacking), goods=", ".join(lacking[:SHOWN].mapped("display_name")),
        ))

    # Returned goods keep the rate at which they were sold

    def _verdict(self):
        """:return: whether the check of the taxes passed, None while somebody has to look at it"""
        report = self.report
        change = vat.last_change(report.period)
        if not change or not self._returns_at_new_rate():
            return True
        months = calendar.months_between(change[0], report.period)
        return None if months < LIKELY_MONTHS else True

    def _old_rate_text(self):
        """What came back at the present rate, and how to choose the earlier one; '' if none did."""
        report = self.report
        returned = self._returns_at_new_rate()
        if not returned:
            return self._known_rates_text()
        first_day, old_rate = vat.last_change(report.period)
        return self.env._(
            "Goods that came back may have been sold before %(day)s, at %(old)s %% VAT; the credit "
            "note takes back %(new)s %%: %(amount)s for %(count)s lines, %(goods)s. If they were, "
            "press «Earlier VAT» in their rows under Goods. If only a part of a row was sold "
            "before, divide the line of the draft credit note and choose the old tax there; keep "
            "the total. «Recreate Drafts» drops this division. Why the orders do not say it: "
            "%(why)s",
            day=report._day(first_day), old=old_rate, new=vat.general_rate(report.period),
            amount=report._money(returned.amount), count=returned.count,
            goods="; ".join(f"{name} × {units:g}" for name, units in returned.first)
            + ("…" if returned.count > SHOWN else ""),
            why=self.env["ozon.posting.month"]._why_open(report.account_id, report.period),
        )

    def _known_rates_text(self):
        """What came back at the earlier rate, as its orders or a person said."""
        report = self.report
        [[count, units, amount]] = self.env["ozon.realization.report.line"]._read_group(
            [("report_id", "=", report.id), ("at_old_rate", "=", True)],
            [], ["__count", "quantity:sum", "revenue:sum"],
        )
        if not count:
            return ""
        first_day, old_rate = vat.last_change(report.period)
        return self.env._(
            "Sold before %(day)s and taken back at %(old)s %% VAT: %(count)s units, %(amount)s",
            day=report._day(first_day), old=old_rate, count=units, amount=report._money(amount),
        )

    def _returns_at_new_rate(self):
        """What the credit note takes back at the month's general rate, if there was another before.

        Goods whose orders, or a person, said that this is their rate are left out.

        :return: `Returned`, or None
        """
        report = self.report
        credit_note = report._current(report.sale_refund_id)
        if not credit_note or not vat.last_change(report.period):
            return None
        taxes = self._taxes_of_lines(self._lines_of(credit_note))[credit_note]
        general = taxes.filtered(lambda tax: any(
            is_general(part, report.period) for part in tax.flatten_taxes_hierarchy()
        ))
        of_returns = Domain("direction", "=", "return")
        known, open_ = (
            products_of_lines(report, of_returns & Domain("rate_known", "=", is_known))
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
        report = self.report
        rows = report.line_ids.filtered(
            lambda row: row.direction == "return" and not row.at_old_rate
            and row.product_id not in known
        )
        with_points = report.points_policy == "income"
        taxes = self.env["ozon.realization.taxes"]._sale_taxes(report, rows.product_id)
        rows = rows.filtered(lambda row: taxes[row.product_id] & general)
        return Returned(
            len(rows),
            sum(row.revenue + (row.points if with_points else 0) for row in rows),
            [
                (row.product_id.display_name, float(row._product_quantity()))
                for row in rows[:SHOWN]
            ],
        ) if rows else None

    # The lines of the documents

    def _lines_of_sales(self):
        """:return: the domain of the lines of the invoice and the credit note"""
        report = self.report
        return self._lines_of(report.sale_invoice_id | report.sale_refund_id)

    def _lines_of(self, documents):
        return Domain("move_id", "in", documents.ids) & Domain("display_type", "=", "product")

    def _taxes_of_lines(self, domain):
        """
        :param domain: a domain of `account.move.line`
        :return: {`account.move`: `account.tax`}
        """
        lines = self.env["account.move.line"].with_context(active_test=False)
        taxes = defaultdict(self.env["account.tax"].browse)
        for move, tax in lines._read_group(domain, ["move_id", "tax_ids"]):
            taxes[move] |= tax
        return taxes

    def _sold_without_tax(self, untaxed):
        """
        :param untaxed: the domain of the lines without a tax
        :return: the products of these lines
        """
        report = self.report
        [[count, products]] = self.env["account.move.line"]._read_group(
            untaxed, [], ["__count", "ozon_product_id:recordset"],
        )
        if not count or not self.env["ozon.realization.detail"]._sums_up(report):
            return products
        goods = products_of_lines(report)
        taxes = self.env["ozon.realization.taxes"]._sale_taxes(report, goods)
        return goods.filtered(lambda product: not taxes[product])

    def _outdated_taxes(self, taxes):
        """Taxes of the invoice at the general rate of another year; returns keep their old one.

        In a correction, a decrease of returns is among the sales.

        :param taxes: the result of `_taxes_of_lines` for all lines of the sales documents
        """
        report = self.report
        returned = report.corrected_report_id and products_of_lines(
            report, Domain("at_old_rate", "=", True),
        )
        if returned:
            # A line without a product sums up many, perhaps also such returns.
            taxes = self._taxes_of_lines(
                self._lines_of(report.sale_invoice_id) & Domain("ozon_product_id", "!=", False)
                & Domain("ozon_product_id", "not in", returned.ids)
            )
        return taxes[report.sale_invoice_id].flatten_taxes_hierarchy().filtered(
            lambda tax: tax.country_code == "RU" and tax.amount_type == "percent"
            and vat.is_of_another_time(Decimal(str(tax.amount)), report.period)
        )
