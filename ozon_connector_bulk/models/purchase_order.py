from odoo import models
from odoo.addons.ozon_connector.tools.own_context import with_own

from ..tools.say import GOODS, nobody_else


class PurchaseOrder(models.Model):
    """Confirms the goods of orders at once, not one after the other; see `stock.move`."""

    _inherit = "purchase.order"

    def _ozon_in_bulk(self):
        return with_own(super()._ozon_in_bulk(), ozon_at_once=nobody_else(self.env, GOODS))
