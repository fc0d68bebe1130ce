"""Checks on the rows of a realization report: each occurs once and adds up.

Rows are `ozon_api.answers.ReportRow`, as /v2/finance/realization has them. Amounts are Decimal in
the report's currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

KOPECK = Decimal("0.01")


class Direction(str, Enum):
    """The two sides of a row: goods sold, and goods that came back."""

    SALE = "sale"
    RETURN = "return"


class SettlementError(Exception):
    """The report cannot be booked as it is."""


@dataclass
class RowDoesNotTie(SettlementError):
    """total ≠ revenue + points − gross commission on one side of a row."""

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
    """Ozon sent a non-zero number in a field that this program does not know."""

    row_number: int
    field: str
    value: Decimal

    def __str__(self):
        return f"row {self.row_number}: unknown field {self.field} = {self.value}"


@dataclass
class RepeatedRow(SettlementError):
    """Two rows have the same number, or are equal and have none. Perhaps one was sent twice.

    :param row_number: of both; None when they have none
    :param places: their places in the answer, counted from 1
    :param goods: the article of each; without one, the SKU or the name
    """

    row_number: int | None
    places: tuple[int, int]
    goods: tuple[str, str]

    def __str__(self):
        number = "no number" if self.row_number is None else f"number {self.row_number}"
        return f"rows {self.places[0]} and {self.places[1]} have {number}: {self.goods}"


class OddUnits(NamedTuple):
    """A side of a row whose units do not fit its money.

    :param goods: the article; without one, the SKU or the name
    :param price: what buyers paid for a unit; 0 when Ozon does not say
    :param amount: what buyers paid for all units
    """

    row_number: int
    direction: Direction
    goods: str
    quantity: int
    price: Decimal
    amount: Decimal


def sides(row) -> list[tuple]:
    """The sides that a row has: (direction, `ozon_api.answers.ReportSide`)."""
    both = ((Direction.SALE, row.sold), (Direction.RETURN, row.returned))
    return [(direction, side) for direction, side in both if side is not None]


def check_not_repeated(rows: Iterable) -> None:
    """Refuse repeated rows. Equal rows with different numbers are normal.

    :raises RepeatedRow: a number occurs twice, or two equal rows have no number
    """
    places, kept = {}, {}
    for place, row in enumerate(rows, start=1):
        if not row.numbered and not sides(row):
            continue
        # Without a number of its own, `row_number` is the place.
        key = row.row_number if row.numbered else row._replace(row_number=0)
        if key in places:
            raise RepeatedRow(
                row.row_number if row.numbered else None,
                (places[key], place),
                (_goods(kept[key]), _goods(row)),
            )
        places[key], kept[key] = place, row


def odd_units(rows: Iterable) -> list[OddUnits]:
    """The sides whose units and money do not fit, in the order of the rows.

    These have money without units, units without any money, or an amount that is not units × price.
    A price may be rounded to the kopeck, so each unit may be off by half of one.
    """
    return [
        OddUnits(
            row.row_number, direction, _goods(row), side.quantity, side.price_per_instance,
            side.amount,
        )
        for row in rows
        for direction, side in sides(row)
        if _is_odd(side)
    ]


def stored_odd_units(rows: Iterable, at_most: int) -> dict:
    """The sides whose units and money do not fit, as JSON.

    :return: {'count': of all, 'rows': [[row, goods, quantity, price, amount], …] of the first ones}
    """
    odd = odd_units(rows)
    return {"count": len(odd), "rows": [
        [one.row_number, one.goods, one.quantity, float(one.price), float(one.amount)]
        for one in odd[:at_most]
    ]}


def _is_odd(side) -> bool:
    quantity, price, amount = side[:3]
    has_money = any(side[2:])
    if not (quantity and has_money):
        return bool(quantity) or has_money
    return bool(price) and abs(price * quantity - amount) > max(KOPECK, KOPECK / 2 * quantity)


def fee(side) -> Decimal:
    """Ozon's commission on a side of a row.

    It is `standard_fee` since May 2024. Older months have `commission` as well. Ozon does not
    document whether that is added to the standard fee or replaces it; the side's own total shows.
    """
    if side.standard_fee and side.commission:
        before = income(side) + side.bonus
        if before - side.commission == side.total != before - side.standard_fee - side.commission:
            return side.commission
    return side.standard_fee + side.commission


def income(side) -> Decimal:
    """What buyers and Ozon's partners paid; before May 2024 also Ozon's surcharge."""
    return (
        side.amount
        + side.bank_coinvestment
        + side.stars
        + side.pick_up_point_coinvestment
        + side.compensation
    )


def _goods(row) -> str:
    return row.offer_id or row.sku or row.name
