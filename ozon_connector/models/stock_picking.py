from odoo import fields, models


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    ozon_report_id = fields.Many2one(
        'ozon.realization.report', 'Ozon Report', check_company=True, copy=False,
        index='btree_not_null', ondelete='set null', readonly=True,
    )

    def action_open_ozon_report(self):
        self.ensure_one()
        return self.ozon_report_id._get_records_action()

    def _create_backorder_picking(self):
        # What a transfer of a report leaves for later is still the report's.
        backorder = super()._create_backorder_picking()
        backorder.sudo().ozon_report_id = self.ozon_report_id
        return backorder
