import re

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.common.ozon_task_mixin import FOR_PAGE
from ..ozon_api.files import (
    FileUnreadable,
    SettlementDoesNotTie,
    is_archive,
    recognise,
    unpack,
)
from ..tools.file_messages import file_message
from ..tools.moments import month_name

MOST_FILES = 50


class OzonFileImport(models.TransientModel):
    """Takes over reports that people have as files, several at once.

    What a file is, its month and its cabinet are found in the file itself. Each file is taken over
    completely or not at all, and one that cannot be used does not stop the others.
    """

    _name = "ozon.file.import"
    _description = "Import of Ozon Files"
    _inherit = "ozon.task.mixin"

    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    account_id = fields.Many2one(
        "ozon.account", "Cabinet",
        help="Only for files that do not say whose they are, or if a company has several cabinets.",
    )
    month = fields.Date(
        help="Only for files that do not say their month, such as reports of compensations.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company,
    )
    # A list of rows for `ozon_report_checks`, one for each file.
    results = fields.Json(readonly=True)
    document_ids = fields.Many2many("ozon.document", readonly=True)
    failed_count = fields.Integer(readonly=True)
    problem = fields.Text(readonly=True)

    # Actions

    def create_document_from_attachment(self, attachment_ids):
        """Take over files that were dropped on a list.

        :param attachment_ids: ids of `ir.attachment`
        :return: the page with what became of each file
        """
        dialog = self.create({"attachment_ids": attachment_ids})
        return dialog.with_context(**{FOR_PAGE: True}).action_import()

    def action_import(self):
        """Take over the files; large ones in the background.

        :return: the page with what became of each file
        """
        self.ensure_one()
        if not self.attachment_ids:
            raise UserError(self.env._(
                "No file was chosen, so nothing was imported. Choose the files first."
            ))
        if len(self.attachment_ids) > MOST_FILES:
            raise UserError(self.env._(
                "These are more than %s files, so nothing was imported. Import them in parts.",
                MOST_FILES,
            ))
        if not (self._is_large() and self._is_for_page()):
            self._import_files()
        else:
            self.env["ozon.task"]._plan(self, "action_import")
        return self._show()

    def action_open_reports(self):
        """The documents that the files were taken over into."""
        self.ensure_one()
        records = self.document_ids._records()
        shown = records[0] if len(records) == 1 else self.document_ids
        return shown.with_env(self.env)._get_records_action(
            name=self.env._("Documents from Files"),
            views=[(False, "list"), (False, "form")], domain=[("id", "in", shown.ids)],
        )

    # Business: the files

    def _import_files(self):
        rows, documents = [], self.env["ozon.document"]
        for attachment in self.attachment_ids:
            for name, content in self._files_of(attachment, rows):
                told, taken = self._import_file(name, content)
                rows += told
                documents |= taken
        rows = [{**row, "name": place} for place, row in enumerate(rows)]
        self.write({
            "results": rows, "document_ids": [Command.set(documents.ids)],
            "failed_count": sum(row["state"] == "failed" for row in rows), "problem": False,
        })

    def _files_of(self, attachment, rows):
        """The file, or the files of a ZIP; a ZIP that cannot be read adds a failed row to `rows`.

        :return: list of (name, bytes)
        """
        content = attachment.raw or b""
        if not is_archive(content):
            return [(attachment.name, content)]
        try:
            return unpack(content)
        except FileUnreadable as error:
            rows.append(self._row("failed", [attachment.name], file_message(self.env, error)))
            return []

    def _import_file(self, name, content):
        """:return: rows of `results`, and the `ozon.document` that it went into"""
        nothing = self.env["ozon.document"]
        try:
            found = recognise(content, self._row_watcher(name))
        except (FileUnreadable, SettlementDoesNotTie) as error:
            return [self._row("failed", [name], file_message(self.env, error))], nothing
        label, take = self._takers().get(found.kind, (found.kind, None))
        title = [name, label, found.month and month_name(self.env, found.month)]
        try:
            if not take:
                raise UserError(self.env._(
                    "This kind of report needs «Ozon Connector: Settlement», which is not "
                    "installed. Nothing was imported."
                ))
            account = self._account_of(found)
            title.append(account.name)
            with self.env.cr.savepoint():
                taken = take(account, found, self._keep_file(name, content))
        except UserError as error:
            return [self._row("failed", title, str(error))], nothing
        return self._rows_of(found, title, taken)

    def _rows_of(self, found, title, taken):
        """What became of a file.

        :param found: `ozon_api.files.Recognised`
        :param taken: what the method of `_takers` returned
        :return: what `_import_file` returns
        """
        record, told = taken
        if "document_id" not in record._fields:
            row, document = self._row("passed", title, told), self.env["ozon.document"]
        else:
            row, document = self._document_row(record, title, told), record.document_id
        return [{**row, "res_model": record._name, "res_id": record.id}], document

    @api.model
    def _document_row(self, document, title, told):
        """:param told: what became of the file"""
        reasons = [told, document.error_message]
        if document.state == "to_match":
            reasons.append(self.env._(
                "Some goods could be several products: choose them under «Product Matching»."
            ))
        waits = document.error_message or document.changed or document.state == "to_match"
        text = " ".join(filter(None, reasons))
        return self._row("confirm" if waits else "passed", title, text)

    @api.model
    def _row(self, state, title, text):
        return {"state": state, "title": " · ".join(filter(None, title)), "text": text}

    @api.model
    def _keep_file(self, name, content):
        """The file as an attachment of its own; a ZIP has several."""
        return self.env["ir.attachment"].sudo().create({"name": name, "raw": content})

    # Business: what becomes of each kind

    def _takers(self):
        """What is done with each kind of file.

        :return: {kind of `ozon_api.files.recognition`: (its name, method)}; the method takes
            (account, `Recognised`, attachment) and returns (record, what became of it)
        """
        return {
            "realization": (self.env._("Realization report"), self._take_realization),
            "postings": (self.env._("Realization report by order"), self._take_postings),
        }

    def _take_realization(self, account, found, attachment):
        return self.env["ozon.realization.report"].sudo()._take_file(
            account, found.month, lambda _document: found.report.report, attachment,
        )

    def _take_postings(self, account, found, attachment):
        """Keep the orders of the file. Rows by order do not make a report of the month."""
        month = self.env["ozon.posting.month"].sudo()._take_file(account, found.month, attachment)
        self.env["ozon.exchange"]._note_file(
            account, False, attachment.name, attachment.file_size, self.env.user,
        )
        return month, self.env._(
            "The orders of the month are loaded. Press «Recreate Drafts» on its report to use them."
        )

    # Business: whose file it is

    def _account_of(self, found):
        """The cabinet that a file belongs to.

        :param found: `ozon_api.files.Recognised`
        :raises UserError: it belongs to another company, or could belong to several cabinets
        """
        accounts = self.env["ozon.account"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        if not accounts:
            raise UserError(self.env._(
                "There is no Ozon account here yet, so nothing was imported. Create one under "
                "Ozon ▸ Configuration ▸ Accounts; without an API key, choose «By Files» there."
            ))
        accounts = self._with_inn(self._for_kind(accounts, found.kind), found.inns)
        if self.account_id in accounts:
            return self.account_id.sudo()
        known = self._with_contract(accounts, found.contract) or accounts
        if len(known) > 1:
            raise UserError(self.env._(
                "The file does not say which of these cabinets it belongs to: %s. Nothing was "
                "imported. Choose the cabinet above and press «Import Again».",
                ", ".join(known.mapped("name")),
            ))
        return known.sudo()

    @api.model
    def _for_kind(self, accounts, kind):
        """The accounts that a kind of file may belong to."""
        return accounts

    @api.model
    def _with_inn(self, accounts, inns):
        """The accounts that have one of these INNs; without INNs, all."""
        own = {account: self._inns_of(account) for account in accounts}
        fitting = accounts.filtered(lambda account: own[account] & inns)
        # An account whose INN nobody has entered may be anybody's.
        fitting = fitting or accounts.filtered(lambda account: not own[account] or not inns)
        if not fitting:
            raise UserError(self.env._(
                "The file belongs to the companies with the INN %(inns)s, and the accounts here "
                "have the INN %(own)s. Nothing was imported, because another company's figures "
                "would be in your books. Switch to the company that the file belongs to.",
                inns=", ".join(sorted(inns)), own=", ".join(sorted(set().union(*own.values()))),
            ))
        return fitting

    @api.model
    def _inns_of(self, account):
        numbers = (account.sudo().company_id.vat, account.seller_inn)
        return {inn for number in numbers if (inn := re.sub(r"\D", "", number or ""))}

    @api.model
    def _with_contract(self, accounts, contract):
        """The accounts whose reports have this contract."""
        if not contract:
            return accounts.browse()
        reports = self.env["ozon.realization.report"].search([
            ("account_id", "in", accounts.ids), ("contract", "like", contract),
        ])
        # Its number and day are stored as they are read: «№ ИР-118204/23 от 17.04.2023».
        return reports.filtered(
            lambda report: f" {contract} " in f" {report.contract} "
        ).account_id

    # Background

    def _task_labels(self):
        return {"action_import": (
            self.env._("The files are being imported"),
            self.env._("The files are read. The page shows the result for each file."),
        )}

    def _note_task_problem(self, message):
        self.sudo().problem = message

    def _show(self):
        """:return: the page with what became of each file"""
        view = self.env.ref("ozon_connector.ozon_file_import_view_form_results")
        return self._get_records_action(
            name=self.env._("Files from Ozon"), target="new", views=[(view.id, "form")],
        )
