from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.own_context import own, with_own


class AccountMove(models.Model):
    """Posting, resetting or cancelling a leading entry does the same to its whole document."""

    _inherit = "account.move"

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
