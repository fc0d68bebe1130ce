from odoo import fields, models


class HrExpense(models.Model):
    _inherit = 'hr.expense'

    ozon_order_id = fields.Many2one(
        'purchase.order', '1-Kopeck Receipt', readonly=True, copy=False, check_company=True,
        index='btree_not_null', ondelete='restrict',
    )
