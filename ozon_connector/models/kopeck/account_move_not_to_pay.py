from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Bills that nobody will pay: those for goods that came without documents.

    Odoo's payment state «Blocked» keeps them out of every list, filter, figure and button that asks
    for payment. This class makes the state permanent.
    """

    _inherit = "account.move"

    _ozon_own_fields = ("ozon_document_id", "ozon_not_to_pay")

    ozon_not_to_pay = fields.Boolean(
        "Not to Be Paid", readonly=True, copy=False, ozon_protected=True,
    )

    @api.depends("ozon_not_to_pay")
    def _compute_payment_state(self):
        unpaid = self.filtered("ozon_not_to_pay")
        # Odoo does not recompute a blocked bill, but this one may have been reversed since.
        unpaid.payment_state = "not_paid"
        super()._compute_payment_state()
        unpaid.filtered(
            lambda move: move.payment_state in ("not_paid", "partial")
        ).payment_state = "blocked"

    def _compute_payments_widget_to_reconcile_info(self):
        super()._compute_payments_widget_to_reconcile_info()
        for move in self:
            widget = move.invoice_outstanding_credits_debits_widget
            if not widget:
                continue
            offered = self.browse({row["move_id"] for row in widget["content"]})
            unpaid = set(offered.filtered("ozon_not_to_pay").ids)
            content = [row for row in widget["content"] if row["move_id"] not in unpaid]
            if len(content) < len(widget["content"]):
                move.invoice_outstanding_credits_debits_widget = content and {
                    **widget, "content": content,
                }

    def action_toggle_block_payment(self):
        self._check_to_pay()
        return super().action_toggle_block_payment()

    def action_force_register_payment(self):
        self._check_to_pay()
        return super().action_force_register_payment()

    def _check_to_pay(self):
        """Refuse if none of these bills is to be paid; among other bills they are just left out."""
        if self and all(move.ozon_not_to_pay for move in self):
            raise UserError(self.env._(
                "%s is the bill of goods that were received without documents. The company would "
                "pay itself, so it is not to be paid. Undo the receipt if it is wrong.",
                self[0].display_name,
            ))
