from odoo import fields, models
from odoo.tools import SQL


class OzonReportFigure(models.Model):
    """Revenue, commission and accrual of each report in rows of their own, for one graph.

    Corrections count with their months. Waiting and cancelled reports do not count.
    """

    _name = "ozon.report.figure"
    _inherit = "ozon.report.sums.mixin"
    _description = "Ozon Report Figure"
    _auto = False
    _rec_name = "kind"

    posted = fields.Boolean(readonly=True)
    kind = fields.Selection(
        [("1_revenue", "Revenue"), ("2_fee", "Commission payable"), ("3_accrual", "Due from Ozon")],
        "Figure", readonly=True,
    )
    amount = fields.Monetary(readonly=True)

    _depends = {
        "ozon.realization.report": [
            "account_id", "accrual", "company_id", "currency_id", "fee_payable", "period",
            "revenue", "state",
        ],
    }

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
