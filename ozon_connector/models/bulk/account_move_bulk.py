from odoo import api, models

from ...tools.drafted_entries import drafted_sums
from ...tools.summed_entry import SummedEntry


class AccountMove(models.Model):
    """The steps that ozon_connector_bulk does for all lines of a document at once.

    This file does them in Odoo's way, line by line. The result is the same.
    """

    _inherit = "account.move"

    @api.model
    def _ozon_create_document(self, vals, count=None):
        """Create a draft document of a report.

        :param vals: values for `create`; `invoice_line_ids` has only `Command.create`, of lines
            with an account and a name
        :param count: create only this many lines, fewer than all. `_ozon_add_lines` adds the
            others; the document may not balance before.
        :return: the document
        """
        return self.create({**vals, "invoice_line_ids": vals["invoice_line_ids"][:count]})

    def _ozon_add_lines(self, vals, count):
        """Add the next lines to a document that was created with fewer.

        :param vals, count: as for `_ozon_create_document`
        :return: whether the document is whole now
        """
        lines, there = vals["invoice_line_ids"], len(self.invoice_line_ids)
        # Nobody has changed it by hand.
        document = self.with_context(skip_is_manually_modified=True)
        document.write({"invoice_line_ids": lines[there:there + count]})
        return there + count >= len(lines)

    def _ozon_in_bulk(self):
        """The documents, prepared for posting with what belongs to them; here one by one."""
        return self

    def _ozon_ready_to_post(self):
        """The documents, prepared for posting; here Odoo checks whether posting changed a line."""
        return self

    def _ozon_note_prices(self):
        """Store the sum of all lines' prices, now that the document's total ties.

        For a new document, also store the sums it was drafted with; tying again keeps them.
        """
        self._ozon_write({
            "ozon_price_total": self._ozon_prices(),
            "ozon_drafted": self.ozon_drafted or drafted_sums(self),
            "ozon_summary": SummedEntry(self).noted(),
        })

    def _ozon_prices(self):
        lines = self.invoice_line_ids
        # All fields of 20,000 lines would fill the memory.
        lines.fetch(["price_unit", "quantity"])
        return sum(line.price_unit * line.quantity for line in lines)
