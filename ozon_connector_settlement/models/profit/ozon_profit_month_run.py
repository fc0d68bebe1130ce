from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.models.common.ozon_task_mixin import FOR_PAGE, ROWS_IN_PAGE
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.exceptions import UserError
from odoo.tools import SQL

from .ozon_profit_documents import KINDS

# Changes written during a computation may have a write date before it.
MARGIN = timedelta(minutes=15)
# Further kinds that change figures, besides those that must be booked.
OTHER_KINDS = ("ozon.compensation", "ozon.points.act")


class OzonProfitMonthRun(models.Model):
    """Decides when the profit of a month is computed: as soon as one of its sources changes."""

    _inherit = "ozon.profit.month"

    # Actions

    def action_refresh(self):
        """Recompute the profit from the current data.

        From a page, a month with many products is left to the background.
        """
        self.check_access("read")
        months = self.sudo()
        months._lock()
        if self.env.context.get(FOR_PAGE) and sum(self.mapped("rows_count")) > ROWS_IN_PAGE:
            months.built_at = False
            self._trigger()
            return True
        for month in months:
            month._as_bookkeeper()._build()
        return True

    # Cron

    @api.model
    def _cron_work_out(self):
        """Compute the months whose sources have changed; the others stay as they are."""
        self._ensure()
        self._stale()._run_jobs()

    @api.model
    def _trigger(self):
        cron = self.env.ref(
            "ozon_connector_settlement.ir_cron_work_out_profit", raise_if_not_found=False,
        )
        if cron:
            cron.sudo()._trigger(fields.Datetime.now())

    @api.model
    def _ensure(self):
        """Create the missing profit of each month."""
        months = self.env["ozon.month"].search([
            ("profit_month_ids", "=", False), ("account_id.active", "=", True),
        ])
        self.create([{"month_id": month.id} for month in months])

    @api.model
    def _begin_anew(self, accounts):
        """Recompute all months of accounts after one of their settings has changed."""
        self.search([("account_id", "in", accounts.ids)]).write({"built_at": False})
        self._trigger()

    @api.model
    def _stale(self):
        """:return: the months that were never computed, or whose sources have changed since"""
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            SELECT profit.id FROM ozon_profit_month profit
              JOIN ozon_account account ON account.id = profit.account_id
              JOIN ozon_month month ON month.id = profit.month_id
             WHERE account.active AND (month.compared_at > profit.checked_at - %s OR %s)
          ORDER BY profit.period DESC, profit.id
            """,
            MARGIN, self._has_changed(),
        ))
        return self.browse(profit_id for [profit_id] in rows)

    @api.model
    def _has_changed(self):
        """:return: `SQL` condition on `profit`, an `ozon_profit_month`"""
        today = utc_now().astimezone(calendar.MOSCOW).date()
        conditions = [
            SQL("profit.built_at IS NULL"),
            SQL("profit.reason = 'open' AND profit.period + interval '1 month' <= %s", today),
            SQL("""EXISTS (
                SELECT FROM ozon_accrual_day day
                 WHERE day.account_id = profit.account_id
                   AND day.date >= profit.period AND day.date < profit.period + interval '1 month'
                   AND day.changed_at > profit.built_at - %s
            )""", MARGIN),
            SQL("""EXISTS (
                SELECT FROM ozon_document document
                  JOIN account_move entry ON entry.ozon_document_id = document.id
                 WHERE document.account_id = profit.account_id AND document.period = profit.period
                   AND entry.write_date > profit.built_at - %s
            )""", MARGIN),
            SQL("""EXISTS (
                SELECT FROM ozon_document document
                  JOIN stock_picking picking ON picking.ozon_document_id = document.id
                  JOIN stock_move move ON move.picking_id = picking.id
                 WHERE document.account_id = profit.account_id AND document.period = profit.period
                   AND move.write_date > profit.built_at - %s
            )""", MARGIN),
            SQL("""EXISTS (
                SELECT FROM ozon_accrual_type type
                  JOIN ozon_accrual accrual ON accrual.type_id = type.id
                 WHERE type.company_id = profit.company_id
                   AND type.write_date > profit.built_at - %s
                   AND accrual.account_id = profit.account_id AND accrual.date >= profit.period
                   AND accrual.date < profit.period + interval '1 month'
            )""", MARGIN),
        ]
        for kind in (*KINDS, *OTHER_KINDS):
            conditions.append(SQL("""EXISTS (
                SELECT FROM %s document
                 WHERE document.account_id = profit.account_id AND document.period = profit.period
                   AND document.write_date > profit.built_at - %s
            )""", SQL.identifier(self.env[kind]._table), MARGIN))
        return SQL("(%s)", SQL(" OR ").join(conditions))

    # The job

    def _job_step(self):
        if not self:
            return False
        profit = self._as_bookkeeper()
        try:
            if profit._is_another():
                profit._build()
            else:
                profit._check_again()
        except UserError as error:
            # The old rows would no longer belong to this month's data.
            self.env["ozon.profit"]._replace(profit, [])
            profit.write({"error_message": str(error), "built_at": fields.Datetime.now()})
        return False

    def _is_another(self):
        """Whether more than the statement has changed."""
        [[changed]] = self.env.execute_query(SQL(
            "SELECT %s FROM ozon_profit_month profit WHERE profit.id = %s",
            self._has_changed(), self.id,
        ))
        return changed

    def _job_conflict(self):
        self.built_at = False

    def _job_defect(self):
        self.write({
            "built_at": fields.Datetime.now(),
            "error_message": self.env._(
                "The connector failed on the profit of this month, so its figures were not "
                "updated. The books do not depend on them. Please tell the administrator: the "
                "server's log says why. Press «Refresh» later."
            ),
        })
