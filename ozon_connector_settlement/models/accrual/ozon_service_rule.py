from odoo import fields, models


class OzonServiceRule(models.Model):
    """How a group of services is booked from a day on."""

    _name = "ozon.service.rule"
    _description = "Ozon Service Rule"
    _check_company_auto = True
    _order = "account_id, group, valid_from DESC, id"

    account_id = fields.Many2one("ozon.account", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="account_id.company_id", store=True, related_sudo=False)
    group = fields.Selection(
        lambda self: self.env["ozon.accrual.type"]._fields["group"].selection, required=True,
    )
    valid_from = fields.Date(required=True)
    ledger_account_id = fields.Many2one(
        "account.account", check_company=True,
        help="For services: their expense account; empty: the Services Account. For transfers and "
             "balance movements: the counter-account; they wait until one is chosen.",
    )
    tax_ids = fields.Many2many(
        "account.tax", string="Taxes", check_company=True, context={"active_test": False},
        domain="[('type_tax_use', '=', 'purchase'), ('company_id', 'parent_of', company_id)]",
        help="Of this and later months. Empty: without VAT.",
    )

    _account_group_valid_from_uniq = models.Constraint(
        'UNIQUE(account_id, "group", valid_from)',
        "The group already has a rule that begins on this day.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "account_id" in vals:
            self.check_access("write")  # of the new account, too
        return result
