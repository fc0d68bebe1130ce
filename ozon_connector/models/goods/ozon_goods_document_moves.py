from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...domain import calendar
from ...domain.settlement import Direction


class OzonGoodsDocumentMoves(models.AbstractModel):
    """The transfers and moves of a document, with their direction, place and day."""

    _inherit = "ozon.goods.document.base.mixin"

    def _planned_transfers(self):
        return self.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))

    def _moves(self):
        """All moves of the document's goods, including returns made with Odoo's own button."""
        moves = self.picking_ids.move_ids
        moves |= moves.returned_move_ids
        # All fields of 20,000 moves would fill the memory.
        moves.fetch(["state"])
        return moves.filtered(lambda move: move.state != "cancel")

    def _done_moves(self):
        """The done moves. A draft may have very many planned moves and none that is done."""
        moves = self.env["stock.move"]
        if not self.picking_ids:
            return moves
        own = Domain("picking_id", "in", self.picking_ids.ids) & Domain("state", "=", "done")
        return moves.search(own) | moves.search(
            Domain("origin_returned_move_id", "any", own) & Domain("state", "=", "done")
        )

    def _effective_moves(self, returned):
        """The moves of goods that were sold or came back, without those that a reset has undone."""
        direction = Direction.RETURN if returned else Direction.SALE
        return self._moves().filtered(
            lambda move: not move.origin_returned_move_id and not move.ozon_undone
            and self._direction(move) is direction
        )

    @api.model
    def _direction(self, move):
        """The direction of a move: into the company's stock is a return, out of it a sale."""
        return Direction.RETURN if move.location_dest_id.usage == "internal" else Direction.SALE

    def _leaves(self, picking):
        return self._direction(picking) is Direction.SALE

    def _booking_moment(self):
        """The end of the accounting day of the leading entry, in Moscow; never in the future.

        If there is no such entry any more, the last day of the month counts, as for a new one.
        """
        day = self._lead().date or self._booking_day()
        end = calendar.end_of_day(day).replace(tzinfo=None)
        return min(end, fields.Datetime.now())

    def _picking_type(self, direction, place):
        """:param place: where the goods leave from or come back to"""
        warehouse = self._warehouse_of(place)
        return warehouse.out_type_id if direction is Direction.SALE else warehouse.in_type_id

    def _warehouse_of(self, place):
        return place.warehouse_id or self._warehouse()

    def _warehouse(self):
        warehouse = self.account_id._warehouse()
        if not warehouse:
            raise UserError(self.env._(
                "The company %s has no warehouse, so the goods cannot be moved. Make one under "
                "Inventory ▸ Configuration ▸ Warehouses, or switch off «Move Goods» on the "
                "account.",
                self.company_id.name,
            ))
        return warehouse


def periodic(moves):
    """The moves of goods that are valued periodically, at closing."""
    return moves.filtered(lambda move: move.product_id.valuation != "real_time")
