from odoo import fields, models

from ...domain import settlement_rows


class OzonSettlementLine(models.Model):
    """A document that Ozon's mutual settlement names."""

    _name = "ozon.settlement.line"
    _description = "Ozon Mutual Settlement Line"
    _inherit = "ozon.facts.mixin"
    _order = "settlement_id, sequence, id"

    settlement_id = fields.Many2one(
        "ozon.settlement", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    sequence = fields.Integer(readonly=True)
    name = fields.Char(readonly=True)
    kind = fields.Selection(
        [
            ("realization", "Realization"),
            ("service", "Ozon's Services"),
            ("reinvoiced", "Re-invoiced Services"),
            ("star", "Star Products"),
            ("insurance", "Insurance"),
            ("penalty", "Penalties"),
            ("payment", "Payout"),
            ("buyout", "Buy-out"),
            ("compensation", "Compensation"),
            ("premium", "Premium"),
            ("transfer", "Transfers"),
            ("other", "Other"),
        ],
        readonly=True,
    )
    document = fields.Char(readonly=True)
    number = fields.Char(readonly=True)
    date = fields.Date(readonly=True)
    debit = fields.Monetary("You Owe", readonly=True)
    credit = fields.Monetary("Ozon Owes", readonly=True)
    act_ids = fields.Many2many(
        "ozon.service.act", "ozon_service_act_settlement_line_rel", string="Acts", readonly=True,
    )

    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, (line.name, line.document or line.number)))

    def _prepare_vals(self, row, sequence):
        """:param row: an `ozon_api.files.SettlementRow`"""
        return {
            "sequence": sequence,
            "name": row.name,
            "kind": settlement_rows.kind_of(row.name),
            "document": row.document,
            "number": row.number,
            "date": row.date,
            "debit": float(row.debit),
            "credit": float(row.credit),
        }
