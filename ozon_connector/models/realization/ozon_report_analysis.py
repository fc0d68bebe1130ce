from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.blank_fields import BlankFloat, BlankMonetary
from ...tools.texts_as_texts import TextsAsTexts


class OzonReportAnalysis(TextsAsTexts, models.Model):
    """The goods of the reports, sold − returned, for sums by product, month and account.

    A row is a line of a report; returns are negative. Corrections count with their reports,
    cancelled reports do not count.
    """

    _name = "ozon.report.analysis"
    _inherit = ["ozon.report.sums.mixin", "ozon.shares.mixin"]
    _description = "Ozon Report Analysis"
    _auto = False
    _rec_name = "name"
    _shares = {
        "fee_share:avg": (100, "base_fee", ("revenue", "points")),
        "return_share:avg": (100, "quantity_returned", ("quantity_sold",)),
    }

    month = fields.Char("Month in Words", related="report_id.month")
    state = fields.Selection(
        [
            ("loaded", "Loaded"),
            ("to_match", "Cards to match"),
            ("ready", "Ready"),
            ("to_review", "To review"),
            ("booking", "Being booked"),
            ("posted", "Posted"),
            ("taking_back", "Being taken back"),
        ],
        "Status", readonly=True,
    )
    direction = fields.Selection([("sale", "Sold"), ("return", "Returned")], readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_tmpl_id = fields.Many2one("product.template", "Product Template", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    sku = fields.Char("SKU", readonly=True)
    offer_id = fields.Char("Article", readonly=True)
    name = fields.Char("Name on Ozon", readonly=True)
    quantity_sold = fields.Float("Units Sold", digits="Product Unit", readonly=True)
    quantity_returned = fields.Float("Units Returned", digits="Product Unit", readonly=True)
    quantity = fields.Float(
        "Units", digits="Product Unit", readonly=True,
        help="Units of the product, sold − returned. A set of three is three.",
    )
    revenue = fields.Monetary(
        readonly=True,
        help="What buyers paid and the payouts of partners' loyalty programmes, sold − returned.",
    )
    points = fields.Monetary("Points for Discounts", readonly=True)
    base_fee = fields.Monetary(
        "Gross Commission", readonly=True, help="Ozon's commission before points.",
    )
    accrual = fields.Monetary("Due from Ozon", readonly=True)
    cost = BlankMonetary(
        readonly=True,
        help="What the goods cost, by the transfers of the booked report. No cost: goods whose "
             "transfers have no value or differ in units from the report, and goods whose cost "
             "does not match what was paid (see «Cost of sales ties» on the report).",
    )
    margin = BlankMonetary(
        readonly=True,
        help="What is due from Ozon less the cost, with VAT as in the report. Goods whose cost is "
             "not known are left out.",
    )
    fee_share = BlankFloat(
        "Commission, %", aggregator="avg", readonly=True, digits=(16, 2),
        help="Gross commission as a share of revenue plus points, the price that the seller set.",
    )
    return_share = BlankFloat(
        "Returns, %", aggregator="avg", readonly=True, digits=(16, 2),
        help="Units returned as a share of units sold; in a row, of its product, month, account.",
    )

    _depends = {
        "ozon.realization.report": [
            "account_id", "company_id", "currency_id", "period", "state",
        ],
        "ozon.realization.report.line": [
            "report_id", "direction", "product_id", "sku", "offer_id", "name", "quantity",
            "units", "revenue", "points", "base_fee", "accrual",
        ],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id", "uom_id"],
        "res.company": ["currency_id"],
        "stock.location": ["usage"],
        "stock.move": [
            "location_dest_id", "origin_returned_move_id", "ozon_undone", "picking_id",
            "product_id", "product_uom", "quantity", "state", "value",
        ],
        "stock.picking": ["ozon_report_id"],
        "uom.uom": ["factor", "parent_path"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH moved AS (%(moved)s)
            SELECT %(columns)s
            FROM %(lines)s
            WHERE report.state != 'cancelled'
            WINDOW goods AS (
                PARTITION BY
                    report.account_id, report.period, line.product_id,
                    CASE WHEN line.product_id IS NULL
                        THEN COALESCE(NULLIF(line.sku, ''), NULLIF(line.offer_id, ''), line.name)
                    END
            )
            """,
            moved=self._moved_query(),
            columns=self._columns(),
            lines=self._lines_with_cost(),
        )

    @api.model
    def _columns(self):
        """The columns for `_lines_with_cost`. The window `goods` serves the share of returns."""
        return SQL(
            """
            line.id,
            line.report_id,
            report.account_id,
            report.company_id,
            report.currency_id,
            report.period,
            report.state,
            line.direction,
            line.product_id,
            product.product_tmpl_id,
            template.categ_id,
            line.sku,
            line.offer_id,
            line.name,
            side.sold * line.quantity AS quantity_sold,
            side.returned * line.quantity AS quantity_returned,
            side.sign * line.quantity AS quantity,
            side.sign * line.revenue AS revenue,
            side.sign * line.points AS points,
            side.sign * line.base_fee AS base_fee,
            side.sign * line.accrual AS accrual,
            side.sign * known.cost AS cost,
            side.sign * (line.accrual - known.cost) AS margin,
            100 * line.base_fee / NULLIF(line.revenue + line.points, 0) AS fee_share,
            CASE
                WHEN SUM(side.sold * line.quantity) OVER goods > 0
                    THEN 100 * (SUM(side.returned * line.quantity) OVER goods)::numeric
                        / SUM(side.sold * line.quantity) OVER goods
                WHEN SUM(side.returned * line.quantity) OVER goods > 0 THEN 100
            END AS return_share
            """
        )

    @api.model
    def _lines_with_cost(self):
        """The lines of the reports in units of their products, with their cost if it is known.

        A product's cost in a report is shared among its lines by their units.
        """
        return SQL(
            """
            (
                SELECT *,
                    SUM(quantity) OVER (PARTITION BY report_id, product_id, direction)
                        AS product_quantity
                FROM (
                    SELECT id, report_id, direction, product_id, sku, offer_id, name,
                        revenue, points, base_fee, accrual, quantity * units AS quantity
                    FROM ozon_realization_report_line
                ) AS in_units
            ) AS line
            JOIN ozon_realization_report AS report ON report.id = line.report_id
            JOIN res_company AS company ON company.id = report.company_id
            LEFT JOIN product_product AS product ON product.id = line.product_id
            LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
            CROSS JOIN LATERAL (
                SELECT
                    CASE line.direction WHEN 'sale' THEN 1 ELSE 0 END AS sold,
                    CASE line.direction WHEN 'return' THEN 1 ELSE 0 END AS returned,
                    CASE line.direction WHEN 'sale' THEN 1 ELSE -1 END AS sign
            ) AS side
            LEFT JOIN moved ON %(cost_is_known)s
            CROSS JOIN LATERAL (
                SELECT moved.value * line.quantity / NULLIF(line.product_quantity, 0) AS cost
            ) AS known
            """,
            cost_is_known=self._cost_is_known(),
        )

    @api.model
    def _cost_is_known(self):
        """The condition under which a row of `moved` gives the cost of a `line`."""
        return SQL(
            """
            moved.report_id = line.report_id
            AND moved.product_id = line.product_id
            AND moved.direction = line.direction
            AND ROUND(moved.quantity, 6) = ROUND(line.product_quantity, 6)
            AND report.state = 'posted'
            AND report.currency_id = company.currency_id
            AND NOT EXISTS (
                SELECT FROM UNNEST(%(companies)s::int[], %(products)s::int[])
                    AS unbacked (company_id, product_id)
                WHERE unbacked.company_id = report.company_id
                    AND unbacked.product_id = line.product_id
            )
            """,
            **self._unbacked(),
        )

    @api.model
    def _unbacked(self):
        """The goods whose cost is not covered by purchases.

        :return: {"companies": ids, "products": ids}, two lists of the same length
        """
        pairs = []
        for company in self.env.companies:
            lines = self.env["ozon.realization.report.line"].sudo().with_company(company)
            [[sold]] = lines._read_group(
                [("company_id", "=", company.id), ("report_id.state", "=", "posted")],
                [], ["product_id:recordset"],
            )
            pairs += [
                (company.id, product_id)
                for product_id, walk in sold._ozon_walks().items() if not walk.is_backed
            ]
        return {
            "companies": [company_id for company_id, _product_id in pairs],
            "products": [product_id for _company_id, product_id in pairs],
        }

    @api.model
    def _moved_query(self):
        """The units and value that left or came back, by report and product.

        Like `ozon.realization.report._moved_costs`. A value of zero counts as unknown.
        """
        return SQL(
            """
            SELECT
                picking.ozon_report_id AS report_id,
                move.product_id,
                CASE destination.usage WHEN 'internal' THEN 'return' ELSE 'sale' END AS direction,
                -- In the unit of `product._ozon_unit`, in which the lines are.
                SUM(
                    (move.quantity * move_uom.factor - taken_back.quantity)
                    / CASE split_part(uom.parent_path, '/', 1)
                        WHEN split_part(piece.parent_path, '/', 1) THEN piece.factor
                        ELSE uom.factor
                    END
                ) AS quantity,
                SUM(move.value - taken_back.value) AS value
            FROM stock_picking AS picking
            JOIN stock_move AS move ON move.picking_id = picking.id
            JOIN uom_uom AS move_uom ON move_uom.id = move.product_uom
            JOIN product_product AS product ON product.id = move.product_id
            JOIN product_template AS template ON template.id = product.product_tmpl_id
            JOIN uom_uom AS uom ON uom.id = template.uom_id
            JOIN uom_uom AS piece ON piece.id = %(piece)s
            JOIN stock_location AS destination ON destination.id = move.location_dest_id
            CROSS JOIN LATERAL (
                SELECT COALESCE(SUM(back.quantity * back_uom.factor), 0) AS quantity,
                    COALESCE(SUM(back.value), 0) AS value
                FROM stock_move AS back
                JOIN uom_uom AS back_uom ON back_uom.id = back.product_uom
                WHERE back.origin_returned_move_id = move.id AND back.state = 'done'
            ) AS taken_back
            WHERE picking.ozon_report_id IS NOT NULL
                AND move.state = 'done'
                AND move.origin_returned_move_id IS NULL
                AND move.ozon_undone IS NOT TRUE
            GROUP BY 1, 2, 3
            HAVING SUM(move.value - taken_back.value) > 0
            """,
            piece=self.env["uom.uom"]._ozon_units().id,
        )
