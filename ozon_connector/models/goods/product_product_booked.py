import itertools

from odoo import api, models
from odoo.tools import SQL

from ...domain import cost
from ...tools.many_products import id_array

# The accounts by which Odoo books the cost of what is sold.
COST_ACCOUNTS = ("stock_valuation", "expense")


class ProductProduct(models.Model):
    """Compares the stock account of perpetually valued goods with what they are worth."""

    _inherit = "product.product"

    def _ozon_booked_differently(self):
        """Perpetually valued goods whose stock account differs from what they are worth.

        They are worth the value of their moves, or, with a standard cost, what is left at this
        cost. Goods with anything still open are left out: received and not billed, billed and not
        received, moved by hand or for a month that is not booked. Their entries are yet to come.

        :return: {product id: (the balance of the account less the value, whether Odoo's closing
            books it: for goods with a standard cost, and goods that were counted or scrapped)}
        """
        accounts = self._ozon_valuation_accounts()
        if not accounts:
            return {}
        for model in ("stock.move", "account.move.line", "purchase.order", "purchase.order.line"):
            self.env[model].flush_model()
        rows = self.env.execute_query(self._ozon_booked_query(accounts))
        left = self.browse(row[0] for row in rows)._ozon_left_at_standard_cost()
        differences = {
            product_id: (balance - left.get(product_id, value), is_counted or product_id in left)
            for product_id, balance, value, _count, is_counted in rows
        }
        tolerated = {row[0]: cost.HALF_KOPECK * (row[3] + 1) for row in rows}
        return {
            product_id: found for product_id, found in differences.items()
            if abs(found[0]) > tolerated[product_id]
        }

    def _ozon_left_at_standard_cost(self):
        """:return: {product id: value of what is left}, of goods with a standard cost"""
        prices = {}
        for (*_rest, by_lot), (product_ids, product, costs) in self._ozon_alike().items():
            if product.cost_method == "standard" and not by_lot:
                prices.update(zip(product_ids, costs, strict=True))
        company = self.env.company
        groups = prices and self.env["stock.quant"].sudo()._read_group(
            [
                ("product_id", "in", list(prices)), ("company_id", "=", company.id),
                ("location_id.is_valued_internal", "=", True),
                ("owner_id", "in", [False, company.partner_id.id]),
            ],
            ["product_id"], ["quantity:sum"],
        )
        units = {product.id: quantity for product, quantity in groups or ()}
        return {
            product_id: units.get(product_id, 0) * price for product_id, price in prices.items()
        }

    def _ozon_booked_query(self, accounts):
        """:param accounts: the result of `_ozon_valuation_accounts`
        :return: `SQL` of rows of product id, balance, value, number of amounts, whether any goods
            were counted or scrapped; without products that have anything open
        """
        return SQL(
            """
            WITH goods AS (
                SELECT * FROM UNNEST(%(products)s, %(accounts)s) AS goods (product_id, account_id)
            ), moved AS (%(moved)s), bought AS (%(bought)s), booked AS (
                SELECT item.product_id, COUNT(*) AS items, SUM(item.balance) AS balance
                FROM account_move_line AS item
                JOIN goods
                    ON goods.product_id = item.product_id AND goods.account_id = item.account_id
                WHERE item.parent_state = 'posted' AND item.company_id = %(company)s
                GROUP BY item.product_id
            )
            SELECT moved.product_id, COALESCE(booked.balance, 0)::float, moved.value::float,
                moved.moves + COALESCE(booked.items, 0), moved.is_counted
            FROM moved
            LEFT JOIN bought ON bought.product_id = moved.product_id
            LEFT JOIN booked ON booked.product_id = moved.product_id
            WHERE moved.is_known AND bought.is_billed IS NOT FALSE
            """,
            products=id_array(accounts), accounts=id_array(accounts.values()),
            company=self.env.company.id,
            moved=self._ozon_moved_query(accounts), bought=self._ozon_bought_query(accounts),
        )

    def _ozon_moved_query(self, accounts):
        """What the goods are worth by their moves, and whether each move has its entry.

        A month that was taken back has left pairs of moves that will get no entry any more.
        """
        return SQL(
            """
            SELECT move.product_id, COUNT(*) AS moves,
                SUM(CASE WHEN move.is_in THEN move.value ELSE -move.value END) AS value,
                BOOL_AND(COALESCE(
                    posted.document_id IS NOT NULL OR move.account_move_id IS NOT NULL
                    OR move.purchase_line_id IS NOT NULL
                    OR (move.ozon_cost_is_kept AND origin.id IS NOT NULL)
                    OR origin.ozon_cost_is_kept
                    OR EXISTS (
                        SELECT FROM stock_move AS back
                        WHERE back.origin_returned_move_id = move.id AND back.state = 'done'
                            AND back.product_qty = move.product_qty
                            AND (back.ozon_cost_is_kept OR move.ozon_cost_is_kept)
                    ) OR counted.is_counted, FALSE
                )) AS is_known,
                BOOL_OR(counted.is_counted) AS is_counted
            FROM stock_move AS move
            LEFT JOIN stock_move AS origin ON origin.id = move.origin_returned_move_id
            LEFT JOIN stock_picking AS picking ON picking.id = move.picking_id
            LEFT JOIN (%(posted)s) AS posted ON posted.document_id = picking.ozon_document_id
            JOIN stock_location AS source ON source.id = move.location_id
            JOIN stock_location AS destination ON destination.id = move.location_dest_id
            CROSS JOIN LATERAL (
                SELECT move.account_move_id IS NULL
                    AND 'inventory' IN (source.usage, destination.usage) AS is_counted
            ) AS counted
            WHERE move.product_id = ANY(%(products)s) AND move.company_id = %(company)s
                AND move.state = 'done' AND (move.is_in OR move.is_out)
            GROUP BY move.product_id
            """,
            products=id_array(accounts), company=self.env.company.id,
            posted=self.env["ozon.goods.document.mixin"]._posted_query(),
        )

    def _ozon_bought_query(self, accounts):
        """Whether all that was bought is received and billed."""
        return SQL(
            """
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
            """,
            products=id_array(accounts), company=self.env.company.id,
        )

    def _ozon_valuation_accounts(self):
        """:return: {product id: id of the stock account} of perpetually valued goods"""
        accounts = {}
        for product_ids, product, _prices in self._ozon_alike().values() if self else ():
            account = product._get_product_accounts()["stock_valuation"]
            if account and product.valuation == "real_time":
                accounts.update(dict.fromkeys(product_ids, account.id))
        return accounts

    @api.model
    def _ozon_perpetual(self, alike):
        """
        :param alike: the result of `_ozon_alike`
        :return: those whose cost is booked with the invoice
        """
        return self.browse(itertools.chain.from_iterable(
            product_ids for product_ids, product, _prices in alike.values()
            if product.valuation == "real_time"
        ))

    def _ozon_without_cost_accounts(self):
        """:return: those that have no stock account or no expense account"""
        alike = self.env["product.template"].sudo().with_context(active_test=False)._read_group(
            [("product_variant_ids", "in", self.ids)],
            ["categ_id", "company_id", "property_account_expense_id"], ["id:recordset"],
        )
        # A product without its own account has the category's, like all others of its group.
        lacking = self.env["product.template"].union(*(
            templates for *_kind, templates in alike
            if not all(map(
                templates[:1].with_prefetch().get_product_accounts().get, COST_ACCOUNTS,
            ))
        ))
        return self.filtered(lambda product: product.product_tmpl_id in lacking) if lacking else (
            self.browse()
        )
