from odoo import api, models

from ...tools.buyout_checks import BuyoutChecks


class OzonBuyoutChecks(models.Model):
    """The checks of a month of buy-outs."""

    _inherit = "ozon.buyout"

    @api.depends("accepted_by_id", "amount", "invoice_id.amount_total", "line_ids.product_id",
                 "number", "proof", "typed_total")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    def _checks(self):
        if not self.line_ids:
            return []
        of_month = BuyoutChecks(self)
        checks = [of_month.rows(), of_month.twice(), of_month.goods(), of_month.proof()]
        if self.state in ("to_review", "posted"):
            checks += [
                of_month.invoice(), of_month.taxes(), self._check_stock(),
                *self._check_kits(), *self._check_lots(),
                *self._check_costs(), self._check_dates(),
            ]
        return checks + self._check_by_hand()
