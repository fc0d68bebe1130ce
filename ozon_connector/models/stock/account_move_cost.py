from odoo import models

from ...tools.own_context import with_own


class AccountMove(models.Model):
    """The cost of the goods that a document's invoice or credit note books with the sale."""

    _inherit = "account.move"

    def _get_anglo_saxon_price_ctx(self):
        context = super()._get_anglo_saxon_price_ctx()
        if not self.ozon_document_id or not self.is_sale_document():
            return context
        # Computed for all lines at once; line by line, each would add up all moves.
        moved = self._ozon_record()._costs_of_entry(self)
        costs = {}
        for product, lines in self.invoice_line_ids.grouped("product_id").items():
            if product in moved:
                costs.update(lines._ozon_share_cost(*moved[product]))
        return with_own(self.with_context(**context), ozon_costs=costs).env.context
