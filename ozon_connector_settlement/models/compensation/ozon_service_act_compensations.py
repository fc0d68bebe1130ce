from odoo import api, models


class OzonServiceAct(models.Model):
    """Accruals that resume acts also resume compensations, as do types that are moved."""

    _inherit = "ozon.service.act"

    @api.model
    def _follow_accruals(self, account, months):
        result = super()._follow_accruals(account, months)
        self.env["ozon.compensation"]._follow_accruals(account, months)
        return result
