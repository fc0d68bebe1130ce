"""Checks whether Ozon's balance adds up, and joins the balances of a long period's pieces.

Source: /v1/finance/balance, as `ozon_api.answers.Balance`. Above 0 is what Ozon owes.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from odoo.addons.ozon_connector.domain.report_rows import SettlementError

ZERO = Decimal("0.00")
DAY = timedelta(days=1)


@dataclass
class BalanceDoesNotTie(SettlementError):
    """A sum that Ozon states is not the sum of its parts."""

    date_from: date
    date_to: date
    what: str  # the name of the figure: accrued, closing, sales or returns
    stated: Decimal
    added: Decimal

    def __str__(self):
        return (
            f"balance {self.date_from} to {self.date_to}, {self.what}: {self.stated}, "
            f"its parts are {self.added}"
        )


@dataclass
class BalanceDoesNotJoin(SettlementError):
    """A piece does not continue where the one before it ends."""

    what: str  # dates, currency or balance
    ends: object  # the last day, currency or closing balance of a piece
    begins: object  # the first day, currency or opening balance of the next one

    def __str__(self):
        return (
            f"balance in pieces, {self.what}: one ends with {self.ends}, "
            f"the next begins with {self.begins}"
        )


def problems_of(balance):
    """Check each sum that Ozon states.

    :param balance: an `ozon_api.answers.Balance`
    :return: list of `BalanceDoesNotTie`, empty where everything adds up
    """
    sides = {"sales": balance.sales, "returns": balance.returns}
    accrued = sum((side.amount + side.fee for side in sides.values()), ZERO)
    accrued += sum((amount for _name, amount in balance.services), ZERO)
    closing = sum(balance.payments, balance.opening + balance.accrued)
    checks = [
        *((what, side.amount, side.revenue + side.points + side.partner_programs)
          for what, side in sides.items()),
        ("accrued", balance.accrued, accrued),
        ("closing", balance.closing, closing),
    ]
    return [
        BalanceDoesNotTie(balance.date_from, balance.date_to, what, stated, added)
        for what, stated, added in checks if stated != added
    ]


def pieces_of(first, last, longest):
    """Cut a period into pieces that are short enough for Ozon's method.

    :param first: the first day
    :param last: the last day, included
    :param longest: how many days a piece may have
    :return: list of (first day, last day), in order and without gaps
    """
    days = (last - first).days + 1
    return [
        (first + start * DAY, min(first + (start + longest - 1) * DAY, last))
        for start in range(0, days, longest)
    ]


def join(pieces):
    """Add up the balances of consecutive periods.

    :param pieces: at least one `ozon_api.answers.Balance`, in order
    :return: a `Balance` from the first day of the first piece to the last day of the last one; each
        service is in it once, in the order of first appearance
    :raises BalanceDoesNotJoin: a piece does not continue where the one before it ends
    """
    for earlier, later in pairwise(pieces):
        _check_follows(earlier, later)
    services = {}
    for name, amount in (service for piece in pieces for service in piece.services):
        services[name] = services.get(name, ZERO) + amount
    return replace(
        pieces[0],
        date_to=pieces[-1].date_to,
        accrued=sum((piece.accrued for piece in pieces), ZERO),
        closing=pieces[-1].closing,
        sales=_total([piece.sales for piece in pieces]),
        returns=_total([piece.returns for piece in pieces]),
        services=tuple(services.items()),
        payments=tuple(payment for piece in pieces for payment in piece.payments),
    )


def _check_follows(earlier, later):
    """Check the dates first: if they are wrong, the rest means nothing."""
    if later.date_from != earlier.date_to + DAY:
        raise BalanceDoesNotJoin("dates", earlier.date_to, later.date_from)
    if later.currency != earlier.currency:
        raise BalanceDoesNotJoin("currency", earlier.currency, later.currency)
    if later.opening != earlier.closing:
        raise BalanceDoesNotJoin("balance", earlier.closing, later.opening)


def _total(sides):
    """The sum of the sides of several periods, figure by figure."""
    return replace(sides[0], **{
        figure.name: sum((getattr(side, figure.name) for side in sides), ZERO)
        for figure in fields(sides[0])
    })
