from odoo import models


class StockMoveLine(models.Model):
    """Goods of many products that are moved at once, where the context has `ozon_at_once`."""

    _inherit = 'stock.move.line'

    def _action_done(self):
        if not self.env.context.get('ozon_at_once'):
            return super()._action_done()
        plain = self.filtered(
            lambda line: line.product_id.is_storable and line.product_id.tracking == 'none'
            and not line.package_id and not line.result_package_id and not line.owner_id
            and line.product_uom_id.compare(line.quantity, 0) > 0
        )
        quants = self.env['stock.quant']
        quants._ozon_create_missing(
            (line.product_id, location)
            for line in plain for location in (line.location_id, line.location_dest_id)
        )
        context = quants._ozon_at_once(plain.product_id, plain.location_id | plain.location_dest_id)
        return super(StockMoveLine, self.with_context(
            ozon_locked_quants=context['ozon_locked_quants'],
        ))._action_done()
