from odoo import api, models
from odoo.exceptions import UserError

from ...domain import settlement
from ...tools.messages import settlement_error_message
from .ozon_document_change import COMPARED_STATES


class OzonDocumentBrought(models.AbstractModel):
    """Takes a document from a file that a person brings, in place of Ozon's answer.

    The next steps are the same as for any other document. This file calls `ozon_document_run`.
    """

    _inherit = "ozon.document.mixin"

    @api.model
    def _take_file(self, account, month, read, attachment, **key):
        """Take over what a file says.

        :param month: its first day
        :param read: function that takes the document and returns the same as `_ask`
        :param attachment: the `ir.attachment` of the file, which stays with the document
        :param key: values of `_key_fields`
        :return: the document, and what became of it, in words
        :raises UserError: the file cannot be used; then nothing is changed
        """
        name, size = attachment.name, attachment.file_size
        with self.env.cr.savepoint():
            document = self._of_file(account, month, key)
            document._lock()
            try:
                told = document._take_answer(read(document), attachment)
            except settlement.SettlementError as error:
                raise UserError(settlement_error_message(document.env, error)) from error
        document._note_brought(attachment, told)
        self.env["ozon.exchange"]._note_file(
            account, document, name, size, self.env.user,
        )
        return document, told

    @api.model
    def _of_file(self, account, month, key):
        """The document of a month, created if there is none."""
        documents = self.with_env(account._for_bookkeeper().env)
        vals = {"account_id": account.id, "period": month, **key}
        found = documents.search([
            *((name, "=", value) for name, value in vals.items()),
            ("corrected_report_id", "=", False),
        ])
        return found or documents._create_once([vals])

    def _take_answer(self, answer, attachment):
        """:return: what became of it, in words"""
        self._check_period(answer)
        (self | self._open_corrections())._check_at_rest()
        if self.state in COMPARED_STATES:
            return self._compare_with_file(answer, attachment)
        self._reopen()
        self._keep_raw(answer.raw)
        self.brought_by_id = self.env.user
        self._store(answer)
        self._note_progress()
        self._run_in_request()
        return self.env._("The report is loaded from the file.")

    def _compare_with_file(self, answer, attachment):
        """Compare a month that is loaded already; differences are shown row by row."""
        raw, rebuilt = self.raw_attachment_id.checksum, self.state != "posted"
        told = self._compare_with(answer)
        if self.change_problem:
            raise UserError(self.change_problem)
        if self.changed:
            self.brought_attachment_id = attachment
            return self.env._(
                "The file differs from what is posted. Nothing was changed in the "
                "books. Look at the differences on the report and press «Create Correction»."
            )
        if rebuilt and self.raw_attachment_id.checksum != raw:
            self.brought_by_id = self.env.user
            self._run_in_request()
            return told
        return self.env._("The file has the same figures as the report. Nothing was changed.")

    def _note_brought(self, attachment, told):
        """Keep the file with the document, and write down who brought it."""
        kept = self._files_like(attachment)[0]
        if kept != attachment:
            # The same file was brought before, so there is nothing to tell.
            if self.brought_attachment_id == attachment:
                self.brought_attachment_id = kept
            attachment.unlink()
            return
        self.message_post(
            body=self.env._(
                "%(user)s has brought the file «%(file)s». %(outcome)s",
                user=self.env.user.name, file=attachment.name, outcome=told,
            ),
            attachment_ids=attachment.ids,
        )

    def _files_like(self, attachment):
        """The files with the same bytes that were brought for the document, this one last."""
        attachment.write({"res_model": self._name, "res_id": self.id})
        return attachment.search([
            ("res_model", "=", self._name), ("res_id", "=", self.id),
            ("checksum", "=", attachment.checksum), ("id", "!=", self.raw_attachment_id.id),
        ], order="id")
