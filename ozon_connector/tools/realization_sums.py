"""What the rows of realization reports add up to, in the database."""

from decimal import Decimal

from odoo.fields import Domain
from odoo.tools import SQL

from ..domain import settlement

# The units of a product's rows that left, and that came back. A decrease counts on the other side.
SOLD, RETURNED = (
    SQL(
        "COALESCE(SUM(ABS(quantity) * units) FILTER ("
        "WHERE (direction = %s) = (quantity >= 0)), 0)", direction.value,
    ) for direction in (settlement.Direction.SALE, settlement.Direction.RETURN)
)
COLUMNS = ("direction", "quantity", "revenue", "points", "units", *settlement.FIGURES)


class RealizationSums:
    """The rows of one or more reports. The database adds: a page cannot read 20,000 rows.

    :param reports: `ozon.realization.report`
    """

    def __init__(self, reports):
        self.reports = reports
        self.env = reports.env

    def movements(self):
        """The rows added up as a few `domain.settlement.Movement`, which give the same figures.

        Rows that a correction counts on the other side, as a decrease, stay apart.
        """
        return [
            settlement.Movement(
                0, settlement.Direction(direction), "", "", "", "", quantity,
                *map(Decimal, amounts),
            )
            for direction, quantity, *amounts in self._query_rows(SQL(
                """
                SELECT direction, SUM(quantity)::bigint, %s FROM row
                GROUP BY direction, SIGN(quantity), revenue < 0, revenue + points < 0
                """,
                # Odoo reads numbers of the database as floats.
                SQL(", ").join(
                    SQL("SUM(%s)::text", SQL.identifier(figure)) for figure in settlement.FIGURES
                ),
            ))
        ]

    def product_units(self):
        """What left and what came back, in the order of the rows.

        :return: {product id: {direction: units}}, in `product._ozon_unit`; rows without a product
            are under the id None
        """
        rows = self._query_rows(SQL(
            """
            SELECT product_id, %s::float, %s::float FROM row GROUP BY product_id
            ORDER BY MIN((report_id::bigint << 32) + row_number), MIN(id)
            """,
            SOLD, RETURNED,
        ))
        return {
            product_id: {
                settlement.Direction.SALE: _number(sold),
                settlement.Direction.RETURN: _number(returned),
            } for product_id, sold, returned in rows
        }

    def moved_exactly(self, moves):
        """Whether done moves certainly move what the rows say.

        :param moves: `stock.move`
        """
        self.env["product.template"].flush_model(["type", "uom_id"])
        uoms = self.env["uom.uom"].search(Domain.TRUE)
        [[different]] = self._query_rows(SQL(
            """
            SELECT COUNT(*) FROM (
                SELECT product_id, %(sold)s AS sold, %(returned)s AS returned
                FROM row GROUP BY product_id
            ) AS wanted
            FULL JOIN (
                SELECT product_id,
                    COALESCE(SUM(quantity) FILTER (WHERE NOT comes_in), 0) AS sold,
                    COALESCE(SUM(quantity) FILTER (WHERE comes_in), 0) AS returned,
                    BOOL_AND(bom_line_id IS NULL AND uom_id = ANY(%(pieces)s)) AS is_plain,
                    MIN(uom_id) AS uom_id, MAX(uom_id) AS other_uom_id
                FROM (%(moved)s) AS moved GROUP BY product_id
            ) AS moved ON moved.product_id = wanted.product_id
            LEFT JOIN product_product AS product
                ON product.id = COALESCE(wanted.product_id, moved.product_id)
            LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
            WHERE template.type = 'consu' AND (
                wanted.sold IS DISTINCT FROM moved.sold
                OR wanted.returned IS DISTINCT FROM moved.returned
                OR NOT moved.is_plain
                OR moved.uom_id != template.uom_id OR moved.other_uom_id != template.uom_id
            )
            """,
            sold=SOLD, returned=RETURNED, moved=moves._ozon_moved_query(),
            pieces=uoms.filtered(lambda uom: uom._ozon_piece() == uom).ids,
        ))
        return not different

    def wrong_rows(self):
        """:return: list of the numbers of the rows that do not add up"""
        return [number for [number] in self._query_rows(SQL(
            """
            SELECT row_number FROM row WHERE accrual != revenue + points - base_fee
            ORDER BY report_id, row_number, direction DESC, id
            """
        ))]

    def _query_rows(self, query):
        """
        :param query: `SQL` that selects from `row`: each row, with its amounts to the kopeck
        """
        lines = self.env["ozon.realization.report.line"]
        lines.flush_model(["report_id", "row_number", "product_id", *COLUMNS])
        return self.env.execute_query(SQL(
            """
            WITH row AS (
                SELECT id, report_id, row_number, direction, product_id,
                    COALESCE(quantity, 0) AS quantity, COALESCE(units, 0)::numeric AS units,
                    %(figures)s
                FROM ozon_realization_report_line WHERE report_id = ANY(%(reports)s)
            ) %(query)s
            """,
            figures=SQL(", ").join(
                SQL("ROUND(COALESCE(%(name)s, 0), 2) AS %(name)s", name=SQL.identifier(figure))
                for figure in settlement.FIGURES
            ),
            reports=list(self.reports.ids), query=query,
        ))


def _number(quantity):
    return int(quantity) if quantity.is_integer() else quantity
