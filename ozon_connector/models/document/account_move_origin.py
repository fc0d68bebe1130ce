from odoo import api, fields, models
from odoo.tools import sql

COLUMNS = {"ozon_account_id": "int4", "ozon_period": "date", "ozon_kind": "varchar"}


class AccountMove(models.Model):
    """The cabinet, month and kind of an entry, by which an external auditor adds up entries."""

    _inherit = "account.move"

    ozon_account_id = fields.Many2one(
        "ozon.account", compute="_compute_ozon_origin", store=True, readonly=True, copy=False,
        index="btree_not_null", ozon_protected=True,
    )
    ozon_period = fields.Date(
        "Ozon Month", compute="_compute_ozon_origin", store=True, readonly=True, copy=False,
        ozon_protected=True,
    )
    ozon_kind = fields.Selection(
        selection=[
            ("realization", "Realization"),
            ("service", "Services"),
            ("buyout", "Buy-out"),
            ("compensation", "Compensation"),
            ("payout", "Payout"),
            ("netting", "Netting"),
            ("opening", "Opening Balance"),
            ("other", "Other"),
        ],
        compute="_compute_ozon_origin", store=True, readonly=True, copy=False,
        ozon_protected=True,
    )

    def _auto_init(self):
        # Odoo would compute a new column entry by entry, even for a million that are not Ozon's.
        for column, column_type in COLUMNS.items():
            if not sql.column_exists(self.env.cr, self._table, column):
                sql.create_column(self.env.cr, self._table, column, column_type)
        return super()._auto_init()

    @api.depends("ozon_document_id")
    def _compute_ozon_origin(self):
        for move in self:
            document = move.ozon_document_id.sudo()
            move.ozon_account_id = document.account_id
            move.ozon_period = document.period
            move.ozon_kind = document and document._record()._kind_of_entry(move)
