from decimal import Decimal

from odoo import Command, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.tools.moments import utc_now

from ...domain import profit as rules
from ...domain import profit_check
from .ozon_profit import OF_OZON, REASONS

# While services are unknown or still accruing, the columns that need them are blank.
WITHOUT_SERVICES = frozenset(["open", "no_services"])


class OzonProfitMonth(models.Model):
    """The profit of a month: computes its rows, and checks them against the statement.

    It books nothing. `ozon.profit.sources` and `ozon.profit.documents` read, `domain.profit`
    divides, `ozon.profit` holds the rows, `ozon_profit_month_run` decides when.
    """

    _name = "ozon.profit.month"
    _description = "Ozon Profit of a Month"
    _inherit = ["ozon.job", "ozon.facts.mixin"]
    _order = "period DESC, account_id, id"
    _rec_name = "month_id"

    month_id = fields.Many2one(
        "ozon.month", required=True, readonly=True, ondelete="cascade", index=True,
    )
    account_id = fields.Many2one(related="month_id.account_id", store=True, index=True)
    company_id = fields.Many2one(related="month_id.company_id", store=True)
    period = fields.Date(related="month_id.period", store=True)
    currency_id = fields.Many2one(related="month_id.currency_id")
    built_at = fields.Datetime("Worked Out", readonly=True)
    reason = fields.Selection(REASONS, "Why Blank", readonly=True)
    rows_count = fields.Integer("Rows", readonly=True)
    blank_count = fields.Integer("Rows without a Profit", readonly=True)
    checked_at = fields.Datetime(readonly=True)
    parts_amount = fields.Monetary(
        "Profit Parts", readonly=True, help="With VAT and before the cost of goods.",
    )
    difference = fields.Monetary(
        readonly=True, help="The statement of the month less the profit parts.",
    )
    check_ids = fields.One2many("ozon.profit.check", "profit_month_id", readonly=True)
    error_message = fields.Text("Problem", readonly=True)

    _month_uniq = models.Constraint("UNIQUE(month_id)", "The month already has its profit.")

    # Actions

    def action_open_products(self):
        """Open the products of the month."""
        self.ensure_one()
        self.check_access("read")
        domain = [("profit_month_id", "=", self.id)]
        return {**self.env["ozon.profit"]._open_products(domain, {}), "domain": domain}

    # Business: computation

    def _as_bookkeeper(self):
        account = self.account_id
        return self.with_env(account._for_bookkeeper().env).with_company(account.company_id)

    def _build(self):
        """Rewrite the rows of the month, and compare them with its statement.

        :raises UserError: a required tax is missing
        """
        self.ensure_one()
        now, month, reason = fields.Datetime.now(), self.month_id, self._why_blank()
        rows = self.env["ozon.profit.sources"]._rows(month)
        before = rules.totals(rows)
        is_shared = self._share(rows)
        self._add_vat_and_cost(rows, reason)
        after = rules.totals(rows)
        if before != after:
            raise AssertionError(f"{self}: {before} became {after}")
        prepared = [
            self._prepare_row(key, row, reason, is_shared)
            for key, row in rows.items() if self._says_something(row)
        ]
        self.env["ozon.profit"]._replace(self, [vals for vals, _is_blank in prepared])
        self.write({
            "built_at": now, "reason": reason, "error_message": False,
            "rows_count": len(prepared),
            "blank_count": sum(is_blank for _vals, is_blank in prepared),
            "parts_amount": float(sum(after.values())),
        })
        self._check(after)

    def _why_blank(self):
        """:return: why no row of the month can have a profit, one of `REASONS`, or False"""
        month, documents = self.month_id, self.env["ozon.profit.documents"]
        last = calendar.last_day(month.period)
        if utc_now().astimezone(calendar.MOSCOW).date() <= last:
            return "open"
        if self.env["ozon.accrual.day"]._unread(self.account_id, month.period, last):
            return "no_services"
        if not documents._are_booked(month):
            return "not_booked"
        reports = documents._of(month, "ozon.realization.report")
        if reports.currency_id - self.company_id.currency_id:
            return "currency"
        return False

    def _share(self, rows):
        rule = rules.Rule(self.account_id.profit_sharing)
        volumes = {}
        if rule is rules.Rule.VOLUME:
            volumes = self.env["ozon.profit.sources"]._volumes(
                self.month_id, [key.product for key in rows if key.product],
            )
        return rules.share(rows, rule, volumes)

    def _add_vat_and_cost(self, rows, reason):
        if reason:
            return
        month, documents = self.month_id, self.env["ozon.profit.documents"]
        sold_in = (rules.REVENUE, rules.BUYOUT)
        reports = documents._of(month, "ozon.realization.report")
        if any(report.points_are_income for report in reports):
            sold_in = (*sold_in, rules.POINTS)
        rules.add_vat(rows, *documents._vat(month), sold_in)
        rules.add_cost(rows, *documents._costs(month))

    # Business: a row

    def _says_something(self, row):
        return row.sold or row.returned or row.vat or row.cost or any(row.parts.values())

    def _prepare_row(self, key, row, reason, is_shared):
        """:return: (values in the order of `ozon_profit.COLUMNS`, whether it has no profit)"""
        has_services = reason not in WITHOUT_SERVICES
        profit = None if reason else row.profit
        ozon_costs = row.part(*OF_OZON) if has_services else None
        cost = None if reason else row.cost
        gross = row.part(rules.REVENUE, rules.POINTS)
        is_blank = profit is None
        vals = (
            self.id, self.account_id.id, self.company_id.id, self.currency_id.id, self.period,
            key.product or None, key.scheme or None,
            reason or ("no_cost" if is_blank else None),
            self.account_id.profit_sharing if is_shared else "none",
            row.sold, row.returned, row.units,
            *(
                row.parts.get(part, rules.ZERO)
                if has_services or part not in rules.OF_ACCRUALS else None
                for part in rules.PARTS
            ),
            row.shared if has_services else None, ozon_costs,
            None if reason else row.vat, cost, profit, gross if is_blank else rules.ZERO,
            self._each(row.part(rules.REVENUE), row.units), self._each(ozon_costs, row.units),
            self._each(cost, row.units), self._each(profit, row.units),
            self._each(profit and 100 * profit, gross, 1),
        )
        return vals, is_blank

    def _each(self, amount, count, digits=2):
        return round(amount / count, digits) if amount is not None and count else None

    # Business: the check

    def _check(self, parts):
        """Compare the parts with the statement of the month.

        :param parts: {part: Decimal}
        """
        sources, month = self.env["ozon.profit.sources"], self.month_id
        rows = []
        if month.compared_at and month.until == calendar.last_day(month.period):
            rows = profit_check.check(parts, sources._stated(month), sources._moved(month))
        self.write({
            "checked_at": fields.Datetime.now(),
            "difference": float(sum((row.statement - row.profit for row in rows), rules.ZERO)),
            "check_ids": [Command.clear(), *(
                Command.create({
                    "sequence": place, "kind": row.kind, "profit_amount": float(row.profit),
                    "statement_amount": float(row.statement),
                    "difference": float(row.statement - row.profit),
                }) for place, row in enumerate(rows)
            )],
        })

    def _check_again(self):
        """Repeat the check after the statement has changed; the rows are still valid."""
        self.env.flush_all()
        columns = ", ".join(f"sum({part})::text" for part in rules.PARTS)
        self.env.cr.execute(
            f"SELECT {columns} FROM ozon_profit WHERE profit_month_id = %s", [self.id],
        )
        sums = self.env.cr.fetchone()
        self._check({
            part: Decimal(amount or 0) for part, amount in zip(rules.PARTS, sums, strict=True)
        })
