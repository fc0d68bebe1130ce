from decimal import Decimal

from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.domain.settlement import Direction
from odoo.tools import SQL

from ...domain import profit as rules
from ...domain.compensations import WRITTEN_OFF
from ...domain.statement import BUYOUT

# The precision of a product's units in profits.
UNIT = Decimal("0.000001")


class OzonProfitSources(models.AbstractModel):
    """Reads the figures of a month's products, with one query per source and none per row."""

    _name = "ozon.profit.sources"
    _description = "Sources of Ozon Profit"

    @api.model
    def _rows(self, month):
        """The parts of the profit, before sharing and without VAT and cost.

        :param month: an `ozon.month`
        :return: {`domain.profit.Key`: `domain.profit.Row`}
        """
        self.env.flush_all()
        rows = rules.of_report(self._goods(month), self._told(month))
        for product, units, amount in self._buyouts(month):
            rules.add_buyout(rows, product, units, amount)
        for key, part, amount in self._accruals(month):
            rows.setdefault(key, rules.Row()).add(part, amount)
        return rows

    # The realization report

    @api.model
    def _goods(self, month):
        """:return: list of `domain.profit.Goods`, summed by card, product and direction"""
        rows = self.env.execute_query(SQL(
            """
            SELECT COALESCE(line.sku, ''), COALESCE(line.offer_id, ''), COALESCE(line.name, ''),
                   COALESCE(line.product_id, 0), line.direction, sum(line.quantity),
                   sum(line.quantity * line.units)::numeric::text, sum(line.revenue)::text,
                   sum(line.points)::text, sum(line.base_fee)::text
              FROM ozon_realization_report_line line
              JOIN ozon_realization_report report ON report.id = line.report_id
             WHERE report.account_id = %s AND report.period = %s AND report.state != 'cancelled'
          GROUP BY 1, 2, 3, 4, 5
            """,
            month.account_id.id, month.period,
        ))
        cards = self._cards(month, {row[0] for row in rows if row[0]})
        return [
            rules.Goods(
                cards.get(sku) or sku or offer_id or name, product, Direction(direction), quantity,
                Decimal(units).quantize(UNIT), *map(Decimal, amounts),
            )
            for sku, offer_id, name, product, direction, quantity, units, *amounts in rows
        ]

    @api.model
    def _cards(self, month, skus):
        return self.env["ozon.card.goods"]._cards_by_sku(month.account_id, skus)

    @api.model
    def _told(self, month):
        """:return: {(card, direction): `domain.profit.Told`}"""
        told = self.env["ozon.accrual.goods"]._told(month.account_id, month.period)
        cards = self._cards(month, {one.sku for one in told})
        found = {}
        for one in told:
            key = (cards.get(one.sku) or one.sku, one.direction)
            before = found.get(key, rules.Told({}, 0))
            before.schemes[one.scheme] = before.schemes.get(one.scheme, 0) + one.units
            found[key] = before._replace(untold=before.untold + one.untold)
        return found

    # Buy-outs

    @api.model
    def _buyouts(self, month):
        """:return: list of (product, units, amount)"""
        rows = self.env.execute_query(SQL(
            """
            SELECT COALESCE(line.product_id, 0), sum(line.quantity * line.units)::numeric::text,
                   sum(line.amount)::text
              FROM ozon_buyout_line line
              JOIN ozon_buyout buyout ON buyout.id = line.buyout_id
             WHERE buyout.account_id = %s AND buyout.period = %s AND buyout.state != 'cancelled'
          GROUP BY 1
            """,
            month.account_id.id, month.period,
        ))
        return [
            (product, Decimal(units).quantize(UNIT), Decimal(amount))
            for product, units, amount in rows
        ]

    # Accruals

    @api.model
    def _accruals(self, month):
        """:return: list of (`domain.profit.Key`, part, amount)"""
        self.env["ozon.accrual"]._find_products(
            month.account_id, month.period, calendar.last_day(month.period),
        )
        rows = self.env.execute_query(SQL(
            """
            SELECT accrual.product_id, accrual.product_id IS NULL AND accrual.sku != '',
                   COALESCE(accrual.delivery_schema, ''), type.profit_part,
                   sum(accrual.amount)::text
              FROM ozon_accrual accrual JOIN ozon_accrual_type type ON type.id = accrual.type_id
             WHERE accrual.account_id = %s AND accrual.date BETWEEN %s AND %s
               AND type.profit_part NOT IN ('none')
          GROUP BY 1, 2, 3, 4
            """,
            month.account_id.id, month.period, calendar.last_day(month.period),
        ))
        compensated = self._compensated(month)
        parts = [
            (self._key(product, is_goods, scheme), part, Decimal(amount))
            for product, is_goods, scheme, part, amount in rows
        ]
        accrued = sum((one[2] for one in parts if one[1] == rules.COMPENSATION), rules.ZERO)
        if sum((amount for _key, _part, amount in compensated), rules.ZERO) == accrued:
            # The report of compensations names the goods, which accruals may not do.
            parts = [one for one in parts if one[1] != rules.COMPENSATION] + compensated
        return parts

    @api.model
    def _key(self, product, is_goods, scheme):
        """:param is_goods: whether the amount belongs to goods without a product"""
        if not product and not is_goods:
            return rules.POOL
        return rules.Key(product or 0, rules.scheme_name(scheme))

    @api.model
    def _compensated(self, month):
        """Ozon's reports of compensations, in the format of `_accruals`."""
        rows = self.env.execute_query(SQL(
            """
            SELECT COALESCE(line.product_id, 0), sum(line.amount)::text
              FROM ozon_compensation_line line
              JOIN ozon_compensation document ON document.id = line.compensation_id
             WHERE document.account_id = %s AND document.period = %s
               AND document.state != 'cancelled' AND document.kind != %s
          GROUP BY 1
            """,
            month.account_id.id, month.period, WRITTEN_OFF,
        ))
        return [
            (rules.Key(product), rules.COMPENSATION, Decimal(amount)) for product, amount in rows
        ]

    @api.model
    def _volumes(self, month, products):
        """:return: {product: volume of its unit}"""
        found = self.env["product.product"].sudo().browse(products).exists()
        return {product.id: Decimal(str(product.volume)) for product in found}

    # The statement

    @api.model
    def _stated(self, month):
        """The amount of each class in the statement of the month.

        Ozon's balance does not contain buy-outs that it settles apart, so their booked amount
        counts.

        :return: {class: Decimal}
        """
        is_apart = BUYOUT in self.env["ozon.month.apart"]._classes(month.account_id)
        rows = self.env.execute_query(SQL(
            """
            SELECT kind, sum(CASE WHEN %s AND kind = %s AND document_id IS NOT NULL
                                  THEN booked_amount ELSE ozon_amount END)::text
              FROM ozon_month_line WHERE month_id = %s
          GROUP BY kind
            """,
            is_apart, BUYOUT, month.id,
        ))
        return {kind: Decimal(amount) for kind, amount in rows}

    @api.model
    def _moved(self, month):
        """The balance movements that are no part of the profit: loans, deposits and set-offs.

        :return: Decimal
        """
        rows = self.env["ozon.accrual"]._read_group(
            [
                ("account_id", "=", month.account_id.id), ("date", ">=", month.period),
                ("date", "<=", calendar.last_day(month.period)),
                ("type_id.profit_part", "=", rules.NO_PART),
            ],
            [], ["amount:sum"],
        )
        return sum((
            Decimal(str(amount or 0)).quantize(rules.ZERO)
            for amount in (rows[0][0], month.loan_amount)
        ), rules.ZERO)
