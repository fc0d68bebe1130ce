from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...domain import calendar
from ...ozon_api import errors
from ...tools.check_lists import checks_vals
from ...tools.messages import ozon_error_message
from ...tools.moments import moment_to_retry, month_name, utc_now

STATES = [
    ("waiting", "Waiting for Ozon"),
    ("loaded", "Loaded"),
    ("to_match", "Cards to match"),
    ("ready", "Ready"),
    ("to_review", "To review"),
    ("booking", "Being booked"),
    ("posted", "Posted"),
    ("taking_back", "Being taken back"),
    ("cancelled", "Cancelled"),
]
# The first bytes and the MIME type of a workbook. Ozon's answers are JSON, its files workbooks.
ZIP = b"PK\3\4"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# In these states a document goes on without a person.
OPEN_STATES = ("waiting", "loaded", "ready")
# In these it is booked, or taken back, step by step, and nobody else may change any part of it.
UNDER_WAY = ("booking", "taking_back")
# Activities: Ozon gives no report, or a loaded report was not drafted.
REPORT_LATE = "ozon_connector.mail_activity_report_late"
NOT_DRAFTED = "ozon_connector.mail_activity_report_not_drafted"
# A document with more rows is matched, drafted and booked in parts. All at once could exceed the
# 120 s after which Odoo reloads a server, and would then start again for ever.
MANY_ROWS = 2_000
# How long one of many steps may take before it leaves the rest to the next.
STEP_SECONDS = 20
# A program that asks for documents waits about this long at most. The rest continues in the
# background.
REQUEST_SECONDS = 20


class OzonDocumentBase(models.AbstractModel):
    """A month of a seller cabinet: its state, Ozon's figures, and why it does not go on.

    A document moves in steps. Each can fail, can be repeated, and leaves the document consistent:
    waiting → loaded (Ozon's figures are here) → to_match (a person must choose products) or
    ready → to_review (its entries are drafted) → posted.
    """

    _name = "ozon.document.base.mixin"
    _description = "Month of a Document of Ozon"
    _inherit = [
        "mail.thread", "mail.activity.mixin", "ozon.task.mixin", "ozon.job", "ozon.facts.mixin",
    ]
    _check_company_auto = True
    _order = "period DESC, account_id, id"

    # Ozon has this kind of document from this month on.
    _first_month = calendar.FIRST_MONTH
    _has_long_entries = False  # whether `_draft_part` goes on with what a step left unfinished
    # The fields that tell several documents of a month apart.
    _key_fields = ()
    # Days of the next month: when it is first asked for, and from when on it is late.
    _due_day = calendar.DUE_DAY
    _late_day = calendar.LATE_DAY
    document_id = fields.Many2one(
        "ozon.document", readonly=True, copy=False, ondelete="restrict", index=True,
    )
    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="restrict", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    period = fields.Date(required=True, readonly=True, help="The first day of the month.")
    # 0 for the month itself; its corrections are counted from 1.
    correction_number = fields.Integer(default=0, required=True, readonly=True, copy=False)
    month = fields.Char(compute="_compute_month")
    state = fields.Selection(
        STATES, "Status", default="waiting", required=True, readonly=True, copy=False,
        tracking=True, index=True, group_expand="_group_expand_state",
    )
    error_message = fields.Text("Problem", readonly=True, copy=False)
    next_attempt = fields.Datetime(readonly=True, copy=False)
    failures = fields.Integer("Consecutive Failures", readonly=True, copy=False)
    number = fields.Char("Report Number", readonly=True)
    doc_date = fields.Date("Report Date", readonly=True)
    # The company's currency until the document names its own, so that lists can be summed.
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True,
    )
    raw_attachment_id = fields.Many2one("ir.attachment", "Raw Answer", readonly=True, copy=False)
    brought_by_id = fields.Many2one(
        "res.users", "File Brought By", readonly=True, copy=False,
        help="The figures come from a file that this person brought; Ozon was not asked.",
    )
    # A list of {name, state, title, text}, where state is passed, failed or info. A row may have
    # `buttons`, and res_model and res_id if a person can fix the problem on a record.
    checks = fields.Json(compute="_compute_checks")
    failed_checks = fields.Integer(compute="_compute_checks")
    failed_titles = fields.Char("Names of Failed Checks", compute="_compute_checks")

    @api.depends("period", "correction_number")
    @api.depends_context("lang")
    def _compute_month(self):
        for document in self:
            month = month_name(self.env, document.period)
            if document.correction_number:
                # A correction must not look like the same month twice in a list.
                month = self.env._(
                    "%(month)s · correction %(number)s",
                    month=month, number=document.correction_number,
                )
            document.month = month

    @api.depends("account_id")
    def _compute_currency_id(self):
        for document in self:
            document.currency_id = (
                document.currency_id or document.account_id.company_id.currency_id
            )

    @api.depends("month", "account_id.name", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for document in self:
            number = self.env._("No. %s", document.number) if document.number else ""
            document.display_name = " · ".join(
                filter(None, (document.month, number, document.account_id.name))
            )

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_checks(self):
        for document in self:
            # Entries and stock that the reader may not see count as well.
            document.update(checks_vals(document.sudo()._checks()))

    @api.depends("state", "next_attempt")
    def _compute_ozon_working(self):
        result = super()._compute_ozon_working()
        now = fields.Datetime.now()
        for document in self:
            due = document.next_attempt and document.next_attempt <= now
            if document.state in OPEN_STATES and due and not document.ozon_working:
                document.ozon_working = self.env._("The report is being loaded")
        return result

    @api.model
    def _group_expand_state(self, states, domain):
        """All states that occur, in their order."""
        return [state for state, _label in self._fields["state"].selection if state in states]

    @api.model_create_multi
    def create(self, vals_list):
        """Each document gets its handle, by which all kinds are found in one table."""
        records = super().create(vals_list)
        handles = self.env["ozon.document"].sudo().create([
            {
                "res_model": record._name, "res_id": record.id,
                "account_id": record.account_id.id, "period": record.period,
            }
            for record in records
        ])
        for record, handle in zip(records, handles, strict=True):
            record.document_id = handle
        return records

    def unlink(self):
        handles = self.document_id.sudo()
        result = super().unlink()
        handles.unlink()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_booked(self):
        if self.document_id.sudo().move_ids:
            raise UserError(self.env._(
                "The report has a bill, which would lose its origin. Delete the draft bill first; "
                "a posted bill must stay, and so must its report."
            ))

    @api.model
    def get_empty_list_help(self, help_message):
        help_message = super().get_empty_list_help(help_message)
        return self.env["ozon.next.step"]._with_next_step(help_message)

    # What a kind defines

    @api.model
    def _ozon_methods(self):
        """The methods of Ozon that it needs; the key must allow them.

        :return: {method: what it is needed for, in words}
        """
        return {}

    def _ask(self, client):
        """Ask Ozon for the month.

        :param client: an `ozon_api.client.OzonClient`
        :return: the answer; its `raw` is what Ozon sent
        :raises errors.OzonError: Ozon gives no such document
        """
        raise NotImplementedError

    def _read_file(self, content):
        """Read a file that a person has brought.

        :param content: bytes of an XLSX
        :return: the same as `_ask`
        """
        raise NotImplementedError

    def _store(self, answer):
        """Keep the figures of an answer, after `_ask`; afterwards the state is `loaded`.

        :raises settlement.SettlementError, UserError: the answer cannot be used
        """
        raise NotImplementedError

    def _match(self, patient):
        """Find the products of its goods; afterwards the state is `to_match` or `ready`."""
        self.state = "ready"

    @api.model
    def _go_on_with(self, cards):
        """Continue what waited for the products of these cards."""

    def _draft(self):
        """Draft the entries and transfers that are missing."""
        raise NotImplementedError

    def _checks(self):
        """:return: a list of what `_check` returns"""
        return []

    def _draft_part(self):
        """Draft one of the missing entries and transfers of a document with many rows.

        :return: whether nothing is missing any more
        """
        self._draft()
        return True

    def _row_count(self):
        """How many rows a button has to work through."""
        return 1

    def _has_many_rows(self):
        """Whether it is matched, drafted and booked in several steps, each committed."""
        return self._row_count() > MANY_ROWS

    # Actions

    def action_download_raw(self):
        """Ozon's answer as it was received."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.raw_attachment_id.id}?download=true",
            "target": "download",
        }

    # Business: used by the files that build on this one

    def _ask_ozon(self, patient):
        """Ask Ozon for the month now.

        :param patient: whether to wait for Ozon
        :return: the same as `_ask`
        :raises errors.OzonError: Ozon gives no such document
        """
        with self.account_id._client(patient=patient, document=self) as client:
            answer = self._ask(client)
        self.account_id._note_accepted()
        return answer

    def _for_books(self):
        """The document in its company and in the bookkeeper's language, for what is stored."""
        return self.with_env(self.account_id._for_bookkeeper().env)

    @api.model
    def _trigger(self, moment):
        """:param moment: naive, in UTC"""
        self.env.ref("ozon_connector.ir_cron_import_reports").sudo()._trigger(moment)

    def _retry_at(self, moment):
        """Plan the next attempt.

        :param moment: in UTC, aware or naive
        """
        if not self:
            return
        moment = moment.replace(tzinfo=None)
        self.write({"next_attempt": moment})
        self._trigger(moment)

    def _keep_raw(self, raw):
        """Keep Ozon's answer as it came, in place of an earlier one.

        :param raw: bytes
        """
        ending, mimetype = ("xlsx", XLSX) if raw.startswith(ZIP) else ("json", "application/json")
        vals = {
            "name": f"{self._name.replace('.', '-')}-{self.period:%Y-%m}.{ending}",
            "raw": raw,
            "mimetype": mimetype,
        }
        if ending == "json" and self.brought_by_id:
            self.brought_by_id = False
        if self.raw_attachment_id:
            self.raw_attachment_id.write(vals)
        else:
            self.raw_attachment_id = self.env["ir.attachment"].create({
                **vals, "res_model": self._name, "res_id": self.id,
            })

    # Business: failures

    def _note_task_problem(self, message):
        self.sudo().error_message = message

    def _note_ozon_error(self, error):
        """Note why Ozon did not give the document, and when we will try again."""
        account = self.account_id
        message = ozon_error_message(self.env, error)
        if getattr(error, "raw", None):
            self._keep_raw(error.raw)
        if isinstance(error, errors.TemporaryError) and self._is_for_page():
            # The background can wait; a person in front of a page cannot.
            self._retry_at(utc_now())
            return
        if isinstance(error, errors.TemporaryError):
            failures = self.failures + 1
            self.write({"error_message": message, "failures": failures})
            self._retry_at(moment_to_retry(error, failures))
            self._tell_if_late()
        else:
            self._note_failure(message)
        account._note_refusal(error, tell=True)

    def _note_progress(self):
        """Clear the problems: nothing stops the document any more."""
        self.write({"error_message": False, "failures": 0})
        self._note_not_waiting()

    def _note_failure(self, message):
        """Note a failure that a short wait does not cure. Try again in the morning, or by hand."""
        self.write({"error_message": message, "failures": 0})
        self._retry_at(calendar.next_morning(utc_now()))
        self._tell_if_late()

    def _note_not_waiting(self):
        """Close the activities about a missing report or missing drafts."""
        self.activity_feedback([REPORT_LATE, NOT_DRAFTED])

    def _tell_if_late(self):
        """From the late day on, plan one activity for the responsible person.

        A report whose figures are loaded is not late, even if its drafts are missing.
        """
        now = utc_now()
        if not calendar.is_late(self.period, now, self._late_day):
            return
        activity = REPORT_LATE if self.state == "waiting" else NOT_DRAFTED
        if activity == NOT_DRAFTED:
            self.activity_feedback([REPORT_LATE])
        if not self.activity_search([activity]):
            self.account_id._tell_responsible(activity, note=self.error_message, record=self)

    # For the texts of the kinds

    @api.model
    def _day(self, day):
        """A day as people write it."""
        return format_date(self.env, day) if day else "…"

    def _money(self, amount):
        """An amount as people write it, in the document's currency."""
        return self.currency_id.format(float(amount))

    def _check(self, name, title, passed, text):
        """A row of `checks`.

        :param passed: True, False, or None for something to know
        """
        state = "info" if passed is None else "passed" if passed else "failed"
        return {"name": name, "state": state, "title": title, "text": text}
