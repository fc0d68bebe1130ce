from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ...domain import stock_count as rules
from ...domain.schemes import SELLERS


class OzonStockCountBooks(models.Model):
    """The stock of the account's location by the books at the end of the day, compared."""

    _inherit = "ozon.stock.count"

    # Ozon's count is kept; only the side of the books is read again.

    def _compare(self):
        """Compare counts with the current books."""
        for count in self.sorted("date"):
            booked, unbooked = count._booked(), count._unbooked()
            lines = {line.product_id: line for line in count.line_ids if line.product_id}
            lacking = [
                product for product, units in booked.items()
                if product not in lines and product.uom_id.compare(units, 0)
            ]
            created = self.env["ozon.stock.count.line"].create([
                {"count_id": count.id, "product_id": product.id, "name": product.display_name}
                for product in lacking
            ])
            readings = {
                state.name: state.reading
                for state in self.env["ozon.stock.state"]._ensure(count.company_id).values()
            }
            before = count._differences_before()
            for line in count.line_ids | created:
                count._compare_line(line, booked, unbooked, readings, before)
            count._note_compared()

    def _compare_line(self, line, booked, unbooked, readings, before):
        product = line.product_id
        at_ozon = rules.at_ozon(
            {state.state_id.name: state.quantity for state in line.state_ids}, readings,
        )
        in_books, sold = booked.get(product, 0.0), unbooked.get(product, 0.0)
        found = rules.difference(at_ozon, in_books, sold)
        if product:
            found = product.uom_id.round(found)
        earlier = before.get(product or line.sku)
        if line.is_different:
            earlier = (line.different_since, line.difference)
        vals = {
            "booked": in_books, "unbooked": sold, "at_ozon": at_ozon, "difference": found,
            "is_different": bool(found), "different_since": rules.since(self.date, found, earlier),
        }
        changed = {name: value for name, value in vals.items() if line[name] != value}
        if changed:
            line.write(changed)

    def _differences_before(self):
        """:return: {product or SKU: (since when, difference)} of the previous count"""
        earlier = self.search([
            ("account_id", "=", self.account_id.id), ("date", "<", self.date),
        ], order="date DESC", limit=1)
        return {
            line.product_id or line.sku: (line.different_since, line.difference)
            for line in earlier.line_ids
        }

    def _note_compared(self):
        self.write({
            "compared_at": fields.Datetime.now(),
            "product_count": len(self.line_ids),
            "difference_count": len(self.line_ids.filtered("is_different")),
        })

    def _booked(self):
        """The stock of the location at the end of the day: the current stock less later moves.

        :return: {product: quantity in its own unit}
        """
        self.env["stock.quant"].flush_model()
        self.env["stock.move.line"].flush_model()
        self.env["stock.move"].flush_model(["date"])
        inside = SQL(
            "SELECT id FROM stock_location WHERE parent_path LIKE %s",
            f"{self.location_id.parent_path}%",
        )
        rows = self.env.execute_query(SQL(
            """
            WITH inside AS (%(inside)s), parts AS (
                SELECT product_id, quantity FROM stock_quant
                 WHERE location_id IN (SELECT id FROM inside)
             UNION ALL
                SELECT line.product_id, line.quantity_product_uom * CASE
                           WHEN line.location_id IN (SELECT id FROM inside) THEN 1 ELSE -1 END
                  FROM stock_move_line line JOIN stock_move move ON move.id = line.move_id
                 WHERE line.state = 'done' AND move.date >= %(end)s
                   AND (line.location_id IN (SELECT id FROM inside))
                       != (line.location_dest_id IN (SELECT id FROM inside))
            )
            SELECT product_id, SUM(quantity) FROM parts GROUP BY product_id
            """,
            inside=inside, end=rules.end_of(self.date),
        ))
        products = self.env["product.product"].browse([row[0] for row in rows])
        quantities = dict(rows)
        return {
            product: product.uom_id.round(quantities[product.id])
            for product in products if product.is_storable
        }

    def _unbooked(self):
        """Goods sold less returned by accruals, in months whose realization report is not posted.

        Goods that the seller keeps, by their delivery scheme, are not at Ozon.

        :return: {product: quantity in its own unit}
        """
        posted = self.env["ozon.realization.report"].search([
            ("account_id", "=", self.account_id.id), ("state", "=", "posted"),
        ]).mapped("period")
        self.env["ozon.accrual.goods"].flush_model()
        rows = self.env.execute_query(SQL(
            """
            SELECT sku, SUM(CASE direction WHEN 'sale' THEN units ELSE -units END)
              FROM ozon_accrual_goods
             WHERE account_id = %(account)s AND date BETWEEN %(first)s AND %(last)s
               AND NOT DATE_TRUNC('month', date)::date = ANY(%(posted)s::date[])
               AND LOWER(COALESCE(scheme, '')) NOT IN %(own)s
          GROUP BY sku
            """,
            account=self.account_id.id, posted=posted, last=self.date, own=SELLERS,
            first=self.account_id.import_from or self.date,
        ))
        goods = self.env["ozon.card.goods"]._goods_by_sku(
            self.account_id, [sku for sku, _units in rows],
        )
        pieces = defaultdict(float)
        for sku, units in rows:
            product, per_card = goods.get(sku, (None, 0))
            if product:
                pieces[product] += float(units) * per_card
        return self.env["ozon.card.goods"]._in_stock(self.company_id, pieces)
