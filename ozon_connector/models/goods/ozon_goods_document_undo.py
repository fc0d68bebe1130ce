from odoo import Command, models
from odoo.exceptions import UserError

from ...domain.settlement import Direction
from ...tools.own_context import with_own
from .ozon_goods_document_moves import periodic


class OzonGoodsDocumentUndo(models.AbstractModel):
    """Returns the goods of a document that is taken back to where they were."""

    _inherit = "ozon.goods.document.mixin"

    def _undo_transfers(self):
        """Bring back delivered goods, send back returned ones, and remove planned transfers."""
        self._remove_planned_transfers()
        self._undo_together(self._done_transfers())

    def _undo_in_parts(self):
        """Do the same in parts: transfers of the same goods are one part of the work."""
        if not self._has_many_rows():
            self._undo_transfers()
            return
        done = self._done_transfers()
        moves = done.move_ids
        for some in (moves, moves.returned_move_ids):
            some.fetch(["state", "quantity", "product_uom"])
        left = done.filtered(self._units_left)
        if left:
            # The transfers that are missing afterwards are planned anew.
            self._remove_planned_transfers()
        for transfers in left._ozon_parts(True):
            self._undo_together(transfers)
            yield

    def _done_transfers(self):
        """The done transfers of what was sold and what came back, also those that were undone."""
        done = self.picking_ids.filtered(lambda picking: picking.state == "done")
        # All fields of 20,000 moves would fill the memory.
        done.move_ids.fetch(["origin_returned_move_id"])
        return done.filtered(lambda picking: not picking.move_ids.origin_returned_move_id)

    def _undo_together(self, done):
        left = {picking: self._units_left(picking) for picking in done}
        products = done.move_ids.product_id.with_company(self.company_id)
        missing, followers = self._missing_costs(products), products._ozon_followers()
        undone = self.env["stock.move"]
        for picking in done.sorted(self._leaves, reverse=True):
            if left[picking]:
                undone |= self._undo_transfer(picking, left[picking])
        self._settle_undone_costs(undone, missing, followers)

    def _units_left(self, picking):
        """:return: {done move: its units that nobody has taken back yet, in the move's unit}"""
        units = {
            move: move.quantity - sum(
                returned.product_uom._compute_quantity(returned.quantity, move.product_uom)
                for returned in move.returned_move_ids if returned.state == "done"
            )
            for move in picking.move_ids.with_prefetch() if move.state == "done"
        }
        return {move: left for move, left in units.items() if move.product_uom.compare(left, 0) > 0}

    def _undo_transfer(self, picking, units):
        """:param units: {move: units of it to take back}
        :return: the moves that do not count in the valuation any more
        """
        comes_back = self._leaves(picking)
        opposite = with_own(self.env["stock.picking"]._ozon_create(
            self._prepare_opposite_vals(picking, units, comes_back)
        )._ozon_in_bulk(), ozon_values_later=True)
        with_own(opposite, ozon_enters_later=True).action_confirm()
        opposite.move_ids._ozon_take_back(force=self.account_id.allow_negative_stock)
        if not comes_back and not self.account_id.allow_negative_stock:
            self._check_still_there(opposite)
        # Neither move counts in the valuation, so the goods keep their cost, also with FIFO.
        whole = self.env["stock.move"].union(*(
            move for move, left in units.items()
            if not move.product_uom.compare(left, move.quantity)
        ))
        undone = whole | opposite.move_ids.filtered(
            lambda move: move.origin_returned_move_id in whole
        )
        self._book_back(whole, undone - whole)
        undone._ozon_write({"ozon_undone": True})
        moved = self.env["stock.move"].union(*units)
        moment = max(periodic(moved).mapped("date"), default=picking.date_done)
        self._make_transfer(opposite)
        self._date_back(opposite, moment)
        return undone

    def _prepare_opposite_vals(self, picking, units, comes_back):
        direction = Direction.RETURN if comes_back else Direction.SALE
        return {
            "picking_type_id": self._picking_type(direction, self._own_side(picking)).id,
            "location_id": picking.location_dest_id.id,
            "location_dest_id": picking.location_id.id,
            "company_id": self.company_id.id,
            "origin": self.env._("Return of %s", picking.name),
            "return_id": picking.id,
            "ozon_document_id": self.document_id.id,
            "move_ids": [
                Command.create({
                    "product_id": move.product_id.id,
                    "product_uom": move.product_uom.id,
                    "product_uom_qty": left,
                    "location_id": move.location_dest_id.id,
                    "location_dest_id": move.location_id.id,
                    "company_id": self.company_id.id,
                    "origin_returned_move_id": move.id,
                })
                for move, left in units.items()
            ],
        }

    def _check_still_there(self, picking):
        gone = picking.move_ids.filtered(
            lambda move: move.product_id.is_storable
            and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
        )
        if gone:
            raise UserError(self.env._(
                "Goods that came back by %(report)s have left %(location)s since: %(product)s. "
                "Nothing was taken back, because the stock would go below zero. Bring the goods "
                "there first, or allow negative stock on the account.",
                report=self.display_name, location=picking.location_id.display_name,
                product=gone[0].product_id.display_name,
            ))
