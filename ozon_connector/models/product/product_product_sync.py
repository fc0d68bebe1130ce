from odoo import api, models


class ProductProduct(models.Model):
    """What a person does with the products that prevented a synchronisation from starting."""

    _inherit = "product.product"

    @api.model
    def action_ozon_sync_again(self, *_selected):
        """The button above the products that prevented a synchronisation from starting."""
        account = self.env["ozon.account"].browse(self.env.context.get("ozon_account_id"))
        return account.exists().action_sync_products()
