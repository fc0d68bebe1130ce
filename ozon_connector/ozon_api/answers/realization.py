"""The realization report: /v2/finance/realization."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count, islice
from operator import itemgetter
from typing import NamedTuple

from ..decoding import decode
from ..reading import (
    LEAST_NUMBER,
    MOST_UNITS,
    NUMBER_LIMIT,
    WrongShape,
    day,
    identifier,
    kopecks,
    kopecks_of_all,
    name,
    nested,
    number,
    numbers_within,
    share,
    text,
    whole,
)

MOST_UNKNOWN = 10  # unknown figures to report for a row; one is enough to stop the report


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """The report's title page; what Ozon does not say is "" or None.

    Ozon does not document who is payer and who is receiver.

    :param doc_date: the date of the document
    :param start_date: of the period
    :param stop_date: of the period, inclusive
    :param currency: three letters, such as "RUB"
    """

    number: str
    doc_date: date | None
    start_date: date | None
    stop_date: date | None
    contract_number: str
    contract_date: date | None
    currency: str
    payer_name: str
    payer_inn: str
    payer_kpp: str
    receiver_name: str
    receiver_inn: str
    receiver_kpp: str


class ReportSide(NamedTuple):
    """The sales or the returns of a row. The figures of both are positive.

    All sums are totals of the line, to the kopeck, in the currency of the report.

    :param quantity: units
    :param price_per_instance: what the buyer paid per unit, as sent; 0 when Ozon does not say
    :param amount: buyers' money
    :param bonus: points for discounts
    :param bank_coinvestment: payouts of a partner's loyalty programme, as are `stars` and
        `pick_up_point_coinvestment`
    :param standard_fee: Ozon's base commission
    :param commission: Ozon's final commission, 0 since May 2024
    :param compensation: Ozon's surcharge, 0 since May 2024
    :param total: accrued to the seller
    """

    quantity: int
    price_per_instance: Decimal
    amount: Decimal
    bonus: Decimal
    bank_coinvestment: Decimal
    stars: Decimal
    pick_up_point_coinvestment: Decimal
    standard_fee: Decimal
    commission: Decimal
    compensation: Decimal
    total: Decimal


class ReportRow(NamedTuple):
    """One product at one price; the same SKU may be in many rows.

    :param row_number: Ozon's own number, or the place in the answer, counted from 1
    :param numbered: whether the number is Ozon's own
    :param seller_price_per_instance: the seller's price per unit
    :param commission_ratio: a share (0.46 = 46 %)
    :param sold: None when the row has no such side
    :param returned: None when the row has no such side
    :param unknown: paths and values of non-zero numbers in fields we do not know, perhaps money; at
        most `MOST_UNKNOWN`
    """

    row_number: int
    numbered: bool
    sku: str
    offer_id: str
    name: str
    barcode: str
    seller_price_per_instance: Decimal
    commission_ratio: Decimal
    sold: ReportSide | None
    returned: ReportSide | None
    unknown: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class RealizationReport:
    """A month's sales and returns.

    :param rows: in Ozon's order; a row without a side has no figures
    :param raw: the body of the answer exactly as received
    """

    header: ReportHeader
    rows: tuple[ReportRow, ...]
    raw: bytes = field(repr=False)


_ROW_KEYS = frozenset(
    [
        "rowNumber",
        "row_number",
        "item",
        "seller_price_per_instance",
        "commission_ratio",
        "delivery_commission",
        "return_commission",
        # of the per-order variant of the report:
        "order",
        "legal_entity_document",
    ]
)
_SIDES = frozenset(["delivery_commission", "return_commission"])
_SIDE_KEYS = frozenset(ReportSide._fields)


def read_realization(content: bytes) -> RealizationReport:
    """Read the answer of /v2/finance/realization.

    :raises WrongShape: it is of another shape
    """
    places = count(1)
    answer = decode(content, rows=lambda row: read_row(row, next(places)))
    if type(answer.get("header")) is not dict:
        raise WrongShape("header", "is missing or not an object")
    header = nested(answer, "header", read_header)
    # An empty month has `[]`. If the key is missing, the rows may have been lost, so it is an
    # error.
    if answer.get("rows") is None:
        raise WrongShape("rows", "are missing")
    return RealizationReport(header=header, rows=tuple(answer["rows"]), raw=content)


def read_header(header: dict) -> ReportHeader:
    """The title page of the report, or of its variant per order."""
    return ReportHeader(
        number=text(header, "number"),
        doc_date=day(header, "doc_date"),
        start_date=day(header, "start_date"),
        stop_date=day(header, "stop_date"),
        contract_number=text(header, "contract_number"),
        contract_date=day(header, "contract_date"),
        currency=text(header, "currency_sys_name"),
        payer_name=text(header, "payer_name"),
        payer_inn=text(header, "payer_inn"),
        payer_kpp=text(header, "payer_kpp"),
        receiver_name=text(header, "receiver_name"),
        receiver_inn=text(header, "receiver_inn"),
        receiver_kpp=text(header, "receiver_kpp"),
    )


def read_row(row: dict, place: int) -> ReportRow:
    """A row of the report, or of its variant per order.

    :param place: in the answer, counted from 1
    :raises WrongShape: it has neither side, or a figure cannot be read
    """
    if _SIDES.isdisjoint(row):
        raise WrongShape("", "says neither what was sold nor what came back")
    number_key = "rowNumber" if row.get("rowNumber") is not None else "row_number"
    row_number = whole(row, number_key)
    return ReportRow(
        row_number or place,
        row_number > 0,
        *nested(row, "item", _read_goods),
        number(row, "seller_price_per_instance"),
        share(row, "commission_ratio"),
        _read_side(row, "delivery_commission"),
        _read_side(row, "return_commission"),
        _unknown_numbers(row),
    )


def _read_goods(item: dict) -> tuple[str, str, str, str]:
    return (
        identifier(item, "sku"), text(item, "offer_id"), name(item, "name"), text(item, "barcode"),
    )


def _read_side(row: dict, key: str) -> ReportSide | None:
    """One side of a row; None for every way of saying that there is none."""
    side = row.get(key)
    if side is None:
        return None
    return _usual_side(side) or nested(row, key, _side_by_field)


def _usual_side(side: object) -> ReportSide | None:
    """A side whose figures are all there, read in one go: a large report has a million of them.

    None if something is unusual or wrong; `_side_by_field` then finds out what.
    """
    try:
        figures = _figures_of_side(side)
    except (KeyError, TypeError):
        return None
    quantity, price = figures[:2]
    if type(quantity) is not int or not 0 < quantity <= MOST_UNITS or type(price) is not Decimal:
        return None
    sums = LEAST_NUMBER <= price <= NUMBER_LIMIT and kopecks_of_all(figures[2:])
    return ReportSide(quantity, price, *sums) if sums else None


def _side_by_field(side: dict) -> ReportSide | None:
    """Read a side field by field. Missing units, unlike other figures, would not break its sum."""
    read = ReportSide(
        quantity=whole(side, "quantity"),
        price_per_instance=number(side, "price_per_instance"),
        amount=kopecks(side, "amount"),
        bonus=kopecks(side, "bonus"),
        bank_coinvestment=kopecks(side, "bank_coinvestment"),
        stars=kopecks(side, "stars"),
        pick_up_point_coinvestment=kopecks(side, "pick_up_point_coinvestment"),
        standard_fee=kopecks(side, "standard_fee"),
        commission=kopecks(side, "commission"),
        compensation=kopecks(side, "compensation"),
        total=kopecks(side, "total"),
    )
    if not any(read):
        return None
    if side.get("quantity") is None:
        raise WrongShape("quantity", "is missing")
    return read


_figures_of_side = itemgetter(*ReportSide._fields)


def _unknown_numbers(row: dict) -> tuple[tuple[str, Decimal], ...]:
    """Non-zero numbers under unknown keys, so that no new fee goes unnoticed."""
    sold, returned = row.get("delivery_commission") or {}, row.get("return_commission") or {}
    if (
        _ROW_KEYS.issuperset(row)
        and _SIDE_KEYS.issuperset(sold)
        and _SIDE_KEYS.issuperset(returned)
    ):
        return ()
    found = islice(_numbers_without_name(row, sold, returned), MOST_UNKNOWN)
    return tuple(sorted(found))


def _numbers_without_name(
    row: dict, sold: dict, returned: dict
) -> Iterator[tuple[str, Decimal]]:
    for key in row.keys() - _ROW_KEYS:
        yield from numbers_within(row[key], key, texts_too=False)
    for side_key, side in (("delivery_commission", sold), ("return_commission", returned)):
        for key in side.keys() - _SIDE_KEYS:
            yield from numbers_within(side[key], f"{side_key}.{key}", texts_too=True)
