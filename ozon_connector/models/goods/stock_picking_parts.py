from odoo import models


class StockPicking(models.Model):
    """Groups transfers of the same goods, which are done, or undone, in one transaction."""

    _inherit = "stock.picking"

    def _ozon_parts(self, divided):
        """The parts in which these transfers are worked through.

        :param divided: whether in several; otherwise all are one part
        :return: list of recordsets, no two of which have goods in common
        """
        if not divided:
            return [self]
        parts = []
        for transfer in self.sorted("id"):
            goods = transfer._ozon_goods()
            for part in [part for part in parts if not goods.isdisjoint(part[0])]:
                parts.remove(part)
                goods, transfer = goods | part[0], transfer | part[1]
            parts.append((goods, transfer))
        return [transfers for _goods, transfers in parts]

    def _ozon_goods(self):
        """:return: set of the ids of the products, and of the components of kits, which Odoo moves
            in their place
        """
        products = self.move_ids.product_id
        goods = set(products.ids)
        for kit, bom in products._ozon_kits(self.company_id).items():
            goods.update(
                component.id for _line, component, _quantity in kit._ozon_explode(bom, 1.0)
            )
        return goods
