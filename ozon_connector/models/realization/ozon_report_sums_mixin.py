from odoo import api, fields, models


class OzonReportSumsMixin(models.AbstractModel):
    """Rows that are computed from the reports, for sums by month and account."""

    _name = "ozon.report.sums.mixin"
    _description = "Sums of Ozon Reports"
    _order = "period DESC, id"

    report_id = fields.Many2one("ozon.realization.report", readonly=True)
    account_id = fields.Many2one("ozon.account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    period = fields.Date("Month", readonly=True)

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = super().get_empty_list_help(help_message)
        return self.env["ozon.next.step"]._with_next_step(help_message)
