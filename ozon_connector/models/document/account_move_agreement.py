from collections import defaultdict
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

# Taxes of these kinds are a share of a sum, whatever the lines that it is the sum of.
SHARES = {"percent", "division"}


class Disagreement(NamedTuple):
    """Two figures of a document that should be one."""

    what: str  # in the user's language
    found: str
    expected: str


class AccountMove(models.Model):
    """A document of ours says one thing everywhere when it is posted, or nothing is posted.

    Total, lines, taxes, terms and journal items are written by Odoo, by us and by whatever other
    addons are installed. Whoever of them is wrong, the books are not.
    """

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._check_ozon_agreement()
        return posted

    def action_post(self):
        result = super().action_post()
        # Once more, since an addon above ours goes on after what is above has returned.
        (self | self._ozon_month())._check_ozon_agreement()
        return result

    def _check_ozon_agreement(self):
        """:raises UserError: a posted document of ours contradicts itself"""
        for document in self.sudo():
            if document.state != "posted":
                continue
            if not document.ozon_document_id and not document.ozon_not_to_pay:
                continue
            for difference in document._ozon_disagreements():
                raise UserError(self.env._(
                    "%(document)s contradicts itself, so nothing was posted: %(what)s is %(found)s "
                    "and should be %(expected)s. Another app may change documents while they are "
                    "posted: look which one, and tell its authors.",
                    document=document.display_name, **difference._asdict(),
                ))

    def _ozon_disagreements(self):
        """:return: iterable of `Disagreement`"""
        self.ensure_one()
        yield from self._ozon_unbalanced()
        if self.is_invoice(include_receipts=True):
            yield from self._ozon_terms_differ()
            yield from self._ozon_taxes_differ()
            yield from self._ozon_lines_differ()

    def _ozon_unbalanced(self):
        balance = sum(self.line_ids.mapped("balance"))
        currency = self.company_id.currency_id
        if not currency.is_zero(balance):
            yield Disagreement(
                self.env._("the balance of its journal items"),
                currency.format(balance), currency.format(0.0),
            )

    def _ozon_terms_differ(self):
        terms = self.line_ids.filtered(lambda line: line.display_type == "payment_term")
        owed = -self.direction_sign * sum(terms.mapped("amount_currency"))
        if self.currency_id.compare_amounts(owed, self.amount_total):
            yield self._ozon_differ(
                self.env._("what is to be paid by its journal items"), owed, self.amount_total,
            )
        due = max((line.date_maturity for line in terms if line.date_maturity), default=False)
        if due and due != self.invoice_date_due:
            yield Disagreement(
                self.env._("its due date"), str(self.invoice_date_due or "—"), str(due),
            )

    def _ozon_lines_differ(self):
        """The price of a line is its journal item, the prices of all lines are the total."""
        lines = self.line_ids.filtered(lambda line: line.display_type == "product")
        whole = sum(abs(line.price_subtotal) for line in lines) or 1.0
        for line in lines:
            booked = self.direction_sign * line.amount_currency
            # What rounding leaves over goes to the lines by their share of the whole.
            share = len(lines) * abs(line.price_subtotal) / whole
            if abs(booked - line.price_subtotal) > self.currency_id.rounding * (2 + share):
                yield self._ozon_differ(
                    self.env._("the journal item of «%s»", line.name or line.product_id.name),
                    booked, line.price_subtotal,
                )
        other = self.line_ids.filtered(
            lambda line: line.display_type not in ("product", "tax", "payment_term", "cogs")
        )
        total = sum(lines.mapped("price_total")) + self.direction_sign * sum(
            other.mapped("amount_currency")
        )
        if abs(total - self.amount_total) > self._ozon_rounding(lines):
            yield self._ozon_differ(self.env._("its total"), self.amount_total, total)

    def _ozon_rounding(self, lines):
        """How far rounding, and a total that is tied, can lead the taxes away from the lines."""
        taxes = lines.tax_ids.flatten_taxes_hierarchy()
        return self.currency_id.rounding * ((len(lines) + 1) * len(taxes) + 0.5)

    def _ozon_taxes_differ(self):
        """The tax of a document is that of its lines."""
        lines = self.line_ids.filtered(lambda line: line.display_type == "product")
        taxes = lines.tax_ids.flatten_taxes_hierarchy()
        tax_lines = self.line_ids.filtered("tax_repartition_line_id").grouped("tax_line_id")
        for tax in tax_lines:
            if tax not in taxes:
                booked = self.direction_sign * sum(tax_lines[tax].mapped("amount_currency"))
                yield self._ozon_differ(self.env._("%s, which no line has,", tax.name), booked, 0.0)
        if not all(tax.amount_type in SHARES for tax in taxes):
            return
        bases, expected = self._ozon_expected_taxes(lines)
        for tax in taxes:
            items = tax_lines.get(tax, self.env["account.move.line"])
            booked = self.direction_sign * sum(items.mapped("amount_currency"))
            if abs(booked - expected[tax]) > self._ozon_rounding(lines):
                yield self._ozon_differ(tax.name, booked, expected[tax])
            if tax in bases:
                yield from self._ozon_base_differs(tax, items, bases[tax])

    def _ozon_base_differs(self, tax, tax_lines, expected):
        currency = self.company_id.currency_id
        for parts in tax_lines.grouped("tax_repartition_line_id").values():
            base = abs(sum(parts.mapped("tax_base_amount")))
            if abs(base - expected) > currency.rounding * 2 * (1 + len(self.line_ids.tax_ids)):
                yield Disagreement(
                    self.env._("the base of %s", tax.name),
                    currency.format(base), currency.format(expected),
                )

    def _ozon_expected_taxes(self, lines):
        """:return: {tax: base, in the company's currency}, {tax: amount, in the document's}"""
        refund = self.move_type in ("in_refund", "out_refund")
        bases, amounts, stacked = defaultdict(float), defaultdict(float), set()
        for taxes, same in lines.grouped("tax_ids").items():
            flat = taxes.flatten_taxes_hierarchy()
            for tax in flat:
                bases[tax] += sum(same.mapped("balance"))
            # The base of a tax on a tax is no line's amount; other analytics have a base each.
            if any(tax.include_base_amount or tax.analytic for tax in flat):
                stacked.update(flat)
            for data in self._ozon_taxes_of(taxes, sum(same.mapped("price_subtotal")), refund):
                tax = data["tax"]
                parts = (
                    tax.refund_repartition_line_ids if refund else tax.invoice_repartition_line_ids
                ).filtered(lambda part: part.repartition_type == "tax")
                amounts[tax] += data["raw_tax_amount_currency"] * sum(parts.mapped("factor"))
        return {tax: abs(base) for tax, base in bases.items() if tax not in stacked}, amounts

    def _ozon_taxes_of(self, taxes, amount, refund):
        """:return: what Odoo's tax engine says of the taxes of an amount without them"""
        engine = self.env["account.tax"]
        base_line = engine._prepare_base_line_for_taxes_computation(
            {}, tax_ids=taxes, price_unit=amount, quantity=1.0, currency_id=self.currency_id,
            special_mode="total_excluded", is_refund=refund,
        )
        engine._add_tax_details_in_base_line(base_line, self.company_id, "round_globally")
        return base_line["tax_details"]["taxes_data"]

    def _ozon_differ(self, what, found, expected):
        currency = self.currency_id
        return Disagreement(what, currency.format(found), currency.format(expected))
