from collections import defaultdict
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...domain import cost
from ...tools.many_products import id_array
from ...tools.own_context import own

# Earlier than any receipt.
LONG_AGO = datetime(1970, 1, 1)


class CostRule(NamedTuple):
    """How a company values a product."""

    method: str  # average or fifo
    perpetual: bool
    price: float


class ProductProduct(models.Model):
    """Computes what goods cost, for many products at once; Odoo does it product by product.

    The figures are the same as from `_run_avco` and `_run_fifo`. Goods with a standard cost, and
    goods valued by lot, are left to Odoo.
    """

    _inherit = "product.product"

    def _ozon_predate_first_cost(self):
        """Date the first cost of 0 before all receipts, not at the creation of the product.

        Odoo notes a cost of 0 when a product is created, and takes it for a price that a person set
        at that moment. An average cost would then forget each receipt that is dated earlier.
        """
        firsts = {}
        for price in self.env["product.value"].sudo().search([
            ("product_id", "in", self.ids), ("move_id", "=", False), ("lot_id", "=", False),
        ], order="date, id"):
            firsts.setdefault(price.product_id, price)
        self.env["product.value"].sudo().union(*(
            price for price in firsts.values() if not price.value and price.date > LONG_AGO
        )).date = LONG_AGO

    def _ozon_revalue(self, new_moves, followers=frozenset()):
        """Revalue the moves of the reports, and what depends on them.

        Moves of periodically valued goods get the cost on the day of the move. Of perpetually
        valued goods, only moves without a journal entry are valued; an invoice booked the others.

        :param new_moves: `stock.move` without a journal entry
        :param followers: the result of `_ozon_followers` before the reports' moves were changed
        """
        rules = self._ozon_cost_rules()
        walk_of = self._ozon_walker(rules)
        walks = {}
        for product_id, history in self._ozon_histories(rules, new_moves).items():
            theirs = followers | cost.followers(partial(walk_of, product_id), history)
            walks[product_id] = walk_of(product_id, cost.freed(history, theirs))
        moves = self.env["stock.move"].sudo()
        for walk in walks.values():
            for key, value in walk.values().items():
                moves.browse(key)._ozon_keep_value(walk.moves[key], value)
        for product in self.browse(walks):
            product._ozon_keep_cost(walks[product.id], rules[product.id])

    def _ozon_followers(self):
        """Foreign moves whose value depends on goods that our reports and receipts have moved.

        :return: frozenset of the ids of `stock.move`, only of periodically valued goods
        """
        rules = self._ozon_cost_rules()
        walk_of = self._ozon_walker(rules)
        return frozenset().union(*(
            cost.followers(partial(walk_of, product_id), history)
            for product_id, history in self._ozon_histories(rules, self.env["stock.move"]).items()
        ))

    def _update_standard_price(self, extra_value=None, extra_quantity=None):
        result = super()._update_standard_price(extra_value, extra_quantity)
        self._ozon_revalue_periodic()
        return result

    def _ozon_revalue_periodic(self, followers=frozenset()):
        """Revalue after a receipt was dated, or priced, later than reports moved the product.

        Only periodically valued goods: before the closing, no entry books the value of their moves.

        :param followers: the result of `_ozon_followers`
        """
        if own(self, "ozon_values_later"):
            return
        moved = self._ozon_moved_by_reports()
        rules = moved._ozon_cost_rules() if moved else {}
        periodic = self.browse(
            product_id for product_id, rule in rules.items() if not rule.perpetual
        )
        if periodic:
            periodic._ozon_revalue(self.env["stock.move"], followers)

    def _ozon_moved_by_reports(self):
        if self:
            # Everything at once: else this question would write the changed moves, and the next
            # one would write them again with what Odoo computes of them.
            self.env["stock.move"].flush_model()
        groups = self and self.env["stock.move"].sudo()._read_group(
            [
                ("product_id", "in", self.ids), ("state", "=", "done"),
                ("company_id", "=", self.env.company.id),
                ("picking_id.ozon_document_id", "!=", False),
            ],
            ["product_id"],
        )
        return self.browse(product.id for [product] in groups)

    def _ozon_keep_cost(self, walk, rule):
        """Update Odoo's cost of the product, if moves of an earlier day have changed it."""
        stock = walk.stock
        price = stock.unit_cost
        if rule.method == "fifo" and self.uom_id.compare(stock.quantity, 0) > 0:
            price = stock.value / stock.quantity
        if price and abs(price - rule.price) > 1e-9 * abs(price):
            self.sudo().with_context(disable_auto_revaluation=True).standard_price = price

    def _ozon_walks(self, alike=None):
        """The history of each product in the company of the environment, as it is valued now.

        :param alike: the result of `_ozon_alike`, if it is known
        :return: {product id: `cost.Walk`}; goods with a standard cost, or valued by lot, are left
            out
        """
        rules = self._ozon_cost_rules(alike)
        walk_of = self._ozon_walker(rules)
        return {
            product_id: walk_of(product_id, history)
            for product_id, history in self._ozon_histories(rules).items()
        }

    def _ozon_walker(self, rules):
        """
        :param rules: the result of `_ozon_cost_rules`
        :return: a function that takes a product id and a history and returns the `cost.Walk`
        """
        rounded = self.env.company.currency_id.round
        return lambda product_id, history: cost.Walk(
            rules[product_id].method, rules[product_id].price, history, rounded,
        )

    @api.model
    def _ozon_histories(self, rules, new_moves=None):
        """
        :param rules: the result of `_ozon_cost_rules`
        :param new_moves: `stock.move`; of perpetually valued goods, only these are free to get a
            value. None: no move is free
        :return: {product id: list of `cost.Move` and `cost.Price`, in the order of their dates}
        """
        new = None if new_moves is None else frozenset(new_moves.ids)
        events = defaultdict(list)
        for product_id, *place, event in self._ozon_events(rules, new):
            events[product_id].append((*place, event))
        return {
            product_id: [event for *_place, event in sorted(places, key=itemgetter(0, 1))]
            for product_id, places in events.items()
        }

    def _ozon_cost_rules(self, alike=None):
        """
        :param alike: the result of `_ozon_alike`, if it is known
        :return: {product id: `CostRule`} of the goods whose cost follows from their history
        """
        rules = {}
        alike = self._ozon_alike() if alike is None else alike
        for (*_rest, by_lot), (product_ids, product, prices) in alike.items():
            method, perpetual = product.cost_method, product.valuation == "real_time"
            if method in cost.STOCKS and not by_lot:
                rules.update(
                    (product_id, CostRule(method, perpetual, price))
                    for product_id, price in zip(product_ids, prices, strict=True)
                )
        return rules

    def _ozon_alike(self):
        """Storable goods in groups that are valued by the same rules: the rules of their category.

        :return: {(category id, company id, whether valued by lot):
            (product ids, one of the products, their unit costs)}
        """
        self.env["product.product"].flush_model(["standard_price"])
        self.env["product.template"].flush_model(["categ_id", "lot_valuated", "is_storable"])
        found = self.env.execute_query(SQL(
            """
            SELECT template.categ_id, template.company_id, COALESCE(template.lot_valuated, FALSE),
                ARRAY_AGG(product.id),
                ARRAY_AGG(COALESCE((product.standard_price->>%(company)s)::float, 0))
            FROM product_product AS product
            JOIN product_template AS template ON template.id = product.product_tmpl_id
            WHERE product.id = ANY(%(products)s) AND template.is_storable
            GROUP BY 1, 2, 3
            """,
            company=str(self.env.company.id), products=id_array(self.ids),
        ))
        return {
            (*kind,): (product_ids, self.browse(product_ids[0]).sudo(), prices)
            for *kind, product_ids, prices in found
        }

    @api.model
    def _ozon_events(self, rules, new):
        """:return: iterable of (product id, date, key for equal dates, `cost.Move` or `Price`)"""
        first = set()
        for product_id, date, key, price, is_elsewhere in self.env.execute_query(
            self._ozon_price_query(rules)
        ):
            yield product_id, date, (0, key), cost.Price(
                price, product_id not in first, is_elsewhere,
            )
            first.add(product_id)
        for (
            product_id, date, key, comes_in, quantity, value, origin, report, is_ours,
        ) in self.env.execute_query(self._ozon_move_query(rules)):
            perpetual = rules[product_id].perpetual
            if new is None:
                free = False
            elif perpetual:
                free = key in new
            else:
                # What a person received is worth what was paid for it.
                free = is_ours and (not comes_in or bool(origin or report))
            yield product_id, date, (1, key), cost.Move(
                key, comes_in, quantity, value, free, origin, report if not origin else None,
                foreign=not (perpetual or is_ours),
            )

    @api.model
    def _ozon_price_query(self, rules):
        """The prices that people set, as `_run_avco` takes them."""
        self.env["product.value"].flush_model()
        return SQL(
            """
            SELECT product_id, date, id, value::float, company_id != %(company)s
            FROM product_value
            WHERE product_id = ANY(%(products)s) AND move_id IS NULL AND lot_id IS NULL
            ORDER BY date, id
            """,
            products=id_array(rules), company=self.env.company.id,
        )

    @api.model
    def _ozon_move_query(self, rules):
        """The company's own goods that came into it and left it, counted like `_get_valued_qty`.

        A move has a document only if the document itself sold its goods or took them back. A move
        that takes another one back has an origin. Receipts without documents are ours, too.
        """
        for model in (
            "stock.move", "stock.move.line", "stock.picking", "stock.location", "purchase.order",
        ):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT move.product_id, move.date, move.id, move.is_in,
                SUM(line.quantity_product_uom)::float,
                COALESCE(move.value, 0)::float, move.origin_returned_move_id,
                picking.ozon_document_id,
                COALESCE(picking.ozon_document_id, origin_picking.ozon_document_id) IS NOT NULL
                    OR receipt.ozon_receipt_kind IS NOT NULL
            FROM stock_move AS move
            JOIN stock_move_line AS line ON line.move_id = move.id AND line.picked
            JOIN stock_location AS source ON source.id = line.location_id
            JOIN stock_location AS destination ON destination.id = line.location_dest_id
            LEFT JOIN stock_picking AS picking ON picking.id = move.picking_id
            LEFT JOIN stock_move AS origin ON origin.id = move.origin_returned_move_id
            LEFT JOIN stock_picking AS origin_picking ON origin_picking.id = origin.picking_id
            LEFT JOIN purchase_order_line AS bought ON bought.id = move.purchase_line_id
            LEFT JOIN purchase_order AS receipt ON receipt.id = bought.order_id
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
            GROUP BY move.id, picking.id, origin_picking.id, receipt.id
            HAVING SUM(line.quantity_product_uom) > 0
            """,
            products=id_array(rules), company=self.env.company.id,
            partner=self.env.company.partner_id.id,
        )
