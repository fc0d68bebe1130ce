from odoo import api, fields, models
from odoo.exceptions import AccessError

DOCUMENT_FIELDS = {'ozon_document_id', 'ozon_report_id'}


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    ozon_document_id = fields.Many2one(
        'ozon.document', 'Ozon Document', check_company=True, copy=False,
        index='btree_not_null', ondelete='set null', readonly=True,
    )
    ozon_report_id = fields.Many2one(
        'ozon.realization.report', compute='_compute_ozon_report_id', store=True,
        index='btree_not_null', ondelete='set null', copy=False,
    )

    @api.depends('ozon_document_id')
    def _compute_ozon_report_id(self):
        for picking in self:
            document = picking.ozon_document_id.sudo()
            is_report = document.res_model == 'ozon.realization.report'
            picking.ozon_report_id = is_report and document.res_id

    @api.model_create_multi
    def create(self, vals_list):
        self._check_ozon_document_is_given(any(
            vals.get(field) for vals in vals_list for field in DOCUMENT_FIELDS
        ))
        return super().create(vals_list)

    def write(self, vals):
        self._check_ozon_document_is_given(bool(DOCUMENT_FIELDS & vals.keys()))
        return super().write(vals)

    def action_open_ozon_report(self):
        self.ensure_one()
        self.check_access('read')
        return self.ozon_document_id.sudo()._record().with_env(self.env)._get_records_action()

    def _create_backorder_picking(self):
        # What a transfer of a document leaves for later is still the document's.
        backorder = super()._create_backorder_picking()
        backorder.sudo().ozon_document_id = self.ozon_document_id
        return backorder

    def _check_ozon_document_is_given(self, touched):
        """Confirming a report makes its transfers: which ones they are is for reports to say."""
        if touched and not self.env.su:
            raise AccessError(self.env._(
                "Which report of Ozon a transfer belongs to cannot be changed by hand: goods would "
                "be moved twice or not at all."
            ))
