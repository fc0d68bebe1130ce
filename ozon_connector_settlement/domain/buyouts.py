"""The money for goods that Ozon buys from the seller in its own name.

Ozon buys what it sells abroad, and takes no fee. For each row it owes the seller's price less a
deduction, times the units, with VAT. The amount that Ozon states is booked. If the other figures of
a row give another amount, the row is shown and a person decides.

Source: the rows of /v1/finance/products/buyout, `ozon_api.answers.BuyoutRow`. Amounts are Decimal
with two places.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from odoo.addons.ozon_connector.domain.report_rows import SettlementError
from odoo.addons.ozon_connector.domain.settlement import check_sum, goods_key

ZERO = Decimal("0.00")
KOPECK = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass
class UnknownBuyoutFigure(SettlementError):
    """A row has an unknown figure, which would be dropped silently."""

    row_number: int
    path: str
    value: Decimal

    def __str__(self):
        return f"row {self.row_number}: {self.path} = {self.value}"


class Odd(NamedTuple):
    """A row whose amount does not follow from its other figures.

    :param expected: price × units × (1 − deduction)
    :param bought_at: Ozon's buy-out price × units
    """

    row_number: int
    posting_number: str
    goods: str
    amount: Decimal
    expected: Decimal
    bought_at: Decimal


class Repeated(NamedTuple):
    """Rows that are equal in everything but their number: one row may have been sent twice.

    :param row_numbers: at least two
    """

    row_numbers: tuple[int, ...]
    posting_number: str
    goods: str


@dataclass(frozen=True)
class Line:
    """Units of one product at one price and VAT rate: a line of the invoice.

    :param quantity: 0 for money without goods; below 0 in a correction that takes units back
    :param amount: with VAT
    :param vat: the rate in per cent
    """

    key: Hashable
    quantity: int | Fraction
    amount: Decimal
    vat: Decimal


def check_known(rows):
    """:raises UnknownBuyoutFigure: a row has an unknown figure"""
    for row in rows:
        if row.unknown:
            path, value = row.unknown[0]
            raise UnknownBuyoutFigure(row.row_number, path, value)


def total(rows):
    """:return: Decimal; what Ozon owes for the rows"""
    return sum((row.amount for row in rows), ZERO)


def odd_rows(rows):
    """The rows whose amount does not follow from their other figures.

    The amount must be price × units × (1 − deduction), and Ozon's own buy-out price × units. Ozon
    may round the price of a unit or the amount of the row; both are accepted.

    :return: list of `Odd`
    """
    odd = []
    for row in rows:
        unit = row.seller_price * (HUNDRED - row.deduction) / HUNDRED
        expected = _kopecks(unit * row.quantity)
        of_units = _kopecks(unit) * row.quantity
        bought_at = _kopecks(row.buyout_price * row.quantity)
        if row.amount not in (expected, of_units) or row.amount != bought_at:
            odd.append(Odd(
                row.row_number, row.posting_number, _goods(row), row.amount, expected, bought_at,
            ))
    return odd


def repeated_rows(rows):
    """Rows that are equal in everything but their number.

    A product of a posting may stand in several rows with different prices or units. But Ozon states
    a quantity for several units at one price, so an equal row was probably sent twice.

    :return: list of `Repeated`
    """
    places = {}
    for row in rows:
        places.setdefault(row._replace(row_number=0), []).append(row.row_number)
    return [
        Repeated(tuple(numbers), row.posting_number, _goods(row))
        for row, numbers in places.items() if len(numbers) > 1
    ]


def lines(rows: Iterable[tuple[Hashable, int | Fraction, Decimal, Decimal]], amount: Decimal):
    """The lines of the invoice, by product, price and rate, in the order of appearance.

    :param rows: (key of the product, its units, amount with VAT, VAT rate)
    :param amount: the amount of the whole document
    :return: list of `Line`
    :raises PlanDoesNotTie: the lines do not add up to the document
    """
    sums = {}
    for key, quantity, brought, vat in rows:
        if not quantity and not brought:
            continue
        price = Fraction(brought) / quantity if quantity else None
        # Units that come back get a line of their own, even at the same price.
        kept = sums.setdefault((key, price, vat, quantity < 0), [0, ZERO])
        kept[0] += quantity
        kept[1] += brought
    found = [
        Line(key, quantity, brought, vat)
        for (key, _price, vat, _is_back), (quantity, brought) in sums.items()
    ]
    check_sum("lines of the buy-outs", amount, sum((line.amount for line in found), ZERO))
    return found


def units(rows):
    """The units of each product; below 0 are units that come back.

    :param rows: as for `lines`
    :return: {key: units}
    """
    moved = {}
    for key, quantity, _brought, _vat in rows:
        moved[key] = moved.get(key, 0) + quantity
    return moved


def changes(current, booked):
    """What has changed since the rows were booked, by posting, goods and rate.

    Rows that only moved or were split are no change.

    :param current, booked: lists of `BuyoutRow`
    :return: list of rows with the differences as quantity and amount; booked + changes = current
    """
    quantities, amounts, kept = Counter(), Counter(), {}
    for sign, rows in ((-1, booked), (1, current)):
        for row in rows:
            key = row_key(row)
            kept[key] = row
            quantities[key] += sign * row.quantity
            amounts[key] += sign * row.amount
    changed = [key for key in kept if quantities[key] or amounts[key]]
    return [
        kept[key]._replace(
            row_number=place, quantity=quantities[key], amount=amounts[key] + ZERO,
        )
        for place, key in enumerate(changed, start=1)
    ]


def of_changes(current, changed):
    """The rows of the current answer that changes come from, which nobody has looked at yet.

    :param changed: as from `changes`
    :return: list of `BuyoutRow`
    """
    keys = {row_key(row) for row in changed}
    return [row for row in current if row_key(row) in keys]


def row_key(row):
    """:return: tuple; finds the row again in another version of the month"""
    return row.posting_number, goods_key(row), row.vat


def _goods(row):
    return row.offer_id or row.sku or row.name


def _kopecks(amount):
    return amount.quantize(KOPECK, ROUND_HALF_UP)
