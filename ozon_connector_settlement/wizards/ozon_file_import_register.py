import itertools

from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.ozon_api.files.recognition import REGISTER
from odoo.addons.ozon_connector.tools.moments import month_name
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..domain.settlement_rows import kind_of

NAMELESS = "other"


class OzonFileImportRegister(models.TransientModel):
    """Imports registers of acts and УПД: each row is the act or the buy-outs of its month.

    The document of a row is found by name and total, and gets number, date and total as if a person
    had typed them. A document takes all of its rows or none; rows that fit no document are named.
    """

    _inherit = "ozon.file.import"

    def _takers(self):
        return {
            **super()._takers(),
            REGISTER: (self.env._("Register of documents"), self._take_register),
        }

    def _take_register(self, account, found, attachment):
        """:return: (list of (document, result as text), list of problems with rows)"""
        read, name, content = found.report, attachment.name, attachment.raw
        if not read.rows:
            raise UserError(self.env._("The register lists no document. Nothing was imported."))
        documents = {
            month: self._typed_documents(account, month)
            for month in {self._month_of_row(row) for row in read.rows}
        }
        taken, left = [], list(read.rows)
        for document in itertools.chain.from_iterable(documents.values()):
            parts = self._parts_of(document, documents[document.period], left, read)
            if parts:
                told = document._take_several(
                    [(row.number, row.day, row.total, role) for row, role in parts],
                    self._keep_file(name, content),
                )
                left = [row for row in left if row not in {part.key for part in parts}]
                taken += [(document, part.key, told) for part in parts]
                self.env["ozon.exchange"]._note_file(
                    account, document, name, attachment.file_size, self.env.user,
                )
        attachment.unlink()
        told = {month: self._told_unknown(month, ones) for month, ones in documents.items()}
        return taken, [(row, told[self._month_of_row(row)]) for row in left]

    def _rows_of(self, found, title, taken):
        if found.kind != REGISTER:
            return super()._rows_of(found, title, taken)
        documents, left = taken
        rows = []
        for document, row, told in documents:
            rows.append({
                **self._document_row(document, [*title, self._told_row(row)], told),
                "res_model": document._name, "res_id": document.id,
            })
        rows += [self._row("failed", [*title, self._told_row(row)], text) for row, text in left]
        return rows, self.env["ozon.document"].union(*(one.document_id for one, _, _ in documents))

    # Business: which rows belong to a document

    def _parts_of(self, document, documents, rows, read):
        """The rows that make up a document together, by kind and total.

        :param documents: all documents of its month
        :param rows: the rows that belong to no other document
        :return: list of `domain.papers.Part`
        """
        if read.currency not in ("", document.currency_id.name):
            return []
        own = [row for row in rows if self._month_of_row(row) == document.period]
        kinds = document._named_kinds()
        found = document._parts_among(
            [row for row in own if self._kind_of_row(row, read) in kinds]
        )
        # Without a telling name the total alone decides, as with the XML of a УПД.
        return found or [
            part for row in own if kind_of(row.name) == NAMELESS
            and [one for one in documents if one._parts_among([row])] == [document]
            for part in document._parts_among([row])
        ][:1]

    @api.model
    def _kind_of_row(self, row, read):
        kind = kind_of(row.name)
        return kind_of(read.title) if kind == NAMELESS else kind

    def _month_of_row(self, row):
        return calendar.month_of(self.month or row.day)

    # Business: texts for the user

    def _told_row(self, row):
        return self.env._(
            "row %(row)s: %(name)s %(number)s of %(day)s, %(total)s", row=row.place, name=row.name,
            number=row.number, day=f"{row.day:%d.%m.%Y}",
            total=formatLang(self.env, float(row.total)),
        )

    @api.model
    def _told_unknown(self, month, documents):
        return self.env._(
            "No document of %(month)s has this name and this total: %(documents)s. Nothing was "
            "taken from the row. If it belongs to one of them, open that document and press «Enter "
            "Number»; if it belongs to another month, choose the month here.",
            month=month_name(self.env, month),
            documents=", ".join(map(self._told_total, documents)) or "—",
        )
