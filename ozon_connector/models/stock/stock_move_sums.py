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
        bom_line = "bom_line_id" if "bom_line_id" in self._fields else "NULL::integer"
        return [Moved(*row) for row in self.env.execute_query(SQL(
            """
            WITH moved AS (
                SELECT id, product_id, product_uom, %(bom_line)s AS bom_line_id,
                    CASE WHEN state = 'done' THEN quantity ELSE product_uom_qty END AS quantity,
                    location_dest_id, origin_returned_move_id
                FROM stock_move WHERE id = ANY(%(moves)s)
            )
            SELECT move.product_id, place.usage = 'internal', move.product_uom,
                CASE WHEN origin.id IS NULL THEN move.bom_line_id ELSE origin.bom_line_id END,
                SUM(CASE WHEN origin.id IS NULL THEN 1 ELSE -1 END * move.quantity)::float
            FROM moved AS move
            LEFT JOIN moved AS origin ON origin.id = move.origin_returned_move_id
            JOIN stock_location AS place
                ON place.id = COALESCE(origin.location_dest_id, move.location_dest_id)
            GROUP BY 1, 2, 3, 4
            ORDER BY MIN(move.id)
            """,
            bom_line=SQL(bom_line), moves=id_array(self.ids),
        ))]
