from odoo import models
from odoo.addons.ozon_connector.domain import calendar
from odoo.exceptions import UserError


class OzonFileImportTransfer(models.TransientModel):
    """Takes over УПД. A УПД does not say what it is of: the document with its total is found."""

    _inherit = "ozon.file.import"

    def _takers(self):
        return {**super()._takers(), "transfer": (self.env._("УПД"), self._take_transfer)}

    def _take_transfer(self, account, found, attachment):
        document = self._document_of_transfer(account, found)
        name, size = attachment.name, attachment.file_size
        told = document._take_transfer(found.report, attachment)
        self.env["ozon.exchange"]._note_file(account, document, name, size, self.env.user)
        return document, told

    def _document_of_transfer(self, account, found):
        """The only document of the month that has the parties and the total of a УПД.

        :param found: `ozon_api.files.Recognised`
        :raises UserError: there is none, or several are the same
        """
        month = calendar.month_of(self.month) if self.month else found.month
        # As it is booked: what points may have paid of it as well, only a person knows.
        documents = self._documents_for_transfer(account, month, found.report)
        fitting = [one for one in documents if one._document_total() == found.report.total]
        # A document that has its УПД already has no second one.
        free = [one for one in fitting if not one.typed_total] if len(fitting) > 1 else fitting
        if len(free) == 1:
            return free[0]
        if fitting:
            raise UserError(self.env._(
                "The УПД may be of each of these: %s. Nothing was imported. Open the one that it "
                "is of, press «Enter Number» and choose the file there.",
                ", ".join(one.display_name for one in fitting),
            ))
        raise UserError(self.env._(
            "The УПД says %(total)s, and no document of the month has this total: %(documents)s. "
            "Nothing was imported. If it is of one of them, open that one, press «Enter Number» "
            "and choose the file there; if it is of another month, choose the month here.",
            total=found.report.total, documents=", ".join(
                f"{one.display_name}: {one._money(one._document_total())}" for one in documents
            ) or "—",
        ))

    def _documents_for_transfer(self, account, month, read):
        """:return: list of the documents of a month that have the seller and the buyer of a УПД"""
        found = []
        for kind in self.env["ozon.typed.document.mixin"]._typed_kinds():
            found += kind.sudo().with_env(account._for_bookkeeper().env).search([
                ("account_id", "=", account.id), ("period", "=", month),
                ("corrected_report_id", "=", False), ("state", "not in", ("waiting", "cancelled")),
            ])
        return [one for one in found if one._has_sides(read)]
