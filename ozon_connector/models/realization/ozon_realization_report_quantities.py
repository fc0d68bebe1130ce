from odoo import models

from ...domain import settlement
from ...tools.realization_sums import RealizationSums


class OzonRealizationReportQuantities(models.Model):
    """What moved by a report, and what it cost, for each of its entries."""

    _inherit = "ozon.realization.report"

    def _product_units(self):
        return RealizationSums(self).product_units()

    def _moved_exactly(self, moves):
        return RealizationSums(self).moved_exactly(moves)

    def _moves_of_entry(self, entry):
        return self._effective_moves(returned=entry == self.sale_refund_id)

    def _costs_of_entry(self, entry):
        returned = entry == self.sale_refund_id
        return self._moved_costs(
            settlement.Direction.RETURN if returned else settlement.Direction.SALE
        )
