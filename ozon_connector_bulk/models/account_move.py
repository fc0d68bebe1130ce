from contextlib import contextmanager

from odoo import Command, api, models
from odoo.addons.ozon_connector.tools.own_context import own, with_own

from ..tools.say import DOCUMENTS, GOODS, nobody_else

# A document created with all of its amounts needs no synchronisation.
COMPLETE = {"skip_invoice_sync": True, "skip_invoice_line_sync": True}
# The fields of a line that we pass to the tax engine below. Odoo handles lines with more.
LINE_FIELDS = {
    "account_id", "discount", "name", "ozon_product_id", "ozon_quantity_returned",
    "ozon_quantity_sold", "price_unit", "product_id", "product_uom_id", "quantity", "tax_ids",
}
LEAST_FIELDS = {"account_id", "name", "price_unit", "product_id", "quantity", "tax_ids"}
DOCUMENT_TYPES = {"in_invoice", "in_refund", "out_invoice", "out_refund"}


class AccountMove(models.Model):
    """Documents of many lines, created and posted at once.

    When Odoo creates a document, it first creates the lines, then writes the amounts line by line
    and checks each time what has changed. For a thousand lines this takes most of the time. Here
    Odoo's tax engine first computes the amounts of all lines, and the lines are created with them.

    When Odoo posts a document, it compares each line before and after. Here it does not, if posting
    changes no line.

    The stored result is the same. If another addon takes part in it, Odoo's own way is used.
    """

    _inherit = "account.move"

    @api.model
    def _ozon_create_document(self, vals, count=None):
        lines = self._ozon_all_lines(vals)
        if not lines:
            return super()._ozon_create_document(vals, count)
        document = self.with_context(**COMPLETE, check_move_validity=False).create({
            **_head(vals), "line_ids": [Command.create(line) for line in lines[:count]],
        }).with_env(self.env)
        if count is None:
            document._ozon_add_terms()
        return document

    def _ozon_add_lines(self, vals, count):
        lines = self._ozon_all_lines(vals)
        # If Odoo began the document in its own way, it has taxes and terms already.
        if not lines or set(self.line_ids.mapped("display_type")) != {"product"}:
            return super()._ozon_add_lines(vals, count)
        there = len(self.line_ids)
        is_last = there + count >= len(vals["invoice_line_ids"])
        # All tax lines come with the last lines: next time Odoo would take them for its own.
        self.env["account.move.line"].with_context(**COMPLETE, check_move_validity=False).create([
            {**line, "move_id": self.id}
            for line in lines[there:None if is_last else there + count]
        ])
        if is_last:
            self._ozon_add_terms()
        return is_last

    def _ozon_in_bulk(self):
        documents = super()._ozon_in_bulk()
        # Posting values the goods of the documents, as a transfer does.
        return with_own(documents, ozon_at_once=nobody_else(self.env, GOODS))

    def _ozon_ready_to_post(self):
        documents = super()._ozon_ready_to_post()
        # Posting changes lines if Odoo must find a day that is not locked, or books the cost of
        # goods with their sale.
        changes = any(
            not document.invoice_date
            or document._get_violated_lock_dates(document.date, document._affect_tax_report())
            or "real_time" in document._ozon_goods().mapped("valuation")
            for document in self
        )
        if changes or not nobody_else(self.env, DOCUMENTS):
            return documents
        # Odoo compares documents that it creates from these in the meantime as usual.
        return with_own(documents, ozon_complete_documents=set(self.ids))

    def _ozon_note_prices(self):
        documents = self
        if nobody_else(self.env, DOCUMENTS):
            # Only our note is written, so Odoo need not look at the lines again.
            documents = self.with_context(skip_invoice_sync=True)
        return super(AccountMove, documents)._ozon_note_prices()

    def _ozon_goods(self):
        """The products of a document, with the values of its company."""
        goods = self.invoice_line_ids.product_id
        if self.ozon_summary:
            goods |= self.ozon_report_id.line_ids.product_id
        return goods.with_company(self.company_id)

    @contextmanager
    def _sync_dynamic_lines(self, container):
        documents = container["records"]  # empty while documents are being created
        complete = own(self, "ozon_complete_documents")
        if documents and complete and complete.issuperset(documents.ids):
            yield
        else:
            with super()._sync_dynamic_lines(container):
                yield

    @api.model
    def _ozon_all_lines(self, vals):
        """
        :param vals: as for `_ozon_create_document`
        :return: list of the values of the document's lines, with their amounts, and of its tax
            lines; an empty list if Odoo has to create it in its own way
        """
        lines = [line for _command, _id, line in vals["invoice_line_ids"]]
        planned = self.new(_head(vals))
        return planned._ozon_lines_with_amounts(lines) if planned._ozon_is_usual(lines) else []

    def _ozon_add_terms(self):
        """Add the last lines. With them the document balances, so Odoo can check it now."""
        terms = self._sync_dynamic_line_needed_values([self.needed_terms])
        self.env["account.move.line"].with_context(**COMPLETE).create([
            {**key, **amounts, "display_type": "payment_term"} for key, amounts in terms.items()
        ])

    def _ozon_is_usual(self, lines):
        """Whether a planned document has nothing but goods or services, taxes and terms."""
        return bool(
            self.move_type in DOCUMENT_TYPES
            and lines
            and self._ozon_are_usual_lines(lines)
            and all(map(self._ozon_is_usual_tax, self._ozon_taxes(lines)))
            and not self.invoice_cash_rounding_id
            and not self.invoice_payment_term_id.early_discount
            and not self._get_discount_allocation_account()
            # A distribution model would set analytics on each line, and so on the taxes.
            and not self.env["account.analytic.distribution.model"].sudo().search_count([], limit=1)
            and nobody_else(self.env, DOCUMENTS)
            and not self._ozon_storno_is_decided_again(lines)
        )

    def _ozon_storno_is_decided_again(self, lines):
        """Whether Odoo would turn lines of an invoice into stornos when it writes their amounts.

        The app Sales makes Odoo decide this again for every line whose balance changes.
        """
        return (
            "sale_line_ids" in self.env["account.move.line"]._fields
            and self.company_id.account_storno
            and self.move_type in ("in_invoice", "out_invoice")
            and any(line["quantity"] * line["price_unit"] < 0 for line in lines)
        )

    def _ozon_are_usual_lines(self, lines):
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

    def _ozon_taxes(self, lines):
        ids = {tax for line in lines for _command, _id, taxes in line["tax_ids"] for tax in taxes}
        return self.env["account.tax"].browse(ids).flatten_taxes_hierarchy()

    def _ozon_is_usual_tax(self, tax):
        return tax.amount_type == "percent" and tax.tax_exigibility != "on_payment"

    def _ozon_lines_with_amounts(self, lines):
        """:return: list of the values of a planned document's lines, including its tax lines"""
        computed = self._ozon_computed(lines)
        return [
            {**line, "analytic_distribution": False, **self._ozon_amounts(amounts)}
            for line, (_base_line, amounts) in zip(
                lines, computed["base_lines_to_update"], strict=True,
            )
        ] + [{**line, "display_type": "tax"} for line in computed["tax_lines_to_add"]]

    def _ozon_amounts(self, amounts):
        """The amounts of a line; Odoo derives debit and credit from the balance and the storno."""
        return {
            "amount_currency": self.currency_id.round(amounts["amount_currency"]),
            "balance": self.company_id.currency_id.round(amounts["balance"]),
            "tax_tag_ids": amounts["tax_tag_ids"],
        }


def _head(vals):
    return {name: value for name, value in vals.items() if name != "invoice_line_ids"}
