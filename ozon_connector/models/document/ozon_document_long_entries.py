from hashlib import sha256

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.own_context import own, with_own

# How many lines of an entry one step creates.
LINES_AT_ONCE = 5_000


class OzonDocument(models.Model):
    """Drafts entries of very many lines in several steps, each committed.

    To create 20,000 lines at once, Odoo takes most of the time and of the memory that a worker may
    have. An unfinished entry lacks lines, and often does not balance yet. So it is in no field of
    its document, and between the steps nobody may touch the document's entries.

    A kind of document whose `_draft_part` goes on with unfinished entries has `_has_long_entries`.
    """

    _inherit = "ozon.document"

    unfinished_entry_id = fields.Many2one("account.move", readonly=True, copy=False)
    # Of the values of the whole entry: if they have changed since, it is begun anew.
    unfinished_digest = fields.Char(readonly=True, copy=False)

    def _draft_in_steps(self):
        """Draft a part, as `_draft_part` of the kind does; it may be the next lines of an entry.

        :return: whether nothing is missing any more
        """
        entry = self.unfinished_entry_id
        self.unfinished_entry_id = False
        is_all = with_own(self, ozon_unfinished=entry.id)._record()._draft_part()
        if self.unfinished_digest and not self.unfinished_entry_id:
            # The account's settings have changed, and nobody wants the entry any more.
            self.unfinished_digest = False
            entry.unlink()
        return is_all

    def _creates_in_steps(self):
        """Whether an entry may be left unfinished."""
        return own(self, "ozon_unfinished") is not None and self._record()._has_long_entries

    def _create_in_steps(self, entries, vals):
        """Create the next lines of an entry.

        :param entries: an empty `account.move`, in the context in which the entry is created
        :param vals: the values of the whole entry, for `account.move._ozon_create_document`
        :return: the entry if it is whole now; otherwise an empty recordset
        """
        digest = sha256(repr(vals).encode()).hexdigest()
        count = self._record()._job_share(LINES_AT_ONCE)
        entry = entries.browse(own(self, "ozon_unfinished") or ())
        if entry and self.unfinished_digest != digest:
            entry.unlink()
            entry = entries
        self.unfinished_digest = False
        if entry:
            if entry._ozon_add_lines(vals, count):
                return entry
        elif len(vals["invoice_line_ids"]) <= count:
            return entries._ozon_create_document(vals)
        else:
            entry = entries._ozon_create_document(vals, count)
        self.write({"unfinished_entry_id": entry.id, "unfinished_digest": digest})
        return entries

    def _discard_unfinished(self):
        entries = self.unfinished_entry_id
        self.write({"unfinished_entry_id": False, "unfinished_digest": False})
        entries.unlink()

    def _check_none_is_unfinished(self):
        """:raises UserError: the next step goes on with an entry; nobody else may touch it"""
        for document in self:
            if document.unfinished_entry_id and not document._creates_in_steps():
                raise UserError(self.env._(
                    "The documents of %s are being drafted in the background, since they have very "
                    "many lines. Until the last line is there, no part of them can be changed or "
                    "booked, so nothing was changed now. Wait until the report is to be reviewed.",
                    document.display_name,
                ))
