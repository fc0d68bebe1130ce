from collections import defaultdict

from odoo import models

from ...domain.settlement import Direction
from ...tools.many_products import union

SHOWN = 3
NOTHING = dict.fromkeys(Direction, 0)


class OzonGoodsDocumentKits(models.AbstractModel):
    """Products that Odoo moves as their components: kits of the app Manufacturing, if installed.

    A planned transfer contains the kit. When the transfer is confirmed, Odoo replaces the kit by
    its components.
    """

    _inherit = "ozon.goods.document.base.mixin"

    def _check_kits(self):
        """Note for reports with kits that shortage and transfers show components."""
        if "mrp.bom" not in self.env:
            return []
        kits = union(self.env, self._setup_products()._ozon_kits(self.company_id))
        return [self._check("kits", self.env._("Kits"), None, self.env._(
            "Their components are moved and counted: %s", ", ".join(
                kits[:SHOWN].mapped("display_name")
            ) + ("…" if len(kits) > SHOWN else ""),
        ))] if kits else []

    def _moved_units(self, wanted, moves, facts=None):
        """The units that moves move, with kits in place of their components.

        :param wanted: {product id: {direction: units}} of the report
        :param moves: planned or done moves; one that takes another back counts against it
        :param facts: what `_ozon_facts` has returned for products so far; the facts of other moved
            products are added
        :return: {product id: {direction: units}}, in `product._ozon_unit`
        """
        shares = self._kit_shares(wanted)
        lines_of_kits = {line.id: line for lines in shares.values() for line in lines}
        moved = defaultdict(NOTHING.copy)
        parts = defaultdict(float)
        of_moves = moves and moves._ozon_moved_units()
        facts = {} if facts is None else facts
        unknown = {one.product_id for one in of_moves} - facts.keys()
        facts.update(self.env["product.product"].browse(unknown)._ozon_facts())
        for one in of_moves:
            direction = Direction.RETURN if one.comes_in else Direction.SALE
            line = lines_of_kits.get(one.bom_line_id)
            unit = facts[one.product_id].uom if line else facts[one.product_id].unit
            quantity = one.quantity
            if one.uom_id != unit.id:
                quantity = self.env["uom.uom"].browse(one.uom_id)._compute_quantity(
                    quantity, unit, round=False,
                )
            if line:
                parts[line, direction] += quantity
            else:
                moved[one.product_id][direction] += quantity
        # Kits may share components: first take the report's kits, then whatever is left over.
        for limited in (True, False):
            for kit, lines in shares.items():
                for direction in Direction:
                    lacking = self._without_noise(
                        wanted[kit.id][direction] - moved[kit.id][direction]
                    )
                    if limited or not lacking:
                        moved[kit.id][direction] += self._take_kits(
                            lines, parts, direction, lacking if limited else None,
                        )
        return moved

    def _kit_shares(self, wanted):
        """The components of kits: {kit: {line of the BoM: quantity for one kit}}.

        The quantity is in the component's own unit. Variants may share their lines.
        """
        kits = self.env["product.product"].browse(wanted)._ozon_kits(self.company_id)
        shares = {}
        for kit, bom in kits.items():
            count = max(1, *(abs(quantity) for quantity in wanted[kit.id].values()))
            shares[kit] = defaultdict(float)
            for line, _component, quantity in kit._ozon_explode(bom, count):
                shares[kit][line] += quantity / count
        return shares

    def _take_kits(self, lines, parts, direction, limit=None):
        """How many units of a kit its components' moves make up, at most `limit`.

        If the components disagree, the smallest number counts; the rest appears as missing kits.

        :param lines: {line of the BoM: quantity for one kit}
        :param parts: {(line of the BoM, direction): quantity moved}; what the kits account for is
            taken from it
        """
        found = [
            self._without_noise(parts[line, direction] / share) for line, share in lines.items()
        ]
        count = min([*found, *([] if limit is None else [limit])], default=0)
        if limit is None:
            count = max(0, count)
        for line, share in lines.items():
            parts[line, direction] -= count * share
        return count

    def _components(self, units, kits, facts):
        """The goods in stock that these units of products consist of.

        :param units: list of (product id, units), in `product._ozon_unit`; each product once
        :param kits: the result of `_ozon_kits` for these products
        :param facts: the result of `_ozon_facts` for these products; facts of components are added
        :return: {product id: [quantity in the product's own unit, the kits that it is for]}
        """
        none = self.env["product.product"]
        result = defaultdict(lambda: [0.0, none])
        if not kits:
            result.update(
                (product_id, [facts[product_id].in_uom(quantity), none])
                for product_id, quantity in units
            )
            return result
        kits = {kit.id: (kit, bom) for kit, bom in kits.items()}
        for product_id, quantity in units:
            if product_id in kits:
                kit, bom = kits[product_id]
                sign = -1 if quantity < 0 else 1
                for _line, component, amount in kit._ozon_explode(bom, abs(quantity)):
                    result[component.id][0] += sign * amount
                    result[component.id][1] |= kit
            else:
                result[product_id][0] += facts[product_id].in_uom(quantity)
        facts.update(none.browse(result)._ozon_facts())
        return result

    # What is still to be moved

    def _lacking_units(self, units, moves, facts=None):
        """The report's units that these moves do not cover; below 0 if they move more.

        :param units: as from `_product_units`, with services among the products
        :param facts: as for `_lacking_by_place`
        :return: the same without services
        """
        if facts is None:
            facts = self.env["product.product"].browse(filter(None, units))._ozon_facts()
        lacking = {
            product_id: moved for product_id, moved in units.items()
            if product_id and facts[product_id].is_goods
        }
        for product_id, moved in self._moved_units(lacking, moves, facts).items():
            left = lacking[product_id] = lacking.get(product_id, NOTHING).copy()
            for direction, quantity in moved.items():
                missing = left[direction] - quantity
                left[direction] = missing and self._without_noise(missing)
        return lacking
