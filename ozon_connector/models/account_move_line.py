from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    # The bill is for a service; the good that it was rendered for has a field of its own.
    ozon_product_id = fields.Many2one(
        'product.product', 'Product Sold on Ozon', check_company=True, copy=False,
        index='btree_not_null', ondelete='restrict',
    )
    ozon_quantity_sold = fields.Integer('Units Sold', copy=False)
    ozon_quantity_returned = fields.Integer('Units Returned', copy=False)
