from odoo import fields, models


class OzonAccrualTax(models.Model):
    """The taxes of an accrual type from a day on: when rates change, old months keep theirs."""

    _name = "ozon.accrual.tax"
    _description = "Ozon Accrual Tax"
    _check_company_auto = True
    _order = "type_id, valid_from DESC, id"

    type_id = fields.Many2one("ozon.accrual.type", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="type_id.company_id", store=True, related_sudo=False)
    valid_from = fields.Date(required=True)
    tax_ids = fields.Many2many(
        "account.tax", string="Taxes", check_company=True, context={"active_test": False},
        domain="[('type_tax_use', '=', 'purchase'), ('company_id', 'parent_of', company_id)]",
        help="Of this and later months. Empty: without VAT.",
    )

    _type_valid_from_uniq = models.Constraint(
        "UNIQUE(type_id, valid_from)", "The type already has taxes that begin on this day.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "type_id" in vals:
            self.check_access("write")  # of the new type, too
        return result
