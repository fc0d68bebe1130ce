from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Who may post entries.
BOOKKEEPERS = "account.group_account_invoice"


class AccountMove(models.Model):
    """An entry of a document of Ozon, which is booked, reset and cancelled as a whole.

    One entry leads: for a report its bill. The others follow it, by the buttons of the document.
    """

    _name = "account.move"
    _inherit = ["account.move", "ozon.protected.mixin"]

    # The last one comes from the addon «Debit Notes».
    _ozon_document_paths = (
        "ozon_document_id", "reversed_entry_id.ozon_document_id",
        "debit_origin_id.ozon_document_id",
    )

    ozon_document_id = fields.Many2one(
        "ozon.document", check_company=True, copy=False,
        index="btree_not_null", ondelete="restrict", readonly=True, ozon_protected=True,
    )
    # The partner for whom the entry was drafted.
    ozon_partner_id = fields.Many2one(
        "res.partner", readonly=True, copy=False, ozon_protected=True,
    )
    # The sum of price × quantity over all lines, at the moment when the total was tied to the
    # report's.
    ozon_price_total = fields.Float(readonly=True, copy=False, ozon_protected=True)

    # Units of the entry's currency for one of the company's, if each day is converted at its own
    # rate; 0 for Odoo's usual rate.
    ozon_rate = fields.Float(digits=0, readonly=True, copy=False, ozon_protected=True)

    _ozon_bill_uniq = models.UniqueIndex(
        "(ozon_document_id) WHERE ozon_document_id IS NOT NULL AND state != 'cancel'"
        " AND move_type IN ('in_invoice', 'in_refund')",
        "The Ozon report has another bill already.",
    )

    def _get_invoice_currency_rate_date(self):
        # All entries of a document use one rate: the rate of the month's last day.
        if self.ozon_document_id:
            return self.ozon_document_id.sudo()._record()._booking_day()
        return super()._get_invoice_currency_rate_date()

    def _get_expected_currency_rate_at(self, date):
        return self.ozon_rate or super()._get_expected_currency_rate_at(date)

    @api.ondelete(at_uninstall=False)
    def _forget_ozon_entry(self):
        # Its document can draft a new one from the figures that it has.
        for documents in self.ozon_document_id.sudo()._records():
            for document in documents:
                if document.state == "to_review" and self & document._documents():
                    document.state = "ready"

    def action_open_ozon_report(self):
        """The document that the entry belongs to."""
        self.ensure_one()
        return self.ozon_document_id.sudo()._record().with_env(self.env)._get_records_action()

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.ozon_document_id:
            # A product returned as often as it was sold has a line of 0.00: it is not empty.
            alerts.pop("account_remove_empty_lines", None)
        return alerts

    def _ozon_record(self):
        """The record of the kind of document that the entry belongs to."""
        return self.ozon_document_id.sudo()._record()

    def _ozon_month(self):
        """All entries of the documents that these entries belong to."""
        return self.browse().union(*(
            documents._documents() for documents in self.sudo().ozon_document_id._records()
        ))

    def _ozon_leads(self):
        """The entries that lead documents, or led them before others took their place."""
        return self.sudo().filtered(
            lambda move: move.ozon_document_id and move not in move._ozon_record()._followers()
        )

    def _ozon_followers(self):
        """The entries that follow the leading entry of a document."""
        return self.sudo().filtered(
            lambda move: move.ozon_document_id and move in move._ozon_record()._followers()
        )

    def _check_ozon_documents_replaced(self):
        """Refuse an entry that was replaced in its document: it would count twice."""
        for move in self.sudo().filtered("ozon_document_id"):
            document = move._ozon_record()
            if move not in document._documents():
                raise UserError(self.env._(
                    "%(document)s no longer belongs to %(report)s: another document has replaced "
                    "it, or the month is to be loaded again. With this one the month would be "
                    "booked twice. Leave it cancelled, or delete it.",
                    document=move.display_name, report=document.display_name,
                ))

    def _check_ozon_may_take_back(self):
        """:raises AccessError: the user may not post, and so may not take back either"""
        documents = self.sudo().ozon_document_id
        if documents and not self.env.user.has_group(BOOKKEEPERS):
            raise AccessError(self.env._(
                "%(document)s is a part of %(report)s. Its reset would take back the whole "
                "month, which needs the same right as booking it: «%(right)s». Nothing was "
                "changed. Ask somebody who keeps the books.",
                document=self.sudo().filtered("ozon_document_id")[0].display_name,
                report=documents[0].display_name,
                right=self.env.ref(BOOKKEEPERS).sudo().full_name,
            ))
