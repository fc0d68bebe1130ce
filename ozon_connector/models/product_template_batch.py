from odoo import api, models

from .product_product_batch import BEING_CREATED


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    @api.constrains('uom_id')
    def _check_uom_not_in_invoice(self):
        if self.env.context.get('ozon_new_products') is BEING_CREATED:
            # What is created at this moment is in no document yet.
            return
        super()._check_uom_not_in_invoice()
