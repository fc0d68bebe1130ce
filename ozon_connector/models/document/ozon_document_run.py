import logging
import time
from collections import defaultdict

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain import calendar, settlement
from ...ozon_api import errors
from ...tools.memory import give_back
from ...tools.messages import ozon_error_message, settlement_error_message
from ...tools.moments import utc_now
from ...tools.notifications import notification
from ..common.ozon_task_mixin import PAGE_SECONDS, ROWS_IN_PAGE
from .ozon_document_base import OPEN_STATES, REQUEST_SECONDS
from .ozon_document_change import COMPARED_STATES, asked_now
from .ozon_document_queue import LOOK_AGAIN

_logger = logging.getLogger(__name__)


def months_there(kind, accounts):
    """The months that have all their documents, and need not be looked at again.

    :param kind: an empty recordset of documents
    :return: {account: set of first days}; empty for kinds with several documents a month
    """
    there = defaultdict(set)
    if not kind._key_fields:
        for account, month in kind.sudo()._read_group(
            [("account_id", "in", accounts.ids), ("corrected_report_id", "=", False)],
            ["account_id", "period:month"],
        ):
            there[account].add(month)
    return there


class OzonDocumentRun(models.AbstractModel):
    """Runs the steps of a document, in a request or in the background.

    This file calls the other files of the mixin; they do not call it.
    """

    _inherit = "ozon.document.mixin"

    # Actions

    def action_fetch(self):
        """Continue the document from its present state, in this request."""
        self.check_access("read")
        documents = self.sudo()
        documents._reopen()
        self.env["ozon.booking"].sudo()._retry(documents)
        return documents.filtered(lambda document: document.state in OPEN_STATES)._run_in_request()

    def action_compare(self):
        """Ask Ozon for the document once more, and say whether it is still the same."""
        self.ensure_one()
        self.check_access("read")
        document = (self.corrected_report_id or self).sudo()
        (document | document._open_corrections())._check_at_rest()
        if document.state not in COMPARED_STATES:
            raise UserError(self.env._(
                "%s is not loaded yet, so there is nothing to compare.", document.display_name,
            ))
        if document._leave_to_background("action_compare", document._row_count()):
            return True
        if not document._try_lock():
            raise UserError(self.env._(
                "%s is being imported at this moment. Nothing is done twice; "
                "reload the page in a minute.", document.display_name,
            ))
        try:
            outcome = document._compare(patient=False)
        except errors.OzonError as error:
            if isinstance(error, errors.TemporaryError) and self._is_for_page():
                self.env["ozon.task"]._plan(self, "action_compare")
                return True
            raise UserError(ozon_error_message(self.env, error)) from None
        return notification(
            "warning" if document.changed or document.change_problem else "success", outcome,
        )

    def action_create_correction(self):
        """Create a correction for the difference, and draft its entries.

        :return: the correction's form
        """
        self.ensure_one()
        self.check_access("read")
        self._check_at_rest()
        if not self.changed or self.state != "posted":
            raise UserError(self.env._(
                "%s is booked as Ozon reports it, so there is nothing to correct.",
                self.display_name,
            ))
        document = self.sudo()
        correction = document._for_books().create({
            "account_id": document.account_id.id,
            "period": document.period,
            "corrected_report_id": document.id,
            "correction_number": max(
                document.correction_ids.mapped("correction_number"), default=0
            ) + 1,
            "next_attempt": fields.Datetime.now(),
        })
        document._note_unchanged()
        correction._run_in_request()
        return correction.with_env(self.env)._get_records_action()

    # Cron

    @api.model
    def _mark_for_comparison(self, accounts):
        """Mark the documents of the last closed months to be compared with Ozon, once a day.

        :param accounts: the accounts whose documents are loaded automatically
        """
        try:
            with self.env.cr.savepoint():
                # The next run compares documents that somebody is changing now or has just changed.
                documents = self._to_compare(accounts).try_lock_for_update(allow_referencing=True)
                documents.write({"compare_due": True})
        except OperationalError as error:
            _logger.info("Documents of Ozon are compared by the next run: %s", error)

    @api.model
    def _create_due(self, accounts):
        """Create the documents that are due now.

        :param accounts: the accounts whose documents are loaded automatically
        """
        now = utc_now()
        there = months_there(self, accounts)
        for account in accounts:
            first = max(account.import_from, self._first_month)
            months = set(calendar.due_months(first, now, self._due_day)) - there[account]
            try:
                if months:
                    self._create_missing(account, sorted(months))
            except UserError as error:  # somebody is importing the same month just now
                _logger.info("Ozon account %s: %s", account.id, error)

    # Business: who runs the steps, and when

    @api.model
    def _create_missing(self, account, months, keys=None):
        """The documents of the given months; missing ones are created.

        :param months: dates, the first day of each month
        :param keys: set of the wanted documents, each a tuple of its month and the value of each of
            `_key_fields`; by default one a month
        :return: all of them, oldest first
        """
        months = list(months)
        keys = {(month,) for month in months} if keys is None else keys
        documents = self.with_env(account._for_bookkeeper().env)
        known = documents.search([
            ("account_id", "=", account.id), ("period", "in", months),
            ("corrected_report_id", "=", False),
        ])
        # If a key field is a record, its id counts.
        there = {
            (document.period, *(
                getattr(document[name], "id", document[name]) for name in self._key_fields
            ))
            for document in known
        }
        names = ("period", *self._key_fields)
        created = documents._create_once([
            {"account_id": account.id, **dict(zip(names, key, strict=True))}
            for key in sorted(keys - there)
        ])
        return (known | created).sorted("period")

    @api.model
    def _create_once(self, vals_list):
        """Create documents, to be loaded at once.

        :param vals_list: list of values for `create`
        :raises UserError: somebody else has just created one of them
        """
        now = fields.Datetime.now()
        try:
            with self.env.cr.savepoint():
                return self.create([{"next_attempt": now, **vals} for vals in vals_list])
        except IntegrityError as error:
            raise UserError(self.env._(
                "Somebody else has just started to import the same month. "
                "Nothing was loaded twice. Reload the page to see the report."
            )) from error

    def _run_in_request(self):
        """Take documents as far as possible without waiting for Ozon. The rest is done later.

        :return: a notification for the web client
        """
        for_page = self._is_for_page()
        deadline = time.monotonic() + (PAGE_SECONDS if for_page else REQUEST_SECONDS)
        for document in self:
            document._lock()
            if time.monotonic() > deadline:
                document._retry_at(utc_now())
                continue
            while document._next_step(patient=False):
                too_many = (
                    document._row_count() > ROWS_IN_PAGE if for_page else document._has_many_rows()
                )
                if too_many or time.monotonic() > deadline:
                    document._retry_at(utc_now())
                    break
        return self._run_notification()

    def _run_notification(self):
        failed = self.filtered("error_message")
        if failed:
            return notification("danger", "\n".join(
                f"{document.display_name}: {document.error_message}" for document in failed
            ))
        unfinished = self.filtered(lambda document: document.state in OPEN_STATES)
        if unfinished:
            return notification("info", self.env._(
                "Still loading in the background: %s month(s).", len(unfinished),
            ))
        if not self:
            return notification("info", self.env._("There is nothing left to load."))
        if self.filtered(lambda document: document.state == "to_match"):
            return notification("warning", self.env._(
                "Loaded. Some goods could be several products: please choose in «Product "
                "Matching»; the bill is drafted then."
            ))
        return notification(
            "success", self.env._("Loaded. Please review the draft bills and post them."),
        )

    def _reopen(self):
        """A person asks again: restart a cancelled document, and look for products again."""
        # The cancelled entries stay in the books.
        cancelled = self.filtered(lambda document: document.state == "cancelled")
        to_match = self.filtered(lambda document: document.state == "to_match")
        (cancelled | to_match)._lock()
        cancelled._check_not_a_correction()
        cancelled._forget_entries()
        cancelled.state = "waiting"
        to_match.write({"state": "loaded"})

    # Business: the steps

    def _job_step(self):
        if not self.filtered_domain(self._due_domain()):
            return False
        attempt = self.state in OPEN_STATES and self.next_attempt
        if attempt and attempt <= fields.Datetime.now():
            if self._job_was_cut() and not self._can_shrink():
                self._for_books()._note_cut_off()
                return False
            before = self.state
            others = [*self._due_domain(), ("company_id", "!=", self.company_id.id)]
            if self._has_many_rows():
                give_back()
            # Do not wait for Ozon to recover while documents of other companies are due.
            moved = self._next_step(patient=not self.search_count(others, limit=1))
            if moved and self.job_cuts and (self.state != before or not self._can_shrink()):
                # The cuts concerned the step that is done now, not the next one.
                self.job_cuts = 0
            return moved
        # Compare it even if it waits for a person: otherwise it would stay due for ever.
        return self._compare_step()

    def _can_shrink(self):
        """Whether a step that was cut off can do less at once; see `_job_share`."""
        return False

    def _note_cut_off(self):
        """Tell a person that a step takes longer than Odoo allows and cannot be made smaller."""
        self._discard_parts()
        self._note_failure(self.env._(
            "The server was reloaded twice while it worked on %(rows)s rows, since that took "
            "longer than the %(seconds)s seconds that its configuration allows. Nothing from this "
            "step was kept. It is tried again in the morning. Choose a shorter «Detail of "
            "Documents» on the account, or let the administrator raise «limit_time_real_cron» and "
            "«limit_time_cpu».",
            rows=self._row_count(), seconds=self._job_seconds(),
        ))

    def _job_conflict(self):
        # Somebody changed the same records. Nothing is lost: the next run does it.
        if self.state in OPEN_STATES:
            self._retry_at(utc_now() + LOOK_AGAIN)

    def _job_defect(self):
        self.write({
            "compare_due": False,
            "compare_after": calendar.next_morning(utc_now()).replace(tzinfo=None),
        })
        if self.state in OPEN_STATES:
            self._note_failure(self.env._(
                "The connector failed on this report, and nothing was booked. The server's log "
                "says why. It is tried again tomorrow; please tell the administrator."
            ))

    def _next_step(self, patient):
        """Do one step completely or not at all. Do nothing for an empty recordset.

        :param patient: whether the step may wait for Ozon
        :return: whether the document moved on, so that there may be a further step
        """
        document = self._for_books()
        try:
            match document.state:
                case "waiting":
                    document._load(patient)
                case "loaded":
                    with self.env.cr.savepoint():
                        document._match(patient)
                case "ready":
                    if document._stops_for_setup():
                        return False
                    document._draft_for_review()
                case _:
                    return False
        except errors.OzonError as error:
            document._note_ozon_error(error)
            return False
        except settlement.SettlementError as error:
            document._discard_parts()
            document._note_failure(settlement_error_message(document.env, error))
            return False
        except UserError as error:
            document._discard_parts()
            document._note_failure(str(error))
            return False
        document._note_progress()
        return True

    def _load(self, patient):
        """Ask Ozon for the document, or read the file of a correction, and store what it says."""
        brought = self.corrected_report_id.brought_attachment_id
        if brought:
            self.brought_by_id = brought.create_uid
            answer = self._read_file(brought.raw)
        else:
            answer = self._ask_ozon(patient)
            self.write(asked_now())
        # Outside of the savepoint: the raw answer stays even if it cannot be used.
        self._keep_raw(answer.raw)
        with self.env.cr.savepoint():
            self._store(answer)
