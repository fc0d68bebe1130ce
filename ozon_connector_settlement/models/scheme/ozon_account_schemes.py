from odoo import api, fields, models
from odoo.addons.ozon_connector.domain.settlement import Direction
from odoo.exceptions import ValidationError

from ...domain.schemes import Keeper


class OzonAccount(models.Model):
    """Where goods are kept by delivery scheme: at Ozon (FBO), or by the seller (FBS)."""

    _inherit = "ozon.account"

    fbs_location_id = fields.Many2one(
        "stock.location", "FBS Goods", check_company=True, domain="[('usage', '=', 'internal')]",
        help="Goods that are sold by FBS and rFBS, according to Ozon's accruals, leave from here. "
             "Empty: all goods leave from the location of the account.",
    )
    fbs_return_location_id = fields.Many2one(
        "stock.location", "FBS Returns", check_company=True,
        domain="[('usage', '=', 'internal')]",
        help="Where returned goods of FBS and rFBS come back to. Empty: to the location from which "
             "they are sold.",
    )
    fbo_return_location_id = fields.Many2one(
        "stock.location", "FBO Returns", check_company=True,
        domain="[('usage', '=', 'internal')]",
        help="Where returned goods of FBO come back to. Empty: to the location of the account.",
    )

    @api.constrains("location_id", "fbs_location_id")
    def _check_fbs_location(self):
        for account in self:
            here, own = account.location_id, account.fbs_location_id
            if here and own and here != own and (here._child_of(own) or own._child_of(here)):
                raise ValidationError(self.env._(
                    "Choose two separate locations for FBO and FBS. One of %(here)s and %(own)s "
                    "lies within the other, so goods of one would be sold as goods of the other. "
                    "Nothing was changed.",
                    here=here.display_name, own=own.display_name,
                ))

    def _places_elsewhere(self):
        """:return: each `stock.location` of goods outside the location of the account"""
        own = self.fbs_location_id | self.fbs_return_location_id | self.fbo_return_location_id
        return own - self.location_id

    def _place_of(self, keeper, direction):
        """:return: the `stock.location` that goods leave or come back to"""
        here, returns = self.location_id, self.fbo_return_location_id
        if keeper is Keeper.SELLER:
            here, returns = self.fbs_location_id or here, self.fbs_return_location_id
        return here if direction is Direction.SALE else returns or here
