from odoo import fields, models


class StockMove(models.Model):
    _inherit = 'stock.move'

    # Goods that came back are worth what their sale cost. It is kept: Odoo would take the cost of
    # the product anew whenever the move is valued, also after a journal entry was made by it.
    ozon_cost_is_kept = fields.Boolean(readonly=True, copy=False)
    ozon_unit_cost = fields.Float(
        'Kept Unit Cost', readonly=True, copy=False,
        help="In the currency of the company, of a unit of the product.",
    )

    def _get_value_from_returns(self, quantity, at_date=None):
        if self.ozon_cost_is_kept:
            return {
                'value': self.ozon_unit_cost * quantity,
                'quantity': quantity,
                'description': self.env._("Cost of the sale by the report of Ozon"),
            }
        return super()._get_value_from_returns(quantity, at_date)

    def _ozon_stay_after_booked(self):
        """Date moves of perpetually valued goods after all that is valued of them already.

        Dated before, they would change the cost of what left since, which is booked.
        """
        rules = self.product_id.with_company(self.company_id)._ozon_cost_rules()
        perpetual = self.filtered(
            lambda move: move.product_id.id in rules and rules[move.product_id.id].perpetual
        )
        last = dict(self._read_group(
            [
                ('product_id', 'in', perpetual.product_id.ids), ('is_out', '=', True),
                ('company_id', 'in', perpetual.company_id.ids), ('state', '=', 'done'),
            ],
            ['product_id'], ['date:max'],
        ))
        for move in perpetual:
            if move.product_id in last:
                move.date = max(move.date, last[move.product_id])

    def _ozon_keep_value(self, known, value):
        """:param known: `cost.Move`, the move with the value and the units that it has"""
        if known.comes_in and known.report:
            self.write({
                'ozon_cost_is_kept': True, 'ozon_unit_cost': value / known.quantity,
            })
        if self.company_id.currency_id.compare_amounts(value, known.value):
            self.value = value
