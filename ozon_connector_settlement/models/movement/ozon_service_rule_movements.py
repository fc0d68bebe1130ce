from odoo import fields, models


class OzonServiceRule(models.Model):
    """The other side of transfers and balance movements may be a debt of a partner."""

    _inherit = "ozon.service.rule"

    partner_id = fields.Many2one(
        "res.partner", "Counter-Partner", check_company=True,
        help="Partner of the counter-account of transfers and balance movements, for example of "
             "the other contract.",
    )
