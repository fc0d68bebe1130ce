"""Goods that leave Ozon's warehouses for the seller, or are destroyed there.

Sources: /v1/removal/from-stock/list and /v1/removal/from-supply/list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..decoding import decode
from ..reading import WrongShape, day, each, identifier, name, needed, page_mark, text, whole

PAGE_SIZE = 500
STOCK, SUPPLY = "stock", "supply"
METHODS = {STOCK: "/v1/removal/from-stock/list", SUPPLY: "/v1/removal/from-supply/list"}


@dataclass(frozen=True, slots=True)
class RemovedGoods:
    """Units of a card in a box of a removal.

    :param source: `STOCK`, or `SUPPLY` for what was never taken into stock
    :param box_id: "" for goods without a box
    :param sku: "" for surplus goods that Ozon could not identify
    :param state, box_state: Ozon's words, in Russian
    :param created_on, delivered_on, given_out_on, destroyed_on: None if it has not happened
    """

    source: str
    removal_id: str
    box_id: str
    sku: str
    offer_id: str
    name: str
    barcode: str
    quantity: int
    state: str
    box_state: str
    stock_type: str
    created_on: date | None
    delivered_on: date | None
    given_out_on: date | None
    destroyed_on: date | None


@dataclass(frozen=True, slots=True)
class RemovalsPage:
    """A page of what was removed.

    :param mark: asks for the next page; "" after the last one
    """

    goods: tuple[RemovedGoods, ...]
    mark: str


def read_removals(content: bytes, source: str) -> RemovalsPage:
    """Read a page of one of `METHODS`.

    :param source: `STOCK` or `SUPPLY`
    :raises WrongShape: it is of another shape, or its list is missing
    """
    answer = decode(content)
    if "returns_summary_report_rows" not in answer:
        raise WrongShape("returns_summary_report_rows", "are missing")
    rows = tuple(
        each(answer, "returns_summary_report_rows", lambda row: _read_removed(row, source))
    )
    # A page that is not full is the last one, whatever mark it has.
    mark = page_mark(answer, "last_id") if len(rows) == PAGE_SIZE else ""
    return RemovalsPage(rows, mark)


def _read_removed(row: dict, source: str) -> RemovedGoods:
    needed(row, "return_id", "quantity_for_return", "return_state")
    return RemovedGoods(
        source=source,
        removal_id=identifier(row, "return_id"),
        box_id=identifier(row, "box_id"),
        sku=identifier(row, "sku"),
        offer_id=text(row, "offer_id"),
        name=name(row, "name"),
        barcode=text(row, "barcode"),
        quantity=whole(row, "quantity_for_return"),
        state=text(row, "return_state"),
        box_state=text(row, "box_state"),
        stock_type=text(row, "stock_type"),
        created_on=day(row, "return_created_at"),
        delivered_on=day(row, "delivery_date"),
        given_out_on=day(row, "given_out_date"),
        destroyed_on=day(row, "utilization_date"),
    )
