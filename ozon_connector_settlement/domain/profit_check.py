"""Compares a month's profit with its statement, and leads from its revenue to its profit."""

from decimal import Decimal
from typing import NamedTuple

from . import statement
from .profit import (
    BUYOUT,
    COMPENSATION,
    CORRECTION,
    FEE,
    POINTS,
    REVENUE,
    SERVICES,
    TRANSFER,
    ZERO,
)


class Compared(NamedTuple):
    """A class of profit parts compared with the statement of the month."""

    kind: str
    profit: Decimal
    statement: Decimal


# The classes of the check: parts of the profit, and the matching classes of the statement.
CLASSES = {
    "sales": ((REVENUE,), (statement.SALES, statement.RETURNS)),
    "points": ((POINTS,), (statement.POINTS,)),
    "fee": ((FEE,), (statement.FEE,)),
    "services": (SERVICES, (
        "all", "service", "reinvoiced", "star", "insurance", "penalty", "financing",
        statement.SERVICES, "unknown",
    )),
    "buyout": ((BUYOUT,), (statement.BUYOUT,)),
    "compensation": ((COMPENSATION,), (statement.COMPENSATION,)),
    "transfer": ((TRANSFER,), ("transfer",)),
    "correction": ((CORRECTION,), ("balance",)),
}
# The same for a statement by documents, which deducts points from the document they lower.
_OF_DOCUMENTS = ("sales", "points", "fee", "services")
CLASSES_BY_DOCUMENT = {
    "documents": (
        tuple(part for kind in _OF_DOCUMENTS for part in CLASSES[kind][0]),
        (statement.REALIZATION, *(one for kind in _OF_DOCUMENTS for one in CLASSES[kind][1])),
    ),
    **{kind: of_kind for kind, of_kind in CLASSES.items() if kind not in _OF_DOCUMENTS},
}
# Classes of the statement outside the profit: balances, payouts, entries unknown to Ozon.
NOT_PROFIT = frozenset([
    statement.OPENING, statement.BUYOUT_BEFORE, statement.PAYOUT, statement.OTHER,
    statement.BALANCE,
])


class Step(NamedTuple):
    """A step from revenue to profit, as a bar.

    :param start, width: in per cent of the whole chart
    """

    name: str
    amount: Decimal
    start: Decimal
    width: Decimal


def way(amounts, profit):
    """The steps from revenue to profit. Each begins where the one before it ends.

    :param amounts: list of (name, Decimal) that add up to the profit; zeros are left out
    :return: list of `Step`; the last one is the profit, starting at 0
    :raises AssertionError: the amounts do not add up to the profit
    """
    ends, level = [], ZERO
    for name, amount in amounts:
        if amount:
            ends.append((name, amount, level, level + amount))
            level += amount
    if level != profit:
        raise AssertionError(f"the steps lead to {level}, the profit is {profit}")
    ends.append(("profit", profit, ZERO, profit))
    lowest = min(min(start, end) for _name, _amount, start, end in ends)
    span = max(max(start, end) for _name, _amount, start, end in ends) - lowest or Decimal(1)
    return [
        Step(
            name, amount, round((min(start, end) - lowest) * 100 / span, 2),
            round(abs(end - start) * 100 / span, 2),
        ) for name, amount, start, end in ends
    ]


def check(parts, stated, moved):
    """Compare the profit parts of a month with its statement.

    :param parts: {part: Decimal}
    :param stated: {class of the statement: Decimal}
    :param moved: Decimal; the balance movements that are no part of the profit
    :return: list of `Compared`, without rows that are 0 on both sides
    :raises KeyError: the statement has a class that is in no row of the check
    """
    stated = {kind: amount for kind, amount in stated.items() if kind not in NOT_PROFIT}
    by_document = statement.REALIZATION in stated
    rows = []
    for kind, (own, classes) in (CLASSES_BY_DOCUMENT if by_document else CLASSES).items():
        by_statement = sum((stated.pop(one, ZERO) for one in classes), ZERO)
        if kind == "correction":
            by_statement -= moved
        rows.append(Compared(
            kind, sum((parts.get(part, ZERO) for part in own), ZERO), by_statement,
        ))
    if stated:
        raise KeyError(min(stated))
    return [row for row in rows if row.profit or row.statement]
