from odoo import api, models


class OzonServiceAct(models.Model):
    """Changes of accruals and of their types resume compensations as well as acts."""

    _inherit = "ozon.service.act"

    @api.model
    def _follow_accruals(self, account, months):
        result = super()._follow_accruals(account, months)
        self.env["ozon.compensation"]._follow_accruals(account, months)
        return result
