from collections import defaultdict
from typing import NamedTuple

from odoo import models


class Shortage(NamedTuple):
    """A product that a report would drive below zero. Quantities are in the product's unit."""

    product: models.BaseModel
    needed: float  # sold − returned
    available: float  # in the account's location, not reserved by other transfers
    missing: float  # needed − available


class OzonRealizationReport(models.Model):
    """The goods of a report: what leaves the account's location, and what comes back to it."""

    _inherit = 'ozon.realization.report'

    def _shortage(self):
        """What confirming the report would drive below zero, as things stand now.

        :return: a list of `Shortage`; empty if there is enough, or nothing is to be confirmed
        """
        self.ensure_one()
        if self.state != 'to_review' or not self.account_id.post_stock:
            return []
        needed = self._needed_units()
        available = self._available_units(needed)
        return [
            Shortage(product, units, available[product], units - available[product])
            for product, units in needed.items()
            if product.uom_id.compare(units, available[product]) > 0
        ]

    def _needed_units(self):
        """:return: {storable product: units sold − returned}, where more was sold than returned"""
        net = defaultdict(int)
        for product, direction, units in self.env['ozon.realization.report.line']._read_group(
            [('report_id', '=', self.id), ('product_id.is_storable', '=', True)],
            ['product_id', 'direction'], ['quantity:sum'],
        ):
            net[product] += units if direction == 'sale' else -units
        return {product: units for product, units in net.items() if units > 0}

    def _available_units(self, products):
        """:return: {product: units in the account's location that other transfers leave free}"""
        location = self.account_id.location_id
        products = self.env['product.product'].union(*products)
        units = dict.fromkeys(products, 0.0)
        for product, quantity, reserved in self.env['stock.quant'].sudo()._read_group(
            [('product_id', 'in', products.ids), ('location_id', 'child_of', location.ids)],
            ['product_id'], ['quantity:sum', 'reserved_quantity:sum'],
        ):
            units[product] += quantity - reserved
        for product, reserved in self.env['stock.move.line'].sudo()._read_group(
            [
                ('picking_id', 'in', self.picking_ids.ids), ('product_id', 'in', products.ids),
                ('state', 'not in', ('draft', 'done', 'cancel')),
                ('location_id', 'child_of', location.ids),
            ],
            ['product_id'], ['quantity_product_uom:sum'],
        ):
            units[product] += reserved
        return units
