from odoo import api, models
from odoo.addons.ozon_connector.tools.own_context import own


class ProductTemplate(models.Model):
    """Templates of the products that are created at once.

    Odoo looks whether a template is in a document already, so that its unit may not be changed.
    What is created at this moment is in none yet.
    """

    _inherit = "product.template"

    @api.constrains("uom_id")
    def _check_uom_not_in_invoice(self):
        if own(self, "ozon_being_created"):
            return
        super()._check_uom_not_in_invoice()
