from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...tools.many_products import id_array


class Facts(NamedTuple):
    """What must be known of a product to count its units."""

    is_goods: bool
    is_storable: bool
    uom: models.BaseModel
    unit: models.BaseModel  # from `_ozon_unit`

    def in_uom(self, quantity):
        """A quantity in `unit` in the product's own unit, not rounded."""
        return self._convert(quantity, self.unit, self.uom)

    def in_unit(self, quantity):
        """A quantity in the product's own unit in `unit`, not rounded."""
        return self._convert(quantity, self.uom, self.unit)

    def _convert(self, quantity, source, target):
        # Nearly always it is the same unit, and there may be very many products.
        if self.uom is self.unit:
            return quantity
        return source._compute_quantity(quantity, target, round=False)


class ProductProduct(models.Model):
    """Reads facts of very many products at once: one by one would take longer than all the rest."""

    _inherit = "product.product"

    def _ozon_facts(self):
        """:return: {product id: `Facts`}"""
        if not self:
            return {}
        self.env["product.product"].flush_model(["product_tmpl_id"])
        self.env["product.template"].flush_model(["type", "is_storable", "uom_id"])
        rows = self.env.execute_query(SQL(
            """
            SELECT product.id, template.type = 'consu', COALESCE(template.is_storable, FALSE),
                template.uom_id
            FROM product_product AS product
            JOIN product_template AS template ON template.id = product.product_tmpl_id
            WHERE product.id = ANY(%s)
            """,
            id_array(self.ids),
        ))
        uoms = {uom.id: uom for uom in self.env["uom.uom"].browse({row[3] for row in rows})}
        units = {uom: uom._ozon_piece() for uom in uoms.values()}
        kinds = {}
        for _id, *kind in rows:
            if (*kind,) not in kinds:
                is_goods, is_storable, uom_id = kind
                uom = uoms[uom_id]
                unit = uom if units[uom] == uom else units[uom]
                kinds[*kind,] = Facts(is_goods, is_storable, uom, unit)
        return {product_id: kinds[*kind,] for product_id, *kind in rows}
