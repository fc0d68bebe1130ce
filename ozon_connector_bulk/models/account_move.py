from contextlib import contextmanager

from odoo import Command, api, models
from odoo.addons.ozon_connector.tools.own_context import own, with_own

from ..tools.planned_entry import COMPLETE, add_terms, all_lines, without_lines
from ..tools.say import DOCUMENTS, GOODS, nobody_else


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
        lines = all_lines(self.env, vals)
        if not lines:
            return super()._ozon_create_document(vals, count)
        document = self.with_context(**COMPLETE, check_move_validity=False).create({
            **without_lines(vals), "line_ids": [Command.create(line) for line in lines[:count]],
        }).with_env(self.env)
        if count is None:
            add_terms(document)
        return document

    def _ozon_add_lines(self, vals, count):
        lines = all_lines(self.env, vals)
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
            add_terms(self)
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
