from contextlib import suppress

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import calendar
from ..models.document.ozon_document_base import OPEN_STATES, UNDER_WAY
from ..tools.moments import month_name, utc_now

DRAFTED = ("to_review", "posted", *UNDER_WAY)


class OzonReportImport(models.TransientModel):
    """Ask for the documents of chosen months. The background loads them one by one.

    A month that fails does not stop the others. The dialog shows how many are loaded.
    """

    _name = "ozon.report.import"
    _description = "Import of Ozon Reports"

    account_id = fields.Many2one(
        "ozon.account", required=True,
        domain="[('state', '!=', 'draft'), ('by_files', '=', False)]",
        default=lambda self: self.env["ozon.account"].search(
            [("state", "!=", "draft"), ("by_files", "=", False)], limit=1,
        ),
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, related_sudo=False,
    )
    # The first months that are missing.
    month_from = fields.Date(
        "From Month", required=True, compute="_compute_months", store=True, readonly=False,
        precompute=True, compute_sudo=False,
    )
    month_to = fields.Date(
        "To Month", required=True, compute="_compute_months", store=True, readonly=False,
        precompute=True, compute_sudo=False,
    )
    # The months that Ozon can have: [first day, name in the user's language], the newest first.
    month_choices = fields.Json("Months to Choose From", compute="_compute_month_choices")
    kind = fields.Selection("_selection_kind", help="Empty: all kinds of documents.")
    several_kinds = fields.Boolean(compute="_compute_several_kinds")

    # The documents that were not booked when they were asked for.
    document_ids = fields.Many2many("ozon.document", readonly=True)
    month_count = fields.Integer(compute="_compute_progress")
    # How many have Ozon's figures, and how many of these are drafted.
    loaded_count = fields.Integer(compute="_compute_progress")
    drafted_count = fields.Integer(compute="_compute_progress")
    # The documents that need a person, or continue only later, each with its reason.
    failed_count = fields.Integer(compute="_compute_progress")
    running_count = fields.Integer(compute="_compute_progress")
    reasons = fields.Json(compute="_compute_progress")
    setup_problem = fields.Text(related="account_id.setup_problem", related_sudo=False)
    setup_summary = fields.Text(related="account_id.setup_summary", related_sudo=False)

    @api.depends("account_id", "kind")
    def _compute_months(self):
        for dialog in self:
            missing = dialog._missing_months()
            dialog.month_from = missing[0]
            dialog.month_to = missing[-1]

    @api.depends_context("lang")
    def _compute_month_choices(self):
        months = [*calendar.months(calendar.FIRST_MONTH, self._last_month())]
        self.month_choices = [
            [fields.Date.to_string(month), month_name(self.env, month)]
            for month in reversed(months)
        ]

    def _compute_several_kinds(self):
        self.several_kinds = len(self._selection_kind()) > 1

    @api.depends("document_ids")
    def _compute_progress(self):
        for dialog in self:
            documents = [
                document for documents in dialog.document_ids._records() for document in documents
            ]
            under_way = [document for document in documents if document.state in OPEN_STATES]
            failed = [document for document in under_way if document.error_message]
            to_match = [document for document in documents if document.state == "to_match"]
            dialog.month_count = len(documents)
            # A document being worked on counts once it is done or has stopped with a reason.
            dialog.loaded_count = sum(
                document.state not in ("waiting", "cancelled")
                and (document.state not in OPEN_STATES or bool(document.error_message))
                for document in documents
            )
            dialog.drafted_count = sum(
                document.state in DRAFTED for document in documents
            )
            dialog.failed_count = len(failed)
            dialog.running_count = len(under_way) - len(failed)
            dialog.reasons = [dialog._reason(document) for document in [*failed, *to_match]]

    def _reason(self, document):
        """Why a document does not go on, as a row of `ozon_report_checks`."""
        setup = document.state != "waiting" and document.waits_for_setup
        text = document.attention
        if document.state == "to_match":
            text = self.env._("Some goods could be several products: choose them.")
        buttons = []
        if setup:
            buttons.append({"label": self.env._("Set Up"), "method": "action_set_up", "args": []})
        elif document.state == "to_match":
            buttons.append({
                "label": self.env._("Product Matching"), "method": "action_match", "args": [],
            })
        return {
            "name": document.document_id.id, "title": document.month, "text": text,
            "state": "failed" if document.state == "waiting" or setup else "confirm",
            "buttons": buttons,
        }

    @api.model
    def _selection_kind(self):
        return [
            (kind._name, self.env["ir.model"]._get(kind._name).name)
            for kind in self.env["ozon.document"]._kinds()
        ]

    @api.model
    def _last_month(self):
        return calendar.last_closed_month(utc_now())

    def _missing_months(self):
        """The first months in a row that lack a document of the chosen kind, of reports by default.

        They begin at the account's first month. If none is missing, it is the last closed month.
        """
        last = self._last_month()
        documents = self.env[self.kind or "ozon.realization.report"].search_fetch(
            [("account_id", "=", self.account_id.id), ("state", "!=", "waiting")], ["period"],
        )
        known, missing = set(documents.mapped("period")), []
        for month in calendar.months(self.account_id.import_from or last, last):
            if month not in known:
                missing.append(month)
            elif missing:
                break
        return missing or [last]

    def action_import(self):
        """Create the documents of the months and start loading those that are not booked yet.

        :return: the same dialog, which now shows the progress; the list if there is nothing to do
        """
        self.ensure_one()
        first, last = calendar.month_of(self.month_from), calendar.month_of(self.month_to)
        kinds = self._chosen_kinds()
        self._check_months(kinds, first, last)
        documents = open_documents = self.env["ozon.document"]
        for kind in kinds:
            months = calendar.months(max(first, kind._first_month), last)
            records = kind.sudo()._create_missing(self.account_id.sudo(), months)
            open_records = records.filtered(lambda one: one.state not in DRAFTED)
            idle = self._idle(open_records)
            idle._reopen()
            # Ask again for what failed before, so that it does not count as failed in the progress.
            idle.error_message = False
            idle._retry_at(utc_now())
            documents |= records.document_id
            open_documents |= open_records.document_id
        if not open_documents:
            return self._open_documents(documents)
        return self._watch(open_documents)

    def action_set_up(self):
        """The list of what booking the months needs."""
        self.ensure_one()
        return self.account_id.action_set_up()

    def action_match(self):
        """The product cards that wait for a person."""
        self.ensure_one()
        return self.account_id.action_open_cards_to_review()

    def action_open_reports(self):
        """The documents that this dialog asked for."""
        self.ensure_one()
        return self._open_documents(self.document_ids)

    def _chosen_kinds(self):
        return [self.env[self.kind]] if self.kind else self.env["ozon.document"]._kinds()

    def _idle(self, documents):
        """Those that nobody is working on or has changed just now; the others go on anyway."""
        idle = documents.browse()
        for document in documents:
            # One by one: after an error, PostgreSQL has locked none of them.
            with suppress(OperationalError), self.env.cr.savepoint():
                idle |= document.try_lock_for_update(allow_referencing=True)
        return idle

    def _watch(self, documents):
        """:return: the dialog, which shows how far the documents are"""
        self.document_ids = documents
        view = self.env.ref("ozon_connector.ozon_report_import_view_form_progress")
        return self._get_records_action(
            name=self.env._("Import Reports"), target="new", views=[(view.id, "form")],
        )

    def _open_documents(self, documents):
        """:return: the list of the documents; of several kinds, the list that all kinds share"""
        records = documents._records()
        shown = records[0] if len(records) == 1 else documents
        return shown.with_env(self.env)._get_records_action(
            name=self.env._("Intermediary Reports"), views=[(False, "list"), (False, "form")],
            domain=[("id", "in", shown.ids)],
        )

    def _check_months(self, kinds, first, last):
        if first > last:
            raise UserError(self.env._(
                "The first month is after the last one, so nothing was loaded. Swap them."
            ))
        if first < min(kind._first_month for kind in kinds):
            raise UserError(self.env._(
                "Ozon has no reports of this kind before August 2023. Nothing was loaded. "
                "Choose a later first month."
            ))
        if last > self._last_month():
            raise UserError(self.env._(
                "The last month is not over yet, so Ozon has no report of it. Nothing was loaded. "
                "Choose an earlier last month."
            ))
