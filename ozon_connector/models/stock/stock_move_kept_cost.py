from odoo import fields, models


class StockMove(models.Model):
    """What a report's moves are worth: what came back is worth what its sale cost."""

    _inherit = "stock.move"

    # Returned goods are worth what their sale cost. The value is kept here, because Odoo would use
    # the product's present cost whenever it values the move, even after it was booked.
    ozon_cost_is_kept = fields.Boolean(
        "Cost Is Kept", readonly=True, copy=False, ozon_protected=True,
    )
    ozon_unit_cost = fields.Float(
        "Kept Unit Cost", readonly=True, copy=False, ozon_protected=True,
        help="In the currency of the company, of a unit of the product.",
    )

    def _get_value_from_returns(self, quantity, at_date=None):
        if self.ozon_cost_is_kept:
            return {
                "value": self.ozon_unit_cost * quantity,
                "quantity": quantity,
                "description": self.env._("Cost of the sale by the report of Ozon"),
            }
        return super()._get_value_from_returns(quantity, at_date)

    def _ozon_keep_costs(self):
        """Keep the present value of the moves, even if the cost of their products changes."""
        for unit_cost, moves in self.grouped(lambda move: move._get_price_unit()).items():
            moves._ozon_write({"ozon_cost_is_kept": True, "ozon_unit_cost": unit_cost})

    def _ozon_keep_value(self, known, value):
        """:param known: `cost.Move` with the value and units of the move"""
        if known.comes_in and known.report:
            self._ozon_write({
                "ozon_unit_cost": value / known.quantity, "ozon_cost_is_kept": True,
            })
        if self.company_id.currency_id.compare_amounts(value, known.value):
            self.value = value
