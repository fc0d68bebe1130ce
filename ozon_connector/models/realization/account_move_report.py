from odoo import api, fields, models


class AccountMove(models.Model):
    """An entry of a realization report."""

    _inherit = "account.move"

    ozon_report_id = fields.Many2one(
        "ozon.realization.report", compute="_compute_ozon_report_id", store=True,
        index="btree_not_null", ondelete="restrict", copy=False, ozon_protected=True,
    )

    @api.depends("ozon_document_id")
    def _compute_ozon_report_id(self):
        for move in self:
            document = move.ozon_document_id.sudo()
            move.ozon_report_id = document._record_of_kind("ozon.realization.report")
