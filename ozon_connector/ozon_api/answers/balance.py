"""What Ozon owes the seller before and after a period, and why: /v1/finance/balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from .. import reading
from ..decoding import decode
from ..reading import ZERO, WrongShape, each, kopecks, needed, nested, text


@dataclass(frozen=True, slots=True)
class BalanceSide:
    """What was sold in a period, or what came back.

    All sums have Ozon's signs: those that are positive in sales are negative in returns. By Ozon's
    own figures `revenue` + `points` + `partner_programs` = `amount`.

    :param amount: what the seller is credited with
    :param fee: for the sale; below 0 is what Ozon takes
    :param revenue: what buyers paid
    :param partner_programs: payouts of partners' loyalty programmes
    :param points: points for discounts
    """

    amount: Decimal
    fee: Decimal
    revenue: Decimal
    partner_programs: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Balance:
    """What Ozon owes before and after a period, both of its days included.

    What Ozon owes is above 0. By Ozon's own figures `accrued` is the sum of `amount` and `fee` of
    both sides and of the services; `opening` + `accrued` + the payments = `closing`.

    :param date_from: as it was asked for, like `date_to`: Ozon does not repeat them
    :param currency: three letters, the same for every sum in it
    :param services: Ozon's key such as "acquiring" and a sum, in Ozon's order; below 0 is what Ozon
        takes. A key may occur twice
    :param payments: in Ozon's order; below 0 is what Ozon paid out
    """

    date_from: date
    date_to: date
    currency: str
    opening: Decimal
    accrued: Decimal
    closing: Decimal
    sales: BalanceSide
    returns: BalanceSide
    services: tuple[tuple[str, Decimal], ...]
    payments: tuple[Decimal, ...]


_TOTALS = ("opening_balance", "accrued", "closing_balance")


def read_balance(content: bytes, date_from: date, date_to: date) -> Balance:
    """Read the answer of /v1/finance/balance.

    :raises WrongShape: it is of another shape, or has several currencies
    """
    answer = decode(content)
    needed(answer, "total")
    currency = nested(answer, "total", _read_currency)
    opening, accrued, closing, payments = nested(answer, "total", partial(_read_total, currency))
    sales, returns, services = nested(answer, "cashflows", partial(_read_cashflows, currency))
    return Balance(
        date_from=date_from,
        date_to=date_to,
        currency=currency,
        opening=opening,
        accrued=accrued,
        closing=closing,
        sales=sales,
        returns=returns,
        services=services,
        payments=payments,
    )


def _read_currency(total: dict) -> str:
    """The first currency that is given: a zero may come without one."""
    needed(total, *_TOTALS)
    for key in _TOTALS:
        if code := nested(total, key, _read_code):
            return code
    raise WrongShape("closing_balance.currency_code", "is missing")


def _read_code(money: dict) -> str:
    needed(money, "value")
    return reading.currency(money, "currency_code")


def _read_total(
    currency: str, total: dict
) -> tuple[Decimal, Decimal, Decimal, tuple[Decimal, ...]]:
    payments = each(total, "payments", partial(_read_money, currency))
    return *(_sum(total, key, currency) for key in _TOTALS), tuple(payments)


def _read_cashflows(
    currency: str, cashflows: dict
) -> tuple[BalanceSide, BalanceSide, tuple[tuple[str, Decimal], ...]]:
    """Ozon leaves out whatever is empty."""
    read_side = partial(_read_side, currency)
    return (
        nested(cashflows, "sales", read_side),
        nested(cashflows, "returns", read_side),
        tuple(each(cashflows, "services", partial(_read_service, currency))),
    )


def _read_side(currency: str, side: dict) -> BalanceSide:
    revenue, partner_programs, points = nested(
        side, "amount_details", partial(_read_details, currency)
    )
    return BalanceSide(
        amount=_sum(side, "amount", currency),
        fee=_sum(side, "fee", currency),
        revenue=revenue,
        partner_programs=partner_programs,
        points=points,
    )


def _read_details(currency: str, details: dict) -> tuple[Decimal, Decimal, Decimal]:
    """Points are a text without a currency, which may be empty."""
    no_points = details.get("points_for_discounts") in (None, "")
    return (
        _sum(details, "revenue", currency),
        _sum(details, "partner_programs", currency),
        ZERO if no_points else kopecks(details, "points_for_discounts"),
    )


def _read_service(currency: str, service: dict) -> tuple[str, Decimal]:
    needed(service, "name", "amount")
    return text(service, "name"), _sum(service, "amount", currency)


def _sum(source: dict, key: str, currency: str) -> Decimal:
    """The sum of money in a nested object; 0 when there is none."""
    if source.get(key) is None:
        return ZERO
    return nested(source, key, partial(_read_money, currency))


def _read_money(currency: str, money: dict) -> Decimal:
    needed(money, "value")
    amount = kopecks(money, "value")
    if amount and reading.currency(money, "currency_code") != currency:
        raise WrongShape("currency_code", "is not the currency of the rest")
    return amount
