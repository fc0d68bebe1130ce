from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL, format_amount

from ...domain import profit as rules
from ...domain import profit_check

# The order of the steps from revenue to profit.
COLUMNS = (*rules.PARTS, "vat", "cost")


class OzonProfitMonthWay(models.Model):
    """The steps from a month's revenue to its profit, as bars."""

    _inherit = "ozon.profit.month"

    way = fields.Html(compute="_compute_way", sanitize=False)

    @api.depends("built_at")
    @api.depends_context("lang")
    def _compute_way(self):
        for month in self:
            steps = month._steps()
            month.way = self.env["ir.qweb"]._render(
                "ozon_connector_settlement.ozon_profit_way", {"steps": steps},
            ) if steps else False

    def _steps(self):
        """:return: list of {label, amount, start, width, color}; empty if there is no profit"""
        columns = SQL(", ").join(
            SQL("sum(%s)::text", SQL.identifier(name)) for name in (*COLUMNS, "profit")
        )
        [sums] = self.env.execute_query(SQL(
            "SELECT %s FROM ozon_profit WHERE profit_month_id = %s AND profit IS NOT NULL",
            columns, self._origin.id or None,
        ))
        if sums[-1] is None:
            return []
        *amounts, profit = (Decimal(amount or 0) for amount in sums)
        return [self._prepare_step(step) for step in profit_check.way(
            list(zip(COLUMNS, amounts, strict=True)), profit,
        )]

    def _prepare_step(self, step):
        field = self.env["ozon.profit"]._fields[step.name]
        color = "bg-info" if step.name == "profit" else (
            "bg-success" if step.amount > 0 else "bg-danger"
        )
        return {
            "label": field._description_string(self.env), "color": color,
            "amount": format_amount(self.env, float(step.amount), self.currency_id),
            "start": step.start, "width": step.width,
        }
