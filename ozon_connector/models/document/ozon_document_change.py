import hashlib
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...domain import calendar, settlement
from ...ozon_api import errors
from ...tools.messages import settlement_error_message
from ...tools.moments import moment_to_retry, utc_now
from .ozon_document_base import UNDER_WAY

_logger = logging.getLogger(__name__)

COMPARED_STATES = ("loaded", "to_match", "ready", "to_review", "posted")
# How long Ozon's answer counts as fresh: Ozon changes documents within days, not hours. On a
# morning when documents of many cabinets are due, the scheduled action runs many times, but must
# ask for each only once. On the next day it runs at the same hour or earlier.
FRESH = timedelta(hours=20)


def asked_now():
    """The values of a document that Ozon has just given: it is not compared again on this day."""
    return {"compare_after": fields.Datetime.now() + FRESH, "failures": 0}


class OzonDocumentChange(models.AbstractModel):
    """What Ozon changes in a document after it was loaded.

    Drafts are replaced. Booked entries stay, and the difference gets a document of its own: a
    correction, whose figures are the new ones minus the booked ones.

    A kind declares `corrected_report_id` and `correction_ids`, which refer to itself.
    """

    _inherit = "ozon.document.mixin"

    # How many closed months every run compares with Ozon.
    _compared_months = 2

    correction_count = fields.Integer(compute="_compute_correction_count")
    changed = fields.Boolean(
        "Changed by Ozon", readonly=True, copy=False,
        help="Ozon's report differs from what is posted.",
    )
    change_problem = fields.Text(readonly=True, copy=False)
    attention = fields.Char(compute="_compute_attention")
    compared_at = fields.Datetime("Compared with Ozon", readonly=True, copy=False)
    # The file for a correction, if a person has brought a version other than the booked one.
    brought_attachment_id = fields.Many2one("ir.attachment", readonly=True, copy=False)
    # Set by the scheduled action for the last closed months, not before `compare_after`.
    compare_due = fields.Boolean("To Compare with Ozon", readonly=True, copy=False)
    compare_after = fields.Datetime(readonly=True, copy=False)

    _account_period_correction_uniq = models.UniqueIndex(
        "(account_id, period, correction_number)",
        "This month of the account exists already.",
    )

    @api.depends("correction_ids")
    def _compute_correction_count(self):
        for document in self:
            document.correction_count = len(document.correction_ids)

    @api.depends("change_problem", "changed", "error_message", "setup_problem", "waits_for_setup")
    @api.depends_context("lang")
    def _compute_attention(self):
        """The reason, for lists, why a person has to look at the document."""
        for document in self:
            changed = document.changed and self.env._("Changed by Ozon")
            if document.waits_for_setup:
                document.attention = document.setup_problem or document.problem
            else:
                document.attention = document.error_message or document.change_problem or changed

    # What a kind defines

    def _check_period(self, answer):
        """Refuse an answer for a month other than the one asked for.

        :raises UserError: Ozon sent another month
        """

    def _difference(self, answer):
        """What has changed in Ozon's answer since the month's documents were drafted.

        :param answer: what `_ask` returned
        :return: any value; false if the answer says the same
        :raises settlement.SettlementError, UserError: the answer cannot be used
        """
        raise NotImplementedError

    def _check_correctable(self, answer):
        """Refuse a change that no correction can book.

        :raises UserError: why, and what to do instead
        """

    def _write_differences(self, answer):
        """Store the differences for the person who looks at them."""

    def _forget_differences(self):
        """Forget the differences: Ozon's answer is the same again."""

    def _prepare_header_vals(self, answer):
        """The values from the title page of an answer, at least `number` and `doc_date`.

        :param answer: what `_ask` returned
        """
        raise NotImplementedError

    def _rebuilt_message(self, old):
        """The message for a person after drafts were replaced.

        :param old: what `_figures` gave before
        """
        return self.env._(
            "Ozon changed the report. The draft documents are recreated; manual changes to them "
            "are lost."
        )

    def _figures(self):
        """The figures that `_rebuilt_message` mentions."""
        return ()

    # Actions

    def action_open_corrections(self):
        """The corrections of the document."""
        self.ensure_one()
        self.check_access("read")
        return self.correction_ids._get_records_action(name=self.env._("Corrections"))

    # Business

    @api.model
    def _to_compare(self, accounts):
        """The loaded documents of the last closed months that were not asked for lately.

        The document whose last comparison is the oldest comes first.
        """
        last = calendar.last_closed_month(utc_now())
        months = [last]
        while len(months) < self._compared_months:
            months.append(calendar.month_before(months[-1]))
        is_asked_again = (
            Domain("compare_after", "=", False)
            | Domain("compare_after", "<=", fields.Datetime.now())
        )
        return self.search(
            is_asked_again & Domain([
                ("account_id", "in", accounts.ids), ("period", "in", months),
                ("corrected_report_id", "=", False), ("state", "in", COMPARED_STATES),
            ]),
            order="compared_at NULLS FIRST, period, id",
        )

    def _compare_step(self):
        """Compare a document with Ozon's, in the background.

        :return: whether it was compared
        """
        self.compare_due = False
        if self.state not in COMPARED_STATES or any(
            correction.state in UNDER_WAY for correction in self._open_corrections()
        ):
            return False
        try:
            with self.env.cr.savepoint():
                self._compare(patient=True)
        except errors.OzonError as error:
            self.account_id._note_refusal(error, tell=True)
            # The same moment as for the next attempt to load a document.
            moment = calendar.next_morning(utc_now()).replace(tzinfo=None)
            if isinstance(error, errors.TemporaryError):
                self.failures += 1
                moment = moment_to_retry(error, self.failures)
            self.compare_after = moment
            self._trigger(moment)
            _logger.info("Ozon document %s was not compared: %s", self.id, error)
            return False
        return True

    def _compare(self, patient):
        """Ask Ozon once more, and act on any change.

        :return: what was found, in words
        :raises errors.OzonError: Ozon gives no document
        """
        document = self._for_books()
        answer = document._ask_ozon(patient)
        document.write(asked_now())
        document.brought_attachment_id = False
        return document._compare_with(answer)

    def _compare_with(self, answer):
        """Act on any change in an answer, wherever the answer came from.

        :param answer: what `_ask` or `_read_file` returned
        :return: what was found, in words
        """
        document = self._for_books()
        document.compared_at = fields.Datetime.now()
        latest = (document | document._open_corrections())[-1]
        try:
            with self.env.cr.savepoint():
                return document._take_over(answer, latest)
        except (settlement.SettlementError, UserError) as error:
            message = str(error)
            if isinstance(error, settlement.SettlementError):
                message = settlement_error_message(document.env, error)
            document._note_changed(message)
            return message

    def _take_over(self, answer, latest):
        """:param latest: the document, or the last of its corrections that is not cancelled"""
        self._check_period(answer)
        if not self._difference(answer):
            if latest.state == "posted":
                return self._note_same_figures(answer, latest)
            self._note_unchanged()
            if latest.raw_attachment_id.checksum != hashlib.sha1(answer.raw).hexdigest():
                latest._keep_drafts(answer)
            return self._same_message()
        if latest.state == "posted":
            latest._check_correctable(answer)
            self._note_changed()
            self._write_differences(answer)
            return self._changed_message()
        latest._rebuild(answer)
        return self.env._("Ozon changed the report; its drafts are recreated.")

    def _keep_drafts(self, answer):
        """Keep a draft whose figures are the same; take over only the title page."""
        old_reference, old_title = self._reference(), (self.number, self.doc_date)
        self._keep_raw(answer.raw)
        self.write(self._prepare_header_vals(answer))
        for entry in self._current(self._documents()):
            if entry.ref == old_reference:
                entry.ref = self._reference()
        lead = self._lead()
        if lead.invoice_date and lead.invoice_date == old_title[1]:
            lead.invoice_date = self.doc_date
            # Odoo moves the accounting date along with the date of the bill.
            lead.date = self._booking_day()
        said = [self._reissued_message(*old_title)]
        if self._current(lead):
            said.append(self.env._(
                "Ozon sent the report again with the same figures. The documents were kept, "
                "with everything that was changed on them."
            ))
        if any(said):
            self.message_post(body=" ".join(filter(None, said)))

    def _rebuild(self, answer):
        """Replace the entries of a draft whose figures changed."""
        old, old_title = self._figures(), (self.number, self.doc_date)
        had_entries = bool(self._current(self._lead()))
        (self.corrected_report_id or self)._note_unchanged()
        self._remove_drafts()
        self._keep_raw(answer.raw)
        self._store(answer)
        self.write({"error_message": False, "failures": 0})
        self._retry_at(utc_now())
        if had_entries:
            said = self._reissued_message(*old_title), self._rebuilt_message(old)
            self.message_post(body=" ".join(filter(None, said)))

    # Business: the same figures under another number or date

    def _note_same_figures(self, answer, latest):
        """The figures are still the booked ones. Tell a person, once, about a new number or date.

        :param latest: the document, or the last of its corrections, which is posted
        :return: what was found, in words
        """
        vals = latest._prepare_header_vals(answer)
        number, day = vals["number"], vals["doc_date"]
        if number and number != latest.number and number in (latest._lead().ref or ""):
            # A person has already written the new number on the bill.
            latest.write({"number": number, "doc_date": day})
        if latest._is_titled(number, day):
            self._note_unchanged()
            return self._same_message()
        message = self.env._(
            "Ozon has issued the report again as %(new)s; it is booked as %(old)s. The figures are "
            "the same, and nothing was changed in the books. Write the new number into the "
            "reference of the bill, or reset the report to draft and press «Compare with Ozon».",
            new=self._title(number, day), old=self._title(latest.number, latest.doc_date),
        )
        if self.change_problem != message:
            self._note_unchanged()
            self._note_changed(message)
            self.message_post(body=message)
        return message

    def _reissued_message(self, old_number, old_date):
        """The title page now and before, in words; '' if nothing has changed."""
        if self._is_titled(old_number, old_date):
            return ""
        return self.env._(
            "Ozon has issued the report again as %(new)s. It was %(old)s before.",
            new=self._title(self.number, self.doc_date), old=self._title(old_number, old_date),
        )

    def _is_titled(self, number, day):
        return (number or False, day or False) == (self.number, self.doc_date)

    def _title(self, number, day):
        return self.env._("No. %(number)s of %(day)s", number=number or "—", day=self._day(day))

    # Business: what a person is told

    def _same_message(self):
        return self.env._("No changes at Ozon.")

    def _changed_message(self):
        return self.env._(
            "Ozon's report differs from what is posted. Nothing was "
            "changed in the books. Look at the differences and press «Create Correction»."
        )

    def _note_changed(self, problem=False):
        """Mark a document, and tell the responsible person once.

        :param problem: why Ozon's new answer cannot be taken as it is
        """
        self.write({"changed": not problem, "change_problem": problem})
        if not self.activity_search(["ozon_connector.mail_activity_report_changed"]):
            self.account_id._tell_responsible(
                "ozon_connector.mail_activity_report_changed",
                note=problem or self._changed_message(), record=self,
            )

    def _note_unchanged(self):
        if self.changed or self.change_problem:
            self._forget_differences()
            self.write({"changed": False, "change_problem": False})
            self.activity_feedback(["ozon_connector.mail_activity_report_changed"])
