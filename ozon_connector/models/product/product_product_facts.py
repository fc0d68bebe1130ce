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
        # Nearly always it is the same unit, and there may be very many products.
        if self.uom is self.unit:
            return quantity
        return self.unit._compute_quantity(quantity, self.uom, round=False)

    def in_unit(self, quantity):
        """A quantity in the product's own unit in `unit`, not rounded."""
        if self.uom is self.unit:
            return quantity
        return self.uom._compute_quantity(quantity, self.unit, round=False)


class ProductProduct(models.Model):
    """Reads facts of very many products at once: one by one would take longer than all the rest."""

    _inherit = "product.product"

    def _ozon_facts(self):
        """:return: {product id: `Facts`}"""
        if not self:
            return {}
        self.env["product.product"].flush_model(["product_tmpl_id"])
        self.env["product.template"].flush_model(["type", "is_storable", "uom_id"])
        # A row for each kind of product: very many rows take long to fetch.
        rows = self.env.execute_query(SQL(
            """
            SELECT template.type = 'consu', COALESCE(template.is_storable, FALSE),
                template.uom_id, ARRAY_AGG(product.id)
            FROM product_product AS product
            JOIN product_template AS template ON template.id = product.product_tmpl_id
            WHERE product.id = ANY(%s)
            GROUP BY 1, 2, 3
            """,
            id_array(self.ids),
        ))
        uoms = {uom.id: uom for uom in self.env["uom.uom"].browse({row[2] for row in rows})}
        facts = {}
        for is_goods, is_storable, uom_id, product_ids in rows:
            uom = uoms[uom_id]
            unit = uom._ozon_piece()
            # The same record, so that `Facts` sees at once that nothing is to be converted.
            kind = Facts(is_goods, is_storable, uom, uom if unit == uom else unit)
            facts.update(dict.fromkeys(product_ids, kind))
        return facts
