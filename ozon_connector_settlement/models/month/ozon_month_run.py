from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.exceptions import UserError
from odoo.tools import SQL

# Until then Ozon is asked daily for a month that does not tie, and weekly for one that ties.
LAST_DAYS = 60
TIED_PAUSE = timedelta(days=7)
# An entry that is posted during a comparison may have a write date before it.
MARGIN = timedelta(minutes=15)
# Changes before the last run are known; one day more covers transactions that were running.
LOOK_BACK = timedelta(days=1)


class OzonMonthRun(models.Model):
    """Decides when Ozon is asked for the balance of a month, and when the month is compared."""

    _inherit = "ozon.month"

    # Actions

    def action_fetch(self):
        """Ask Ozon for its balance and compare it with the books.

        From a page this runs in the background; a caller over the API gets the result at once.
        """
        self.check_access("read")
        for month in self:
            self._check_connected(month.account_id)
        months = self.sudo()
        if self._is_for_page():
            months._ask_again()
            return True
        for month in months:
            month._lock()
            month.with_env(month.account_id._for_bookkeeper().env)._fetch(patient=False)
        return True

    # Cron

    @api.model
    def _cron_load_months(self):
        """Ask for the balances that are due, and compare the months whose books have changed."""
        now = utc_now()
        today = now.astimezone(calendar.MOSCOW).date()
        for account in self.env["ozon.account"]._accounts_to_load():
            months = self._ensure(account, calendar.months(account.import_from, today))
            # The cron also runs when entries are posted; Ozon is asked once a day.
            months.filtered(lambda month: month._is_due(today))._ask_again()
        # Ozon is not asked for these months, so their payouts are looked up in the bank here.
        settled = self.search([("source", "=", "settlement"), ("state", "!=", "tied")])
        self.env["ozon.payout"]._match(settled.account_id)
        self._run_due()

    @api.model
    def _ensure(self, account, months):
        """:return: the months of an account; missing ones are created"""
        months = list(months)
        known = self.search([("account_id", "=", account.id), ("period", "in", months)])
        return known | self.create([
            {"account_id": account.id, "period": month, "currency_id": (
                account.company_id.currency_id.id
            )}
            for month in sorted(set(months) - set(known.mapped("period")))
        ])

    def _is_due(self, today):
        """Whether Ozon is to be asked today."""
        if self.asked_on == today:
            return False
        if not self.fetched_at:
            return True
        is_over = self.until == calendar.last_day(self.period)
        if is_over and self.period < calendar.month_of(today - timedelta(days=LAST_DAYS)):
            return False
        return not is_over or self.state != "tied" or today - self.asked_on >= TIED_PAUSE

    def _ask_again(self):
        """Ask Ozon in the background, as soon as possible."""
        today = utc_now().astimezone(calendar.MOSCOW).date()
        self.write({"next_attempt": fields.Datetime.now(), "failures": 0, "asked_on": today})
        if self:
            self._trigger(fields.Datetime.now())

    @api.model
    def _run_due(self):
        try:
            # A month starts from the closing balance of the one before.
            due = self.search([
                ("account_id.active", "=", True), "|",
                ("next_attempt", "<=", fields.Datetime.now()), ("confirm_user_id", "!=", False),
            ], order="period, id")
            (due | self._stale().sorted("period"))._run_jobs()
        finally:
            following = self.search(
                [("next_attempt", "!=", False), ("account_id.active", "=", True)],
                order="next_attempt", limit=1,
            )
            if following:
                self._trigger(following.next_attempt)
            confirmed = self.search([("confirm_user_id", "!=", False)])
            if not all(month._waits_for_steps() for month in confirmed):
                self._trigger()

    @api.model
    def _stale(self):
        """The months in which something has changed since they were compared.

        :return: months that have Ozon's balance or settlement
        """
        self.env.flush_all()
        cron = self.env.ref("ozon_connector_settlement.ir_cron_load_months").sudo()
        since = (cron.lastcall or datetime.min + LOOK_BACK) - LOOK_BACK
        changes = [SQL("""
            SELECT FROM changed
             WHERE changed.account_id = month.account_id
               AND changed.written > month.compared_at - %s
               AND changed.date < month.period + interval '1 month'
        """, MARGIN), SQL("""
            SELECT FROM ozon_accrual_day day
             WHERE day.account_id = month.account_id AND day.changed_at > month.compared_at - %s
               AND day.date BETWEEN month.period AND month.until
        """, MARGIN)]
        for kind in [*self.env["ozon.document"]._kinds(), self.env["ozon.payout"]]:
            changes.append(SQL("""
                SELECT FROM %s document
                 WHERE document.account_id = month.account_id AND document.period = month.period
                   AND document.write_date > month.compared_at - %s
            """, SQL.identifier(kind._table), MARGIN))
        # Ozon's contact may have a million journal items, so they are read only once.
        rows = self.env.execute_query(SQL(
            """
            WITH changed AS MATERIALIZED (
                SELECT account.id AS account_id, entry.date, line.write_date AS written
                  FROM ozon_account account
                  JOIN res_partner partner ON partner.id = account.partner_id
                  JOIN account_move_line line ON line.partner_id = partner.commercial_partner_id
                       AND line.company_id = account.company_id AND line.write_date > %s
                  JOIN account_move entry ON entry.id = line.move_id
            )
            SELECT month.id FROM ozon_month month WHERE month.source IS NOT NULL AND (%s)
            """,
            since, SQL(" OR ").join(SQL("EXISTS (%s)", change) for change in changes),
        ))
        return self.browse(month_id for [month_id] in rows)

    # Business: the steps

    @api.model
    def _check_connected(self, account):
        """:raises UserError: the account is not connected yet"""
        if account.state == "draft":
            raise UserError(self.env._(
                "The account %s is not connected to Ozon yet, so its balance cannot be requested. "
                "Enter the Client-Id and the key and press «Connect».", account.name,
            ))

    def _job_step(self):
        """Book the next document of a confirmed month, or else ask Ozon, or else compare.
        """
        if not self:
            return False
        month = self.with_env(self.account_id._for_bookkeeper().env)
        if month.confirm_user_id:
            month._confirm_next()
            return not month._waits_for_steps()
        if month.next_attempt and month.next_attempt <= fields.Datetime.now():
            month._fetch(patient=True)
        elif month.source:
            month._compare()
        return False

    def _job_conflict(self):
        self.next_attempt = fields.Datetime.now() + calendar.FIRST_PAUSE

    def _job_defect(self):
        self._note_failure(self.env._(
            "The connector failed on this month, so its figures were not updated. Please tell the "
            "administrator: the server's log says why. The month is tried again tomorrow."
        ))
