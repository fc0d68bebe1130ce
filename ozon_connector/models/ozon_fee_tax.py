from odoo import fields, models


class OzonFeeTax(models.Model):
    """The taxes of Ozon's remuneration from a day on: VAT rates change, old months keep theirs."""

    _name = 'ozon.fee.tax'
    _description = 'Ozon Fee Tax'
    _check_company_auto = True
    _order = 'account_id, valid_from DESC, id'

    account_id = fields.Many2one('ozon.account', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='account_id.company_id', store=True)
    valid_from = fields.Date(required=True)
    tax_ids = fields.Many2many(
        'account.tax', string='Taxes', check_company=True,
        domain="[('type_tax_use', '=', 'purchase'), ('company_id', 'parent_of', company_id)]",
        help="The taxes of Ozon's remuneration in reports of this and later months. "
             "Empty: without VAT.",
    )

    _account_valid_from_uniq = models.Constraint(
        'UNIQUE(account_id, valid_from)',
        "The taxes from this day on are given already.",
    )
