from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from ...domain import profit as rules
from ...domain import profit_check

# The order of the steps from revenue to profit.
COLUMNS = (*rules.PARTS, "vat", "cost")


class OzonProfitMonthWay(models.Model):
    """The steps from a month's revenue to its profit, as bars."""

    _inherit = "ozon.profit.month"

    # A list of {name, label, amount, start, width, color}; start and width in per cent.
    way = fields.Json(compute="_compute_way")

    @api.depends("built_at")
    @api.depends_context("lang")
    def _compute_way(self):
        for month in self:
            month.way = month._steps() or False

    def action_open_part(self, part):
        """Open the products whose sum is a bar.

        :param part: the name of the bar, a field of `ozon.profit`
        """
        self.ensure_one()
        self.check_access("read")
        if part not in (*COLUMNS, "profit"):
            raise UserError(self.env._("Choose a bar of the month's profit, not «%s».", part))
        # A row without a reason has a profit.
        domain = [
            ("profit_month_id", "=", self.id), ("reason", "=", False), (part, "!=", False),
        ]
        return {
            **self.env["ozon.profit"]._open_products(domain, {"pivot_measures": [part]}),
            "name": self.env["ozon.profit"]._fields[part]._description_string(self.env),
            "domain": domain,
        }

    def _steps(self):
        """:return: the value of `way`; empty if there is no profit"""
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
            "name": step.name, "label": field._description_string(self.env), "color": color,
            "amount": format_amount(self.env, float(step.amount), self.currency_id),
            "start": float(step.start), "width": float(step.width),
        }
