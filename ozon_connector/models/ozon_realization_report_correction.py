import hashlib
import logging

from psycopg2 import OperationalError

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..domain import calendar, settlement
from ..ozon_api import errors
from .ozon_messages import ozon_error_message, settlement_error_message

_logger = logging.getLogger(__name__)

# So many closed months are compared with Ozon at every run.
COMPARED_MONTHS = 2
COMPARED_STATES = ('loaded', 'to_match', 'ready', 'to_review', 'posted')
FIGURES = ('quantity', 'revenue', 'base_fee', 'points', 'accrual')


class OzonRealizationReport(models.Model):
    """What Ozon changes in a report after it was loaded.

    Drafts are made anew. What is booked stays: the difference gets a report of its own, a
    correction, whose lines say what the report has more than before.
    """

    _inherit = 'ozon.realization.report'

    corrected_report_id = fields.Many2one(
        'ozon.realization.report', 'Corrects', readonly=True, copy=False, check_company=True,
        ondelete='restrict', index='btree_not_null',
    )
    correction_number = fields.Integer(default=0, required=True, readonly=True, copy=False)
    correction_ids = fields.One2many(
        'ozon.realization.report', 'corrected_report_id', 'Corrections', readonly=True,
    )
    correction_count = fields.Integer(compute='_compute_correction_count')
    changed = fields.Boolean(
        'Changed by Ozon', readonly=True, copy=False,
        help="Ozon's report says something else than what was booked.",
    )
    change_problem = fields.Text(readonly=True, copy=False)
    attention = fields.Char(compute='_compute_attention')
    compared_at = fields.Datetime('Compared with Ozon', readonly=True, copy=False)
    difference_ids = fields.One2many(
        'ozon.report.difference', 'report_id', 'Differences', readonly=True,
    )

    @api.depends('correction_ids')
    def _compute_correction_count(self):
        for report in self:
            report.correction_count = len(report.correction_ids)

    @api.depends('change_problem', 'changed', 'error_message')
    @api.depends_context('lang')
    def _compute_attention(self):
        """Why a person has to look at the report, for lists."""
        for report in self:
            changed = report.changed and self.env._("Changed by Ozon")
            report.attention = report.error_message or report.change_problem or changed

    # Actions

    def action_open_corrections(self):
        self.ensure_one()
        self.check_access('read')
        return self.correction_ids._get_records_action(name=self.env._("Corrections"))

    def action_compare(self):
        """Ask Ozon for the report once more, and say whether it is what is here."""
        self.ensure_one()
        self.check_access('read')
        report = (self.corrected_report_id or self).sudo()
        if report.state not in COMPARED_STATES:
            raise UserError(self.env._(
                "%s is not loaded yet, so there is nothing to compare.", report.display_name,
            ))
        if report._leave_to_background('action_compare', len(report.line_ids)):
            return True
        if not report._try_lock():
            raise UserError(self.env._(
                "%s is being imported at this moment. Nothing is done twice; "
                "reload the page in a minute.", report.display_name,
            ))
        try:
            outcome = report._compare(patient=False)
        except errors.OzonError as error:
            Task = self.env['ozon.task']
            if isinstance(error, errors.TemporaryError) and Task._is_for_page():
                Task._plan(self, 'action_compare')
                return True
            raise UserError(ozon_error_message(self.env, error)) from None
        return self.env['ozon.account']._notification(
            'warning' if report.changed else 'success', outcome,
        )

    def action_create_correction(self):
        """Make a report of its own for the difference, and draft its documents.

        :return: the correction's form
        """
        self.ensure_one()
        self.check_access('read')
        if not self.changed or self.state != 'posted':
            raise UserError(self.env._(
                "%s is booked as Ozon reports it, so there is nothing to correct.",
                self.display_name,
            ))
        report = self.sudo()
        correction = report._for_books().create({
            'account_id': report.account_id.id,
            'period': report.period,
            'corrected_report_id': report.id,
            'correction_number': max(report.correction_ids.mapped('correction_number'), default=0)
            + 1,
            'next_attempt': fields.Datetime.now(),
        })
        report._note_unchanged()
        correction._run_in_request()
        return correction.with_env(self.env)._get_records_action()

    # Business

    def _open_corrections(self):
        corrections = self.correction_ids.filtered(lambda report: report.state != 'cancelled')
        return corrections.sorted('correction_number')

    def _later_corrections(self):
        """The corrections that start from what this report says, in the order of their numbers."""
        corrections = (self.corrected_report_id or self)._open_corrections()
        return corrections.filtered(
            lambda correction: correction.correction_number > self.correction_number
        )

    def _check_no_later_corrections(self):
        for report in self:
            later = report._later_corrections()
            if later:
                raise UserError(self.env._(
                    "%(report)s has a correction, %(correction)s, which starts from what it says. "
                    "Nothing was taken back. Take back and cancel the correction first.",
                    report=report.display_name, correction=later[-1].display_name,
                ))

    def _check_base_is_booked(self):
        """A correction without what it corrects would book the difference alone."""
        if self.corrected_report_id and self.corrected_report_id.state != 'posted':
            raise UserError(self.env._(
                "%s is not posted, so its correction was not posted either. Confirm the report "
                "first.", self.corrected_report_id.display_name,
            ))

    def _check_not_a_correction(self):
        """A cancelled correction does not come back: others may have taken its place."""
        if self.corrected_report_id:
            raise UserError(self.env._(
                "A correction that was cancelled cannot be loaded again: a later one may have "
                "booked the same. Press «Compare with Ozon» on the report that it corrected, then "
                "«Create Correction» if there is a difference."
            ))

    def _booked_movements(self):
        """What a correction starts from: its report and the corrections before it."""
        report = self.corrected_report_id
        before = report._open_corrections().filtered(
            lambda correction: correction.correction_number < self.correction_number
        )
        return [movement for _product, movement in (report | before)._movements()]

    def _booked_products(self):
        """:return: {what tells goods apart: the product that was booked}, for a correction"""
        report = self.corrected_report_id
        lines = (report | report._open_corrections() - self).line_ids
        return {line._goods_key(): line.product_id for line in lines if line.product_id}

    @api.model
    def _to_compare(self, accounts):
        """The reports of the last closed months that are loaded, the longest unasked first."""
        last = calendar.last_closed_month(self.env['ozon.account']._utc_now())
        months = [last]
        while len(months) < COMPARED_MONTHS:
            months.append(calendar.month_before(months[-1]))
        return self.search(
            [
                ('account_id', 'in', accounts.ids), ('period', 'in', months),
                ('corrected_report_id', '=', False), ('state', 'in', COMPARED_STATES),
            ],
            order='compared_at NULLS FIRST, period, id',
        )

    def _compare_in_background(self):
        """Compare reports with Ozon's, a committed one at a time; one that fails stops no other."""
        cron = self.env['ir.cron']
        defect = None
        for report in self:
            try:
                if report._try_lock():
                    report._compare(patient=True)
                    drafted = report | report._open_corrections()
                    while any(one._next_step(patient=True) for one in drafted):
                        cron._commit_progress()
            except errors.OzonError as error:
                report.account_id._note_refusal(error, tell=True)
                _logger.info("Ozon report %s was not compared: %s", report.id, error)
            except OperationalError:
                # Somebody is at work on the same records; the next run compares them.
                self.env.cr.rollback()
            except Exception as error:  # a defect of ours, told at the end
                self.env.cr.rollback()
                _logger.warning("Ozon report %s was not compared", report.id, exc_info=True)
                defect = error
            if not cron._commit_progress():
                break
        if defect:
            raise defect

    def _compare(self, patient):
        """Ask Ozon once more (/v2/finance/realization), and act on what has changed.

        :return: what was found, in words
        :raises errors.OzonError: Ozon gives no report
        """
        report = self._for_books()
        with report.account_id._client(patient=patient, report=report) as client:
            answer = client.realization(report.period.year, report.period.month)
        report.account_id._note_accepted()
        report.compared_at = fields.Datetime.now()
        latest = (report | report._open_corrections())[-1]
        try:
            with self.env.cr.savepoint():
                return report._take_over(answer, latest)
        except (settlement.SettlementError, UserError) as error:
            message = str(error)
            if isinstance(error, settlement.SettlementError):
                message = settlement_error_message(report.env, error)
            report._note_changed(message)
            return message

    def _take_over(self, answer, latest):
        """:param latest: the report, or the last of its corrections that is not cancelled"""
        self._check_period(answer.header)
        current = settlement.movements(answer.rows)
        booked = [
            movement for _product, movement in (self | self._open_corrections())._movements()
        ]
        same_currency = self._currency(answer.header.currency) == latest.currency_id
        if same_currency and not settlement.correction(current, booked):
            self._note_unchanged()
            checksum = hashlib.sha1(answer.raw).hexdigest()
            if latest.state != 'posted' and latest.raw_attachment_id.checksum != checksum:
                latest._keep_documents(answer)
            return self._same_message()
        if latest.state == 'posted':
            if not same_currency:
                raise UserError(self.env._(
                    "Ozon's report is in %(new)s now; it was booked in %(old)s. A difference of "
                    "two currencies cannot be booked. Reset the report to draft, cancel its bill, "
                    "and load it again.",
                    new=answer.header.currency, old=latest.currency_id.name,
                ))
            self._note_changed()
            self._write_differences(current, booked)
            return self._changed_message()
        latest._rebuild(answer)
        return self.env._("Ozon changed the report; its drafts are made anew.")

    def _keep_documents(self, answer):
        """A draft whose figures are the same: only the title page is taken over."""
        old_reference, old_date = self._reference(), self.doc_date
        self._keep_raw(answer.raw)
        self.write({
            **self._prepare_header_vals(answer.header),
            'odd_units': self._prepare_odd_units(answer.rows),
        })
        for document in self._current(self._documents()):
            if document.ref == old_reference:
                document.ref = self._reference()
        if self.bill_id.invoice_date == old_date:
            self.bill_id.invoice_date = self.doc_date
            # Odoo moves the accounting date along with the date of the bill.
            self.bill_id.date = self.date_to
        if self._current(self.bill_id):
            self.message_post(body=self.env._(
                "Ozon sent the report again with the same figures. The documents were kept, "
                "with everything that was changed on them."
            ))

    def _rebuild(self, answer):
        """A draft whose figures changed: the documents are made anew."""
        old = (self.revenue, self.fee_payable, self.accrual)
        had_documents = bool(self._current(self.bill_id))
        (self.corrected_report_id or self)._note_unchanged()
        self._remove_documents()
        self._keep_raw(answer.raw)
        self._store(answer)
        self.write({'error_message': False, 'failures': 0})
        self._retry_at(self.env['ozon.account']._utc_now())
        if had_documents:
            self.message_post(body=self._rebuilt_message(old))

    def _rebuilt_message(self, old):
        new = (self.revenue, self.fee_payable, self.accrual)
        figures = {
            f'{age}_{name}': self.currency_id.format(amount)
            for age, amounts in (('old', old), ('new', new))
            for name, amount in zip(('revenue', 'fee', 'accrual'), amounts, strict=True)
        }
        return self.env._(
            "Ozon changed the report: revenue %(old_revenue)s → %(new_revenue)s, fee payable "
            "%(old_fee)s → %(new_fee)s, accrual %(old_accrual)s → %(new_accrual)s. The draft "
            "documents are made anew; what was changed on them by hand is not kept.", **figures,
        )

    def _same_message(self):
        return self.env._("Ozon's report is what is here.")

    def _changed_message(self):
        return self.env._(
            "Ozon's report of this month says something else than what is booked. Nothing was "
            "changed in the books. Look at the differences and press «Create Correction»."
        )

    def _note_changed(self, problem=False):
        """Mark a report, and tell the responsible person once.

        :param problem: why Ozon's new report cannot be taken as it is
        """
        self.write({'changed': not problem, 'change_problem': problem})
        if not self.activity_search(['ozon_connector.mail_activity_report_changed']):
            self.account_id._tell_responsible(
                'ozon_connector.mail_activity_report_changed',
                note=problem or self._changed_message(), record=self,
            )

    def _note_unchanged(self):
        if self.changed or self.change_problem:
            self.difference_ids.unlink()
            self.write({'changed': False, 'change_problem': False})
            self.activity_feedback(['ozon_connector.mail_activity_report_changed'])

    def _write_differences(self, current, booked):
        """What was booked and what Ozon says now, for each product that differs."""
        old, new = settlement.by_product(booked), settlement.by_product(current)
        changed = {
            settlement.goods_key(movement): movement
            for movement in settlement.correction(current, booked)
        }
        empty = dict.fromkeys(FIGURES, 0)
        self.difference_ids = [Command.clear()] + [
            Command.create({
                'sku': movement.sku,
                'offer_id': movement.offer_id,
                'name': movement.name,
                **{f'old_{figure}': float(old.get(key, empty)[figure]) for figure in FIGURES},
                **{f'new_{figure}': float(new.get(key, empty)[figure]) for figure in FIGURES},
            })
            for key, movement in changed.items()
        ]
