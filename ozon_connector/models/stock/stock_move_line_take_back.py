from typing import NamedTuple

from odoo import api, models


class Goods(NamedTuple):
    """What distinguishes goods of a product, and where they are. Ids, or False."""

    product: int
    lot: int
    owner: int
    place: int
    package: int


class StockMoveLine(models.Model):
    """The goods of a line with lot, owner, package and place, as Odoo distinguishes stock."""

    _inherit = "stock.move.line"

    @api.model
    def _ozon_enter(self, vals_list):
        """Create lines that take goods back, which reserves them."""
        self.create(vals_list)

    def _ozon_goods_moved(self):
        """:return: `Goods` as they were after this line was done"""
        return Goods(
            self.product_id.id, self.lot_id.id, self.owner_id.id, self.location_dest_id.id,
            self.result_package_id.id,
        )

    def _ozon_goods_taken(self):
        """:return: `Goods` as they were before this line was done"""
        return Goods(
            self.product_id.id, self.lot_id.id, self.owner_id.id, self.location_id.id,
            self.package_id.id,
        )

    def _ozon_compared_fields(self):
        return (
            "product_uom_id", "quantity", "lot_id", "owner_id", "location_id", "package_id",
            "location_dest_id", "result_package_id",
        )
