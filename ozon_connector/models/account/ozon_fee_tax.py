from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OzonFeeTax(models.Model):
    """The taxes of Ozon's commission from a certain day on: VAT rates change over time."""

    _name = "ozon.fee.tax"
    _description = "Ozon Commission Tax"
    _check_company_auto = True
    _order = "account_id, valid_from DESC, id"

    account_id = fields.Many2one("ozon.account", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="account_id.company_id", store=True, related_sudo=False)
    valid_from = fields.Date(required=True)
    tax_ids = fields.Many2many(
        "account.tax", string="Taxes", check_company=True,
        # Archived taxes stay, because old months still use them.
        context={"active_test": False},
        domain="[('type_tax_use', '=', 'purchase'), ('company_id', 'parent_of', company_id)]",
        help="The taxes of Ozon's commission in reports of this and later months. "
             "Empty: without VAT.",
    )

    _account_valid_from_uniq = models.Constraint(
        "UNIQUE(account_id, valid_from)",
        "The taxes from this day on are given already.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "account_id" in vals:
            self.check_access("write")  # also for the new account
        return result

    @api.constrains("tax_ids")
    def _check_taxes_are_shares(self):
        fixed = self.tax_ids.flatten_taxes_hierarchy().filtered(
            lambda tax: tax.amount_type == "fixed"
        )
        if fixed:
            raise ValidationError(self.env._(
                "The tax %s is a fixed amount. The commission of Ozon has taxes that are a share "
                "of it, such as VAT. Choose another tax, or none.", fixed[0].display_name,
            ))
