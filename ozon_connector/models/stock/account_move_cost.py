from odoo import models

from ...domain.settlement import Direction
from ...tools.own_context import with_own


class AccountMove(models.Model):
    """The cost of the goods that a report's invoice or credit note books with the sale."""

    _inherit = "account.move"

    def _get_anglo_saxon_price_ctx(self):
        context = super()._get_anglo_saxon_price_ctx()
        report = self.ozon_report_id.sudo()
        if not report or not self.is_sale_document():
            return context
        # Computed for all lines at once; line by line, each would add up all moves.
        costs = self._ozon_line_costs(report)
        return with_own(self.with_context(**context), ozon_costs=costs).env.context

    def _ozon_line_costs(self, report):
        """:return: {line id: cost of its goods}, if the product's moves have the same quantities"""
        returned = self == report.sale_refund_id
        moved = report._moved_costs(Direction.RETURN if returned else Direction.SALE)
        costs = {}
        for product, lines in self.invoice_line_ids.grouped("product_id").items():
            if product in moved:
                costs.update(lines._ozon_share_cost(*moved[product]))
        return costs
