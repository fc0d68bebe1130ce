from odoo import api, fields, models
from odoo.tools import SQL


class OzonReportFigure(models.Model):
    """Revenue, fee and accrual of the reports, a row each: one graph shows them side by side.

    Corrections count with their months, reports that are not there yet or cancelled do not.
    """

    _name = "ozon.report.figure"
    _description = "Ozon Report Figure"
    _auto = False
    _order = "period DESC, id"
    _rec_name = "kind"

    report_id = fields.Many2one("ozon.realization.report", readonly=True)
    account_id = fields.Many2one("ozon.account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    period = fields.Date("Month", readonly=True)
    posted = fields.Boolean(readonly=True)
    kind = fields.Selection(
        [("1_revenue", "Revenue"), ("2_fee", "Fee payable"), ("3_accrual", "To be accrued")],
        "Figure", readonly=True,
    )
    amount = fields.Monetary(readonly=True)

    _depends = {
        "ozon.realization.report": [
            "account_id", "accrual", "company_id", "currency_id", "fee_payable", "period",
            "revenue", "state",
        ],
    }

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = super().get_empty_list_help(help_message)
        return self.env["ozon.account"]._with_next_step(help_message)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT
                report.id * 3 + figure.place AS id,
                report.id AS report_id,
                report.account_id,
                report.company_id,
                report.currency_id,
                report.period,
                report.state = 'posted' AS posted,
                figure.kind,
                figure.amount
            FROM ozon_realization_report AS report
            CROSS JOIN LATERAL (VALUES
                (0, '1_revenue', report.revenue),
                (1, '2_fee', report.fee_payable),
                (2, '3_accrual', report.accrual)
            ) AS figure (place, kind, amount)
            WHERE report.state NOT IN ('waiting', 'cancelled')
            """
        )
