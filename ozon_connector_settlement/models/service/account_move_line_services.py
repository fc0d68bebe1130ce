from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    ozon_act_line_id = fields.Many2one(
        "ozon.service.act.line", readonly=True, copy=False, ondelete="set null",
        index="btree_not_null", ozon_protected=True,
    )

    def action_open_ozon_accruals(self):
        """The accruals behind a line of a bill of services."""
        self.ensure_one()
        self.check_access("read")
        return self.ozon_act_line_id.action_open_accruals()
