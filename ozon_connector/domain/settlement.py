"""The money of a realization report: what is income, what Ozon keeps, what is still to be paid.

Source: the rows of /v2/finance/realization, whose sides carry line totals in the report's
currency. All amounts are Decimal with two places. Every result asserts its identities;
a report that breaks one raises `ReportDoesNotTie`, which names the figures.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

KOPECK = Decimal("0.01")
ZERO = Decimal("0.00")
# Ozon's offer: points pay at most this share of its remuneration.
POINTS_CAP = Decimal("0.99")


class Direction(str, Enum):
    SALE = "sale"
    RETURN = "return"


class PointsPolicy(str, Enum):
    """What «Баллы за скидки» are in the books: a lower fee, or income of their own."""

    DISCOUNT = "discount"
    INCOME = "income"


class SettlementError(Exception):
    """The report cannot be booked as it is."""


@dataclass
class RowDoesNotTie(SettlementError):
    """total ≠ revenue + points − base fee on one side of a row."""

    row_number: int
    direction: Direction
    expected: Decimal
    total: Decimal

    def __str__(self):
        return (
            f"row {self.row_number}, {self.direction.value}: "
            f"total {self.total}, computed {self.expected}"
        )


@dataclass
class UnknownFigure(SettlementError):
    """Ozon sent a non-zero number in a field that has no meaning here yet."""

    row_number: int
    field: str
    value: Decimal

    def __str__(self):
        return f"row {self.row_number}: unknown field {self.field} = {self.value}"


@dataclass
class PlanDoesNotTie(SettlementError):
    """A sum that must equal another does not: a defect of the rules, never of the report."""

    what: str
    expected: Decimal
    actual: Decimal

    def __str__(self):
        return f"{self.what}: {self.actual}, must be {self.expected}"


@dataclass(frozen=True)
class Movement:
    """One side of a report's row: goods sold to buyers, or goods that came back.

    Amounts are never signed by the direction: a return of 100.00 has revenue 100.00.
    """

    row_number: int
    direction: Direction
    sku: str
    offer_id: str
    barcode: str
    name: str
    quantity: int
    amount: Decimal
    revenue: Decimal
    points: Decimal
    base_fee: Decimal
    accrual: Decimal

    @property
    def sign(self) -> int:
        return 1 if self.direction is Direction.SALE else -1


@dataclass(frozen=True)
class Settlement:
    """The figures of a whole report, sold − returned."""

    revenue: Decimal
    points: Decimal
    base_fee: Decimal
    points_used: Decimal
    fee_payable: Decimal
    points_left: Decimal
    accrual: Decimal
    points_policy: PointsPolicy

    @property
    def income(self) -> Decimal:
        """What the sales documents add up to."""
        if self.points_policy is PointsPolicy.INCOME:
            return self.revenue + self.points
        return self.revenue


@dataclass(frozen=True)
class FeeLine:
    """Ozon's remuneration for one product: sold − returned, and the units behind it."""

    key: Hashable
    sold: int
    returned: int
    amount: Decimal


def movements(rows: Iterable) -> list[Movement]:
    """The rows (`ozon_api.payloads.ReportRow`) as movements; every row's arithmetic is checked.

    :raises UnknownFigure: a row carries a number that would otherwise be dropped silently
    :raises RowDoesNotTie: a side's total is not what its parts add up to
    """
    result = []
    for row in rows:
        if row.unknown:
            field, value = row.unknown[0]
            raise UnknownFigure(row.row_number, field, value)
        for direction, side in ((Direction.SALE, row.sold), (Direction.RETURN, row.returned)):
            if side is not None:
                result.append(_movement(row, direction, side))
    return result


def _movement(row, direction: Direction, side) -> Movement:
    # `compensation` (Ozon's surcharge on the price) and `commission` (its fee under the old
    # rules) are zero since May 2024; before, they were income and remuneration like the rest.
    revenue = (
        side.amount
        + side.bank_coinvestment
        + side.stars
        + side.pick_up_point_coinvestment
        + side.compensation
    )
    base_fee = side.standard_fee + side.commission
    expected = revenue + side.bonus - base_fee
    if expected != side.total:
        raise RowDoesNotTie(row.row_number, direction, expected, side.total)
    return Movement(
        row_number=row.row_number,
        direction=direction,
        sku=row.sku,
        offer_id=row.offer_id,
        barcode=row.barcode,
        name=row.name,
        quantity=side.quantity,
        amount=side.amount,
        revenue=revenue,
        points=side.bonus,
        base_fee=base_fee,
        accrual=side.total,
    )


def settle(
    report: Iterable[Movement],
    points_policy: PointsPolicy = PointsPolicy.DISCOUNT,
    points_cap: Decimal = POINTS_CAP,
) -> Settlement:
    """The figures of a report.

    Under `discount` points lower the fee, down to `1 − points_cap` of it; what is left of them
    pays other services of Ozon. Under `income` the fee is due in full and points are revenue.

    :raises PlanDoesNotTie: revenue − fee payable + points left ≠ accrual
    """
    revenue = points = base_fee = accrual = ZERO
    for movement in report:
        revenue += movement.sign * movement.revenue
        points += movement.sign * movement.points
        base_fee += movement.sign * movement.base_fee
        accrual += movement.sign * movement.accrual
    if points_policy is PointsPolicy.INCOME:
        fee_payable, points_left = base_fee, ZERO
    else:
        usable = max(min(points, points_cap * base_fee), ZERO)
        fee_payable = (base_fee - usable).quantize(KOPECK, ROUND_HALF_UP)
        points_left = points - (base_fee - fee_payable)
    settlement = Settlement(
        revenue=revenue,
        points=points,
        base_fee=base_fee,
        points_used=base_fee - fee_payable,
        fee_payable=fee_payable,
        points_left=points_left,
        accrual=accrual,
        points_policy=points_policy,
    )
    check_sum("accrual", accrual, settlement.income - fee_payable + points_left)
    return settlement


def fee_lines(report: Iterable[tuple[Hashable, Movement]], settlement: Settlement) -> list[FeeLine]:
    """Ozon's remuneration by product, in the order in which the products first appear.

    :param report: the movements, each with the key of its product
    :raises PlanDoesNotTie: the lines do not add up to the base fee
    """
    sums = {}
    for key, movement in report:
        line = sums.setdefault(key, {Direction.SALE: 0, Direction.RETURN: 0, "amount": ZERO})
        line[movement.direction] += movement.quantity
        line["amount"] += movement.sign * movement.base_fee
    lines = [
        FeeLine(key, line[Direction.SALE], line[Direction.RETURN], line["amount"])
        for key, line in sums.items()
    ]
    check_sum("base fee of the lines", settlement.base_fee, sum((li.amount for li in lines), ZERO))
    return lines


def spread(amounts: Iterable[Decimal], ratio: Decimal) -> list[Decimal]:
    """Each amount × `ratio`, to the kopeck, so that every running sum is right to half a kopeck.

    The rounding is carried from one share to the next: rounded one by one, a thousand amounts
    would drift away from their sum by kopecks.
    """
    shares, running, given = [], ZERO, ZERO
    for amount in amounts:
        running += amount
        share = (running * ratio).quantize(KOPECK, ROUND_HALF_UP) - given
        given += share
        shares.append(share)
    return shares


def check_sum(what: str, expected: Decimal, actual: Decimal) -> None:
    if expected != actual:
        raise PlanDoesNotTie(what, expected, actual)
