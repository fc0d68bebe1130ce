"""A document of many lines before it is created, with the amounts of all its lines."""

from odoo import Command
from odoo.addons.ozon_connector.tools.summed_entry import SummedEntry

from .say import DOCUMENTS, nobody_else

# A document created with all of its amounts needs no synchronisation.
COMPLETE = {"skip_invoice_sync": True, "skip_invoice_line_sync": True}
# The fields of a line that we pass to Odoo's tax engine. Odoo handles lines with more.
LINE_FIELDS = {
    "account_id", "discount", "name", "ozon_product_id", "ozon_quantity_returned",
    "ozon_quantity_sold", "price_unit", "product_id", "product_uom_id", "quantity", "tax_ids",
}
LEAST_FIELDS = {"account_id", "name", "price_unit", "product_id", "quantity", "tax_ids"}
DOCUMENT_TYPES = {"in_invoice", "in_refund", "out_invoice", "out_refund"}


def all_lines(env, vals):
    """
    :param vals: as for `account.move._ozon_create_document`
    :return: list of the values of the document's lines, with their amounts, and of its tax lines;
        an empty list if Odoo has to create it in its own way
    """
    lines = [line for _command, _id, line in vals["invoice_line_ids"]]
    planned = PlannedEntry(env["account.move"].new(without_lines(vals)))
    return planned.lines_with_amounts(lines) if planned.is_usual(lines) else []


def add_terms(document):
    """Add the last lines. With them the document balances, so Odoo can check it now."""
    terms = document._sync_dynamic_line_needed_values([document.needed_terms])
    document.env["account.move.line"].with_context(**COMPLETE).create([
        {**key, **amounts, "display_type": "payment_term"} for key, amounts in terms.items()
    ])


def without_lines(vals):
    """:return: the values of a document without those of its lines"""
    return {name: value for name, value in vals.items() if name != "invoice_line_ids"}


class PlannedEntry:
    """One planned document.

    :param entry: a new `account.move` without lines, which is not stored
    """

    def __init__(self, entry):
        self.entry = entry
        self.env = entry.env

    def is_usual(self, lines):
        """Whether a planned document has nothing but goods or services, taxes and terms."""
        entry = self.entry
        return bool(
            entry.move_type in DOCUMENT_TYPES
            and lines
            and self._are_usual_lines(lines)
            and all(map(_is_usual_tax, self._taxes(lines)))
            and not entry.invoice_cash_rounding_id
            and not entry.invoice_payment_term_id.early_discount
            and not entry._get_discount_allocation_account()
            # A distribution model would set analytics on each line, and so on the taxes.
            and not self.env["account.analytic.distribution.model"].sudo().search_count([], limit=1)
            and nobody_else(self.env, DOCUMENTS)
            and not self._storno_is_decided_again(lines)
        )

    def _storno_is_decided_again(self, lines):
        """Whether Odoo would turn lines of an invoice into stornos when it writes their amounts.

        The app Sales makes Odoo decide this again for every line whose balance changes.
        """
        entry = self.entry
        return (
            "sale_line_ids" in self.env["account.move.line"]._fields
            and entry.company_id.account_storno
            and entry.move_type in ("in_invoice", "out_invoice")
            and any(line["quantity"] * line["price_unit"] < 0 for line in lines)
        )

    def _are_usual_lines(self, lines):
        """Whether lines have only the fields passed below, in the units of their products."""
        if not all(LEAST_FIELDS <= line.keys() <= LINE_FIELDS for line in lines):
            return False
        products = self.env["product.product"].browse(
            {line["product_id"] for line in lines if line["product_id"]}
        )
        units = {product.id: product.uom_id.id for product in products}
        return all(
            line["account_id"]
            and not line.get("discount")
            and len(line["tax_ids"]) == 1 and line["tax_ids"][0][0] == Command.SET
            and line.get("product_uom_id") in (None, False, units.get(line["product_id"]))
            for line in lines
        )

    def _taxes(self, lines):
        ids = {tax for line in lines for _command, _id, taxes in line["tax_ids"] for tax in taxes}
        return self.env["account.tax"].browse(ids).flatten_taxes_hierarchy()

    def lines_with_amounts(self, lines):
        """:return: list of the values of a planned document's lines, including its tax lines"""
        computed = SummedEntry(self.entry).computed(lines)
        return [
            {**line, "analytic_distribution": False, **self._amounts(amounts)}
            for line, (_base_line, amounts) in zip(
                lines, computed["base_lines_to_update"], strict=True,
            )
        ] + [{**line, "display_type": "tax"} for line in computed["tax_lines_to_add"]]

    def _amounts(self, amounts):
        """The amounts of a line; Odoo derives debit and credit from the balance and the storno."""
        entry = self.entry
        return {
            "amount_currency": entry.currency_id.round(amounts["amount_currency"]),
            "balance": entry.company_id.currency_id.round(amounts["balance"]),
            "tax_tag_ids": amounts["tax_tag_ids"],
        }


def _is_usual_tax(tax):
    return tax.amount_type == "percent" and tax.tax_exigibility != "on_payment"
