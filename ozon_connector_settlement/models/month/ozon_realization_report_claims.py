from odoo import models
from odoo.addons.ozon_connector.domain import settlement
from odoo.addons.ozon_connector.domain.settlement import Direction

from ...domain.statement import FEE, POINTS, RETURNS, SALES

CLASSES = {"sale_invoice_id": SALES, "sale_refund_id": RETURNS}


class OzonRealizationReport(models.Model):
    """What a realization report states for its month: sales, returns, points and the fee."""

    _inherit = "ozon.realization.report"

    def _statement_claims(self, ledger):
        if self._is_unread():
            return [self._claim(kind, None) for kind in (SALES, RETURNS, POINTS, FEE)]
        if self.state == "cancelled" and not self.line_ids:
            return []
        sums = self._sums_by_direction()
        points_are_income = self.points_are_income
        bill = self._booked_fee(ledger)
        sales = self._booked_sales(ledger, sums, points_are_income)
        used = self._kopecks(self.points_used)
        points = sum((points for _revenue, points in sums.values()), settlement.ZERO)
        # Points lower the commission on the bill, or are part of the invoices.
        stated_points = points if points_are_income else used
        return [
            self._claim(SALES, sums[Direction.SALE][0], *sales[SALES]),
            self._claim(RETURNS, sums[Direction.RETURN][0], *sales[RETURNS]),
            self._claim(FEE, -self._kopecks(self.base_fee), *bill[FEE]),
            self._claim(POINTS, stated_points, *(
                of_sales + of_bill for of_sales, of_bill in zip(
                    sales[POINTS], bill[POINTS], strict=True,
                )
            )),
        ]

    def _sums_by_direction(self):
        """:return: {direction: (revenue, points)}, below 0 for what came back"""
        rows = self.env["ozon.realization.report.line"]._read_group(
            [("report_id", "=", self.id)], ["direction"], ["revenue:sum", "points:sum"],
        )
        sums = dict.fromkeys(Direction, (settlement.ZERO, settlement.ZERO))
        for name, revenue, points in rows:
            direction = Direction(name)
            sign = 1 if direction is Direction.SALE else -1
            sums[direction] = (sign * self._kopecks(revenue), sign * self._kopecks(points))
        return sums

    def _booked_fee(self, ledger):
        """The fee before points, and the points that lower it.

        :return: {class: (booked in the month, booked elsewhere)}
        """
        booked, elsewhere = ledger.amounts_of(self.bill_id)
        used = self._kopecks(self.points_used)
        here = used if ledger.is_here(self.bill_id) else settlement.ZERO
        there = used if ledger.is_elsewhere(self.bill_id) else settlement.ZERO
        return {FEE: (booked - here, elsewhere - there), POINTS: (here, there)}

    def _booked_sales(self, ledger, sums, points_are_income):
        """The sales, returns and points in the invoice and the credit note.

        :return: {class: (booked in the month, booked elsewhere)}
        """
        found = {POINTS: (settlement.ZERO, settlement.ZERO)}
        for field, direction in (
            ("sale_invoice_id", Direction.SALE), ("sale_refund_id", Direction.RETURN),
        ):
            booked, elsewhere = ledger.amounts_of(self[field])
            points = sums[direction][1] if points_are_income else settlement.ZERO
            here = points if ledger.is_here(self[field]) else settlement.ZERO
            there = points if ledger.is_elsewhere(self[field]) else settlement.ZERO
            found[CLASSES[field]] = (booked - here, elsewhere - there)
            found[POINTS] = (found[POINTS][0] + here, found[POINTS][1] + there)
        return self._by_ozons_direction(found, sums)

    def _by_ozons_direction(self, found, sums):
        """Move decreases of sales, which a correction has in its credit note, to Ozon's sales."""
        stated = {SALES: sums[Direction.SALE][0], RETURNS: sums[Direction.RETURN][0]}
        for place in range(2):
            booked = {kind: found[kind][place] for kind in stated}
            if booked != stated and sum(booked.values()) == sum(stated.values()) and any(
                booked.values()
            ):
                for kind, amount in stated.items():
                    pair = list(found[kind])
                    pair[place] = amount
                    found[kind] = tuple(pair)
        return found
