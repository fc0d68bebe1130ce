from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.exceptions import UserError


class OzonFileImportTransfer(models.TransientModel):
    """Imports УПД. A УПД does not name its subject, so the document with its total is found."""

    _inherit = "ozon.file.import"

    def _takers(self):
        return {**super()._takers(), "transfer": (self.env._("УПД"), self._take_transfer)}

    def _take_transfer(self, account, found, attachment):
        document = self._document_of_transfer(account, found)
        name, size = attachment.name, attachment.file_size
        role = document._role_in(found.report.number, found.report.total)
        told = document._take_transfer(found.report, attachment, role)
        self.env["ozon.exchange"]._note_file(account, document, name, size, self.env.user)
        return document, told

    def _document_of_transfer(self, account, found):
        """The only document of the month with the parties and the total of a УПД.

        The second УПД of a month may be the rest of it, or the whole.

        :param found: `ozon_api.files.Recognised`
        :raises UserError: no document fits, or several fit equally
        """
        month = calendar.month_of(self.month) if self.month else found.month
        # As booked: only a person knows whether points have paid for a part of it.
        documents = self._documents_for_transfer(account, month, found.report)
        number, total = found.report.number, found.report.total
        fitting = [one for one in documents if one._role_in(number, total)]
        # The one that already has this number, or else those without a total, if several fit.
        free = [one for one in fitting if number in one.paper_ids.mapped("number")] or (
            [one for one in fitting if not one.typed_total] if len(fitting) > 1 else fitting
        )
        if len(free) == 1:
            return free[0]
        if fitting:
            raise UserError(self.env._(
                "The УПД may belong to any of these: %s. Nothing was imported. Open the right one, "
                "press «Enter Number» and choose the file there.",
                ", ".join(one.display_name for one in fitting),
            ))
        raise UserError(self.env._(
            "No document of the month has the total of the УПД, %(total)s: %(documents)s. Nothing "
            "was imported. If it belongs to one of them, open that document, press «Enter Number» "
            "and choose the file there; if it belongs to another month, choose the month here.",
            total=total, documents=", ".join(map(self._told_total, documents)) or "—",
        ))

    @api.model
    def _told_total(self, document):
        """A document with its total, and the source of it if it is known."""
        told = f"{document.display_name}: {document._money(document._document_total())}"
        if not document.paper_ids:
            return told
        return f"{told} ({document._proof_names()})"

    def _documents_for_transfer(self, account, month, read):
        """:return: list of the documents of a month that have the parties of a УПД"""
        return [one for one in self._typed_documents(account, month) if one._has_sides(read)]

    @api.model
    def _typed_documents(self, account, month):
        """:return: list of the documents of a month, of every kind with typed numbers"""
        found = []
        for kind in self.env["ozon.typed.document.mixin"]._typed_kinds():
            found += kind.sudo().with_env(account._for_bookkeeper().env).search([
                ("account_id", "=", account.id), ("period", "=", month),
                ("corrected_report_id", "=", False), ("state", "not in", ("waiting", "cancelled")),
            ])
        return found
