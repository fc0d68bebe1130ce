from odoo import fields, models


class StockPicking(models.Model):
    _name = 'stock.picking'
    _inherit = ['stock.picking', 'ozon.protected.mixin']

    ozon_report_id = fields.Many2one(
        'ozon.realization.report', check_company=True, copy=False,
        index='btree_not_null', ondelete='set null', readonly=True, ozon_protected=True,
    )

    def action_open_ozon_report(self):
        self.ensure_one()
        self.check_access('read')
        return self.ozon_report_id._get_records_action()

    def _create_backorder_picking(self):
        # What a transfer of a report leaves for later is still the report's.
        backorder = super()._create_backorder_picking()
        if self.ozon_report_id:
            backorder.sudo()._ozon_write({'ozon_report_id': self.ozon_report_id.id})
        return backorder
