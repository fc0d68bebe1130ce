from odoo import api, models


class OzonServiceAct(models.Model):
    """What makes acts go on, makes compensations go on too: accruals, and types that are moved."""

    _inherit = "ozon.service.act"

    @api.model
    def _follow_accruals(self, account, months):
        result = super()._follow_accruals(account, months)
        self.env["ozon.compensation"]._follow_accruals(account, months)
        return result
