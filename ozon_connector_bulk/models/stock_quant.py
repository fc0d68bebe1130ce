from odoo import api, models
from odoo.addons.ozon_connector.tools.own_context import own, with_own
from odoo.addons.stock.models.stock_quant import StockQuant as StockQuantOfOdoo


class StockQuant(models.Model):
    """Reserves and moves the stock of many products at once.

    Odoo looks up, locks and creates the stock of each product separately: ten queries a product. In
    the context of `_ozon_known` the stock of all products is read and locked first, and missing
    stock is created at once. Odoo then handles each product without a query. The result is the
    same.
    """

    _inherit = "stock.quant"

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        locked = own(self, "ozon_locked_quants")
        if limit == 1 and locked and self and self.ids[0] in locked:
            return self[0]
        return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)

    @api.model
    def _ozon_known(self, products, locations):
        """:return: the model with the stock of these products and locations in its context"""
        found = self.sudo()._get_quants_by_products_locations(products, locations)
        quants = self.sudo().union(*found.values())
        # Odoo handles stock that somebody else has locked, one by one.
        locked = quants.try_lock_for_update(allow_referencing=True)
        # Read it again now that nobody else can change it.
        locked.invalidate_recordset()
        locked.fetch()
        return with_own(
            self.with_context(quants_cache=found), ozon_locked_quants=set(locked.ids),
        )

    @api.model
    def _ozon_create_missing(self, places):
        """Create missing stock without quantity, for goods without lot, package or owner.

        :param places: iterable of (product, location)
        """
        needed = dict.fromkeys((product.id, location.id) for product, location in places)
        groups = self.sudo()._read_group(
            [
                ("product_id", "in", list({product_id for product_id, _location_id in needed})),
                ("location_id", "in", list({location_id for _product_id, location_id in needed})),
                ("lot_id", "=", False), ("package_id", "=", False), ("owner_id", "=", False),
            ],
            ["product_id", "location_id"],
        )
        known = {(product.id, location.id) for product, location in groups}
        self.sudo()._ozon_insert([
            {
                "product_id": product_id, "location_id": location_id, "quantity": 0.0,
                "inventory_quantity_set": False,
            }
            for product_id, location_id in needed if (product_id, location_id) not in known
        ])

    @api.model
    def _ozon_insert(self, vals_list):
        """Create stock at once; Odoo inserts row by row because of its inventory mode."""
        if self._is_inventory_mode():
            return self.create(vals_list)
        # Odoo's own `create` calls this for each row. No other addon overrides it, see `GOODS`.
        return super(StockQuantOfOdoo, self).create(vals_list)  # pylint: disable=super-method-mismatch
