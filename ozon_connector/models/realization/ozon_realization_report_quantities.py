from odoo import models

from ...domain import settlement


class OzonRealizationReportQuantities(models.Model):
    """The goods of a report in units of the products; Ozon counts units of its cards."""

    _inherit = "ozon.realization.report"

    def _in_product_units(self, movements):
        """Movements whose quantities are in the unit of each product, `product._ozon_unit`.

        :param movements: the result of `_movements`
        """
        return [
            (product, movement._replace(quantity=line._product_quantity()))
            for line, (product, movement) in zip(self.line_ids, movements, strict=True)
        ]

    def _moves_of_entry(self, entry):
        return self._effective_moves(returned=entry == self.sale_refund_id)

    def _costs_of_entry(self, entry):
        returned = entry == self.sale_refund_id
        return self._moved_costs(
            settlement.Direction.RETURN if returned else settlement.Direction.SALE
        )
