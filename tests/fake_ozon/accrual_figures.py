"""Accruals as /v1/finance/accrual/by-day returns them, built from a few figures.

Amounts are Decimal here, and texts without trailing zeros in the answer ("-75"), as Ozon writes
them. Every accrual obeys, to the kopeck:
    sale_price + bonus + coinvestment = sale_amount
    sum of services = delivery.total_accrued
    sale_amount + sale_commission + delivery.total_accrued, over the products = total_amount
    sum of fees = total_amount, where there is no posting
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

CURRENCY = "RUB"
Fee = tuple[int, Decimal | str]  # type and amount; below 0 is what Ozon takes


def accrual_types() -> list[dict]:
    """The list of types, as /v1/finance/accrual/types returns it."""
    with (Path(__file__).parent / "accrual_types.csv").open(encoding="utf-8", newline="") as file:
        return [{**one, "id": int(one["id"])} for one in csv.DictReader(file)]


def money(amount: Decimal | str | int, currency: str = CURRENCY) -> dict:
    """{"amount": "-75", "currency": "RUB"}"""
    value = Decimal(amount)
    written = str(int(value)) if value == int(value) else str(value.normalize())
    return {"amount": written, "currency": currency}


def amount_of(written: dict | None) -> Decimal:
    """The amount in a value of `money`; 0 for None."""
    return Decimal(written["amount"]) if written else Decimal(0)


@dataclass(frozen=True)
class Sold:
    """A product of a posting; all sums are totals, and below 0 for a return.

    :param paid: by the buyer
    :param fee: for the sale, below 0 if Ozon takes it
    :param services: of the delivery
    """

    sku: int
    quantity: int = 1
    seller_price: Decimal | str = "100"
    paid: Decimal | str = "100"
    points: Decimal | str = "0"
    partners: Decimal | str = "0"
    fee: Decimal | str = "0"
    ratio: Decimal | str = "0.1"
    services: tuple[Fee, ...] = ()

    @property
    def sale_amount(self) -> Decimal:
        return Decimal(self.paid) + Decimal(self.points) + Decimal(self.partners)

    @property
    def delivery_total(self) -> Decimal:
        return _total(self.services)

    @property
    def total(self) -> Decimal:
        return self.sale_amount + Decimal(self.fee) + self.delivery_total

    def as_json(self) -> dict:
        return {
            "sku": self.sku,
            "quantity": self.quantity,
            "commission": {
                "seller_price": money(self.seller_price),
                "sale_price": money(self.paid),
                "sale_amount": money(self.sale_amount),
                "bonus": money(self.points),
                "coinvestment": money(self.partners),
                "sale_commission": money(self.fee),
                "commission": money(self.fee),
                "commission_ratio": f'value:"{Decimal(self.ratio):.6f}"',
            },
            "delivery": {
                "total_accrued": money(self.delivery_total),
                "services": [_fee(*service) for service in self.services],
            },
        }


def posting(
    accrual_id: int, day: date, unit_number: str, *products: Sold, schema: str = "Fbo"
) -> dict:
    """The accrual of a posting: its sale, and the services of its delivery."""
    blocks = {
        "posting": {
            "delivery_schema": schema,
            "delivery_speed": 0,
            "products": [product.as_json() for product in products],
        }
    }
    total = sum((product.total for product in products), Decimal(0))
    return _accrual(accrual_id, day, unit_number, "POSTING", total, blocks)


def item_fees(
    accrual_id: int, day: date, unit_number: str, fees: dict[int, Iterable[Fee]]
) -> dict:
    """Fees for products, by SKU."""
    by_sku = {sku: list(of_sku) for sku, of_sku in fees.items()}
    items = [
        {"sku": sku, "quantity": 1, "fees": [_fee(*fee) for fee in of_sku]}
        for sku, of_sku in by_sku.items()
    ]
    total = _total(fee for of_sku in by_sku.values() for fee in of_sku)
    return _accrual(accrual_id, day, unit_number, "ITEM", total, {"item_fees": {"fees": items}})


def seller_fee(accrual_id: int, day: date, unit_number: str, *fee) -> dict:
    """One fee for the seller as a whole: its type and its amount."""
    blocks = {"non_item_fee": _fee(*fee)}
    return _accrual(accrual_id, day, unit_number, "NON_ITEM", _total([fee]), blocks)


def container_fees(accrual_id: int, day: date, unit_number: str, *fees: Fee) -> dict:
    """Fees for a container of a supply."""
    blocks = {"container_fees": {"fees": [_fee(*fee) for fee in fees]}}
    return _accrual(accrual_id, day, unit_number, "CONTAINER_FEES", _total(fees), blocks)


def _accrual(
    accrual_id: int, day: date, unit_number: str, category: str, total: Decimal, blocks: dict
) -> dict:
    return {
        "accrual_id": accrual_id,
        "date": day.isoformat(),
        "unit_number": unit_number,
        "accrued_category": category,
        "total_amount": money(total),
        "posting": None,
        "item_fees": None,
        "non_item_fee": None,
        "container_fees": None,
        **blocks,
    }


def _fee(type_id: int, amount: Decimal | str) -> dict:
    return {"type_id": type_id, "accrued": money(amount)}


def _total(fees: Iterable[Fee]) -> Decimal:
    return sum((Decimal(amount) for _type, amount in fees), Decimal(0))


def fees_of(accrual: dict) -> list[tuple[int, Decimal]]:
    """The type and amount of every fee of an accrual, without the fee for sales."""
    found = []
    for product in (accrual["posting"] or {}).get("products", ()):
        found += product["delivery"]["services"]
    for item in (accrual["item_fees"] or {}).get("fees", ()):
        found += item["fees"]
    if accrual["non_item_fee"]:
        found.append(accrual["non_item_fee"])
    found += (accrual["container_fees"] or {}).get("fees", ())
    return [(fee["type_id"], amount_of(fee["accrued"])) for fee in found]
