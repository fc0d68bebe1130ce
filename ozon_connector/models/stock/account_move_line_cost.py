from odoo import models

from ...tools.own_context import own


class AccountMoveLine(models.Model):
    """The cost of sales of a report's documents is what its moves are worth, to the kopeck."""

    _inherit = "account.move.line"

    def _get_cogs_value(self):
        costs = own(self, "ozon_costs") or {}
        if self.id in costs:
            return costs[self.id] / self._ozon_units()
        return super()._get_cogs_value()

    def _ozon_units(self):
        """The quantity in the product's unit."""
        return self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id)

    def _ozon_share_cost(self, moved, cost):
        """Share a cost among the lines of one product by their units, without a remainder.

        :param moved: the units that were moved, in the product's unit
        :return: {line id: cost}; empty if the lines have other quantities, so that Odoo's way
            applies
        """
        unit, units = self.product_id.uom_id, {line: line._ozon_units() for line in self}
        total = sum(units.values())
        if unit.is_zero(total) or unit.compare(total, moved):
            return {}
        costs, shared, seen = {}, 0.0, 0.0
        for line in self:
            seen += units[line]
            upto = line.company_currency_id.round(cost * seen / total)
            costs[line.id] = upto - shared
            shared = upto
        return {line_id: share for line_id, share in costs.items() if units[self.browse(line_id)]}
