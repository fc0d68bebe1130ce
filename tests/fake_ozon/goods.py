"""A seller's goods at Ozon: supplies, stock and removals.

The stock follows from the seller's own supplies, sales, write-offs and removals, so the count ties
with the documents unless `Goods.shifts` says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .faults import Answer, refused

FBO_STOCKS = "/v1/product/info/stocks-by-warehouse/fbo"
STOCK_STATES = "/v1/analytics/stocks"
SUPPLY_LIST = "/v3/supply-order/list"
SUPPLY_GET = "/v3/supply-order/get"
BUNDLE = "/v1/supply-order/bundle"
ACT_SUMMARY = "/v1/supply-order/act/summary/get"
ACT_PRODUCTS = "/v1/supply-order/act/product/get"
ACT_ACCEPT = "/v1/supply-order/act/accept"
REMOVED_FROM_STOCK = "/v1/removal/from-stock/list"
REMOVED_FROM_SUPPLY = "/v1/removal/from-supply/list"

WAREHOUSES = (22100, 22200)
AVAILABLE = "available_stock_count"
STATES = (
    AVAILABLE, "valid_stock_count", "waiting_docs_stock_count",
    "waiting_docs_to_export_stock_count", "expiring_stock_count", "excess_stock_count",
    "stock_defect_stock_count", "transit_defect_stock_count", "other_stock_count",
    "requested_stock_count", "transit_stock_count", "return_from_customer_stock_count",
    "return_to_seller_stock_count", "inbound_replenishment", "outbound_pending_delivery",
    "outbound_returns_picking", "outbound_returns_ready_to_ship",
    "outbound_returns_return_to_seller", "stock_not_being_sold",
)  # fmt: skip
# States of goods that are not at Ozon yet.
ON_THE_WAY = ("requested_stock_count", "transit_stock_count")
MOST_SKUS = 100


@dataclass
class Supplied:
    """Units of a card in a supply: declared, accepted, surplus, missing, and broken."""

    sku: int
    declared: int
    accepted: int
    surplus: int = 0
    shortage: int = 0
    defect: int = 0

    @property
    def arrived(self) -> int:
        """Units at Ozon, if an act of acceptance only counts the declared units that are intact."""
        return self.accepted + self.surplus + self.defect


@dataclass
class FakeSupply:
    """A supply in an order of its own.

    agreed: whether both sides have agreed to the acts. with_acts: whether there are acts.
    """

    number: int
    lines: list[Supplied]
    day: date = date(2026, 9, 5)
    state: str = "COMPLETED"
    agreed: bool = True
    with_acts: bool = True
    changed: str = ""

    @property
    def order_id(self) -> int:
        return 700000 + self.number

    def order(self) -> dict:
        return {
            "order_id": self.order_id, "order_number": f"2000{self.number:06}",
            "state": self.state, "created_date": f"{self.day}T08:00:00Z",
            "state_updated_date": self.changed or f"{self.day}T12:00:00Z",
            "supplies": [{
                "supply_id": self.number, "bundle_id": f"bundle-{self.number}",
                "state": self.state, "storage_warehouse": {
                    "warehouse_id": WAREHOUSES[0], "name": "ХОРУГВИНО_РФЦ",
                    "arrival_date": f"{self.day}T09:30:00Z",
                },
            }],
        }  # fmt: skip

    def acts(self) -> dict[str, list[tuple[int, int, int]]]:
        """By type: (SKU, declared, fact)."""
        found = {"ACCEPTANCE": [(one.sku, one.declared, one.accepted) for one in self.lines]}
        for kind, key in (
            ("SURPLUS", "surplus"), ("SHORTCOMING", "shortage"), ("DEFECT", "defect"),
        ):  # fmt: skip
            rows = [
                (one.sku, one.declared, getattr(one, key)) for one in self.lines
                if getattr(one, key)
            ]  # fmt: skip
            if rows:
                found[kind] = rows
        return found if self.with_acts else {}


@dataclass
class Goods:
    """Units of one seller at Ozon. Tests may change them.

    opening: units before everything else, by SKU. states: units in another state than "available",
    by SKU and state. reserved: by SKU. shifts: units that no document explains, by SKU.
    removed: rows as `removed` creates them. cut: rows in a page.
    """

    opening: dict[int, int] = field(default_factory=dict)
    supplies: list[FakeSupply] = field(default_factory=list)
    states: dict[int, dict[str, int]] = field(default_factory=dict)
    reserved: dict[int, int] = field(default_factory=dict)
    shifts: dict[int, int] = field(default_factory=dict)
    removed: list[dict] = field(default_factory=list)
    cut: int = 1000


def removed(number, sku, quantity=1, day=date(2026, 9, 18), *, supply=False, **values) -> dict:
    """Units of a removal that the seller has received."""
    return {
        "return_id": number, "box_id": number * 10, "sku": int(sku), "offer_id": f"ART-{sku}",
        "name": f"Товар {sku}", "barcode": "", "quantity_for_return": quantity,
        "return_state": "завершена", "box_state": "получена", "stock_type": "доступно к продаже",
        "return_created_at": day.isoformat(), "delivery_date": day.isoformat(),
        "given_out_date": day.isoformat(), "utilization_date": "", "from_supply": supply, **values,
    }  # fmt: skip


def lying(seller) -> Counter:
    """The stock at Ozon by SKU: supplied − sold + returned − written off − removed."""
    goods = seller.goods
    units = Counter(goods.opening) + Counter()
    for supply in goods.supplies:
        if supply.state == "COMPLETED":
            for line in supply.lines:
                units[line.sku] += line.arrived
    units.subtract(_sold(seller))
    for item in seller.finance.decommissioned:
        units[item["sku"]] -= item["quantity"]
    for row in goods.removed:
        if row["box_state"] == "получена":
            units[row["sku"]] -= row["quantity_for_return"]
    units.update(goods.shifts)
    return units


def _sold(seller) -> Counter:
    """Sold less returned: by the reports, or by accruals in months without one."""
    units = Counter()
    for payload in seller.reports.values():
        for row in payload["result"]["rows"]:
            for key, sign in (("delivery_commission", 1), ("return_commission", -1)):
                side = row.get(key) or {}
                units[int(row["item"]["sku"])] += sign * (side.get("quantity") or 0)
    for day, accruals in seller.finance.days.items():
        if (day.year, day.month) not in seller.reports:
            for accrual in accruals:
                for product in (accrual.get("posting") or {}).get("products") or ():
                    sale = Decimal(product["commission"]["sale_amount"]["amount"])
                    sign = (sale > 0) - (sale < 0)
                    units[product["sku"]] += sign * product.get("quantity", 0)
    return units


# ---------------------------------------------------------------------- what lies there


def fbo_stocks(seller, body: dict) -> Answer:
    skus, problem = _skus(body)
    if problem:
        return problem
    rows, units = [], lying(seller)
    for sku in skus:
        reserved = seller.goods.reserved.get(sku, 0)
        present = _by_state(seller, sku, units[sku])[AVAILABLE] + reserved
        if present:
            rows.append({
                "sku": sku, "offer_id": f"ART-{sku}", "product_id": sku,
                "warehouse_id": WAREHOUSES[0], "present": present, "reserved": reserved,
            })  # fmt: skip
    start = int(body.get("cursor") or 0)
    end = start + seller.goods.cut
    return Answer(json={
        "products": rows[start:end], "has_next": end < len(rows),
        "cursor": str(end) if end < len(rows) else "",
    })  # fmt: skip


def stock_states(seller, body: dict) -> Answer:
    skus, problem = _skus(body)
    if problem:
        return problem
    items, units = [], lying(seller)
    for sku in skus:
        states = _by_state(seller, sku, units[sku])
        if not any(states.values()):
            continue
        half = {state: count // 2 for state, count in states.items()}
        rest = {state: count - half[state] for state, count in states.items()}
        items += [
            {
                "sku": sku, "offer_id": f"ART-{sku}", "name": f"Товар {sku}",
                "warehouse_id": warehouse, "warehouse_name": "РФЦ", "ads": 0.5,
                **dict.fromkeys(STATES, 0), **part,
            }
            for warehouse, part in zip(WAREHOUSES, (rest, half), strict=True)
        ]  # fmt: skip
    return Answer(json={"items": items})


def _by_state(seller, sku: int, units: int) -> Counter:
    """The units by state; those in no other state and not reserved are available."""
    states = Counter(seller.goods.states.get(sku, {}))
    there = sum(count for state, count in states.items() if state not in ON_THE_WAY)
    states[AVAILABLE] = max(units - there - seller.goods.reserved.get(sku, 0), 0)
    return states


def _skus(body: dict) -> tuple[list[int], Answer | None]:
    skus = list(map(int, body.get("skus") or ()))
    if not 1 <= len(skus) <= MOST_SKUS:
        return [], refused(400, 3, "Request validation error: from 1 to 100 skus are allowed")
    return skus, None


# ---------------------------------------------------------------------- supplies


def supply_list(seller, body: dict) -> Answer:
    if not isinstance(body.get("limit"), int) or not 1 <= body["limit"] <= 100:
        return refused(400, 3, "Request validation error: limit must be inside [1, 100]")
    wanted = set((body.get("filter") or {}).get("states") or ())
    found = [one for one in seller.goods.supplies if one.state in wanted]
    found.sort(key=lambda one: one.order()["state_updated_date"], reverse=True)
    start = int(body.get("last_id") or 0)
    page = found[start : start + body["limit"]]
    return Answer(json={
        "order_ids": [one.order_id for one in page], "last_id": str(start + len(page)),
    })  # fmt: skip


def supply_get(seller, body: dict) -> Answer:
    wanted = set(map(int, body.get("order_ids") or ()))
    if not 1 <= len(wanted) <= 50:
        return refused(400, 3, "Request validation error: from 1 to 50 ids are allowed")
    return Answer(json={
        "orders": [one.order() for one in seller.goods.supplies if one.order_id in wanted],
    })  # fmt: skip


def bundle(seller, body: dict) -> Answer:
    for one in _supplies(seller, lambda one: [f"bundle-{one.number}"] == body.get("bundle_ids")):
        start = int(body.get("last_id") or 0)
        end = start + min(seller.goods.cut, body.get("limit") or 100)
        items = [
            {**_named(seller, line.sku), "quantity": line.declared, "barcode": ""}
            for line in one.lines
        ]  # fmt: skip
        return Answer(json={
            "items": items[start:end], "total_count": len(items),
            "has_next": end < len(items), "last_id": str(end),
        })  # fmt: skip
    return refused(404, 5, "bundle not found")


def act_summary(seller, body: dict) -> Answer:
    for one in _supplies(seller, lambda one: one.order_id == body.get("order_id")):
        acts = [
            {
                "act_id": one.number * 10 + place, "act_number": f"{one.number}-{place}",
                "type": kind, "act_state": "ACCEPTED" if one.agreed else "AWAITING_APPROVAL",
                "created_date": f"{one.day}T11:00:00Z", "deadline_utc": f"{one.day}T20:00:00Z",
                "summary": {
                    "declared_quantity": sum(row[1] for row in rows),
                    "fact_quantity": sum(row[2] for row in rows),
                    "approved_quantity": sum(row[2] for row in rows),
                    "unidentified_quantity": 0,
                },
            }
            for place, (kind, rows) in enumerate(one.acts().items())
        ]
        return Answer(json={"supplies_acts": [{
            "supply_id": one.number, "is_agreement_completed": one.agreed, "supply_acts": acts,
        }]})  # fmt: skip
    return refused(404, 5, "order not found")


def act_products(seller, body: dict) -> Answer:
    for one in _supplies(seller, lambda one: one.number == body.get("supply_id")):
        return Answer(json={
            "supply_id": one.number, "skus_defects": [],
            "supply_acts": [
                {"act_id": one.number * 10 + place, "type": kind, "items": [
                    {"sku_info": _named(seller, sku), "declared_quantity": declared,
                     "fact_quantity": fact, "approved_quantity": fact}
                    for sku, declared, fact in rows
                ]}
                for place, (kind, rows) in enumerate(one.acts().items())
            ],
        })  # fmt: skip
    return refused(404, 5, "supply not found")


def _named(seller, sku: int) -> dict:
    """The names of a card, as Ozon puts them next to its units."""
    card = next((one for one in seller.cards if one["sku"] == sku), {})
    return {
        "sku": sku, "offer_id": card.get("offer_id", f"ART-{sku}"),
        "name": card.get("name", f"Товар {sku}"),
    }  # fmt: skip


def _supplies(seller, fits) -> Iterable[FakeSupply]:
    return filter(fits, seller.goods.supplies)


# ---------------------------------------------------------------------- removals


def removals(seller, body: dict, *, supply: bool) -> Answer:
    try:
        first, last = (date.fromisoformat(body[key]) for key in ("date_from", "date_to"))
    except (KeyError, ValueError):
        return refused(400, 3, "Request validation error: dates must be YYYY-MM-DD")
    found = [
        {key: value for key, value in row.items() if key != "from_supply"}
        for row in seller.goods.removed if row["from_supply"] is supply
        and first <= date.fromisoformat(row["return_created_at"]) <= last
    ]  # fmt: skip
    start, size = int(body.get("last_id") or 0), body.get("limit") or 0
    page = found[start : start + size]
    return Answer(json={
        "returns_summary_report_rows": page, "last_id": str(start + len(page)),
    })  # fmt: skip


METHODS = {
    FBO_STOCKS: fbo_stocks,
    STOCK_STATES: stock_states,
    SUPPLY_LIST: supply_list,
    SUPPLY_GET: supply_get,
    BUNDLE: bundle,
    ACT_SUMMARY: act_summary,
    ACT_PRODUCTS: act_products,
    REMOVED_FROM_STOCK: lambda seller, body: removals(seller, body, supply=False),
    REMOVED_FROM_SUPPLY: lambda seller, body: removals(seller, body, supply=True),
}
