from collections import Counter, defaultdict

from odoo import models

from .stock_move_line_take_back import Goods


class StockMove(models.Model):
    """Moves that undo others: the same goods go back to where they were."""

    _inherit = "stock.move"

    def _ozon_take_back(self, force):
        """Enter the goods of the undone moves on these moves, which undo them.

        The goods go from where they are to where they were.
        Odoo's own reservation would take any goods of the product, perhaps of another owner, from
        another shelf or without their package. Its putaway rules would put them anywhere.

        :param force: whether to enter goods that are not there; otherwise moves may stay short
        """
        free = self._ozon_free_units()
        # Odoo has lost track of which moves to read together.
        moves = self.with_prefetch()
        wanted = {move: move._prepare_ozon_take_back_vals(free, force) for move in moves}
        other = {
            move: lines for move, lines in wanted.items()
            if Counter(map(self._ozon_line_key, lines)) != move._ozon_entered()
        }
        self.browse().union(*other).move_line_ids.unlink()
        self.env["stock.move.line"]._ozon_enter(
            [line for lines in other.values() for line in lines]
        )

    def _prepare_ozon_take_back_vals(self, free, force):
        """:param free: the result of `_ozon_free_units`; what is taken here is subtracted"""
        origin, reserves = self.origin_returned_move_id, not self._should_bypass_reservation()
        vals = []
        for line, units in origin._ozon_units_left(self):
            goods = line._ozon_goods_moved()
            sources = [(goods, units)]
            if reserves:
                sources = self._ozon_sources(goods, units, free, force)
            vals += [
                self._prepare_ozon_back_line_vals(line, source, taken) for source, taken in sources
            ]
        return vals

    def _prepare_ozon_back_line_vals(self, line, source, units):
        unit = line.product_id.uom_id
        quantity = line.quantity
        if unit.compare(units, line.quantity_product_uom):
            quantity = unit._compute_quantity(units, line.product_uom_id, rounding_method="HALF-UP")
        return {
            "move_id": self.id,
            "picking_id": self.picking_id.id,
            "company_id": self.company_id.id,
            "product_id": line.product_id.id,
            "product_uom_id": line.product_uom_id.id,
            "quantity": quantity,
            "lot_id": source.lot,
            "owner_id": source.owner,
            "location_id": source.place,
            "package_id": source.package,
            "location_dest_id": line.location_id.id,
            "result_package_id": line.package_id.id,
        }

    def _ozon_units_left(self, undoing):
        """The part of a done move that has not been taken back yet.

        :param undoing: the move that is about to take it back
        :return: list of (its line, units left of it, in the product's unit)
        """
        taken = Counter()
        for line in (self.returned_move_ids - undoing).move_line_ids:
            if line.state == "done":
                taken[line._ozon_goods_taken()] += line.quantity_product_uom
        left = {line: line.quantity_product_uom for line in self.move_line_ids}
        # First the same goods, then any of the same lot and owner, then any of the product: goods
        # may have been moved elsewhere since.
        for same in (lambda goods: goods, lambda goods: goods[:3], lambda goods: goods[:1]):
            for line in left:
                for goods in taken:
                    if same(goods) == same(line._ozon_goods_moved()):
                        units = min(left[line], taken[goods])
                        left[line] -= units
                        taken[goods] -= units
        return [
            (line, units) for line, units in left.items()
            if line.product_id.uom_id.compare(units, 0) > 0
        ]

    def _ozon_sources(self, goods, units, free, force):
        """Where to take goods from: first where they were put, then wherever they are now.

        :return: list of (`Goods`, units)
        """
        root = self.location_id.parent_path
        elsewhere = [
            other for other in free[goods.product]
            if other != goods and other[:3] == goods[:3]
            and self.env["stock.location"].browse(other.place).parent_path.startswith(root)
        ]
        sources = []
        for source in (goods, *elsewhere):
            taken = min(units, free[goods.product].get(source, 0.0))
            if taken > 0:
                sources.append((source, taken))
                free[goods.product][source] -= taken
                units -= taken
        if force and self.product_id.uom_id.compare(units, 0) > 0:
            sources.append((goods, units))
        return sources

    def _ozon_free_units(self):
        """:return: {product id: {`Goods`: units}}: the free stock where the moves take from"""
        moves = self.filtered(lambda move: not move._should_bypass_reservation())
        # Stock that is reserved for these moves is free for them.
        moves._do_unreserve()
        free = defaultdict(dict)
        for *goods, quantity, reserved in self.env["stock.quant"].sudo()._read_group(
            [
                ("product_id", "in", moves.product_id.ids),
                ("location_id", "child_of", moves.location_id.ids),
            ],
            ["product_id", "lot_id", "owner_id", "location_id", "package_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        ):
            key = Goods(*(record.id for record in goods))
            free[key.product][key] = quantity - reserved
        return free

    def _ozon_entered(self):
        lines = self.move_line_ids
        names = self.env["stock.move.line"]._ozon_compared_fields()
        return Counter(
            tuple(line[name] if name == "quantity" else line[name].id for name in names)
            for line in lines
        )

    def _ozon_line_key(self, vals):
        return tuple(vals[name] for name in self.env["stock.move.line"]._ozon_compared_fields())
