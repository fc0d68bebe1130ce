from odoo import models


class OzonGoodsDocumentMixin(models.AbstractModel):
    """A monthly document by which goods leave the account's location, or come back to it.

    It has three layers. Each calls only those below it:

    * `ozon.goods.document.base.mixin`: which goods it has, and where they are;
    * `ozon.goods.document.cost.mixin`: what they cost;
    * this one: their transfers, and the documents that sell them.

    Its goods are `line_ids`, of a model with `ozon.goods.line.mixin`. A kind says how many units of
    each product moved (`_product_units`), what they cost on its entries (`_costs_of_entry`), and
    calls `_plan_transfers`, `_make_transfers` and `_undo_transfers`.
    """

    _name = "ozon.goods.document.mixin"
    _description = "Monthly Document That Moves Goods"
    _inherit = "ozon.goods.document.cost.mixin"
