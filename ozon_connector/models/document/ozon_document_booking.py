from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError

from ...domain import settlement
from ...tools.messages import settlement_error_message
from ...tools.moments import utc_now
from ...tools.own_context import with_own
from ...tools.parts import do_all


class OzonDocumentBooking(models.AbstractModel):
    """Drafts, confirms and takes back the journal entries of a document as one whole.

    The first entry leads: if it is posted, reset or cancelled, in any way, the same happens to the
    other entries, the goods and the netting. Either all of it happens or none of it. The way from a
    button to the books is: `action_confirm`, Odoo's `action_post` and `_post` of the leading entry,
    `_follow_posted_lead`, `_book` of the kind.

    `_prepare_to_book`, `_book` and `_take_back` of a kind may be generators. They see from the
    records what is done already, and yield after each part of the rest. Usually all parts share one
    transaction; in a document with many rows each part has its own (`ozon.booking`).
    """

    _inherit = "ozon.document.booking.mixin"

    # What a kind defines

    def _lead_amount(self):
        """What the leading entry adds up to.

        :return: Decimal in the document's currency; below 0 if the company owes it, as in Odoo's
            `amount_total_in_currency_signed`
        """
        raise NotImplementedError

    def _check_can_book(self, ahead=False):
        """Before anything is booked, complete the drafts and refuse what could not be booked.

        :param ahead: whether to refuse also what a later part of the work would refuse
        :raises settlement.SettlementError, UserError: it cannot be booked
        """

    def _prepare_to_book(self):
        """Do what must be done before the leading entry is posted.

        If the leading entry is an invoice for goods, the goods move first, because the invoice
        books their cost.

        :raises settlement.SettlementError, UserError: it cannot be done; then nothing is booked
        """

    def _book(self):
        """Book what follows the leading entry, which has just been posted.

        :raises settlement.SettlementError, UserError: it cannot be booked; then nothing is booked
        """

    def _take_back(self):
        """Take back what `_book` did. The leading entry is reset afterwards."""

    def _confirm_now(self):
        """Post the leading entry, and with it the document."""
        # As Odoo's own *Confirm* does: where a plan of analytic accounts is mandatory, no line is
        # posted without it.
        lead = with_own(self._lead(), ozon_in_steps=False)
        lead.with_context(validate_analytic=True).action_post()

    def _reset_now(self):
        """Reset the leading entry, and with it the document."""
        with_own(self._lead(), ozon_in_steps=False).button_draft()

    def _remove_planned_transfers(self):
        """Remove the transfers that are planned for its goods."""

    def _undo_transfers(self):
        """Move its goods back."""

    # Business: the leading entry agrees with the document

    def _check_lead(self):
        """Refuse to post a leading entry that differs from the document.

        :raises UserError: what was changed on it
        """
        lead = self._lead()
        self._check_setup()
        self._check_document(lead)
        self._for_books()._tie_lead_again()
        if self._kopecks(lead.amount_total_in_currency_signed) != self._lead_amount():
            raise UserError(self.env._(
                "%(document)s adds up to %(total)s, Ozon's report says %(amount)s, so it was not "
                "posted. Undo what was changed on it, or press «Recreate Drafts» on the report.",
                document=lead.display_name, amount=self._money(self._lead_amount()),
                total=self._money(lead.amount_total_in_currency_signed),
            ))

    def _tie_lead_again(self):
        """Tie the lead's total to the document again: Odoo recomputes taxes when it is reset."""
        self._tie_again(self._current(self._lead()), abs(self._lead_amount()))

    # Business: drafts

    def _draft_again(self):
        """Replace the drafts by new ones, from the present cards and settings."""
        self._remove_drafts()
        if self._has_many_rows():
            # Part by part, in the background.
            self._note_progress()
            self._retry_at(utc_now())
            return
        self._match(patient=False)
        if self.state == "ready":
            self._draft_for_review()
            self._note_progress()

    def _draft_for_review(self):
        """Draft the missing entries and transfers, completely or not at all.

        If it has many rows, draft only one of them; it stays `ready` until nothing is missing.
        """
        try:
            with self.env.cr.savepoint():
                if self._has_many_rows():
                    if not self.document_id._draft_in_steps():
                        return
                else:
                    self._draft()
                self.write({"state": "to_review", "next_attempt": False})
        except IntegrityError as error:
            # For example a constraint of another addon; shown like any other reason.
            raise UserError(self._refusal_of_database(error)) from error

    def _refusal_of_database(self, error):
        """:param error: a `psycopg2.IntegrityError`"""
        model = next(
            (model for model in self.env.registry.values()
             if not model._abstract and model._table == error.diag.table_name), None,
        )
        reason = self.env[model._name]._sql_error_to_message(error) if model else str(error)
        return self.env._(
            "Odoo's database refused the drafts, so nothing was drafted. It says: %s", reason,
        )

    def _remove_drafts(self):
        """Remove the drafts of a document, which goes back to the state `loaded`."""
        self._remove_planned_transfers()
        # The document must not react to what happens to its entries here.
        self.state = "loaded"
        self.document_id._discard_unfinished()
        self._discard(self._documents())
        self._forget_entries()

    def _discard(self, entries):
        """Delete drafts. Cancel those that have had a number, so that no number is missing."""
        drafts = entries.filtered(lambda move: move.state == "draft")
        numbered = drafts.filtered("posted_before")
        for field in self._entry_fields:
            if self[field] in entries:
                self[field] = False
        numbered.button_cancel()
        (drafts - numbered).unlink()

    def _discard_parts(self):
        """Remove what was drafted of a document whose next part cannot be drafted."""
        if self.state == "ready" and self._has_many_rows():
            self._remove_planned_transfers()
            self.document_id._discard_unfinished()
            self._discard(self._documents())

    def _forget_entries(self):
        self.write(dict.fromkeys(self._entry_fields, False))

    # Business: the leading entry was posted, taken back or cancelled

    def _precede_posted_lead(self):
        """Prepare the documents whose leading entries are posted next."""
        for document in self:
            document = document._for_books()
            try:
                do_all(document._prepare_to_book())
            except settlement.SettlementError as error:
                raise UserError(settlement_error_message(document.env, error)) from None

    def _follow_posted_lead(self):
        """Book the rest of the documents, all of it or nothing."""
        for document in self:
            document = document._for_books()
            document._check_base_is_booked()
            document.state = "posted"
            document._note_progress()
            try:
                do_all(document._book())
            except settlement.SettlementError as error:
                raise UserError(settlement_error_message(document.env, error)) from None

    def _follow_reset_lead(self):
        """Take back what followed the leading entries."""
        for document in self:
            if document.state == "cancelled":
                document._check_not_a_correction()
            if document.state == "posted":
                document._check_no_later_corrections()
                document._check_not_reversed()
                # From here on its entries may be changed.
                document.state = "to_review"
                do_all(document._for_books()._take_back())
            document.state = "to_review"

    def _follow_cancelled_lead(self):
        for document in self:
            document = document._for_books()
            document._undo_transfers()
            document._followers().filtered(lambda move: move.state == "draft").button_cancel()
            document.state = "cancelled"

    # Business: corrections start from what others have booked

    def _open_corrections(self):
        """The corrections of a document that are not cancelled, in the order of their numbers."""
        corrections = self.correction_ids.filtered(lambda document: document.state != "cancelled")
        return corrections.sorted("correction_number")

    def _later_corrections(self):
        """The corrections that start from what this document says."""
        corrections = (self.corrected_report_id or self)._open_corrections()
        return corrections.filtered(
            lambda correction: correction.correction_number > self.correction_number
        )

    def _check_no_later_corrections(self):
        for document in self:
            later = document._later_corrections()
            if later:
                raise UserError(self.env._(
                    "%(report)s has a correction, %(correction)s, that is based on it. Nothing was "
                    "taken back. Take back and cancel the correction first.",
                    report=document.display_name, correction=later[-1].display_name,
                ))

    def _check_base_is_booked(self):
        """Refuse a correction of an unbooked month: it would book only the difference."""
        if self.corrected_report_id and self.corrected_report_id.state != "posted":
            raise UserError(self.env._(
                "%s is not posted, so its correction was not posted either. Confirm the report "
                "first.", self.corrected_report_id.display_name,
            ))

    def _check_not_a_correction(self):
        """Refuse to revive a cancelled correction: others may have taken its place."""
        if self.corrected_report_id:
            raise UserError(self.env._(
                "A correction that was cancelled cannot be loaded again: a later one may have "
                "booked the same. Press «Compare with Ozon» on the report that it corrected, then "
                "«Create Correction» if there is a difference."
            ))
