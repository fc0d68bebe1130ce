"""The stock at Ozon: /v1/product/info/stocks-by-warehouse/fbo and /v1/analytics/stocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..decoding import decode
from ..reading import WrongShape, each, flag, identifier, needed, page_mark, text, whole

MOST_SKUS = 100  # in one request for states
PAGE_SIZE = 1000

# Ozon's names of the states of goods, in the order in which they are shown.
STATES = (
    "available_stock_count",
    "valid_stock_count",
    "waiting_docs_stock_count",
    "waiting_docs_to_export_stock_count",
    "expiring_stock_count",
    "excess_stock_count",
    "stock_defect_stock_count",
    "transit_defect_stock_count",
    "other_stock_count",
    "requested_stock_count",
    "transit_stock_count",
    "return_from_customer_stock_count",
    "return_to_seller_stock_count",
    "inbound_replenishment",
    "outbound_pending_delivery",
    "outbound_returns_picking",
    "outbound_returns_ready_to_ship",
    "outbound_returns_return_to_seller",
    "stock_not_being_sold",
)
# The only state that the other method gives.
RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class FboStock:
    """Units of a card in a warehouse of Ozon.

    :param present: including the reserved ones
    """

    sku: str
    offer_id: str
    warehouse_id: str
    present: int
    reserved: int


@dataclass(frozen=True, slots=True)
class FboStocksPage:
    """A page of the stock in the warehouses.

    :param mark: asks for the next page; "" after the last one
    """

    rows: tuple[FboStock, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class StockStates:
    """Units of a card in a warehouse of Ozon, by state.

    :param states: {one of `STATES`: units}, without zeros
    :param unknown: names of counts that are not in `STATES` and above 0
    """

    sku: str
    offer_id: str
    name: str
    warehouse_id: str
    states: dict[str, int]
    unknown: tuple[str, ...]


def read_fbo_stocks(content: bytes) -> FboStocksPage:
    """Read a page of /v1/product/info/stocks-by-warehouse/fbo.

    :raises WrongShape: it is of another shape, or says that there is more but not where
    """
    answer = decode(content)
    if "products" not in answer:
        raise WrongShape("products", "are missing")
    rows = tuple(each(answer, "products", _read_fbo_stock))
    mark = page_mark(answer, "cursor") if flag(answer, "has_next") else ""
    if flag(answer, "has_next") and not mark:
        raise WrongShape("has_next", "is true without a mark")
    return FboStocksPage(rows, mark)


def read_stock_states(content: bytes) -> tuple[StockStates, ...]:
    """Read the answer of /v1/analytics/stocks.

    :raises WrongShape: it is of another shape, or its list is missing
    """
    answer = decode(content)
    if "items" not in answer:
        raise WrongShape("items", "are missing")
    return tuple(each(answer, "items", _read_states))


def states_by_sku(rows: Iterable[StockStates]) -> dict[str, dict[str, int]]:
    """The units of all warehouses.

    :return: {SKU: {state: units}}
    """
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        sums = found.setdefault(row.sku, {})
        for state, units in row.states.items():
            sums[state] = sums.get(state, 0) + units
    return found


def _read_fbo_stock(row: dict) -> FboStock:
    needed(row, "sku", "present")
    stock = FboStock(
        sku=identifier(row, "sku"),
        offer_id=text(row, "offer_id"),
        warehouse_id=identifier(row, "warehouse_id"),
        present=whole(row, "present"),
        reserved=whole(row, "reserved"),
    )
    if stock.reserved > stock.present:
        raise WrongShape("reserved", "is more than present")
    return stock


def _read_states(row: dict) -> StockStates:
    needed(row, "sku")
    states = {state: units for state in STATES if (units := whole(row, state))}
    return StockStates(
        sku=identifier(row, "sku"),
        offer_id=text(row, "offer_id"),
        name=text(row, "name"),
        warehouse_id=identifier(row, "warehouse_id"),
        states=states,
        unknown=tuple(sorted(
            text({"key": key}, "key") for key, value in row.items()
            if key.endswith("_stock_count") and key not in STATES and value
        )),
    )  # fmt: skip
