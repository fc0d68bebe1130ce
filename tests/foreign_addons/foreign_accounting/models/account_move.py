from odoo import Command, models


class AccountMove(models.Model):
    """Things that accounting addons do; `foreign.does` chooses one of them."""

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
            if self._foreign_does("clear a tax"):
                bill.invoice_line_ids[0].tax_ids = [Command.clear()]
            if self._foreign_does("set a term"):
                bill.invoice_payment_term_id = self.env.ref("account.account_payment_term_45days")
        return super()._post(soft)

    def _prepare_product_base_line_for_taxes_computation(self, product_line):
        values = super()._prepare_product_base_line_for_taxes_computation(product_line)
        if self._foreign_does("discount"):
            values["discount"] = 10.0
        return values
