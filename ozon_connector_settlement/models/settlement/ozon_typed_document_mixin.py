import re
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.papers import ADDS, INCLUDES, REPLACES, Part, parts_of


class OzonTypedDocumentMixin(models.AbstractModel):
    """A document whose number, date and total are only in print or in its УПД.

    A person types them, or imports the XML of the УПД. The total is compared with the figures and
    changes none of them. If a month has several documents, all are kept, and those that count give
    the number, date and total.
    """

    _name = "ozon.typed.document.mixin"
    _description = "Monthly Document That a Person Types"
    _inherit = "ozon.document.mixin"

    # Whether Ozon is the buyer in its document, and not the seller.
    _ozon_buys = False
    _row_kinds = ()
    is_typed = fields.Boolean(
        "Number by Hand", readonly=True, copy=False,
        help="A person has entered the number and date of Ozon's document, or imported its file.",
    )
    typed_total = fields.Monetary(
        "Total by Hand", readonly=True, copy=False,
        help="The total with VAT on Ozon's document, entered by a person or read from its file.",
    )
    paper_ids = fields.One2many(
        "ozon.typed.paper", string="Ozon's Documents", compute="_compute_paper_ids",
        compute_sudo=False,
    )

    def _compute_paper_ids(self):
        papers = self.env["ozon.typed.paper"].search(
            [("document_id", "in", self.document_id.ids)]
        ).grouped("document_id")
        for document in self:
            document.paper_ids = papers.get(document.document_id)

    # What each kind defines

    def _typed_sides(self):
        """The parties of Ozon's document.

        :return: (seller, buyer) as `res.partner`; both empty where there is no УПД
        """
        sides = self._ozon_partner(), self.company_id.partner_id
        return sides[::-1] if self._ozon_buys else sides

    def _document_total(self):
        """The total of Ozon's document by the stored figures.

        :return: Decimal; the month with its corrections
        """
        root = self.corrected_report_id or self
        return sum(
            (self._kopecks(one.amount) for one in root | root._open_corrections()), Decimal("0.00"),
        )

    def _named_kinds(self):
        """The names a register or a settlement may have for Ozon's document.

        :return: tuple of kinds of `domain.settlement_rows`
        """
        return self._row_kinds

    def _compare_typed(self):
        """Compare the figures with what a person has typed, and store the result in `proof`."""
        raise NotImplementedError

    # Actions

    def action_enter_number(self):
        """Open the dialog for the number, date and total of Ozon's document."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_typed_number_action"
            ),
            "context": {"default_document_id": self.document_id.id},
        }

    # Business

    @api.model
    def _typed_kinds(self):
        """:return: list of empty recordsets, one for each kind"""
        names = self.env.registry.descendants(["ozon.typed.document.mixin"], "_inherit")
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]

    def _ozon_partner(self):
        """Ozon's legal entity: the partner of the entry, which a person may have changed."""
        lead = self._current(self._lead())
        return (lead.partner_id or self.account_id.partner_id).commercial_partner_id

    def _take_transfer(self, read, attachment, role=REPLACES):
        """Take number, date and total from a УПД.

        :param read: `ozon_api.files.TransferDocument`
        :param attachment: the `ir.attachment` of the file
        :param role: as for `_store_paper`
        :return: the result as text
        :raises UserError: the УПД has other parties or another currency, or this document has no
            УПД
        """
        self._check_sides(read)
        code = self.currency_id.iso_numeric
        if code and int(read.currency) != code:
            raise UserError(self.env._(
                "The УПД is in the currency %(file)s, but %(document)s is in %(own)s. Nothing was "
                "taken from the file. Open the document that the file belongs to and choose the "
                "file there.",
                file=read.currency, document=self.display_name, own=self.currency_id.name,
            ))
        return self._take_typed(read.number, read.day, read.total, attachment, role)

    def _has_sides(self, read):
        """Whether a УПД has the two parties of this document."""
        seller, buyer = map(self._inns_of_side, self._typed_sides())
        return read.seller_inn in seller and read.buyer_inn in buyer

    def _check_sides(self, read):
        """:raises UserError: the seller or the buyer is another one"""
        sides = self._typed_sides()
        if not all(sides):
            raise UserError(self.env._(
                "%s has no УПД. Nothing was taken from the file. Enter number, date and total from "
                "Ozon's document by hand.", self.display_name,
            ))
        labels = self.env._("seller"), self.env._("buyer")
        for side, label, inn in zip(sides, labels, (read.seller_inn, read.buyer_inn), strict=True):
            own = self._inns_of_side(side)
            if not own:
                raise UserError(self.env._(
                    "%(partner)s has no Tax ID (INN), so the connector cannot tell whether the УПД "
                    "belongs to it. Nothing was taken from the file. Enter the INN on the contact "
                    "first.",
                    partner=side.name,
                ))
            if inn not in own:
                raise UserError(self.env._(
                    "The %(side)s of the УПД has the INN %(inn)s; on %(document)s it is "
                    "%(partner)s with the INN %(own)s. Nothing was taken from the file. Open the "
                    "document that the file belongs to and choose the file there.",
                    side=label, inn=inn, document=self.display_name, partner=side.name,
                    own=", ".join(sorted(own)),
                ))

    def _inns_of_side(self, partner):
        """:return: set of a party's INNs; the company also has the INN of the seller cabinet"""
        numbers = [partner.vat]
        if partner == self.company_id.partner_id:
            numbers.append(self.account_id.seller_inn)
        return {inn for number in numbers if (inn := re.sub(r"\D", "", number or ""))}

    def _take_typed(self, number, day, total, attachment=None, role=REPLACES):
        """Store number, date and total of Ozon's document.

        :param total: 0 where a person has not typed it
        :param attachment: the file they come from
        :param role: as for `_store_paper`
        :return: the result as text
        :raises UserError: the document has no figures yet, or `_store_paper` refuses
        """
        return self._take_several([(number, day, total, role)], attachment)

    def _take_several(self, papers, attachment=None):
        """Store several of Ozon's documents for the month, and compare them together.

        :param papers: list of (number, day, total, role), as for `_take_typed`
        :return: the result as text
        """
        for _number, _day, total, _role in papers:
            self._check_typeable(total)
        if all(self._is_typed_as(*paper) for paper in papers):
            if attachment:
                attachment.unlink()
            return self.env._("The same figures are already stored. Nothing was changed.")
        self._lock()
        for paper in papers:
            self._store_paper(*paper)
        self._take_papers()
        told = self._follow_typed()
        if attachment:
            attachment.write({"res_model": self._name, "res_id": self.id})
        for number, day, total, _role in papers:
            is_last = number == papers[-1][0]
            self.message_post(
                body=self.env._(
                    "%(user)s has entered Ozon's document: %(title)s, %(total)s. %(outcome)s",
                    user=self.env.user.name, title=self._title(number, day),
                    total=self._money(total) if total else self.env._("without a total"),
                    outcome=told if is_last else "",
                ),
                attachment_ids=attachment.ids if attachment and is_last else [],
            )
        return told

    def _follow_typed(self):
        """:return: the result of the comparison as text"""
        if self.corrected_report_id:
            return ""
        self._compare_typed()
        if self.proof == "different":
            said, figures = self._kopecks(self.typed_total), self._document_total()
            return self.env._(
                "Its total is %(said)s, but the figures in Odoo add up to %(figures)s, a "
                "difference of %(difference)s. It proves nothing yet; see the checks for Ozon's "
                "settlement.",
                said=self._money(said), figures=self._money(figures),
                difference=self._money(said - figures),
            )
        return self.env._("The totals agree.") if self.typed_total else ""

    def _check_typeable(self, total):
        if self.state in ("waiting", "cancelled"):
            raise UserError(self.env._(
                "%s has no total yet, so nothing was saved. Load it first, then enter the details "
                "of Ozon's document.", self.display_name,
            ))
        if total and self.corrected_report_id:
            raise UserError(self.env._(
                "%s is a correction, but Ozon's total is of the whole month. Nothing was saved. "
                "Enter the total on the corrected document, and here only the number and date.",
                self.display_name,
            ))

    def _is_typed_as(self, number, day, total, role):
        """Whether the document is already stored, and storing it would remove no other one."""
        papers = self.paper_ids
        return (len(papers) == 1 or role != REPLACES) and any(
            (one.number, one.doc_date, self._kopecks(one.total)) == (number, day, total)
            for one in papers
        ) and self.is_typed

    def _take_number(self, number, day):
        """Give the document Ozon's number, and the entries that have its old reference as well."""
        old_reference, old_day = self._reference(), self.doc_date
        self.write({"number": number, "doc_date": day})
        for entry in self._current(self._lead()):
            if entry.ref == old_reference:
                entry.ref = self._reference()
            is_draft_bill = entry.state == "draft" and entry.is_purchase_document()
            if is_draft_bill and entry.invoice_date == old_day:
                entry.invoice_date = day
                # Odoo moves the accounting date along with the date of the bill.
                entry.date = self._booking_day()

    # Business: several documents of Ozon in a month

    def _store_paper(self, number, day, total, role):
        """Store one of Ozon's documents.

        :param role: `REPLACES` all that were stored before, `ADDS` to them, or `INCLUDES` them; one
            with the same number is overwritten in any case
        :raises UserError: a part of the month would count twice, or a total is missing
        """
        same = self.paper_ids.filtered(lambda paper: paper.number == number)
        others = self.paper_ids - same
        if role == REPLACES:
            others.unlink()
        elif others:
            self._check_further(number, total, others, role)
        vals = {
            "number": number, "doc_date": day, "total": float(total),
            "includes_earlier": bool(role == INCLUDES and others.exists()),
        }
        if same:
            same.write(vals)
        else:
            self.env["ozon.typed.paper"].create(
                {**vals, "document_id": self.document_id.id, "currency_id": self.currency_id.id}
            )
        self.invalidate_recordset(["paper_ids"])

    def _check_further(self, number, total, others, role):
        """:raises UserError: a part of the month would count twice, or a total is missing"""
        if self.corrected_report_id:
            return
        if not total or not all(others.mapped("total")):
            raise UserError(self.env._(
                "Enter the total of each document: %(numbers)s. %(document)s would have several "
                "documents of Ozon, and without all totals it is not known whether they are the "
                "whole month. Nothing was saved.",
                document=self.display_name, numbers=", ".join([*others.mapped("number"), number]),
            ))
        owed = self._document_total()
        whole = [
            paper_number for paper_number, said in (
                (number, total),
                (", ".join(others._counted().mapped("number")), self._total_of(others._counted())),
            ) if said == owed
        ]
        if role == ADDS and whole:
            raise UserError(self.env._(
                "The total of %(number)s alone equals the figures of %(document)s, %(total)s. If "
                "it were added to the others, a part of the month would count twice, so nothing "
                "was saved. Ozon's second document of a month often includes the first (1–31 after "
                "1–15): choose «Includes What Was Entered» for the later one.",
                number=whole[0], document=self.display_name, total=self._money(owed),
            ))

    def _total_of(self, papers):
        """:return: Decimal"""
        return sum((self._kopecks(paper.total) for paper in papers), self._kopecks(0))

    def _take_papers(self):
        """Take number, date and total from the documents that count."""
        counted = self.paper_ids._counted()
        self._take_number(", ".join(counted.mapped("number")), counted[-1].doc_date)
        self.write({"is_typed": True, "typed_total": float(self._total_of(counted))})

    def _role_in(self, number, total):
        """How a document that was found by its total relates to the stored ones.

        :return: as for `_store_paper`; None if it does not fit the total of the month
        """
        others = self.paper_ids.filtered(lambda paper: paper.number != number)
        owed, said = self._document_total(), self._total_of(others._counted())
        if not others:
            return REPLACES if total == owed else None
        if said != owed and total == owed:
            return INCLUDES
        if said + total == owed and all(others.mapped("total")):
            return ADDS
        return None

    def _parts_among(self, rows):
        """The rows of a register that are Ozon's documents for this month.

        :param rows: list of `ozon_api.files.RegisterRow` of this kind and month
        :return: list of `domain.papers.Part`; empty where nothing ties
        """
        known = {(one.number, one.doc_date, self._kopecks(one.total)) for one in self.paper_ids}
        if known and known == {(row.number, row.day, row.total) for row in rows}:
            return [Part(row, ADDS) for row in rows]
        if set(self.paper_ids.mapped("number")) - {row.number for row in rows}:
            # Documents that a person has typed stay.
            found = [Part(row, self._role_in(row.number, row.total)) for row in rows]
            found = [part for part in found if part.role]
            return found if len(found) == 1 else []
        return parts_of([(row, row.day, row.total) for row in rows], self._document_total())

    # Business: texts for the user

    def _proof_names(self):
        """The source of Ozon's total: rows of its settlement, or a typed document."""
        lines = self.settlement_line_ids
        if lines or not self.typed_total:
            return ", ".join(lines.mapped("display_name"))
        return self.env._("%s, entered by hand", self._title(self.number, self.doc_date))
