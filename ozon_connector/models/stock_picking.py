from odoo import api, fields, models
from odoo.exceptions import AccessError


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    ozon_report_id = fields.Many2one(
        'ozon.realization.report', check_company=True, copy=False,
        index='btree_not_null', ondelete='set null', readonly=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_ozon_report_is_given(any(vals.get('ozon_report_id') for vals in vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._check_ozon_report_is_given('ozon_report_id' in vals)
        return super().write(vals)

    def action_open_ozon_report(self):
        self.ensure_one()
        self.check_access('read')
        return self.ozon_report_id._get_records_action()

    def _create_backorder_picking(self):
        # What a transfer of a report leaves for later is still the report's.
        backorder = super()._create_backorder_picking()
        backorder.sudo().ozon_report_id = self.ozon_report_id
        return backorder

    def _check_ozon_report_is_given(self, touched):
        """Confirming a report makes its transfers: which ones they are is for reports to say."""
        if touched and not self.env.su:
            raise AccessError(self.env._(
                "Which report of Ozon a transfer belongs to cannot be changed by hand: goods would "
                "be moved twice or not at all."
            ))
