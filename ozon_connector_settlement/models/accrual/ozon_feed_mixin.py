from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.models.document.ozon_document_queue import LOOK_AGAIN
from odoo.addons.ozon_connector.ozon_api import errors
from odoo.addons.ozon_connector.tools.messages import ozon_error_message
from odoo.addons.ozon_connector.tools.moments import moment_to_retry, utc_now


class OzonFeedMixin(models.AbstractModel):
    """What is read of an account every day, step by step. Each account has one record.

    A kind defines `_feed_cron`, `_job_step` and `_job_defect`, and when an account is due:
    `next_attempt`.
    """

    _name = "ozon.feed.mixin"
    _description = "Daily Reading of Ozon's Data"
    _inherit = ["ozon.job", "ozon.facts.mixin"]
    _order = "run_at NULLS FIRST, id"

    # The external id of the scheduled action that reads.
    _feed_cron = None

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    next_attempt = fields.Datetime(readonly=True)
    failures = fields.Integer(readonly=True)
    error_message = fields.Text("Problem", readonly=True)
    run_at = fields.Datetime("Last Run", readonly=True)
    planned_on = fields.Date(readonly=True)

    # Cron

    @api.model
    def _ensure(self, accounts):
        """:return: the feeds of the accounts; missing ones are created"""
        feeds = self.search([("account_id", "in", accounts.ids)])
        return feeds | self.create([
            {"account_id": account.id} for account in accounts - feeds.account_id
        ])

    @api.model
    def _today(self):
        return utc_now().astimezone(calendar.MOSCOW).date()

    @api.model
    def _reading_domain(self):
        """The feeds that read at all."""
        return [("account_id.active", "=", True)]

    @api.model
    def _due_domain(self):
        return [*self._reading_domain(), ("next_attempt", "<=", fields.Datetime.now())]

    def _is_due(self):
        return bool(self.next_attempt) and self.next_attempt <= fields.Datetime.now()

    @api.model
    def _run_due(self):
        """Read what is due. Then plan the next run."""
        time_left = True
        try:
            time_left = self.search(self._due_domain())._run_jobs()
        finally:
            following = self.search(
                [*self._reading_domain(), ("next_attempt", "!=", False)],
                order="next_attempt", limit=1,
            )
            # Unless the time is over, other workers are busy with what is still due.
            soonest = fields.Datetime.now() + (LOOK_AGAIN if time_left else timedelta())
            if following:
                self._trigger(max(following.next_attempt, soonest))

    @api.model
    def _trigger(self, moment):
        """:param moment: naive, in UTC"""
        self.env.ref(self._feed_cron).sudo()._trigger(moment)

    # Business: the steps

    def _note_error(self, error):
        """Show an error of Ozon; ask again later if it is temporary.

        :param error: an `ozon_api.errors.OzonError`
        """
        failures = self.failures + 1
        temporary = isinstance(error, errors.TemporaryError)
        self.write({
            "error_message": ozon_error_message(self.env, error),
            "failures": failures,
            "next_attempt": temporary and moment_to_retry(error, failures),
        })
        self.account_id._note_refusal(error, tell=True)

    def _job_conflict(self):
        self.next_attempt = fields.Datetime.now() + calendar.FIRST_PAUSE
