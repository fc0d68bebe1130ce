"""The money of a realization report: the income, what Ozon keeps, what remains to be paid.

Source: the rows of /v2/finance/realization, whose sides carry line totals in the report's
currency. All amounts are Decimal with two places. Every result asserts its identities;
a report that breaks one raises a `SettlementError`, which names the figures.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from .report_rows import (
    KOPECK,
    Direction,
    RowDoesNotTie,
    SettlementError,
    UnknownFigure,
    check_not_repeated,
    fee,
    income,
    sides,
)
from .texts import unmarked

ZERO = Decimal("0.00")
# The amounts of a movement.
FIGURES = ("amount", "revenue", "points", "base_fee", "accrual")
# By Ozon's offer, points pay at most this share of its commission.
POINTS_CAP = Decimal("0.99")


class PointsPolicy(str, Enum):
    """How the books treat «Баллы за скидки»: as a lower commission, or as income of their own."""

    DISCOUNT = "discount"
    INCOME = "income"


@dataclass
class PlanDoesNotTie(SettlementError):
    """Two sums that must be equal differ. This is a defect of the program, not of the report."""

    what: str
    expected: Decimal
    actual: Decimal

    def __str__(self):
        return f"{self.what}: {self.actual}, must be {self.expected}"


class CompanyInvoice(NamedTuple):
    """The invoice (УПД) for a company that bought goods.

    :param buyer: "" when Ozon has not said who it is
    :param day: None when Ozon does not say
    """

    number: str
    day: date | None
    buyer: str = ""
    inn: str = ""


class Movement(NamedTuple):
    """One side of a report's row: goods sold to buyers, or goods that came back.

    The direction does not change the sign of amounts: a return of 100.00 has revenue 100.00. In a
    correction, whose amounts are the new ones minus the booked ones, both sides may be negative.
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
    at_old_rate: bool = False  # returned at the general rate of VAT before the present one
    rate_known: bool = False  # of a return: the order, or a person, has said when it was sold
    invoice: CompanyInvoice | None = None  # only where a company bought or returned the goods

    @property
    def sign(self) -> int:
        """1 for what was sold, −1 for what came back."""
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
        """The total of the sales documents."""
        if self.points_policy is PointsPolicy.INCOME:
            return self.revenue + self.points
        return self.revenue

    def __sub__(self, other: "Settlement") -> "Settlement":
        """The difference between two settlements under the same policy."""
        figures = [name for name in Settlement.__dataclass_fields__ if name != "points_policy"]
        return replace(
            self, **{name: getattr(self, name) - getattr(other, name) for name in figures}
        )


@dataclass(frozen=True)
class FeeLine:
    """Ozon's commission for one product: sold − returned, and the units behind it."""

    key: Hashable
    sold: int
    returned: int
    amount: Decimal


@dataclass(frozen=True)
class IncomeLine:
    """Units of one product sold, or returned, at one price; `quantity` 0 is money without goods."""

    key: Hashable
    direction: Direction
    quantity: int
    amount: Decimal
    at_old_rate: bool = False
    invoice: CompanyInvoice | None = None


def movements(rows: Iterable) -> list[Movement]:
    """The rows (`ozon_api.answers.ReportRow`) as movements; every row's arithmetic is checked.

    :raises RepeatedRow: a row occurs twice, or may do so
    :raises UnknownFigure: a row has a number that would otherwise be dropped silently
    :raises RowDoesNotTie: a side's total is not what its parts add up to
    """
    rows = tuple(rows)
    check_not_repeated(rows)
    result = []
    for row in rows:
        if row.unknown:
            field, value = row.unknown[0]
            raise UnknownFigure(row.row_number, field, value)
        result += [_movement(row, direction, side) for direction, side in sides(row)]
    return result


def _movement(row, direction: Direction, side) -> Movement:
    revenue, base_fee = income(side), fee(side)
    expected = revenue + side.bonus - base_fee
    if expected != side.total:
        raise RowDoesNotTie(row.row_number, direction, expected, side.total)
    return Movement(
        row.row_number,
        direction,
        row.sku,
        row.offer_id,
        row.barcode,
        row.name,
        side.quantity,
        side.amount,
        revenue,
        side.bonus,
        base_fee,
        side.total,
    )


def settle(
    report: Iterable[Movement],
    points_policy: PointsPolicy = PointsPolicy.DISCOUNT,
    points_cap: Decimal = POINTS_CAP,
) -> Settlement:
    """The figures of a report.

    With `discount`, points pay at most the share `points_cap` of the commission; unused points pay
    other services of Ozon. With `income`, the commission is due in full and points are revenue.

    :raises PlanDoesNotTie: revenue − commission payable + unused points ≠ accrual
    """
    sold, returned = [], []
    for movement in report:
        (sold if movement.direction is Direction.SALE else returned).append(movement)
    revenue, points, base_fee, accrual = (
        sum(map(figure, sold), ZERO) - sum(map(figure, returned), ZERO)
        for figure in map(attrgetter, ("revenue", "points", "base_fee", "accrual"))
    )
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
    """Ozon's commission by product, in the order in which the products first appear.

    :param report: the movements, each with the key of its product
    :raises PlanDoesNotTie: the lines do not add up to the gross commission
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
    check_sum(
        "gross commission of the lines", settlement.base_fee,
        sum((li.amount for li in lines), ZERO),
    )
    return lines


def income_lines(
    report: Iterable[tuple[Hashable, Movement]], settlement: Settlement
) -> list[IncomeLine]:
    """The seller's income by direction, product, price, VAT rate and buying company.

    The lines are in the order in which they first appear.

    In a correction, a decrease of sales is among the returns, and a decrease of returns among the
    sales.

    :param report: the movements, each with the key of its product
    :raises PlanDoesNotTie: sold − returned is not the income of the settlement
    """
    sums = {}
    for key, movement in report:
        amount = movement.revenue
        if settlement.points_policy is PointsPolicy.INCOME:
            amount += movement.points
        direction, quantity, amount = _oriented(movement, amount)
        if not quantity and not amount:
            continue
        price = Fraction(amount) / quantity if quantity else None
        line = sums.setdefault(
            (direction, key, price, movement.at_old_rate, movement.invoice), [0, ZERO]
        )
        line[0] += quantity
        line[1] += amount
    lines = [
        IncomeLine(key, direction, quantity, amount, at_old_rate, invoice)
        for (direction, key, _price, at_old_rate, invoice), (quantity, amount) in sums.items()
    ]
    total = sum(
        (line.amount if line.direction is Direction.SALE else -line.amount for line in lines), ZERO
    )
    check_sum("income of the lines", settlement.income, total)
    return lines


def units(
    report: Iterable[tuple[Hashable, Movement]],
) -> dict[Hashable, dict[Direction, int]]:
    """The units of each product that left, and that came back: {key: {direction: units}}."""
    result = {}
    for key, movement in report:
        direction, quantity, _amount = _oriented(movement, movement.revenue)
        moved = result.setdefault(key, dict.fromkeys(Direction, 0))
        moved[direction] += quantity
    return result


def _oriented(movement: Movement, amount: Decimal) -> tuple[Direction, int, Decimal]:
    """Direction, quantity and amount, with a decrease of sales as returns, and the reverse."""
    direction, quantity = movement.direction, movement.quantity
    if quantity < 0 or (quantity == 0 and amount < 0):
        opposite = Direction.RETURN if direction is Direction.SALE else Direction.SALE
        return opposite, -quantity, -amount
    return direction, quantity, amount


def netting(payable: Decimal, receivable: Decimal) -> Decimal:
    """What Ozon withholds: the smaller of the two debts; 0 if they have different signs.

    In a month with more returns than sales both debts are negative, and so is the result.
    """
    if payable > 0 and receivable > 0:
        return min(payable, receivable)
    if payable < 0 and receivable < 0:
        return max(payable, receivable)
    return ZERO


def correction(current: Iterable[Movement], booked: Iterable[Movement]) -> list[Movement]:
    """The difference between a report as it is now and as it was booked, by product and direction.

    It compares sums, so that booked + correction = current in every figure. Rows that only moved or
    were split make no difference.
    """
    sums, goods = {}, {}
    for sign, movements_ in ((-1, booked), (1, current)):
        for movement in movements_:
            key = (goods_key(movement), movement.direction)
            goods[key] = movement
            kept = sums.setdefault(key, {"quantity": 0, **dict.fromkeys(FIGURES, ZERO)})
            for figure in kept:
                kept[figure] += sign * getattr(movement, figure)
    changed = [key for key, kept in sums.items() if any(kept.values())]
    return [
        goods[key]._replace(row_number=place, invoice=None, rate_known=False, **sums[key])
        for place, key in enumerate(changed, start=1)
    ]


def by_product(report: Iterable[Movement]) -> dict[str, dict[str, int | Decimal]]:
    """Sold − returned of each product: {`goods_key`: {"quantity": …, "revenue": …, …}}."""
    result = {}
    for movement in report:
        kept = result.setdefault(
            goods_key(movement), {"quantity": 0, **dict.fromkeys(FIGURES, ZERO)}
        )
        for figure in kept:
            kept[figure] += movement.sign * getattr(movement, figure)
    return result


def goods_key(movement: Movement) -> str:
    """The key of goods within a report: the SKU, or the article, or the name.

    It is the same for texts stored by an earlier version.
    """
    return unmarked(movement.sku or movement.offer_id or movement.name or "")


def row_key(movement: Movement) -> tuple:
    """The key by which a row of goods is found in another version of its report."""
    return (goods_key(movement), movement.direction, movement.quantity, movement.revenue)


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
    """Stop the report if two sums that must be equal differ.

    :param what: the sum's name, for the person who reads the error
    :raises PlanDoesNotTie: the two amounts differ
    """
    if expected != actual:
        raise PlanDoesNotTie(what, expected, actual)
