from odoo import api, fields, models


class StockPicking(models.Model):
    """A transfer of a realization report."""

    _inherit = "stock.picking"

    ozon_report_id = fields.Many2one(
        "ozon.realization.report", compute="_compute_ozon_report_id", store=True,
        index="btree_not_null", ondelete="set null", copy=False, ozon_protected=True,
    )

    @api.depends("ozon_document_id")
    def _compute_ozon_report_id(self):
        for picking in self:
            document = picking.ozon_document_id.sudo()
            picking.ozon_report_id = document._record_of_kind("ozon.realization.report")
