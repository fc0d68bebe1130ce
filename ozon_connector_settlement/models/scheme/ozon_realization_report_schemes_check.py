from odoo import models

from ...tools.schemes_check import SchemesCheck


class OzonRealizationReportSchemesCheck(models.Model):
    """Whether Ozon's accruals state the delivery scheme of all goods of a report."""

    _inherit = "ozon.realization.report"

    def _check_places(self):
        checks = super()._check_places()
        account = self.account_id
        if not account.post_stock or not account._places_elsewhere():
            return checks
        passed, text = SchemesCheck(self).verdict()
        return [*checks, self._check("places", self.env._("Where the goods are"), passed, text)]
