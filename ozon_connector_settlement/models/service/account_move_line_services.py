from odoo import fields, models


class AccountMoveLine(models.Model):
    """A line of a service bill refers to its line of the act."""

    _inherit = "account.move.line"

    ozon_act_line_id = fields.Many2one(
        "ozon.service.act.line", readonly=True, copy=False, ondelete="set null",
        index="btree_not_null", ozon_protected=True,
    )
