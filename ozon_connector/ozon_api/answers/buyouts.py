"""The goods that Ozon has bought in its own name: /v1/finance/products/buyout."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, islice
from typing import NamedTuple

from ..decoding import decode
from ..reading import (
    WrongShape,
    identifier,
    kopecks,
    name,
    needed,
    number,
    numbers_within,
    text,
    whole,
)

MOST_UNKNOWN = 10  # unknown figures to report for a row; one is enough to stop the document


class BuyoutRow(NamedTuple):
    """A product of a posting. Ozon gives neither a number nor a day of its document.

    The same product of a posting may be in several rows, for example at two prices.

    :param row_number: the place in the answer, counted from 1
    :param quantity: units
    :param seller_price: the seller's price of a unit, as sent
    :param deduction: what Ozon takes off it, in per cent: 3.13 is 3.13 %
    :param buyout_price: what Ozon pays for a unit, with VAT, as sent
    :param amount: what is accrued for all units, to the kopeck
    :param vat: the rate in per cent
    :param unknown: paths and values of non-zero numbers in fields we do not know, perhaps money; at
        most `MOST_UNKNOWN`
    """

    row_number: int
    posting_number: str
    sku: str
    offer_id: str
    name: str
    quantity: int
    seller_price: Decimal
    deduction: Decimal
    buyout_price: Decimal
    amount: Decimal
    vat: Decimal
    unknown: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Buyouts:
    """What Ozon has bought in a period.

    :param rows: in Ozon's order; none where it has bought nothing
    :param raw: the body of the answer exactly as received
    :param currency: three letters; "" because Ozon does not give it here
    """

    rows: tuple[BuyoutRow, ...]
    raw: bytes = field(repr=False)
    currency: str = ""


_KEYS = frozenset(
    [
        "amount",
        "buyout_price",
        "deduction_by_category_percent",
        "name",
        "offer_id",
        "posting_number",
        "quantity",
        "seller_price_per_instance",
        "sku",
        "vat_percent",
    ]
)
# Without one of these a row cannot be booked or checked; 0 is not missing.
_NEEDED = (
    "posting_number", "quantity", "seller_price_per_instance", "deduction_by_category_percent",
    "buyout_price", "amount", "vat_percent",
)


def read_buyouts(content: bytes) -> Buyouts:
    """Read the answer of /v1/finance/products/buyout.

    :raises WrongShape: it is of another shape, or a row lacks a figure
    """
    places = count(1)
    answer = decode(content, products=lambda row: _read_row(row, next(places)))
    # A month without buy-outs has `[]` or `null`. If the key is missing, rows may have been lost.
    if "products" not in answer:
        raise WrongShape("products", "are missing")
    return Buyouts(rows=tuple(answer["products"] or ()), raw=content)


def joined(pieces: list[Buyouts]) -> Buyouts:
    """Join the answers of a period that was asked for in pieces; rows are numbered throughout."""
    if len(pieces) == 1:
        return pieces[0]
    rows = [row for piece in pieces for row in piece.rows]
    return Buyouts(
        rows=tuple(row._replace(row_number=place) for place, row in enumerate(rows, start=1)),
        raw=b"[%s]" % b",".join(piece.raw for piece in pieces),
    )


def _read_row(row: dict, place: int) -> BuyoutRow:
    needed(row, *_NEEDED)
    vat = number(row, "vat_percent")
    if not 0 <= vat < 100:
        raise WrongShape("vat_percent", "is not a rate")
    return BuyoutRow(
        row_number=place,
        posting_number=text(row, "posting_number"),
        sku=identifier(row, "sku"),
        offer_id=text(row, "offer_id"),
        name=name(row, "name"),
        quantity=whole(row, "quantity"),
        seller_price=number(row, "seller_price_per_instance"),
        deduction=number(row, "deduction_by_category_percent"),
        buyout_price=number(row, "buyout_price"),
        amount=kopecks(row, "amount"),
        vat=vat,
        unknown=_unknown_numbers(row),
    )


def _unknown_numbers(row: dict) -> tuple[tuple[str, Decimal], ...]:
    """Non-zero numbers under unknown keys, so that no new figure goes unnoticed."""
    found = (
        figure for key in row.keys() - _KEYS
        for figure in numbers_within(row[key], key, texts_too=False)
    )
    return tuple(sorted(islice(found, MOST_UNKNOWN)))
