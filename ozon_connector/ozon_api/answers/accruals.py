"""What Ozon accrues and takes, day by day: /v1/finance/accrual/by-day and …/types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import NamedTuple

from .. import reading
from ..decoding import decode
from ..reading import (
    KOPECK,
    ZERO,
    WrongShape,
    day,
    each,
    identifier,
    kopecks,
    name,
    needed,
    nested,
    number,
    numeric_text,
    page_mark,
    plain_text,
    share,
    text,
    whole,
)

MOST_UNKNOWN = 10  # unknown figures to report for an accrual; one is enough to stop the month
MOST_GOODS = 20_000  # in an accrual: storage may be accrued for all goods at once


class AccruedSale(NamedTuple):
    """A product of a posting: what was sold and what Ozon keeps of it.

    All sums are totals in the currency of the accrual, with Ozon's signs: what is positive in a
    sale is negative in a return. By Ozon's own figures `sale_price` + `bonus` + `coinvestment` =
    `sale_amount`, and over the products of a posting `sale_amount` + `sale_commission` +
    `delivery_total` = its `total`.

    :param sku: "" when Ozon does not say
    :param quantity: units; None when Ozon does not say
    :param seller_price: per unit
    :param sale_price: what the buyer paid
    :param sale_amount: what the seller is credited with
    :param bonus: points for discounts
    :param coinvestment: payouts of partners' loyalty programmes
    :param sale_commission: the fee for the sale before points
    :param commission: the fee with discounts and surcharges
    :param commission_ratio: a share (0.52 = 52 %)
    :param delivery_total: all services of the product, which are one by one among the `fees`
    """

    sku: str
    quantity: int | None
    seller_price: Decimal
    sale_price: Decimal
    sale_amount: Decimal
    bonus: Decimal
    coinvestment: Decimal
    sale_commission: Decimal
    commission: Decimal
    commission_ratio: Decimal
    delivery_total: Decimal


class AccruedFee(NamedTuple):
    """A service or another fee.

    :param type_id: the id of an `AccrualType`
    :param sku: "" when it belongs to no product
    :param quantity: units of the product; None when Ozon does not say
    :param amount: negative is what Ozon takes
    """

    type_id: int
    sku: str
    quantity: int | None
    amount: Decimal


class Accrual(NamedTuple):
    """What was accrued at once for a posting, for products or for the seller.

    :param accrual_id: unique for this seller; other sellers may have the same
    :param unit_number: a posting, an advertising contract or the like; "" for none
    :param category: "POSTING", "ITEM", "NON_ITEM", "CONTAINER_FEES", or one that we do not know
    :param total: to the seller's account; negative is what Ozon takes
    :param currency: three letters, the same for every sum in it
    :param delivery_schema: for a posting, such as "Fbo"; "" otherwise
    :param sales: the products of a posting
    :param fees: in Ozon's order; for a posting, the services of all of its products
    :param unknown: paths and values of non-zero sums that we have no name for; at most
        `MOST_UNKNOWN`
    """

    accrual_id: str
    day: date
    unit_number: str
    category: str
    total: Decimal
    currency: str
    delivery_schema: str
    sales: tuple[AccruedSale, ...]
    fees: tuple[AccruedFee, ...]
    unknown: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class AccrualPage:
    """A page of a day's accruals.

    :param accruals: in Ozon's order
    :param last_id: asks for the next page, for 15 minutes; "" after the last one
    :param raw: the body of the answer exactly as received
    """

    accruals: tuple[Accrual, ...]
    last_id: str
    raw: bytes = field(repr=False)


class AccrualType(NamedTuple):
    """What a fee may be for.

    :param id: a number that accruals refer to
    :param name: Ozon's key, such as "Logistic"
    :param description: in Russian; "" when Ozon does not say
    """

    id: int
    name: str
    description: str


_USUAL_SUM = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,2})?")
# Every key that we know, and what is known within it; `None` if it can contain no sum.
_FEE = {"type_id": None, "quantity": None, "accrued": None}
_SALE = dict.fromkeys(
    [
        "seller_price",
        "sale_price",
        "sale_amount",
        "bonus",
        "coinvestment",
        "sale_commission",
        "commission",
        "commission_ratio",
    ]
)
_PRODUCT = {
    "sku": None,
    "quantity": None,
    "commission": _SALE,
    "delivery": {"total_accrued": None, "services": _FEE},
}
_ACCRUAL = {
    "accrual_id": None,
    "date": None,
    "unit_number": None,
    "accrued_category": None,
    "total_amount": None,
    "posting": {"delivery_schema": None, "delivery_speed": None, "products": _PRODUCT},
    "item_fees": {"fees": {"sku": None, "quantity": None, "fees": _FEE}},
    "non_item_fee": _FEE,
    "container_fees": {"fees": _FEE},
}


def read_accruals(content: bytes) -> AccrualPage:
    """Read the answer of /v1/finance/accrual/by-day.

    :raises WrongShape: it is of another shape, or an accrual has several currencies
    """
    answer = decode(content, accruals=_read_accrual)
    if "accruals" not in answer:
        raise WrongShape("accruals", "are missing")
    return AccrualPage(
        accruals=tuple(answer["accruals"] or ()), last_id=page_mark(answer, "last_id"), raw=content
    )


def read_accrual_types(content: bytes) -> tuple[AccrualType, ...]:
    """Read the answer of /v1/finance/accrual/types.

    :raises WrongShape: it is of another shape
    """
    answer = decode(content, accrual_types=_read_type)
    if answer.get("accrual_types") is None:
        raise WrongShape("accrual_types", "are missing")
    return tuple(answer["accrual_types"])


def _read_type(one: dict) -> AccrualType:
    needed(one, "id", "name")
    return AccrualType(
        id=whole(one, "id"), name=text(one, "name"), description=name(one, "description")
    )


def _read_accrual(accrual: dict) -> Accrual:
    needed(accrual, "accrual_id", "date", "accrued_category", "total_amount")
    accrual_id = identifier(accrual, "accrual_id")
    if not accrual_id:
        raise WrongShape("accrual_id", "is missing")
    currency = nested(accrual, "total_amount", _read_currency)
    schema, sales, fees = nested(accrual, "posting", partial(_read_posting, currency))
    fees += nested(accrual, "item_fees", partial(_read_item_fees, currency))
    if accrual.get("non_item_fee"):
        fees.append(nested(accrual, "non_item_fee", partial(_read_fee, currency)))
    fees += nested(accrual, "container_fees", partial(_read_fees, currency))
    return Accrual(
        accrual_id,
        _day_of(accrual),
        text(accrual, "unit_number"),
        text(accrual, "accrued_category"),
        _sum(accrual, "total_amount", currency),
        currency,
        schema,
        tuple(sales),
        tuple(fees),
        tuple(islice(_sums_without_name(accrual, _ACCRUAL, ""), MOST_UNKNOWN)),
    )


def _read_currency(money: dict) -> str:
    needed(money, "currency", "amount")
    return reading.currency(money, "currency")


def _day_of(accrual: dict) -> date:
    found = day(accrual, "date")
    if not found:
        raise WrongShape("date", "is not a date")
    return found


def _read_posting(
    currency: str, posting: dict
) -> tuple[str, list[AccruedSale], list[AccruedFee]]:
    sales, fees = [], []
    for sale, services in each(posting, "products", partial(_read_product, currency)):
        sales.append(sale)
        fees += services
    return text(posting, "delivery_schema"), sales, fees


def _read_product(currency: str, product: dict) -> tuple[AccruedSale, list[AccruedFee]]:
    sku, quantity = identifier(product, "sku"), _quantity(product, None)
    delivery_total, services = nested(
        product, "delivery", partial(_read_delivery, currency, sku, quantity)
    )
    figures = nested(product, "commission", partial(_read_commission, currency))
    return AccruedSale(sku, quantity, *figures, delivery_total), services


def _read_commission(currency: str, commission: dict) -> list[Decimal]:
    """A posting may be charged without a sale; then there is no commission."""
    if commission:
        needed(commission, "sale_amount", "sale_commission")
    return [
        *(_sum(commission, key, currency) for key in _SALE if key != "commission_ratio"),
        share(commission, "commission_ratio"),
    ]


def _read_delivery(
    currency: str, sku: str, quantity: int | None, delivery: dict
) -> tuple[Decimal, list[AccruedFee]]:
    if delivery:
        needed(delivery, "total_accrued")
    services = each(delivery, "services", partial(_read_fee, currency, sku=sku, quantity=quantity))
    return _sum(delivery, "total_accrued", currency), list(services)


def _read_item_fees(currency: str, item_fees: dict) -> list[AccruedFee]:
    items = each(item_fees, "fees", partial(_read_item, currency), MOST_GOODS)
    return [fee for fees in items for fee in fees]


def _read_item(currency: str, item: dict) -> list[AccruedFee]:
    return _read_fees(currency, item, identifier(item, "sku"), _quantity(item, None))


def _read_fees(
    currency: str, source: dict, sku: str = "", quantity: int | None = None
) -> list[AccruedFee]:
    read = partial(_read_fee, currency, sku=sku, quantity=quantity)
    return list(each(source, "fees", read, MOST_GOODS))


def _read_fee(
    currency: str, fee: dict, sku: str = "", quantity: int | None = None
) -> AccruedFee:
    needed(fee, "type_id", "accrued")
    return AccruedFee(
        whole(fee, "type_id"), sku, _quantity(fee, quantity), _sum(fee, "accrued", currency)
    )


def _quantity(source: dict, otherwise: int | None) -> int | None:
    """Units: live answers have them, the documentation does not. A return may have less than 0."""
    if source.get("quantity") is None:
        return otherwise
    quantity = number(source, "quantity")
    magnitude = whole({"quantity": abs(quantity)}, "quantity")
    return -magnitude if quantity < 0 else magnitude


def _sum(source: dict, key: str, currency: str) -> Decimal:
    """The sum of money in a nested object; 0 when there is none."""
    money = source.get(key)
    if money is None:
        return ZERO
    usual = _usual_sum(money, currency)
    return nested(source, key, partial(_read_sum, currency)) if usual is None else usual


def _usual_sum(money: object, currency: str) -> Decimal | None:
    """A sum in Ozon's usual form, read fast: a month has half a million of them.

    None if something about it is unusual, perhaps wrong; `_read_sum` says what.
    """
    if type(money) is not dict or money.get("currency") != currency:
        return None
    written = money.get("amount")
    if type(written) is not str or not _USUAL_SUM.fullmatch(written):
        return None
    return Decimal(written).quantize(KOPECK)


def _read_sum(currency: str, money: dict) -> Decimal:
    needed(money, "amount")
    amount = kopecks(money, "amount")
    # A zero is often sent without a currency.
    if amount and text(money, "currency") != currency:
        raise WrongShape("currency", "is not the one of the total")
    return amount


def _sums_without_name(
    value: object, known: dict, path: str
) -> Iterator[tuple[str, Decimal]]:
    """Non-zero sums under keys that we do not know, so that no new fee passes unnoticed."""
    if type(value) is list:
        for place, inner in enumerate(value):
            yield from _sums_without_name(inner, known, f"{path}[{place}]")
    elif type(value) is dict:
        for key, inner in value.items():
            where = f"{path}.{key}" if path else key
            if key not in known:
                yield from _sums_within(inner, where)
            elif known[key]:
                yield from _sums_without_name(inner, known[key], where)


def _sums_within(value: object, path: str) -> Iterator[tuple[str, Decimal]]:
    """Every non-zero sum in a value of unknown shape, with its path."""
    if type(value) is list:
        for place, inner in enumerate(value):
            yield from _sums_within(inner, f"{path}[{place}]")
    elif type(value) is dict:
        if "amount" in value:
            amount = value["amount"]
            figure = numeric_text(amount) if type(amount) is str else amount
            if type(figure) in (int, Decimal) and figure:
                yield plain_text(path), Decimal(figure)
        for key, inner in value.items():
            yield from _sums_within(inner, f"{path}.{key}")
