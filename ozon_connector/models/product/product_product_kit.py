from odoo import models


class ProductProduct(models.Model):
    """Kits of the app Manufacturing, without a dependency on it."""

    _inherit = "product.product"

    def _ozon_kits(self, company):
        """The kits among products: {product: its bill of materials}."""
        if "mrp.bom" not in self.env:
            return {}
        found = self.env["mrp.bom"].sudo()._bom_find(
            self, company_id=company.id, bom_type="phantom",
        )
        return {product: found[product] for product in self if found.get(product)}

    def _ozon_explode(self, bom, quantity):
        """The goods that Odoo moves for this many kits, computed like `stock.move.action_explode`.

        :param quantity: in the unit of `_ozon_unit`
        :return: a list of (line of the BoM, component, quantity in the component's own unit)
        """
        count = self._ozon_unit()._compute_quantity(quantity, bom.product_uom_id, round=False)
        _boms, lines = bom.explode(
            self, count / bom.product_qty, picking_type=bom.picking_type_id,
        )
        return [
            (line, line.product_id, line.product_uom_id._compute_quantity(
                data["qty"], line.product_id.uom_id, round=False,
            ))
            for line, data in lines if line.product_id.type == "consu" and data["qty"]
        ]
