from collections import defaultdict
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...domain import cost
from ...tools.own_context import own

# Before anything that a product can have been received for.
LONG_AGO = datetime(1970, 1, 1)


class CostRule(NamedTuple):
    """How a company values a product."""

    method: str  # average or fifo
    perpetual: bool
    price: float


class ProductProduct(models.Model):
    """What goods cost, for many of them at once: Odoo's own way asks for each product.

    The same figures as `_run_avco` and `_run_fifo`. Goods of a standard cost, and those valued by
    lot, are left to Odoo.
    """

    _inherit = "product.product"

    def _ozon_predate_first_cost(self):
        """A product costs nothing before its first receipt, not at the moment of its creation.

        Odoo notes a cost of 0 when a product is created, and takes it for a price that a person set
        then: an average cost would forget each receipt that is dated earlier.
        """
        firsts = {}
        for price in self.env["product.value"].sudo().search([
            ("product_id", "in", self.ids), ("move_id", "=", False), ("lot_id", "=", False),
        ], order="date, id"):
            firsts.setdefault(price.product_id, price)
        self.env["product.value"].sudo().union(*(
            price for price in firsts.values() if not price.value and price.date > LONG_AGO
        )).date = LONG_AGO

    def _ozon_revalue(self, new_moves):
        """Value the moves of the reports anew, and what depends on them.

        Periodically valued goods: every move, by the cost on its day. Perpetually valued ones: only
        what nothing is booked by yet; an invoice booked the others.

        :param new_moves: `stock.move` that no journal entry was made for yet
        """
        rules = self._ozon_cost_rules()
        walks = self._ozon_walks(rules, new_moves)
        moves = self.env["stock.move"].sudo()
        for walk in walks.values():
            for key, value in walk.values().items():
                moves.browse(key)._ozon_keep_value(walk.moves[key], value)
        for product in self.browse(walks):
            product._ozon_keep_cost(walks[product.id], rules[product.id])

    def _update_standard_price(self, extra_value=None, extra_quantity=None):
        result = super()._update_standard_price(extra_value, extra_quantity)
        self._ozon_revalue_periodic()
        return result

    def _ozon_revalue_periodic(self):
        """Follow a receipt that is dated, or priced, after reports have moved the product.

        Nothing is booked by the value of a move of periodically valued goods before the closing.
        """
        if own(self, "ozon_values_later"):
            return
        moved = self._ozon_moved_by_reports()
        rules = moved._ozon_cost_rules() if moved else {}
        periodic = self.browse(
            product_id for product_id, rule in rules.items() if not rule.perpetual
        )
        if periodic:
            periodic._ozon_revalue(self.env["stock.move"])

    def _ozon_moved_by_reports(self):
        groups = self and self.env["stock.move"].sudo()._read_group(
            [
                ("product_id", "in", self.ids), ("state", "=", "done"),
                ("company_id", "=", self.env.company.id),
                ("picking_id.ozon_report_id", "!=", False),
            ],
            ["product_id"],
        )
        return self.browse(product.id for [product] in groups)

    def _ozon_keep_cost(self, walk, rule):
        """Odoo's own cost of the product, where moves of an earlier day have changed it."""
        stock = walk.stock
        price = stock.unit_cost
        if rule.method == "fifo" and self.uom_id.compare(stock.quantity, 0) > 0:
            price = stock.value / stock.quantity
        if price and abs(price - rule.price) > 1e-9 * abs(price):
            self.sudo().with_context(disable_auto_revaluation=True).standard_price = price

    def _ozon_walks(self, rules=None, new_moves=None):
        """The history of each product with the company of the environment.

        :param rules: as of `_ozon_cost_rules`
        :param new_moves: `stock.move`; perpetually valued goods are free to get a value only there
        :return: {product id: `cost.Walk`}; without goods of standard cost or valued by lot
        """
        rules = self._ozon_cost_rules() if rules is None else rules
        new = frozenset(new_moves.ids if new_moves else ())
        histories = defaultdict(list)
        for product_id, *place, event in self._ozon_events(rules, new):
            histories[product_id].append((*place, event))
        rounded = self.env.company.currency_id.round
        return {
            product_id: cost.Walk(
                rules[product_id].method, rules[product_id].price,
                [event for *_place, event in sorted(history, key=itemgetter(0, 1))], rounded,
            )
            for product_id, history in histories.items()
        }

    def _ozon_booked_differently(self):
        """Perpetually valued goods whose stock account differs from what their moves are worth.

        Goods of which anything is open are left out: received and not billed, billed and not
        received, moved by hand, a month that is taken back. Their journal entries come yet.

        :return: {product id: the balance of the account less the value of the moves}
        """
        accounts = self._ozon_valuation_accounts()
        if not accounts:
            return {}
        for model in ("stock.move", "account.move.line", "purchase.order", "purchase.order.line"):
            self.env[model].flush_model()
        products, account_ids = list(accounts), list(accounts.values())
        rows = self.env.execute_query(SQL(
            """
            WITH goods AS (
                SELECT * FROM UNNEST(%(products)s, %(accounts)s) AS goods (product_id, account_id)
            ), moved AS (
                SELECT move.product_id, COUNT(*) AS moves,
                    SUM(CASE WHEN move.is_in THEN move.value ELSE -move.value END) AS value,
                    BOOL_AND(COALESCE(
                        report.state = 'posted' OR move.account_move_id IS NOT NULL
                        OR move.purchase_line_id IS NOT NULL, FALSE
                    )) AS is_known
                FROM stock_move AS move
                LEFT JOIN stock_picking AS picking ON picking.id = move.picking_id
                LEFT JOIN ozon_realization_report AS report ON report.id = picking.ozon_report_id
                WHERE move.product_id = ANY(%(products)s) AND move.company_id = %(company)s
                    AND move.state = 'done' AND (move.is_in OR move.is_out)
                GROUP BY move.product_id
            ), bought AS (
                SELECT line.product_id,
                    BOOL_AND(COALESCE(line.qty_received, 0) = COALESCE(line.qty_invoiced, 0)
                        AND NOT EXISTS (
                            SELECT FROM account_move_line AS bill
                            WHERE bill.purchase_line_id = line.id AND bill.parent_state = 'draft'
                        )) AS is_billed
                FROM purchase_order_line AS line
                JOIN purchase_order AS orders ON orders.id = line.order_id
                WHERE line.product_id = ANY(%(products)s) AND line.company_id = %(company)s
                    AND orders.state = 'purchase'
                GROUP BY line.product_id
            ), booked AS (
                SELECT item.product_id, COUNT(*) AS items, SUM(item.balance) AS balance
                FROM account_move_line AS item
                JOIN goods
                    ON goods.product_id = item.product_id AND goods.account_id = item.account_id
                WHERE item.parent_state = 'posted' AND item.company_id = %(company)s
                GROUP BY item.product_id
            )
            SELECT moved.product_id, (COALESCE(booked.balance, 0) - moved.value)::float,
                moved.moves + COALESCE(booked.items, 0)
            FROM moved
            LEFT JOIN bought ON bought.product_id = moved.product_id
            LEFT JOIN booked ON booked.product_id = moved.product_id
            WHERE moved.is_known AND bought.is_billed IS NOT FALSE
            """,
            products=products, accounts=account_ids, company=self.env.company.id,
        ))
        return {
            product_id: difference for product_id, difference, count in rows
            if abs(difference) > cost.HALF_KOPECK * (count + 1)
        }

    def _ozon_valuation_accounts(self):
        """:return: {product id: id of the stock account} of perpetually valued goods"""
        accounts = {}
        for product_ids, product, _prices in self._ozon_alike().values():
            account = product._get_product_accounts()["stock_valuation"]
            if account and product.valuation == "real_time":
                accounts.update(dict.fromkeys(product_ids, account.id))
        return accounts

    def _ozon_cost_rules(self):
        """:return: {product id: `CostRule`} of the goods that have a history of costs"""
        rules = {}
        for (*_rest, by_lot), (product_ids, product, prices) in self._ozon_alike().items():
            method, perpetual = product.cost_method, product.valuation == "real_time"
            if method in cost.STOCKS and not by_lot:
                rules.update(
                    (product_id, CostRule(method, perpetual, price))
                    for product_id, price in zip(product_ids, prices, strict=True)
                )
        return rules

    def _ozon_alike(self):
        """Storable goods that are valued by the same rules, which are those of their category.

        :return: {(category id, company id, whether valued by lot):
            (product ids, one of the products, their unit costs)}
        """
        self.env["product.product"].flush_model(["standard_price"])
        self.env["product.template"].flush_model(["categ_id", "lot_valuated", "is_storable"])
        found = self.env.execute_query(SQL(
            """
            SELECT template.categ_id, template.company_id, COALESCE(template.lot_valuated, FALSE),
                ARRAY_AGG(product.id ORDER BY product.id),
                ARRAY_AGG(
                    COALESCE((product.standard_price->>%(company)s)::float, 0) ORDER BY product.id
                )
            FROM product_product AS product
            JOIN product_template AS template ON template.id = product.product_tmpl_id
            WHERE product.id = ANY(%(products)s) AND template.is_storable
            GROUP BY 1, 2, 3
            """,
            company=str(self.env.company.id), products=list(self.ids),
        ))
        return {
            (*kind,): (product_ids, self.browse(product_ids[0]).sudo(), prices)
            for *kind, product_ids, prices in found
        }

    @api.model
    def _ozon_events(self, rules, new):
        """:return: iterable of (product id, date, key for equal dates, `cost.Move` or `Price`)"""
        first = set()
        for product_id, date, key, price in self.env.execute_query(self._ozon_price_query(rules)):
            yield product_id, date, (0, key), cost.Price(price, product_id not in first)
            first.add(product_id)
        for (
            product_id, date, key, comes_in, quantity, value, origin, report,
        ) in self.env.execute_query(self._ozon_move_query(rules)):
            if rules[product_id].perpetual:
                free = key in new
            else:
                # What a person received is worth what was paid for it.
                free = not comes_in or bool(origin or report)
            yield product_id, date, (1, key), cost.Move(
                key, comes_in, quantity, value, free, origin, report if not origin else None,
            )

    @api.model
    def _ozon_price_query(self, rules):
        """The prices that persons set, as `_run_avco` takes them."""
        self.env["product.value"].flush_model()
        return SQL(
            """
            SELECT product_id, date, id, value::float FROM product_value
            WHERE product_id = ANY(%s) AND move_id IS NULL AND lot_id IS NULL
            ORDER BY date, id
            """,
            list(rules),
        )

    @api.model
    def _ozon_move_query(self, rules):
        """What came into the company and left it, of its own goods, as `_get_valued_qty` counts.

        Only the report's own moves of what was sold or came back have a report; those that take one
        of them back have an origin.
        """
        for model in ("stock.move", "stock.move.line", "stock.picking", "stock.location"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT move.product_id, move.date, move.id, move.is_in,
                SUM(line.quantity_product_uom)::float,
                COALESCE(move.value, 0)::float, move.origin_returned_move_id,
                picking.ozon_report_id
            FROM stock_move AS move
            JOIN stock_move_line AS line ON line.move_id = move.id AND line.picked
            JOIN stock_location AS source ON source.id = line.location_id
            JOIN stock_location AS destination ON destination.id = line.location_dest_id
            LEFT JOIN stock_picking AS picking ON picking.id = move.picking_id
            CROSS JOIN LATERAL (
                SELECT
                    source.company_id IS NOT NULL AND source.usage IN ('internal', 'transit')
                        AS leaves_stock,
                    destination.company_id IS NOT NULL
                        AND destination.usage IN ('internal', 'transit') AS enters_stock
            ) AS way
            WHERE move.product_id = ANY(%(products)s)
                AND move.company_id = %(company)s
                AND move.state = 'done'
                AND (move.is_in OR move.is_out)
                AND way.leaves_stock != way.enters_stock
                AND way.enters_stock = COALESCE(move.is_in, FALSE)
                AND (line.owner_id IS NULL OR line.owner_id = %(partner)s)
            GROUP BY move.id, picking.ozon_report_id
            HAVING SUM(line.quantity_product_uom) > 0
            """,
            products=list(rules), company=self.env.company.id,
            partner=self.env.company.partner_id.id,
        )
