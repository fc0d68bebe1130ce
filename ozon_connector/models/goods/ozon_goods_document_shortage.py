import itertools
from collections import defaultdict
from typing import NamedTuple

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...domain.settlement import Direction
from ...tools.many_products import compare_units, id_array

# How many products of a shortage a message names; the document's page shows them all.
SHOWN = 10


class Shortage(NamedTuple):
    """Goods that a document would drive below zero. For a kit: each component that is short.

    Quantities are in the unit of `product._ozon_unit`.
    """

    product: models.BaseModel
    needed: float  # sold − returned
    available: float  # in the place, not reserved by other transfers
    missing: float  # needed − available
    place: models.BaseModel  # the `stock.location` that it leaves from
    kits: models.BaseModel = ()  # the kits that need it as a component

    def named(self, with_place=False):
        """The product's name with the names of its kits: Ozon's document names only the kits.

        :param with_place: name the place as well: a document's goods may be short in several
        """
        name = self.product.display_name
        if self.kits:
            name += f" ({', '.join(self.kits[:SHOWN].mapped('display_name'))})"
        return f"{self.place.display_name}: {name}" if with_place else name


class OzonGoodsDocumentShortage(models.AbstractModel):
    """The goods that a document lacks in their places, and how to bring them there."""

    _inherit = "ozon.goods.document.mixin"

    def action_transfer_goods(self):
        """Prepare a transfer of what is missing in each place, from the stock of its warehouse.

        :return: the draft transfer's form, or the list of several
        """
        self.ensure_one()
        self.check_access("read")
        report = self.sudo()._for_books()
        shortage = report._shortage()
        if not shortage:
            raise UserError(self.env._("Nothing is missing for %s.", self.display_name))
        by_place = defaultdict(list)
        for line in shortage:
            by_place[line.place].append(line)
        # What the warehouse's own stock lacks can only be received there.
        vals_list = [
            report._prepare_transfer_vals(place, lines) for place, lines in by_place.items()
            if place != report._warehouse_of(place).lot_stock_id
        ]
        if not vals_list:
            raise UserError(self.env._(
                "The goods of the account %s are the stock of the warehouse itself, so there is "
                "nowhere to transfer them from. Receive them there.", report.account_id.name,
            ))
        transfers = self.env["stock.picking"].sudo()._ozon_create(vals_list)
        return transfers.with_env(self.env)._get_records_action(name=self.env._("Transfer"))

    def _prepare_transfer_vals(self, place, shortage):
        """:param shortage: list of the `Shortage` of the place"""
        warehouse = self._warehouse_of(place)
        places = {"location_id": warehouse.lot_stock_id.id, "location_dest_id": place.id}
        return {
            **places,
            "picking_type_id": warehouse.int_type_id.id,
            "company_id": self.company_id.id,
            "origin": self._reference(),
            "ozon_shortage_of_id": self.document_id.id,
            "move_ids": [
                Command.create({
                    **places,
                    "product_id": line.product.id,
                    "product_uom": line.product._ozon_unit().id,
                    "product_uom_qty": line.missing,
                    "company_id": self.company_id.id,
                })
                for line in shortage
            ],
        }

    def _shortage(self):
        """The goods that confirming the report now would drive below zero.

        :return: a list of `Shortage`; empty if there is enough, or nothing is to be confirmed
        """
        self.ensure_one()
        if self.state != "to_review" or not self.account_id.post_stock:
            return []
        return self._shortage_now()

    def _shortage_now(self):
        units = self._place_units()
        products = self.env["product.product"].browse(
            filter(None, dict.fromkeys(itertools.chain.from_iterable(units.values())))
        )
        facts, kits = products._ozon_facts(), products._ozon_kits(self.company_id)
        remaining = self._lacking_by_place(units, self._done_moves(), facts)
        shortage = []
        for place in remaining:
            needed = self._needed_units(place, remaining, kits, facts)
            available = self._available_units([one[0] for one in needed], place)
            short = {
                product_id: (quantity, available[product_id], of_kits)
                for product_id, quantity, of_kits in needed
                if compare_units(self.env, quantity, available[product_id]) > 0
            }
            shortage += [
                self._short(product, facts[product.id], quantity, found, place, of_kits)
                for product, (quantity, found, of_kits) in zip(
                    products.browse(short), short.values(), strict=True,
                )
            ]
        return shortage

    def _short(self, product, facts, needed, available, place, kits=()):
        """
        :param facts: its `Facts`, from `product._ozon_facts`
        :param needed, available: in the product's own unit
        """
        needed = self._without_noise(facts.in_unit(needed))
        available = self._without_noise(facts.in_unit(available))
        missing = self._without_noise(needed - available)
        return Shortage(product, needed, available, missing, place, kits)

    def _needed_units(self, place, remaining, kits, facts):
        """What still has to leave a place minus what still has to come back, if that is above 0.

        :param remaining: the result of `_lacking_by_place`
        :param kits, facts: the results of `_ozon_kits` and `_ozon_facts` for all products of the
            document; the facts of components are added
        :return: list of (id of a storable product that is no kit, quantity in its own unit, the
            kits that it is for)
        """
        needed = self._components(_units_of(remaining[place], Direction.SALE), kits, facts)
        for comes_to in remaining:
            if comes_to._child_of(place):
                returned = _units_of(remaining[comes_to], Direction.RETURN)
                self._deduct_returned(needed, comes_to, self._components(returned, kits, facts))
        return [
            (product_id, quantity, of_kits) for product_id, (quantity, of_kits) in needed.items()
            if facts[product_id].is_storable and compare_units(self.env, quantity, 0) > 0
        ]

    def _deduct_returned(self, needed, place, returned):
        """Take what comes back to a place, and stays there, from what is needed.

        :param needed, returned: as from `_components`
        """
        pushed = self._pushed_on(
            [product_id for product_id, (units, _kits) in returned.items() if units], place,
        )
        for product_id, (units, kits) in returned.items():
            if product_id not in pushed:
                needed[product_id][0] -= units
                if kits:
                    needed[product_id][1] |= kits

    def _pushed_on(self, product_ids, location):
        """The goods that a push rule takes away from a location as soon as they come back there.

        :return: set of product ids
        """
        rules = self.env["stock.rule"].sudo()
        if not rules.search_count([
            ("action", "in", ("push", "pull_push")), ("location_src_id", "parent_of", location.ids),
        ], limit=1):
            return set()
        warehouse = self._picking_type(Direction.RETURN, location).warehouse_id
        return set(self.env["product.product"].browse(product_ids).filtered(
            lambda product: rules._get_push_rule(product, location, {
                "route_ids": self.env["stock.route"], "warehouse_id": warehouse,
            })
        ).ids)

    def _available_units(self, product_ids, location):
        """The stock in a location that may leave on the day of the transfers.

        It does not include what other transfers have reserved.

        :return: {product id: quantity in its own unit}
        """
        units = dict.fromkeys(product_ids, 0.0)
        if not units:
            return units
        for product, quantity, reserved in self.env["stock.quant"].sudo()._read_group(
            Domain("product_id", "any!", SQL("SELECT UNNEST(%s)", id_array(units)))
            & Domain("location_id", "child_of", location.ids) & Domain(self._fresh_domain()),
            ["product_id"], ["quantity:sum", "reserved_quantity:sum"],
        ):
            units[product.id] += quantity - reserved
        for product, reserved in self.env["stock.move.line"].sudo()._read_group(
            [
                ("picking_id", "in", self.picking_ids.ids),
                ("state", "not in", ("draft", "done", "cancel")),
                ("location_id", "child_of", location.ids),
            ],
            ["product_id"], ["quantity_product_uom:sum"],
        ):
            if product.id in units:
                units[product.id] += reserved
        return units

    def _check_reserved(self, picking):
        short = picking.move_ids.filtered(
            lambda move: move.product_id.is_storable
            and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
        )
        if short:
            facts = short.product_id._ozon_facts()
            raise UserError(self._shortage_message([
                self._short(move.product_id, facts[move.product_id.id], *(
                    move.product_uom._compute_quantity(
                        quantity, move.product_id.uom_id, round=False,
                    )
                    for quantity in (move.product_uom_qty, move.quantity)
                ), picking.location_id) for move in short
            ]))

    def _shortage_message(self, shortage):
        places = {line.place: line.place.display_name for line in shortage}
        lines = [
            self.env._(
                "%(product)s: needed %(needed)g, available %(available)g, missing %(missing)g",
                product=line.named(with_place=len(places) > 1),
                needed=line.needed, available=line.available, missing=line.missing,
            )
            for line in shortage[:SHOWN]
        ]
        if len(shortage) > SHOWN:
            lines.append(self.env._("… and %s more", len(shortage) - SHOWN))
        return "\n".join([
            self.env._(
                "%(location)s does not have enough goods for %(report)s, so nothing was posted: "
                "the stock would go below zero.",
                location=", ".join(places.values()), report=self.display_name,
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


def _units_of(moved, direction):
    """
    :param moved: {product id: {`Direction`: units}}
    :return: list of (product id, its units in the direction), without those that have none
    """
    return [
        (product_id, units[direction]) for product_id, units in moved.items() if units[direction]
    ]
