from odoo import models
from odoo.exceptions import UserError

from ...domain import settlement
from ...ozon_api import errors
from ...tools.messages import ozon_error_message, settlement_error_message


class OzonDocumentButtons(models.AbstractModel):
    """The buttons that confirm a document, reset it, draft it again and cancel it."""

    _inherit = "ozon.document.booking.mixin"

    def action_confirm(self):
        """Book the month: post its entries, move the goods, net.

        :raises UserError: something is in the way; nothing was booked then
        """
        self.check_access("read")
        self._lock()
        self._check_at_rest()
        for document in self:
            if document.state != "to_review":
                raise UserError(self.env._(
                    "%s has no draft bill to confirm. Load the report first; if its bill is "
                    "posted already, there is nothing to do.", document.display_name,
                ))
        self._check_setup()
        if self._leave_to_background("action_confirm", self._row_count()):
            return True
        many = self.filtered(lambda document: document._has_many_rows())
        for document in self - many:
            document._confirm_now()
        return self.env["ozon.booking"]._begin(many, "booking") or True

    def action_draft_again(self):
        """Replace the drafts by new ones that follow today's settings."""
        self.check_access("read")
        self._lock()
        self._check_at_rest()
        for document in self:
            if document.state not in ("to_review", "ready"):
                raise UserError(self.env._(
                    "%s has no drafts to replace.", document.display_name,
                ))
        self.sudo()._check_setup()
        if self._leave_to_background("action_draft_again", self._row_count()):
            return True
        for document in self:
            try:
                document.sudo()._for_books()._draft_again()
            except errors.OzonError as error:
                raise UserError(ozon_error_message(self.env, error)) from None
            except settlement.SettlementError as error:
                raise UserError(settlement_error_message(self.env, error)) from None
        return True

    def action_reset(self):
        """Take back what was booked, as far as Odoo's lock dates allow.

        The entries return to draft, the netting is undone, the goods return.
        """
        self.check_access("read")
        self._lock()
        self._check_at_rest()
        for document in self:
            if document.state != "posted":
                raise UserError(self.env._(
                    "%s is not posted, so there is nothing to take back.", document.display_name,
                ))
        # Checked at once, since nobody waits for an answer from the background.
        self._lead()._check_ozon_may_take_back()
        if self._leave_to_background("action_reset", self._row_count()):
            return True
        many = self.filtered(lambda document: document._has_many_rows())
        for document in self - many:
            document._reset_now()
        return self.env["ozon.booking"]._begin(many, "taking_back") or True

    def action_cancel(self):
        """Stop asking Ozon for the document of a month that has none."""
        self.check_access("read")
        self._lock()
        self._check_at_rest()
        if self._current(self._lead()):
            raise UserError(self.env._(
                "The report has a bill. Cancel the bill; this cancels the report as well."
            ))
        for document in self.sudo():
            document._for_books()._undo_transfers()
            document._remove_drafts()
        self.sudo().write({"state": "cancelled", "error_message": False, "next_attempt": False})
        self.sudo()._note_not_waiting()
        return True

    def _task_labels(self):
        drafted = all(document.state == "to_review" for document in self)
        return {
            "action_confirm": (
                self.env._("The month is being booked"), self.env._("The month is booked."),
            ),
            "action_reset": (
                self.env._("The month is being taken back"), self.env._("The month is taken back."),
            ),
            "action_draft_again": (
                self.env._("The documents are being drafted again"),
                self.env._("The documents are drafted again.") if drafted else
                self.env._("The old drafts are removed. The page says what the new ones need."),
            ),
            "action_compare": (
                self.env._("The report is being compared with Ozon's"),
                self.env._("The report is compared with Ozon's."),
            ),
        }
