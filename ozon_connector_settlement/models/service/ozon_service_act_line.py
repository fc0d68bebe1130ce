from odoo import api, fields, models

from ...domain.figures import ACCRUALS, DIFFERENCE, POINTS


class OzonServiceActLine(models.Model):
    """What Ozon takes by an act for one accrual type."""

    _name = "ozon.service.act.line"
    _description = "Ozon Service Act Line"
    _inherit = "ozon.facts.mixin"
    _order = "act_id, role, amount, id"

    act_id = fields.Many2one(
        "ozon.service.act", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="act_id.company_id", store=True)
    currency_id = fields.Many2one(related="act_id.currency_id")
    role = fields.Selection(
        [(ACCRUALS, "Accruals"), (POINTS, "Points for Discounts"),
         (DIFFERENCE, "Difference by Ozon's Settlement")],
        required=True, readonly=True,
    )
    type_id = fields.Many2one("ozon.accrual.type", readonly=True, ondelete="restrict")
    group = fields.Selection(related="type_id.group")
    name = fields.Char(compute="_compute_name")
    accrual_count = fields.Integer("Accruals", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Ozon's sign: below 0 is what Ozon takes.",
    )

    @api.depends("role", "type_id.title")
    @api.depends_context("lang")
    def _compute_name(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for line in self:
            line.name = line.type_id.title or labels.get(line.role)

    def action_open_accruals(self):
        """Open the accruals behind the line."""
        self.ensure_one()
        self.check_access("read")
        return self.act_id._open_accruals(self.type_id)
