"""Supplies to Ozon's warehouses: orders, their goods, and the acts of their acceptance.

Sources: /v3/supply-order/list and /get, /v1/supply-order/bundle, /v1/supply-order/act/summary/get
and /product/get. `/v1/supply-order/act/accept` signs an act and is never called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..decoding import decode
from ..reading import (
    WrongShape,
    array,
    each,
    flag,
    identifier,
    moment,
    name,
    needed,
    nested,
    page_mark,
    text,
    whole,
)

ORDERS_AT_ONCE = 50
PAGE_SIZE = 100

# States of a supply.
COMPLETED = "COMPLETED"
# Supplies that will bring nothing any more.
ENDED = frozenset(["CANCELLED", "OVERDUE", "REJECTED_AT_SUPPLY_WAREHOUSE"])
# The goods are in the warehouse that keeps them, or have been counted there.
ARRIVED = frozenset([
    "ACCEPTANCE_AT_STORAGE_WAREHOUSE", "REPORTS_CONFIRMATION_AWAITING", "REPORT_REJECTED",
    COMPLETED,
])  # fmt: skip

# Types of acts.
ACCEPTANCE, DEFECT, SURPLUS, SHORTCOMING = "ACCEPTANCE", "DEFECT", "SURPLUS", "SHORTCOMING"
ACTS = (ACCEPTANCE, DEFECT, SURPLUS, SHORTCOMING)


@dataclass(frozen=True, slots=True)
class SupplyOrdersPage:
    """A page of ids of orders for supplies.

    :param mark: asks for the next page; "" after the last one
    """

    ids: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Supply:
    """A supply of an order: what goes to one warehouse.

    :param arrived_at: when it came to the warehouse; None when Ozon does not say
    """

    supply_id: str
    state: str
    bundle_id: str
    warehouse: str
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class SupplyOrder:
    """An order for supplies.

    :param changed_at: when its state changed last
    """

    order_id: str
    number: str
    state: str
    changed_at: datetime | None
    supplies: tuple[Supply, ...]


@dataclass(frozen=True, slots=True)
class DeclaredGoods:
    """Units of a card that a supply was to bring."""

    sku: str
    offer_id: str
    name: str
    barcode: str
    quantity: int


@dataclass(frozen=True, slots=True)
class DeclaredGoodsPage:
    """A page of the goods of a supply.

    :param mark: asks for the next page; "" after the last one
    """

    goods: tuple[DeclaredGoods, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class SupplyAct:
    """An act of a supply.

    :param type: one of `ACTS`
    """

    act_id: str
    number: str
    type: str
    state: str
    created_at: datetime | None
    declared: int
    fact: int
    approved: int
    unidentified: int


@dataclass(frozen=True, slots=True)
class SupplyActs:
    """The acts of a supply.

    :param agreed: both sides have agreed to all of them
    """

    supply_id: str
    agreed: bool
    acts: tuple[SupplyAct, ...]


@dataclass(frozen=True, slots=True)
class ActGoods:
    """Units of a card in an act.

    :param type: one of `ACTS`
    """

    act_id: str
    type: str
    sku: str
    offer_id: str
    name: str
    declared: int
    fact: int
    approved: int


def read_supply_order_ids(content: bytes) -> SupplyOrdersPage:
    """Read a page of /v3/supply-order/list.

    :raises WrongShape: it is of another shape, or its list is missing
    """
    answer = _with(decode(content), "order_ids")
    ids = tuple(
        identifier({"order_ids": value}, "order_ids") for value in array(answer, "order_ids")
    )
    if not all(ids):
        raise WrongShape("order_ids", "has an empty id")
    # Even the last page has a mark, but no page follows one that is not full.
    mark = page_mark(answer, "last_id") if len(ids) == PAGE_SIZE else ""
    return SupplyOrdersPage(ids, mark)


def read_supply_orders(content: bytes) -> tuple[SupplyOrder, ...]:
    """Read the answer of /v3/supply-order/get.

    :raises WrongShape: it is of another shape, or its list is missing
    """
    return tuple(each(_with(decode(content), "orders"), "orders", _read_order))


def read_declared_goods(content: bytes) -> DeclaredGoodsPage:
    """Read a page of /v1/supply-order/bundle.

    :raises WrongShape: it is of another shape, or says that there is more but not where
    """
    answer = _with(decode(content), "items")
    goods = tuple(each(answer, "items", _read_declared))
    mark = page_mark(answer, "last_id") if flag(answer, "has_next") else ""
    if flag(answer, "has_next") and not mark:
        raise WrongShape("has_next", "is true without a mark")
    return DeclaredGoodsPage(goods, mark)


def read_supply_acts(content: bytes) -> tuple[SupplyActs, ...]:
    """Read the answer of /v1/supply-order/act/summary/get: the acts of each supply of an order.

    :raises WrongShape: it is of another shape, its list is missing, or an act's type is unknown
    """
    return tuple(each(_with(decode(content), "supplies_acts"), "supplies_acts", _read_acts))


def read_act_goods(content: bytes) -> tuple[ActGoods, ...]:
    """Read the answer of /v1/supply-order/act/product/get: the goods of all acts of a supply.

    :raises WrongShape: it is of another shape, its list is missing, or an act's type is unknown
    """
    acts = each(_with(decode(content), "supply_acts"), "supply_acts", _read_goods_of_act)
    return tuple(goods for of_act in acts for goods in of_act)


def _with(answer: dict, key: str) -> dict:
    """The answer, if it has its list. Without the list, goods would seem not to have come."""
    if key not in answer:
        raise WrongShape(key, "are missing")
    return answer


def _read_order(order: dict) -> SupplyOrder:
    needed(order, "order_id", "state")
    return SupplyOrder(
        order_id=_number(order, "order_id"),
        number=text(order, "order_number"),
        state=text(order, "state"),
        changed_at=moment(order, "state_updated_date"),
        supplies=tuple(each(order, "supplies", _read_supply)),
    )


def _read_supply(supply: dict) -> Supply:
    needed(supply, "supply_id", "state")
    warehouse, arrived_at = nested(
        supply, "storage_warehouse", lambda one: (name(one, "name"), moment(one, "arrival_date")),
    )  # fmt: skip
    return Supply(
        supply_id=_number(supply, "supply_id"),
        state=text(supply, "state"),
        bundle_id=text(supply, "bundle_id"),
        warehouse=warehouse,
        arrived_at=arrived_at,
    )


def _read_declared(item: dict) -> DeclaredGoods:
    needed(item, "sku", "quantity")
    return DeclaredGoods(
        sku=identifier(item, "sku"),
        offer_id=text(item, "offer_id"),
        name=name(item, "name"),
        barcode=text(item, "barcode"),
        quantity=whole(item, "quantity"),
    )


def _read_acts(supply: dict) -> SupplyActs:
    needed(supply, "supply_id")
    return SupplyActs(
        supply_id=_number(supply, "supply_id"),
        agreed=flag(supply, "is_agreement_completed"),
        acts=tuple(each(supply, "supply_acts", _read_act)),
    )


def _read_act(act: dict) -> SupplyAct:
    declared, fact, approved, unidentified = nested(
        act, "summary", lambda summary: tuple(
            whole(summary, f"{key}_quantity")
            for key in ("declared", "fact", "approved", "unidentified")
        ),
    )  # fmt: skip
    return SupplyAct(
        act_id=identifier(act, "act_id"),
        number=text(act, "act_number"),
        type=_type(act),
        state=text(act, "act_state"),
        created_at=moment(act, "created_date"),
        declared=declared,
        fact=fact,
        approved=approved,
        unidentified=unidentified,
    )


def _read_goods_of_act(act: dict) -> list[ActGoods]:
    act_id, kind = identifier(act, "act_id"), _type(act)
    return list(each(act, "items", lambda item: _read_act_goods(item, act_id, kind)))


def _read_act_goods(item: dict, act_id: str, kind: str) -> ActGoods:
    sku, offer_id, named = nested(item, "sku_info", lambda info: (
        identifier(info, "sku"), text(info, "offer_id"), name(info, "name"),
    ))  # fmt: skip
    if not sku:
        raise WrongShape("sku_info.sku", "is missing")
    return ActGoods(
        act_id=act_id, type=kind, sku=sku, offer_id=offer_id, name=named,
        declared=whole(item, "declared_quantity"),
        fact=whole(item, "fact_quantity"),
        approved=whole(item, "approved_quantity"),
    )  # fmt: skip


def _number(source: dict, key: str) -> str:
    """An id that goes back to Ozon as a number."""
    found = identifier(source, key)
    if not (found.isascii() and found.isdigit()):
        raise WrongShape(key, "is not an id")
    return found


def _type(act: dict) -> str:
    """The type of an act. Goods of an unknown type would be left out, so it is refused."""
    kind = text(act, "type")
    if kind not in ACTS:
        raise WrongShape("type", "is not known")
    return kind
