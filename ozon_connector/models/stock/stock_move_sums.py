from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...tools.many_products import id_array


class Moved(NamedTuple):
    """The units of one product that moves moved, or are to move, in one direction and unit."""

    product_id: int
    comes_in: bool
    uom_id: int
    bom_line_id: int | None  # the line of the kit that they came from
    quantity: float


class StockMove(models.Model):
    """Sums of very many moves at once. Kits are known only where Manufacturing is installed."""

    _inherit = "stock.move"

    def _ozon_sums_of_products(self):
        """The sums of the moves by product, direction, unit and line of a kit.

        A move that takes back another one of these cancels what that one had moved.

        :return: list of `Moved`
        """
        for model in ("stock.move", "stock.location"):
            self.env[model].flush_model()
        kits = "bom_line_id" in self._fields
        return [Moved(*row) for row in self.env.execute_query(SQL(
            """
            SELECT move.product_id, place.usage = 'internal', move.product_uom, %(bom_line)s,
                SUM(
                    CASE WHEN origin.id IS NULL THEN 1 ELSE -1 END
                    * CASE WHEN move.state = 'done' THEN move.quantity ELSE move.product_uom_qty END
                )::float
            FROM stock_move AS move
            LEFT JOIN stock_move AS origin
                ON origin.id = move.origin_returned_move_id AND origin.id = ANY(%(moves)s)
            JOIN stock_location AS place
                ON place.id = COALESCE(origin.location_dest_id, move.location_dest_id)
            WHERE move.id = ANY(%(moves)s)
            GROUP BY 1, 2, 3, 4
            ORDER BY MIN(move.id)
            """,
            bom_line=SQL(
                "CASE WHEN origin.id IS NULL THEN move.bom_line_id ELSE origin.bom_line_id END"
                if kits else "NULL::integer"
            ),
            moves=id_array(self.ids),
        ))]
