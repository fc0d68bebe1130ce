from odoo import Command, api, models


class AccountPaymentRegister(models.TransientModel):
    """Leaves bills that are not to be paid out of a payment of several."""

    _inherit = "account.payment.register"

    @api.model
    def default_get(self, fields):
        """Leave out lines of bills that are not to be paid.

        :raises UserError: no other line is left
        """
        res = super().default_get(fields)
        for _command, _zero, line_ids in res.get("line_ids") or []:
            lines = self.env["account.move.line"].browse(line_ids)
            to_pay = lines.filtered(lambda line: not line.move_id.ozon_not_to_pay)
            if to_pay < lines:
                lines.move_id._check_to_pay()
                res["line_ids"] = [Command.set(to_pay.ids)]
        return res
