from odoo import models


class OzonSettlement(models.Model):
    """Finds the document of buy-outs in Ozon's mutual settlement."""

    _inherit = "ozon.settlement"

    def _take_over(self, content):
        result = super()._take_over(content)
        self.env["ozon.buyout"]._follow_settlement(self)
        return result
