from odoo import Command, models


class AccountMove(models.Model):
    """Things that an addon made for ours may do; `foreign.does` chooses one of them."""

    _inherit = "account.move"

    def _foreign_does(self, what):
        return self.env["ir.config_parameter"].sudo().get_param("foreign.does") == what

    def _post(self, soft=True):
        for bill in self.filtered(lambda move: move.move_type == "in_invoice"):
            if self._foreign_does("add a line"):
                line = bill.invoice_line_ids[-1]
                bill.invoice_line_ids = [Command.create({
                    "name": "Environmental fee", "quantity": 1, "price_unit": 2,
                    "account_id": line.account_id.id, "tax_ids": [Command.clear()],
                })]
        posted = super()._post(soft)
        if self._foreign_does("break prices"):
            # The worst case: it acts after all other addons, and bypasses Odoo's synchronisation.
            unwatched = posted.with_context(
                skip_invoice_sync=True, skip_invoice_line_sync=True, check_move_validity=False,
            )
            for line in unwatched.invoice_line_ids[:1]:
                line.price_unit += 5
        return posted
