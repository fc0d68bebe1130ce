from odoo import api, models
from odoo.exceptions import UserError

from ...tools.own_context import own, with_own


class AccountMove(models.Model):
    """Who may take back a booked month, and how.

    Odoo lets everybody who may write a bill reset it, including buyers. The bill of a report takes
    a whole month with it, so resetting it needs the right that posting it needs.
    """

    _inherit = "account.move"

    def write(self, vals):
        if "state" in vals and not own(self, "ozon_changes_state"):
            self._check_ozon_state_is_given(vals["state"])
        return super().write(vals)

    def _post(self, soft=True):
        return super(AccountMove, self._ozon_with_state())._post(soft).with_env(self.env)

    def button_draft(self):
        self._check_ozon_may_take_back()
        return super(AccountMove, self._ozon_with_state()).button_draft()

    def button_cancel(self):
        self._check_ozon_may_take_back()
        return super(AccountMove, self._ozon_with_state()).button_cancel()

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_ozon_month_is_booked(self):
        # Odoo deletes posted entries if the caller's context asks for it.
        for move in self.sudo().filtered("ozon_document_id"):
            if move.state == "posted" and move in move._ozon_record()._documents():
                raise UserError(self.env._(
                    "%(document)s is a part of %(report)s, which is booked. Nothing was deleted. "
                    "Press «Reset to Draft» on the report first.",
                    document=move.display_name, report=move._ozon_record().display_name,
                ))

    def _ozon_with_state(self):
        """The entries, in a context that marks the state change as one of Odoo's buttons."""
        return with_own(self, ozon_changes_state=True) if self.sudo().ozon_document_id else self

    def _check_ozon_state_is_given(self, state):
        """Refuse a bare write of the state: goods and other documents would not follow it."""
        for move in self.sudo().filtered("ozon_document_id"):
            if move.state != state:
                raise UserError(self.env._(
                    "%(document)s is a part of %(report)s, so its status cannot be changed on its "
                    "own: the month would be only partly booked. Nothing was changed. Use the "
                    "buttons of the document or of the report.",
                    document=move.display_name, report=move._ozon_record().display_name,
                ))
