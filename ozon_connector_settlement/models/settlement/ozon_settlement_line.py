from odoo import api, fields, models

from ...domain import settlement_rows


class OzonSettlementLine(models.Model):
    """A document named in Ozon's mutual settlement."""

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
            ("set_off", "Set-off with another contract"),
            ("other", "Other"),
        ],
        help="The kind of Ozon's document. Choose it if the name does not show it; documents with "
             "this name in later months then get the same kind.",
    )
    kind_is_chosen = fields.Boolean(
        readonly=True, help="A person has chosen the kind.",
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

    def write(self, vals):
        """When a person chooses which document a row is, the documents are compared again."""
        result = super().write(vals)
        if "kind" in vals and not self.env.su:
            lines = self.sudo()
            lines.kind_is_chosen = True
            for settlement in lines.settlement_id:
                settlement._prove_documents()
        return result

    # Actions

    def action_choose_kind(self):
        """Open this row alone, to choose which document of Ozon it is."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window", "name": self.display_name, "res_model": self._name,
            "res_id": self.id, "view_mode": "form", "target": "new",
        }

    # Business

    @api.model
    def _chosen_kinds(self, account):
        """The kinds that users have chosen for this account's rows; the latest choice counts.

        :return: {name after `settlement_rows.normal`: kind}
        """
        lines = self.search([
            ("settlement_id.account_id", "=", account.id), ("kind_is_chosen", "=", True),
        ], order="write_date, id")
        return {settlement_rows.normal(line.name): line.kind for line in lines}

    def _prepare_vals(self, row, sequence, chosen):
        """:param row: an `ozon_api.files.SettlementRow`
        :param chosen: as from `_chosen_kinds`
        """
        name = settlement_rows.normal(row.name)
        return {
            "sequence": sequence,
            "name": row.name,
            "kind": chosen.get(name) or settlement_rows.kind_of(row.name),
            "kind_is_chosen": name in chosen,
            "document": row.document,
            "number": row.number,
            "date": row.date,
            "debit": float(row.debit),
            "credit": float(row.credit),
        }
