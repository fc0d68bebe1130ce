from odoo import api, models
from odoo.addons.ozon_connector.tools.own_context import own


class ProductTemplate(models.Model):
    """Templates of the products that are created at once.

    Odoo checks whether documents use a template, because then its unit must not change. No document
    uses a template that is just being created.
    """

    _inherit = "product.template"

    @api.constrains("uom_id")
    def _check_uom_not_in_invoice(self):
        if own(self, "ozon_being_created"):
            return
        super()._check_uom_not_in_invoice()
