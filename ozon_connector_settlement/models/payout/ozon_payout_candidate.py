from odoo import api, fields, models


class OzonPayoutCandidate(models.TransientModel):
    """A bank line or a payment that may be a payout; a person chooses one."""

    _name = "ozon.payout.candidate"
    _description = "What May Be an Ozon Payout"
    _order = "id"

    payout_id = fields.Many2one(
        "ozon.payout", required=True, readonly=True, ondelete="cascade",
    )
    company_id = fields.Many2one(related="payout_id.company_id", store=True)
    res_model = fields.Selection(
        [
            ("account.bank.statement.line", "Bank statement"), ("account.payment", "Payment"),
        ],
        "Kind", required=True, readonly=True,
    )
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    date = fields.Date(compute="_compute_record", compute_sudo=True)
    text = fields.Char("Label", compute="_compute_record", compute_sudo=True)
    partner_id = fields.Many2one("res.partner", compute="_compute_record", compute_sudo=True)
    journal_id = fields.Many2one("account.journal", compute="_compute_record", compute_sudo=True)
    amount = fields.Monetary(related="payout_id.amount")
    currency_id = fields.Many2one(related="payout_id.currency_id")
    is_settled = fields.Boolean(
        "Reconciled", compute="_compute_record", compute_sudo=True,
        help="It is already reconciled and is not changed.",
    )

    @api.depends("res_model", "res_id")
    def _compute_record(self):
        for candidate in self:
            found = candidate._record()
            is_line = found._name == "account.bank.statement.line"
            candidate.date = found.date
            candidate.text = found.payment_ref if is_line else found.memo or found.name
            candidate.partner_id = found.partner_id
            candidate.journal_id = found.journal_id
            candidate.is_settled = candidate.payout_id._is_settled(found)

    # Actions

    def action_take(self):
        """Match this line or payment with the payout."""
        self.ensure_one()
        self.check_access("read")
        candidate = self.sudo()
        candidate.payout_id._choose(candidate._record())
        return {"type": "ir.actions.act_window_close"}

    def _record(self):
        return self.env[self.res_model].browse(self.res_id).exists()
