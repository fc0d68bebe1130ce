from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ...tools.many_products import id_array


class Moved(NamedTuple):
    """The units of a product that a move moved, or is to move."""

    product_id: int
    comes_in: bool
    uom_id: int
    bom_line_id: int | None  # the line of the kit that they came from
    quantity: float


class StockMove(models.Model):
    """Reads very many moves at once. Kits are known only where Manufacturing is installed."""

    _inherit = "stock.move"

    def _ozon_moved_units(self):
        """What each move moves.

        A move that takes back another one of these counts in the direction of that one, with units
        below 0.

        :return: list of `Moved`
        """
        return [Moved(*row) for row in self.env.execute_query(SQL(
            "SELECT product_id, comes_in, uom_id, bom_line_id, quantity FROM (%s) AS moved "
            "ORDER BY id", self._ozon_moved_query(),
        ))]

    def _ozon_moved_query(self):
        """:return: `SQL` that selects the id of each move and the columns of its `Moved`"""
        for model in ("stock.move", "stock.location"):
            self.env[model].flush_model()
        bom_line = "bom_line_id" if "bom_line_id" in self._fields else "NULL::integer"
        return SQL(
            """
            WITH moved AS (
                SELECT id, product_id, product_uom, %(bom_line)s AS bom_line_id,
                    COALESCE(CASE WHEN state = 'done' THEN quantity ELSE product_uom_qty END, 0)
                        AS quantity,
                    location_dest_id, origin_returned_move_id
                FROM stock_move WHERE id = ANY(%(moves)s)
            )
            SELECT move.id, move.product_id, place.usage = 'internal' AS comes_in,
                move.product_uom AS uom_id,
                CASE WHEN origin.id IS NULL THEN move.bom_line_id ELSE origin.bom_line_id END
                    AS bom_line_id,
                CASE WHEN origin.id IS NULL THEN move.quantity ELSE -move.quantity END AS quantity
            FROM moved AS move
            LEFT JOIN moved AS origin ON origin.id = move.origin_returned_move_id
            JOIN stock_location AS place
                ON place.id = COALESCE(origin.location_dest_id, move.location_dest_id)
            """,
            bom_line=SQL(bom_line), moves=id_array(self.ids),
        )
