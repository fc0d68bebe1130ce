from odoo import models


class OzonSettlement(models.Model):
    """Ozon's mutual settlement names the document of its buy-outs."""

    _inherit = "ozon.settlement"

    def _take_over(self, content):
        result = super()._take_over(content)
        self.env["ozon.buyout"]._follow_settlement(self)
        return result
