import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import calendar, settlement
from ..ozon_api import errors
from .ozon_messages import settlement_error_message

_logger = logging.getLogger(__name__)

COMPARED_STATES = ('loaded', 'to_match', 'ready', 'to_review', 'posted')


class OzonDocumentMixin(models.AbstractModel):
    """What Ozon changes in a document after it was loaded.

    Drafts are made anew. What is booked stays: the difference gets a document of its own, a
    correction, which says what the document has more than before.

    A kind declares `corrected_report_id` and `correction_ids`, which refer to itself.
    """

    _inherit = 'ozon.document.mixin'

    # So many closed months are compared with Ozon at every run.
    _compared_months = 2

    correction_number = fields.Integer(default=0, required=True, readonly=True, copy=False)
    correction_count = fields.Integer(compute='_compute_correction_count')
    changed = fields.Boolean(
        'Changed by Ozon', readonly=True, copy=False,
        help="Ozon's report says something else than what was booked.",
    )
    change_problem = fields.Text(readonly=True, copy=False)
    attention = fields.Char(compute='_compute_attention')
    compared_at = fields.Datetime('Compared with Ozon', readonly=True, copy=False)
    # Set by the scheduled action for the last closed months.
    compare_due = fields.Boolean('To Compare with Ozon', readonly=True, copy=False)

    _account_period_correction_uniq = models.UniqueIndex(
        '(account_id, period, correction_number)',
        "This month of the account is here already.",
    )

    @api.depends('correction_ids')
    def _compute_correction_count(self):
        for document in self:
            document.correction_count = len(document.correction_ids)

    @api.depends('change_problem', 'changed', 'error_message')
    @api.depends_context('lang')
    def _compute_attention(self):
        """Why a person has to look at the document, for lists."""
        for document in self:
            changed = document.changed and self.env._("Changed by Ozon")
            document.attention = document.error_message or document.change_problem or changed

    # What a kind says of itself

    def _check_period(self, answer):
        """Refuse an answer for another month than was asked for.

        :raises UserError: Ozon sent another month
        """

    def _difference(self, answer):
        """What Ozon says now and did not say when the documents of the month were drafted.

        :param answer: as of `_ask`
        :return: anything; empty if the answer says the same
        :raises settlement.SettlementError, UserError: nothing can be made of the answer
        """
        raise NotImplementedError

    def _check_correctable(self, answer):
        """Refuse a change that no correction can book.

        :raises UserError: why, and what to do instead
        """

    def _write_differences(self, answer):
        """Keep what differs, for the person who looks at it."""

    def _forget_differences(self):
        """Ozon says the same again."""

    def _keep_header(self, answer):
        """Take over the title page of an answer whose figures are the same, for a draft."""

    def _rebuilt_message(self, old):
        """What a person reads after drafts were made anew.

        :param old: what `_figures` gave before
        """
        return self.env._(
            "Ozon changed the report. The draft documents are made anew; what was changed on them "
            "by hand is not kept."
        )

    def _figures(self):
        """The figures that `_rebuilt_message` tells."""
        return ()

    # Actions

    def action_open_corrections(self):
        self.ensure_one()
        self.check_access('read')
        return self.correction_ids._get_records_action(name=self.env._("Corrections"))

    # Business

    @api.model
    def _to_compare(self, accounts):
        """The documents of the last closed months that are loaded, the longest unasked first."""
        last = calendar.last_closed_month(self.env['ozon.account']._utc_now())
        months = [last]
        while len(months) < self._compared_months:
            months.append(calendar.month_before(months[-1]))
        return self.search(
            [
                ('account_id', 'in', accounts.ids), ('period', 'in', months),
                ('corrected_report_id', '=', False), ('state', 'in', COMPARED_STATES),
            ],
            order='compared_at NULLS FIRST, period, id',
        )

    def _compare_step(self):
        """Compare a document with Ozon's, in the background.

        :return: whether it moved on
        """
        self.compare_due = False
        if self.state not in COMPARED_STATES:
            return False
        try:
            with self.env.cr.savepoint():
                self._compare(patient=True)
        except errors.OzonError as error:
            self.account_id._note_refusal(error, tell=True)
            _logger.info("Ozon document %s was not compared: %s", self.id, error)
            return False
        return True

    def _compare(self, patient):
        """Ask Ozon once more, and act on what has changed.

        :return: what was found, in words
        :raises errors.OzonError: Ozon gives no document
        """
        document = self._for_books()
        with document.account_id._client(patient=patient, document=document) as client:
            answer = document._ask(client)
        document.account_id._note_accepted()
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
            self._note_unchanged()
            checksum = hashlib.sha1(answer.raw).hexdigest()
            if latest.state != 'posted' and latest.raw_attachment_id.checksum != checksum:
                latest._keep_drafts(answer)
            return self.env._("Ozon's report is what is here.")
        if latest.state == 'posted':
            latest._check_correctable(answer)
            self._note_changed()
            self._write_differences(answer)
            return self._changed_message()
        latest._rebuild(answer)
        return self.env._("Ozon changed the report; its drafts are made anew.")

    def _keep_drafts(self, answer):
        """A draft whose figures are the same: only the title page is taken over."""
        self._keep_raw(answer.raw)
        self._keep_header(answer)
        if self._current(self._lead()):
            self.message_post(body=self.env._(
                "Ozon sent the report again with the same figures. The documents were kept, "
                "with everything that was changed on them."
            ))

    def _rebuild(self, answer):
        """A draft whose figures changed: its entries are made anew."""
        old = self._figures()
        had_entries = bool(self._current(self._lead()))
        (self.corrected_report_id or self)._note_unchanged()
        self._remove_drafts()
        self._keep_raw(answer.raw)
        self._store(answer)
        self.write({'error_message': False, 'failures': 0})
        self._retry_at(self.env['ozon.account']._utc_now())
        if had_entries:
            self.message_post(body=self._rebuilt_message(old))

    def _changed_message(self):
        return self.env._(
            "Ozon's report of this month says something else than what is booked. Nothing was "
            "changed in the books. Look at the differences and press «Create Correction»."
        )

    def _note_changed(self, problem=False):
        """Mark a document, and tell the responsible person once.

        :param problem: why Ozon's new answer cannot be taken as it is
        """
        self.write({'changed': not problem, 'change_problem': problem})
        if not self.activity_search(['ozon_connector.mail_activity_report_changed']):
            self.account_id._tell_responsible(
                'ozon_connector.mail_activity_report_changed',
                note=problem or self._changed_message(), record=self,
            )

    def _note_unchanged(self):
        if self.changed or self.change_problem:
            self._forget_differences()
            self.write({'changed': False, 'change_problem': False})
            self.activity_feedback(['ozon_connector.mail_activity_report_changed'])
