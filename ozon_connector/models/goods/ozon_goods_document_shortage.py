from typing import NamedTuple

from odoo import Command, models
from odoo.exceptions import UserError

from ...domain.settlement import Direction

# How many products of a shortage a message names; the document's page shows them all.
SHOWN = 10


class Shortage(NamedTuple):
    """Goods that a document would drive below zero. For a kit: each component that is short.

    Quantities are in the unit of `product._ozon_unit`.
    """

    product: models.BaseModel
    needed: float  # sold − returned
    available: float  # in the account's location, not reserved by other transfers
    missing: float  # needed − available
    kits: models.BaseModel = ()  # the kits that need it as a component

    def named(self):
        """The product's name with the names of its kits: Ozon's document names only the kits."""
        name = self.product.display_name
        if self.kits:
            name += f" ({', '.join(self.kits[:SHOWN].mapped('display_name'))})"
        return name


class OzonGoodsDocumentShortage(models.AbstractModel):
    """The goods that a document lacks in the account's location, and how to bring them there."""

    _inherit = "ozon.goods.document.mixin"

    def action_transfer_goods(self):
        """Prepare a transfer of what is missing, from the stock of the warehouse.

        :return: the draft transfer's form
        """
        self.ensure_one()
        self.check_access("read")
        report = self.sudo()._for_books()
        shortage = report._shortage()
        if not shortage:
            raise UserError(self.env._("Nothing is missing for %s.", self.display_name))
        warehouse = report._warehouse()
        source, destination = warehouse.lot_stock_id, report.account_id.location_id
        if source == destination:
            raise UserError(self.env._(
                "The goods of the account %s are the stock of the warehouse itself, so there is "
                "nowhere to transfer them from. Receive them there.", report.account_id.name,
            ))
        transfer = self.env["stock.picking"].sudo().create({
            "picking_type_id": warehouse.int_type_id.id,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": self.company_id.id,
            "origin": report._reference(),
            "move_ids": [
                Command.create({
                    "product_id": line.product.id,
                    "product_uom": line.product._ozon_unit().id,
                    "product_uom_qty": line.missing,
                    "location_id": source.id,
                    "location_dest_id": destination.id,
                    "company_id": self.company_id.id,
                })
                for line in shortage
            ],
        })
        return transfer.with_env(self.env)._get_records_action(name=self.env._("Transfer"))

    def _shortage(self):
        """The goods that confirming the report now would drive below zero.

        :return: a list of `Shortage`; empty if there is enough, or nothing is to be confirmed
        """
        self.ensure_one()
        if self.state != "to_review" or not self.account_id.post_stock:
            return []
        return self._shortage_now()

    def _shortage_now(self):
        needed = self._needed_units()
        available = self._available_units(needed)
        return [
            self._short(product, units, available[product], kits)
            for product, (units, kits) in needed.items()
            if product.uom_id.compare(units, available[product]) > 0
        ]

    def _short(self, product, needed, available, kits=()):
        """:param needed, available: in the product's own unit"""
        needed, available = (
            self._without_noise(product.uom_id._compute_quantity(
                quantity, product._ozon_unit(), round=False,
            ))
            for quantity in (needed, available)
        )
        return Shortage(product, needed, available, self._without_noise(needed - available), kits)

    def _needed_units(self):
        """What still has to leave minus what still has to come back, if that is above 0.

        :return: {storable product, no kit: (quantity in its own unit, the kits it is for)}
        """
        remaining = self._lacking_units(self._product_units(), self._done_moves())
        needed = self._components({
            product: moved[Direction.SALE] for product, moved in remaining.items()
        })
        returned = self._components({
            product: moved[Direction.RETURN] for product, moved in remaining.items()
        })
        pushed = self._pushed_on(product for product, (units, _kits) in returned.items() if units)
        for product, (units, kits) in returned.items():
            if product not in pushed:
                needed[product][0] -= units
                needed[product][1] |= kits
        return {
            product: (units, kits) for product, (units, kits) in needed.items()
            if product.is_storable and product.uom_id.compare(units, 0) > 0
        }

    def _pushed_on(self, products):
        """The goods that a push rule takes away from the location as soon as they come back there.

        :param products: iterable of products
        """
        products = self.env["product.product"].union(*products)
        location, rules = self.account_id.location_id, self.env["stock.rule"].sudo()
        if not rules.search_count([
            ("action", "in", ("push", "pull_push")), ("location_src_id", "parent_of", location.ids),
        ], limit=1):
            return products.browse()
        warehouse = self._picking_type(Direction.RETURN).warehouse_id
        return products.filtered(lambda product: rules._get_push_rule(product, location, {
            "route_ids": self.env["stock.route"], "warehouse_id": warehouse,
        }))

    def _available_units(self, products):
        """The stock in the account's location that other transfers leave free, and that may leave
        on the day of the transfers.

        :return: {product: quantity in its own unit}
        """
        location = self.account_id.location_id
        products = self.env["product.product"].union(*products)
        units = dict.fromkeys(products, 0.0)
        for product, quantity, reserved in self.env["stock.quant"].sudo()._read_group(
            [
                ("product_id", "in", products.ids), ("location_id", "child_of", location.ids),
                *self._fresh_domain(),
            ],
            ["product_id"], ["quantity:sum", "reserved_quantity:sum"],
        ):
            units[product] += quantity - reserved
        for product, reserved in self.env["stock.move.line"].sudo()._read_group(
            [
                ("picking_id", "in", self.picking_ids.ids), ("product_id", "in", products.ids),
                ("state", "not in", ("draft", "done", "cancel")),
                ("location_id", "child_of", location.ids),
            ],
            ["product_id"], ["quantity_product_uom:sum"],
        ):
            units[product] += reserved
        return units

    def _check_reserved(self, picking):
        short = picking.move_ids.filtered(
            lambda move: move.product_id.is_storable
            and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
        )
        if short:
            raise UserError(self._shortage_message([
                self._short(move.product_id, *(
                    move.product_uom._compute_quantity(
                        quantity, move.product_id.uom_id, round=False,
                    )
                    for quantity in (move.product_uom_qty, move.quantity)
                )) for move in short
            ]))

    def _shortage_message(self, shortage):
        lines = [
            self.env._(
                "%(product)s: needed %(needed)g, available %(available)g, missing %(missing)g",
                product=line.named(), needed=line.needed,
                available=line.available, missing=line.missing,
            )
            for line in shortage[:SHOWN]
        ]
        if len(shortage) > SHOWN:
            lines.append(self.env._("… and %s more", len(shortage) - SHOWN))
        return "\n".join([
            self.env._(
                "%(location)s has not enough goods for %(report)s, so nothing was posted: the "
                "stock would go below zero.",
                location=self.account_id.location_id.display_name, report=self.display_name,
            ),
            *lines,
            self._way_out_of_shortage(),
        ])

    def _way_out_of_shortage(self):
        """What a person can do about goods that are missing, in words."""
        return self.env._(
            "Bring the goods there by a transfer from the document's page, or allow negative stock "
            "on the account."
        )
