"""Whether the figures of an entry agree with each other."""

from collections import defaultdict
from typing import NamedTuple

# Taxes of these kinds are a share of a sum, however the sum is split into lines.
SHARES = {"percent", "division"}


class Disagreement(NamedTuple):
    """Two figures of a document that should be one."""

    what: str  # in the user's language
    found: str
    expected: str


class Agreement:
    """Compares the figures of a document with each other.

    :param document: an entry of ours, an `account.move` of one record
    """

    def __init__(self, document):
        self.document = document
        self.env = document.env
        self.currency = document.currency_id
        self.sign = document.direction_sign
        self.lines = document.line_ids.filtered(lambda line: line.display_type == "product")
        # In how many lines its amounts were rounded: more than it has, if it sums up many lines.
        self.count = max(len(self.lines), document._ozon_line_count())

    def disagreements(self):
        """:return: iterable of `Disagreement`"""
        yield from self._unbalanced()
        if self.document.is_invoice(include_receipts=True):
            yield from self._terms_differ()
            yield from self._taxes_differ()
            yield from self._lines_differ()

    def _unbalanced(self):
        balance = sum(self.document.line_ids.mapped("balance"))
        currency = self.document.company_id.currency_id
        if not currency.is_zero(balance):
            yield Disagreement(
                self.env._("the balance of its journal items"),
                currency.format(balance), currency.format(0.0),
            )

    def _terms_differ(self):
        terms = self.document.line_ids.filtered(lambda line: line.display_type == "payment_term")
        owed = -self.sign * sum(terms.mapped("amount_currency"))
        total = self.document.amount_total
        if self.currency.compare_amounts(owed, total):
            yield self._differ(
                self.env._("what is to be paid by its journal items"), owed, total,
            )
        due = max((line.date_maturity for line in terms if line.date_maturity), default=False)
        if due and due != self.document.invoice_date_due:
            yield Disagreement(
                self.env._("its due date"), str(self.document.invoice_date_due or "—"), str(due),
            )

    def _lines_differ(self):
        """Each line's price must equal its journal item, and all prices together the total."""
        whole = sum(abs(line.price_subtotal) for line in self.lines) or 1.0
        for line in self.lines:
            booked = self.sign * line.amount_currency
            # A rounding difference is spread over the lines by their share of the whole.
            share = self.count * abs(line.price_subtotal) / whole
            if abs(booked - line.price_subtotal) > self.currency.rounding * (2 + share):
                yield self._differ(
                    self.env._("the journal item of «%s»", line.name or line.product_id.name),
                    booked, line.price_subtotal,
                )
        other = self.document.line_ids.filtered(
            lambda line: line.display_type not in ("product", "tax", "payment_term", "cogs")
        )
        total = sum(self.lines.mapped("price_total")) + self.sign * sum(
            other.mapped("amount_currency")
        )
        if abs(total - self.document.amount_total) > self._rounding():
            yield self._differ(self.env._("its total"), self.document.amount_total, total)

    def _rounding(self):
        """How far rounding and a tied total may make the taxes differ from the lines."""
        taxes = self.lines.tax_ids.flatten_taxes_hierarchy()
        return self.currency.rounding * ((self.count + 1) * len(taxes) + 0.5)

    def _taxes_differ(self):
        """The document's taxes must be the taxes of its lines."""
        taxes = self.lines.tax_ids.flatten_taxes_hierarchy()
        tax_lines = self.document.line_ids.filtered("tax_repartition_line_id")
        tax_lines = tax_lines.grouped("tax_line_id")
        for tax in tax_lines:
            if tax not in taxes:
                booked = self.sign * sum(tax_lines[tax].mapped("amount_currency"))
                yield self._differ(self.env._("%s, which no line has,", tax.name), booked, 0.0)
        if not all(tax.amount_type in SHARES for tax in taxes):
            return
        bases, expected = self._expected_taxes()
        for tax in taxes:
            items = tax_lines.get(tax, self.env["account.move.line"])
            booked = self.sign * sum(items.mapped("amount_currency"))
            if abs(booked - expected[tax]) > self._rounding():
                yield self._differ(tax.name, booked, expected[tax])
            if tax in bases:
                yield from self._base_differs(tax, items, bases[tax])

    def _base_differs(self, tax, tax_lines, expected):
        currency = self.document.company_id.currency_id
        allowed = currency.rounding * 2 * (1 + len(self.document.line_ids.tax_ids))
        for parts in tax_lines.grouped("tax_repartition_line_id").values():
            base = abs(sum(parts.mapped("tax_base_amount")))
            if abs(base - expected) > allowed:
                yield Disagreement(
                    self.env._("the base of %s", tax.name),
                    currency.format(base), currency.format(expected),
                )

    def _expected_taxes(self):
        """:return: {tax: base, in the company's currency}, {tax: amount, in the document's}"""
        refund = self.document.move_type in ("in_refund", "out_refund")
        bases, amounts, stacked = defaultdict(float), defaultdict(float), set()
        for taxes, same in self.lines.grouped("tax_ids").items():
            flat = taxes.flatten_taxes_hierarchy()
            for tax in flat:
                bases[tax] += sum(same.mapped("balance"))
            # A tax on a tax has a base that is no line's amount. With analytics there is a base for
            # each account.
            if any(tax.include_base_amount or tax.analytic for tax in flat):
                stacked.update(flat)
            for data in self._taxes_of(taxes, sum(same.mapped("price_subtotal")), refund):
                tax = data["tax"]
                parts = (
                    tax.refund_repartition_line_ids if refund else tax.invoice_repartition_line_ids
                ).filtered(lambda part: part.repartition_type == "tax")
                amounts[tax] += data["raw_tax_amount_currency"] * sum(parts.mapped("factor"))
        return {tax: abs(base) for tax, base in bases.items() if tax not in stacked}, amounts

    def _taxes_of(self, taxes, amount, refund):
        """:return: the `taxes_data` that Odoo's tax engine computes for a tax-excluded amount"""
        engine = self.env["account.tax"]
        base_line = engine._prepare_base_line_for_taxes_computation(
            {}, tax_ids=taxes, price_unit=amount, quantity=1.0, currency_id=self.currency,
            special_mode="total_excluded", is_refund=refund,
        )
        engine._add_tax_details_in_base_line(base_line, self.document.company_id, "round_globally")
        return base_line["tax_details"]["taxes_data"]

    def _differ(self, what, found, expected):
        return Disagreement(what, self.currency.format(found), self.currency.format(expected))
