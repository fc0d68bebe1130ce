from odoo import api, fields, models


class OzonAccountSetup(models.Model):
    """What is set up for the books of an account, and what is still missing."""

    _inherit = "ozon.account"

    # Names of requirements (`ozon.requirement`) that a person confirmed to be right as they are.
    confirmed_setup = fields.Json(readonly=True, copy=False)
    setup_problem = fields.Text("Missing for Booking", compute="_compute_setup_problem")
    setup_summary = fields.Text(compute="_compute_setup_problem")
    missing_count = fields.Integer("Missing", compute="_compute_setup_problem")

    @api.depends(
        "company_id", "fee_account_id", "location_id", "netting_journal_id", "partner_id",
        "post_netting", "post_sales", "post_stock", "purchase_journal_id.default_account_id",
        "sale_journal_id.default_account_id",
    )
    @api.depends_context("lang")
    def _compute_setup_problem(self):
        for account in self:
            missing = self.env["ozon.requirement"]._missing(account) if account.company_id else []
            account.setup_problem = "\n".join(row["text"] for row in missing)
            account.setup_summary = self.env["ozon.requirement"]._summary(missing)
            account.missing_count = len(missing)

    def _connection_warnings(self):
        warnings = super()._connection_warnings()
        if self.missing_count:
            warnings.append(self.env._(
                "Before the first month can be booked, %s thing(s) are missing: press «Set Up».",
                self.missing_count,
            ))
        return warnings
