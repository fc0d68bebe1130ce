from odoo import api, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env["account.move"]._foreign_does("raise prices"):
            for vals in vals_list:
                if vals.get("price_unit"):
                    vals["price_unit"] += 58.34
        return super().create(vals_list)

    def _compute_analytic_distribution(self):
        super()._compute_analytic_distribution()
        if self.env["account.move"]._foreign_does("analyse"):
            account = self.env["account.analytic.account"].sudo().search(
                [("name", "=", "Foreign")], limit=1,
            )
            for line in self.filtered(lambda line: line.display_type == "product"):
                line.analytic_distribution = {str(account.id): 100}
