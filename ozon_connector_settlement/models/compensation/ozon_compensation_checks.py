from odoo import api, models

from ...domain import compensations as rules
from ...tools.compensation_checks import CompensationChecks


class OzonCompensationChecks(models.Model):
    """The checks of a document of compensations."""

    _inherit = "ozon.compensation"

    @api.depends("amount", "invoice_id.amount_total", "line_ids.goods")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    @api.depends("account_id.compensation_account_id")
    def _compute_missing_setup(self):
        return super()._compute_missing_setup()

    def _checks(self):
        if not self.line_ids:
            return []
        of_document, checks = CompensationChecks(self), []
        if self.kind != rules.WRITTEN_OFF:
            checks += [of_document.accruals(), of_document.settlement()]
        checks.append(of_document.types())
        if self.state in ("to_review", "posted"):
            if self.amount:
                checks += [of_document.invoice(), self._check_dates()]
            checks += [self._check_stock(), *self._check_lots(), of_document.losses()]
        return checks + self._check_by_hand()
