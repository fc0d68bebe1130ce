from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain.settlement import KOPECK
from odoo.addons.ozon_connector.ozon_api.files import FileUnreadable, read_transfer_document
from odoo.addons.ozon_connector.tools.file_messages import file_message
from odoo.exceptions import UserError

from ..domain.papers import ADDS, INCLUDES, REPLACES


class OzonTypedNumber(models.TransientModel):
    """Number, date and total of Ozon's document, typed by a person or read from its УПД."""

    _name = "ozon.typed.number"
    _description = "Number of an Ozon Document"

    document_id = fields.Many2one(
        "ozon.document", required=True, readonly=True, ondelete="cascade",
    )
    is_correction = fields.Boolean(compute="_compute_from_document")
    currency_id = fields.Many2one("res.currency", compute="_compute_from_document")
    number = fields.Char(
        compute="_compute_number", store=True, readonly=False, precompute=True,
        compute_sudo=False,
    )
    doc_date = fields.Date(
        "Date", compute="_compute_number", store=True, readonly=False, precompute=True,
        compute_sudo=False,
    )
    total = fields.Monetary(
        "Total with VAT", compute="_compute_number", store=True, readonly=False, precompute=True,
        compute_sudo=False,
        help="It is compared with the figures in Odoo to the kopeck. Empty: only number and date "
             "are stored.",
    )
    file = fields.Binary(
        "УПД (XML)", attachment=False,
        help="The file from your operator of electronic documents. Number, date and total are read "
             "from it.",
    )
    file_name = fields.Char()
    has_other = fields.Boolean(compute="_compute_from_document")
    role = fields.Selection(
        [
            (REPLACES, "Replaces What Was Entered"),
            (ADDS, "Is Another Part of the Month"),
            (INCLUDES, "Includes What Was Entered"),
        ],
        "This Document", default=REPLACES, required=True,
        help="For a month with several documents of this kind. The second often includes the "
             "first: 1–31 after 1–15.",
    )

    @api.depends("document_id")
    def _compute_from_document(self):
        for dialog in self:
            record = dialog.document_id._record()
            dialog.is_correction = bool(record.correction_number)
            dialog.currency_id = record.currency_id
            dialog.has_other = "paper_ids" in record._fields and bool(record.paper_ids)

    @api.depends("document_id")
    def _compute_number(self):
        """Several documents show no number: it is unknown which of them is meant."""
        for dialog in self:
            record = dialog.document_id._record()
            is_known = dialog.document_id and "is_typed" in record._fields
            is_one = not (is_known and record.paper_ids[1:])
            dialog.number = is_one and record.number
            dialog.doc_date = is_one and record.doc_date
            dialog.total = is_one and is_known and record.typed_total

    # Actions

    def action_save(self):
        """Store number, date and total, and note who has typed them."""
        self.ensure_one()
        self.check_access("read")
        record = self.document_id._record()
        record.check_access("read")
        if "is_typed" not in record._fields:
            raise UserError(self.env._(
                "%s gets its number from Ozon, so nothing was saved.", record.display_name,
            ))
        in_books = record.sudo()._for_books()
        if self.file:
            self._take_file(in_books)
        else:
            self._take_typed(in_books)
        return True

    def _take_file(self, record):
        attachment = self.env["ir.attachment"].sudo().create({
            "name": self.file_name or "upd.xml", "datas": self.file,
        })
        try:
            read = read_transfer_document(attachment.raw)
        except FileUnreadable as error:
            raise UserError(file_message(self.env, error)) from None
        record._take_transfer(read, attachment, self.role)

    def _take_typed(self, record):
        number = " ".join((self.number or "").split())
        if not number or not self.doc_date:
            raise UserError(self.env._(
                "Enter number and date as on Ozon's document, or choose the file of its УПД. One "
                "of them is missing, so nothing was saved."
            ))
        total = Decimal(str(self.total)).quantize(KOPECK)
        record._take_typed(number, self.doc_date, total, role=self.role)
