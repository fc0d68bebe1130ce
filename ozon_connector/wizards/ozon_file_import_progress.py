from time import monotonic

from odoo import fields, models

# Packed bytes of all files together that a page waits for: some thousand rows.
MOST_FOR_PAGE = 300_000
SECONDS_BETWEEN = 1  # the page looks this often


class OzonFileImportProgress(models.TransientModel):
    """Shows how many rows of a large file are read."""

    _inherit = "ozon.file.import"

    rows_file = fields.Char("File Being Read", compute="_compute_rows")
    rows_done = fields.Integer("Rows Read", compute="_compute_rows")
    rows_total = fields.Integer("Rows in Total", compute="_compute_rows")

    def _compute_rows(self):
        found = self.env["ozon.file.progress"].sudo().search([("dialog", "in", self.ids)])
        by_dialog = {progress.dialog: progress for progress in found}
        for dialog in self:
            progress = by_dialog.get(dialog.id, found.browse())
            dialog.rows_file = progress.name
            dialog.rows_done = progress.rows_done
            dialog.rows_total = progress.rows_total

    def _is_large(self):
        """Whether reading the files takes longer than a page should wait."""
        return sum(self.attachment_ids.mapped("file_size")) > MOST_FOR_PAGE

    def _row_watcher(self, name):
        """:return: a function that notes the rows read of a file; None if it is read at once"""
        if not self._is_large():
            return None
        last = None

        def note(done, total):
            """Write down the rows that are read, at most as often as the page looks."""
            nonlocal last
            if last is not None and done < total and monotonic() - last < SECONDS_BETWEEN:
                return
            last = monotonic()
            self.env["ozon.file.progress"]._note(
                self, {"name": name, "rows_done": done, "rows_total": total},
            )

        return note
