"""What a realization report states for its month, and what the books have of it."""

from odoo.addons.ozon_connector.domain import settlement
from odoo.addons.ozon_connector.domain.settlement import Direction

from ..domain.statement import FEE, POINTS, RETURNS, SALES

CLASSES = {"sale_invoice_id": SALES, "sale_refund_id": RETURNS}


class RealizationClaims:
    """The claims of one report: sales, returns, points and the fee, in Ozon's sign.

    :param report: an `ozon.realization.report`
    :param ledger: the `tools.ledger.Ledger` of the month
    """

    def __init__(self, report, ledger):
        self.report = report
        self.ledger = ledger
        self.env = report.env

    def claims(self):
        """Compare what the report states with what the books have.

        :return: {class: (stated, booked in the month, booked elsewhere)}
        """
        report, sums = self.report, self._sums_by_direction()
        bill, sales = self._booked_fee(), self._booked_sales(sums)
        points = sum((points for _revenue, points in sums.values()), settlement.ZERO)
        booked_points = (
            of_sales + of_bill
            for of_sales, of_bill in zip(sales[POINTS], bill[POINTS], strict=True)
        )
        # Points lower the commission on the bill, or are part of the invoices.
        used = report._kopecks(report.points_used)
        return {
            SALES: (sums[Direction.SALE][0], *sales[SALES]),
            RETURNS: (sums[Direction.RETURN][0], *sales[RETURNS]),
            FEE: (-report._kopecks(report.base_fee), *bill[FEE]),
            POINTS: (points if report.points_are_income else used, *booked_points),
        }

    def _sums_by_direction(self):
        """:return: {direction: (revenue, points)}, below 0 for what came back"""
        report = self.report
        rows = self.env["ozon.realization.report.line"]._read_group(
            [("report_id", "=", report.id)], ["direction"], ["revenue:sum", "points:sum"],
        )
        sums = dict.fromkeys(Direction, (settlement.ZERO, settlement.ZERO))
        for name, revenue, points in rows:
            direction = Direction(name)
            sign = 1 if direction is Direction.SALE else -1
            sums[direction] = (sign * report._kopecks(revenue), sign * report._kopecks(points))
        return sums

    def _booked_fee(self):
        """The fee before points, and the points that lower it.

        :return: {class: (booked in the month, booked elsewhere)}
        """
        report = self.report
        booked, elsewhere = self.ledger.amounts_of(report.bill_id)
        used = report._kopecks(report.points_used)
        here = used if self.ledger.is_here(report.bill_id) else settlement.ZERO
        there = used if self.ledger.is_elsewhere(report.bill_id) else settlement.ZERO
        return {FEE: (booked - here, elsewhere - there), POINTS: (here, there)}

    def _booked_sales(self, sums):
        """The sales, returns and points in the invoice and the credit note.

        :return: {class: (booked in the month, booked elsewhere)}
        """
        report = self.report
        found = {POINTS: (settlement.ZERO, settlement.ZERO)}
        for field, direction in (
            ("sale_invoice_id", Direction.SALE), ("sale_refund_id", Direction.RETURN),
        ):
            booked, elsewhere = self.ledger.amounts_of(report[field])
            points = sums[direction][1] if report.points_are_income else settlement.ZERO
            here = points if self.ledger.is_here(report[field]) else settlement.ZERO
            there = points if self.ledger.is_elsewhere(report[field]) else settlement.ZERO
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
