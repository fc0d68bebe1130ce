from odoo import models
from odoo.addons.ozon_connector.tools.own_context import own, with_own


class StockMoveLine(models.Model):
    """Moves the goods of many products at once.

    Odoo works line by line: it reads, locks and creates the stock at both ends, and looks for
    others who have reserved goods that run short. Here the stock of all lines is read, locked and
    created first, and the search is left out where nobody has reserved anything.
    """

    _inherit = "stock.move.line"

    def _action_done(self):
        if not self.move_id._ozon_is_at_once():
            return super()._action_done()
        plain = self.filtered(
            lambda line: line.product_id.is_storable and line.product_id.tracking == "none"
            and not line.package_id and not line.result_package_id and not line.owner_id
            and line.product_uom_id.compare(line.quantity, 0) > 0
        )
        quants = self.env["stock.quant"]
        quants._ozon_create_missing(
            (line.product_id, location)
            for line in plain for location in (line.location_id, line.location_dest_id)
        )
        stock = quants._ozon_known(plain.product_id, plain.location_id | plain.location_dest_id)
        lines = with_own(
            self,
            ozon_locked_quants=own(stock, "ozon_locked_quants"),
            ozon_unreserved=self._ozon_unreserved(),
        )
        return super(StockMoveLine, lines)._action_done()

    def _ozon_enter(self, vals_list):
        moves = self.env["stock.move"]
        if not moves._ozon_is_at_once():
            return super()._ozon_enter(vals_list)
        plain = [
            vals for vals in vals_list
            if not (vals["lot_id"] or vals["owner_id"] or vals["package_id"])
        ]
        quants, products = self.env["stock.quant"], self.env["product.product"]
        taken = moves.browse(vals["move_id"] for vals in plain)
        quants._ozon_create_missing(
            (products.browse(vals["product_id"]), move.location_id.browse(vals["location_id"]))
            for vals, move in zip(plain, taken, strict=True)
            if not move._should_bypass_reservation()
        )
        stock = quants._ozon_known(
            products.browse(vals["product_id"] for vals in plain), taken.location_id,
        )
        stock.env["stock.move.line"].create(plain)
        return super()._ozon_enter([vals for vals in vals_list if vals not in plain])

    def _ozon_unreserved(self):
        """:return: set of (product id, location id) where nobody has reserved anything"""
        groups = self._read_group(
            [
                ("product_id", "in", self.product_id.ids),
                ("location_id", "in", self.location_id.ids),
                ("state", "not in", ("done", "cancel")),
                ("picked", "=", False),
            ],
            ["product_id", "location_id"],
        )
        reserved = {(product.id, location.id) for product, location in groups}
        return {(line.product_id.id, line.location_id.id) for line in self} - reserved

    def _free_reservation(self, product_id, location_id, *args, **kwargs):
        unreserved = own(self, "ozon_unreserved")
        if unreserved and (product_id.id, location_id.id) in unreserved:
            # For each product Odoo would search all lines except those already moved, and that list
            # grows with every line.
            return None
        return super()._free_reservation(product_id, location_id, *args, **kwargs)
