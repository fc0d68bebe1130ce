import logging
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.ozon_api import errors

_logger = logging.getLogger(__name__)

# Ozon may add to a day for this many days.
OPEN_DAYS = 7


class OzonAccrualFeed(models.Model):
    """Reads an account's accruals; one page of a day is one step.

    Each day it reads yesterday and the days before it that Ozon may have added to. Days that were
    missed or failed are read along with them.

    Like due documents, due feeds are a queue that any number of workers share.
    """

    _name = "ozon.accrual.feed"
    _description = "Reading of Ozon's Accruals"
    _inherit = "ozon.feed.mixin"
    _job_queue = "ozon.accrual.feed"
    _feed_cron = "ozon_connector_settlement.ir_cron_load_accruals"

    types_read_on = fields.Date(readonly=True)
    # The acts of the months know about all changes up to this moment.
    followed_at = fields.Datetime(readonly=True)

    _account_uniq = models.Constraint(
        "UNIQUE(account_id)", "The account already reads its accruals.",
    )

    # Cron

    @api.model
    def _cron_load_accruals(self):
        """Read the days that are due, account by account; if one fails, the others continue."""
        accounts = self.env["ozon.account"]._accounts_to_load().filtered("book_services")
        today = self._today()
        # The cron also runs to finish earlier work; the due days are planned once a day.
        for feed in self._ensure(accounts).filtered(lambda feed: feed.planned_on != today):
            feed._plan_days()
        self._run_due()

    @api.model
    def _load_now(self, accounts, first=None):
        """Read the accruals of accounts at once in the background, because somebody waits for them.

        :param first: the first day that is needed, if it is before the account's first month
        """
        for feed in self._ensure(accounts):
            feed._plan_days(first)
        self._trigger(fields.Datetime.now())

    @api.model
    def _read_again(self, account, first, last):
        """Read closed days once more in the background, because something was added to them."""
        self.env["ozon.accrual.day"].search([
            ("account_id", "=", account.id), ("due", "=", False), ("date", ">=", first),
            ("date", "<=", last),
        ]).due = True
        self._ensure(account).write({"next_attempt": fields.Datetime.now(), "failures": 0})
        self._trigger(fields.Datetime.now())

    def _plan_days(self, first=None):
        """Mark the days to be read now: new ones, failed ones, and those Ozon may have added to.

        :param first: as in `_load_now`
        """
        today = self._today()
        yesterday = today - timedelta(days=1)
        account, days = self.account_id, self.env["ozon.accrual.day"]
        first = min(filter(None, (first, calendar.month_of(account.import_from))))
        if first <= yesterday:
            days._ensure(account, first, yesterday)
        days.search([
            ("account_id", "=", account.id), ("due", "=", False), "|", ("state", "!=", "loaded"),
            ("date", ">", yesterday - timedelta(days=OPEN_DAYS)),
        ]).due = True
        self.write({
            "next_attempt": fields.Datetime.now(), "failures": 0, "planned_on": today,
        })

    @api.model
    def _reading_domain(self):
        return [*super()._reading_domain(), ("account_id.book_services", "=", True)]

    @api.model
    def _run_due(self):
        self.env["ozon.document"]._call_helpers(self.search(self._due_domain()).company_id)
        return super()._run_due()

    # Business: the steps

    def _job_step(self):
        """Read the list of types once a day; otherwise the next page of the oldest day."""
        if not self._is_due():
            return False
        self.run_at = fields.Datetime.now()
        feed = self.with_env(self.account_id._for_bookkeeper().env)
        try:
            with feed.account_id._client(patient=True) as client:
                goes_on = feed._read_next(client)
        except errors.PageExpired as error:
            if feed._next_day()._begin_anew_after_expiry():
                return True
            feed._note_error(error)
            return False
        except errors.OzonError as error:
            feed._note_error(error)
            return False
        feed.account_id._note_accepted()
        if not goes_on:
            feed._finish()
        return goes_on

    def _job_defect(self):
        self.write({
            "next_attempt": False,
            "error_message": self.env._(
                "The connector failed while it read Ozon's accruals, so nothing of this day was "
                "stored. Please tell the administrator: the server's log says why. The day is "
                "read again tomorrow."
            ),
        })

    def _read_next(self, client):
        """:return: whether there was something to read"""
        today = self._today()
        if self.types_read_on != today:
            self.types_read_on = today
            self._read_types(client)
            return True
        day = self._next_day()
        if day:
            day._read_page(client)
        return bool(day)

    def _read_types(self, client):
        """If Ozon does not return its list, the stored one is used: new types have no name yet."""
        try:
            listed = client.accrual_types()
        except errors.TemporaryError as error:
            _logger.info("Ozon account %s: no list of types: %s", self.account_id.id, error)
            return
        self.env["ozon.accrual.type"]._note_listed(self.company_id, listed)

    def _next_day(self):
        """A half-read day comes first, because the mark of its next page expires soon."""
        return self.env["ozon.accrual.day"].search(
            [("account_id", "=", self.account_id.id), ("due", "=", True)],
            order="last_id NULLS LAST, date", limit=1,
        )

    def _finish(self):
        """All days are here: tell the documents of their months what has changed."""
        since = self.followed_at or datetime.min
        self.write({
            "next_attempt": False, "failures": 0, "error_message": False,
            "followed_at": fields.Datetime.now(),
        })
        changed = self.env["ozon.accrual.day"].search([
            ("account_id", "=", self.account_id.id),
            ("changed_at", ">=", since),
        ])
        months = {calendar.month_of(day.date) for day in changed}
        for kind in self.env["ozon.accrued.document.mixin"]._accrued_kinds():
            kind._follow_accruals(self.account_id, months)
