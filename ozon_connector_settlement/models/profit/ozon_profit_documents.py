from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from odoo import api, models
from odoo.addons.ozon_connector.domain.settlement import Direction
from odoo.tools import SQL

from ...domain import profit as rules

# Kinds whose figures are parts of the profit; all of them must be booked for a profit.
KINDS = ("ozon.realization.report", "ozon.service.act", "ozon.buyout")
# How the VAT of an entry changes the profit: VAT on sales is owed, VAT on bills is deducted.
SIGNS = {"out_invoice": -1, "out_refund": 1, "in_invoice": 1, "in_refund": -1}
HUNDRED = Decimal(100)


class OzonProfitDocuments(models.AbstractModel):
    """The VAT and the cost of goods in the documents of a month."""

    _name = "ozon.profit.documents"
    _description = "Documents behind Ozon Profit"

    @api.model
    def _of(self, month, kind):
        """:return: the documents of the month that are not cancelled"""
        return self.env[kind].search([
            ("account_id", "=", month.account_id.id), ("period", "=", month.period),
            ("state", "!=", "cancelled"),
        ])

    @api.model
    def _are_booked(self, month):
        return all(
            document.state == "posted" for kind in KINDS for document in self._of(month, kind)
        )

    # VAT

    @api.model
    def _vat(self, month):
        """The VAT in the month's documents; below 0 is what the company owes.

        :return: ({product: Decimal} of sales, {part: Decimal} of the rest)
        """
        reports, buyouts = self._of(month, KINDS[0]), self._of(month, "ozon.buyout")
        of_products = defaultdict(lambda: rules.ZERO)
        invoices = reports.sale_invoice_id | reports.sale_refund_id | buyouts.invoice_id
        for product, amount in self._vat_of_invoices(invoices):
            of_products[product] += amount
        for report in reports:
            if not report.sale_invoice_id and not report.sale_refund_id:
                for product, amount in self._vat_of_report(report):
                    of_products[product] += amount
        of_parts = defaultdict(lambda: rules.ZERO)
        of_parts[rules.FEE] += self._vat_of(reports.bill_id)
        of_parts[rules.POINTS] += self._vat_of(self._of(month, "ozon.points.act").move_id)
        for act in self._of(month, "ozon.service.act"):
            for part, amount in self._vat_of_act(act):
                of_parts[part] += amount
        return (
            {product: amount for product, amount in of_products.items() if amount},
            {part: amount for part, amount in of_parts.items() if amount},
        )

    @api.model
    def _counted(self, entries):
        return entries.filtered(lambda entry: entry.state != "cancel" and entry.move_type in SIGNS)

    @api.model
    def _vat_of(self, entries):
        return sum((
            SIGNS[entry.move_type] * self._kopecks(entry.amount_tax)
            for entry in self._counted(entries)
        ), rules.ZERO)

    @api.model
    def _vat_of_lines(self, entry, column):
        """Divide the VAT of an entry among its lines, in proportion to the VAT of each line.

        :param column: `SQL` of the line `line` that amounts are grouped by
        :return: list of (value of the column, Decimal)
        """
        vat = self._vat_of(entry)
        if not vat:
            return []
        entry.line_ids.flush_recordset()
        rows = self.env.execute_query(SQL(
            """
            SELECT %s, sum(line.price_total - line.price_subtotal)::text
              FROM account_move_line line
         LEFT JOIN ozon_service_act_line act_line ON act_line.id = line.ozon_act_line_id
         LEFT JOIN ozon_accrual_type type ON type.id = act_line.type_id
             WHERE line.move_id = %s AND line.display_type = 'product'
          GROUP BY 1
            HAVING sum(line.price_total - line.price_subtotal) != 0
          ORDER BY 1
            """,
            column, entry.id,
        ))
        weights = [Decimal(amount) for _value, amount in rows]
        if not sum(weights):
            return [(None, vat)]
        shares = rules.divide(vat, weights)
        return [(value, found) for (value, _amount), found in zip(rows, shares, strict=True)]

    @api.model
    def _vat_of_invoices(self, invoices):
        for invoice in self._counted(invoices):
            column = SQL("COALESCE(line.ozon_product_id, line.product_id)")
            for product, amount in self._vat_of_lines(invoice, column):
                yield product or 0, amount

    @api.model
    def _vat_of_act(self, act):
        """The VAT of a service act by part; lines without a type count as services."""
        for entry in self._counted(act.bill_id):
            for part, amount in self._vat_of_lines(entry, SQL("type.profit_part")):
                yield part or "service", amount

    @api.model
    def _vat_of_report(self, report):
        """The VAT on sales that the addon does not invoice, by the taxes it would use."""
        rows = self.env.execute_query(SQL(
            """
            SELECT product_id, COALESCE(at_old_rate, FALSE),
                   sum(CASE direction WHEN 'sale' THEN 1 ELSE -1 END
                       * (revenue + CASE WHEN %s THEN points ELSE 0 END))::text
              FROM ozon_realization_report_line
             WHERE report_id = %s AND product_id IS NOT NULL
          GROUP BY 1, 2
            """,
            report.points_are_income, report.id,
        ))
        products = self.env["product.product"].browse(sorted({row[0] for row in rows}))
        report_taxes = self.env["ozon.realization.taxes"]
        taxes = report_taxes._sale_taxes(report, products)
        for product_id, is_old, amount in rows:
            own = taxes[products.browse(product_id)]
            rate = self._rate(report_taxes._at_old_rate(report, own) if is_old else own)
            yield product_id, -(Decimal(amount) * rate / (HUNDRED + rate)).quantize(
                rules.ZERO, ROUND_HALF_UP,
            )

    @api.model
    def _rate(self, taxes):
        percent = taxes.flatten_taxes_hierarchy().filtered(lambda tax: tax.amount_type == "percent")
        return sum((Decimal(str(tax.amount)) for tax in percent), Decimal(0))

    # Cost

    @api.model
    def _costs(self, month):
        """The cost of the goods sold and taken back in the month, by the posted transfers.

        A cost is known if the transfers have moved as many units as the documents state, each
        transfer has a value, and purchases cover it.

        :return: ({product: (cost of sold goods, cost of returned goods)} without unknown costs,
            {product: cost} of goods that Ozon compensated)
        """
        wanted = defaultdict(lambda: dict.fromkeys(Direction, 0.0))
        moved = defaultdict(lambda: dict.fromkeys(Direction, (0.0, rules.ZERO)))
        for kind in ("ozon.realization.report", "ozon.buyout"):
            for document in self._of(month, kind):
                for product_id, units in document._product_units().items():
                    for direction, quantity in units.items():
                        wanted[product_id][direction] += float(quantity)
                self._add_moved(document, moved)
        products = self.env["product.product"].browse(filter(None, wanted))
        walks = products.with_company(month.company_id)._ozon_walks()
        known = {
            product_id: tuple(moved[product_id][direction][1] for direction in Direction)
            for product_id, units in wanted.items()
            if self._is_known(units, moved[product_id])
            and (product_id not in walks or walks[product_id].is_backed)
        }
        return known, self._losses(month)

    @api.model
    def _add_moved(self, document, moved):
        for direction in Direction:
            for product, (units, cost) in document._moved_costs(direction).items():
                before = moved[product.id][direction]
                units = product.uom_id._compute_quantity(
                    units, product._ozon_unit(), round=False,
                )
                moved[product.id][direction] = (before[0] + units, before[1] + self._kopecks(cost))

    @api.model
    def _is_known(self, wanted, moved):
        return all(
            round(units - moved[direction][0], rules.UNIT_DIGITS) == 0
            and (not units or moved[direction][1] > 0)
            for direction, units in wanted.items()
        )

    @api.model
    def _losses(self, month):
        moved = defaultdict(lambda: dict.fromkeys(Direction, (0.0, rules.ZERO)))
        for document in self._of(month, "ozon.compensation"):
            self._add_moved(document, moved)
        return {
            product_id: sides[Direction.SALE][1] - sides[Direction.RETURN][1]
            for product_id, sides in moved.items()
        }

    @api.model
    def _kopecks(self, amount):
        return Decimal(str(amount)).quantize(rules.ZERO)
