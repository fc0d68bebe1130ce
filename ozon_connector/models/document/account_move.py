from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.own_context import own, with_own


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

    def _post(self, soft=True):
        self._check_ozon_documents_replaced()
        leads = self._ozon_leads()
        for lead in leads:
            lead._ozon_record()._check_lead()
        followers = self._ozon_followers()
        alone = followers.filtered(
            lambda move: move._ozon_record().state != "posted"
            and move._ozon_record()._lead() not in leads
        )
        if alone:
            raise UserError(self.env._(
                "%(document)s is posted together with the bill of %(report)s, so that the month is "
                "booked as a whole or not at all. Confirm the report, or post its bill.",
                document=alone[0].display_name, report=alone[0]._ozon_record().display_name,
            ))
        # With soft, Odoo does not post entries with a future date.
        today = fields.Date.context_today(self)
        # When a document is booked in steps, other steps do what comes before and after its lead.
        leading = leads.browse() if own(self, "ozon_in_steps") else leads
        for documents in leading.filtered(
            lambda move: not soft or move.date <= today
        ).ozon_document_id._records():
            documents._precede_posted_lead()
        # The document posts the followers of a lead after the goods were moved.
        led = followers.filtered(lambda move: move._ozon_record()._lead() in leads)
        to_post = self - led
        if all(move.ozon_document_id and move.is_invoice() for move in to_post):
            to_post = to_post._ozon_ready_to_post()
        posted = super(AccountMove, to_post)._post(soft).with_env(self.env)
        for documents in (leading & posted).ozon_document_id._records():
            documents._follow_posted_lead()
        return posted | led.filtered(lambda move: move.state == "posted")

    def action_post(self):
        """Post a leading entry and its whole document, in steps if that has many rows.

        :return: what Odoo returns, or the document's form if the work goes on in the background
        """
        self._check_ozon_at_rest()
        document = self._ozon_record_of_long_lead()
        if document and document.state == "to_review" and self.env["ozon.booking"]._takes_over(
            document, "action_confirm"
        ):
            return document._get_records_action()
        return super().action_post()

    def button_draft(self):
        """Take back a leading entry with everything that was booked after it.

        :raises UserError: an entry is a part of a month that is not taken back alone
        """
        # The rest is done for the user, whatever rights they have on reports.
        self.check_access("write")
        self._check_ozon_at_rest()
        document = self._ozon_record_of_long_lead()
        if document and document.state == "posted" and self.env["ozon.booking"]._takes_over(
            document, "action_reset"
        ):
            return document._get_records_action()
        self._check_ozon_documents_replaced()
        self._check_ozon_followers_stay()
        leads = self._ozon_leads()
        leading = leads.browse() if own(self, "ozon_in_steps") else leads
        for documents in leading.ozon_document_id._records():
            documents._follow_reset_lead()
        led = self._ozon_followers().filtered(lambda move: move._ozon_record()._lead() in leads)
        result = super(AccountMove, self - led).button_draft()
        for lead in leads:
            lead._ozon_record()._for_books()._tie_lead_again()
        return result

    def button_cancel(self):
        """Cancel a leading entry and what follows it.

        :raises UserError: a later correction builds on it
        """
        self.check_access("write")
        self._check_ozon_at_rest()
        self._check_ozon_followers_stay()
        leads = self._ozon_leads().filtered(lambda move: move._ozon_record()._lead() == move)
        for documents in leads.ozon_document_id._records():
            documents._check_no_later_corrections()
        # Odoo resets a posted entry first. This cannot be left to later steps.
        to_cancel = with_own(self, ozon_in_steps=False) if leads else self
        result = super(AccountMove, to_cancel).button_cancel()
        for documents in leads.ozon_document_id._records():
            documents._follow_cancelled_lead()
        return result

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

    def _ozon_record_of_long_lead(self):
        """The document whose button does the work, if these entries are just its leading entry.

        A user who may not see the document waits for the work, since nothing could show progress.
        The document's own calls (`ozon_in_steps`) wait for it as well.

        :return: a record of the document's kind; otherwise an empty one or None
        """
        leads = self._ozon_leads()
        if len(leads) != 1 or leads != self.sudo() or own(self, "ozon_in_steps") is not None:
            return None
        document = leads._ozon_record().with_env(self.env)._filtered_access("read")
        return document.filtered(lambda document: document._lead() == self)

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

    def _check_ozon_followers_stay(self):
        """A part of a booked month is not taken back without the rest."""
        if own(self, "ozon_alone"):
            return
        for move in self._ozon_followers():
            document = move._ozon_record()
            if document.state in ("posted", "cancelled") and document._lead() not in self:
                raise UserError(self.env._(
                    "%(document)s belongs to %(report)s and follows its bill. If it were taken "
                    "back alone, the month would be partly booked. Press «Reset to Draft» on the "
                    "report.",
                    document=move.display_name, report=document.display_name,
                ))
