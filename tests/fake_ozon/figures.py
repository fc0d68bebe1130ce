"""Cards and realization reports as Ozon sends them, built from a few figures.

Amounts are Decimal; the server writes them as JSON numbers. Every row obeys, to the kopeck:
    seller's price x quantity = amount + bonus + partners' payouts
    standard_fee = ratio x seller's price x quantity
    total = amount + bonus + partners' payouts - standard_fee
"""

from __future__ import annotations

import calendar
import json
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

KOPECK = Decimal("0.01")
PARTNERS = ("bank_coinvestment", "stars", "pick_up_point_coinvestment")


def rounded(value: Decimal) -> Decimal:
    return value.quantize(KOPECK, ROUND_HALF_UP)


@dataclass(frozen=True)
class Side:
    """Units sold or returned, and the discounts of each unit; see `side`."""

    quantity: int
    points: Decimal
    bank: Decimal
    stars: Decimal
    pick_up: Decimal

    def as_json(self, price: Decimal, ratio: Decimal) -> dict:
        units = self.quantity
        paid = price - self.points - self.bank - self.stars - self.pick_up
        fee = rounded(ratio * price * units)
        return {
            "price_per_instance": paid,
            "quantity": units,
            "amount": paid * units,
            "bonus": self.points * units,
            "bank_coinvestment": self.bank * units,
            "stars": self.stars * units,
            "pick_up_point_coinvestment": self.pick_up * units,
            "standard_fee": fee,
            "commission": 0,
            "compensation": 0,
            "total": price * units - fee,
        }


def side(quantity: int, *, points="0", bank="0", stars="0", pick_up="0") -> Side:
    """One side of a row. Points and partners' payouts are roubles per unit, taken off the price."""
    return Side(quantity, *(Decimal(value) for value in (points, bank, stars, pick_up)))


def row(
    *,
    sku,
    price="100",
    ratio="0.10",
    sold: Side | None = None,
    returned: Side | None = None,
    offer_id: str | None = None,
    name: str | None = None,
    barcode: str | None = None,
) -> dict:
    """A report's row: the seller's price per unit, Ozon's share of it, and one side or both."""
    price, ratio = Decimal(price), Decimal(ratio)
    return {
        "rowNumber": 0,  # `report` numbers its rows
        "item": {
            "name": f"Товар {sku}" if name is None else name,
            "offer_id": f"ART-{sku}" if offer_id is None else offer_id,
            "barcode": f"OZN{sku}" if barcode is None else barcode,
            "sku": sku,
        },
        "seller_price_per_instance": price,
        "commission_ratio": ratio,
        "delivery_commission": sold and sold.as_json(price, ratio),
        "return_commission": returned and returned.as_json(price, ratio),
    }


def report(rows: list[dict], year: int = 2026, month: int = 9, **header) -> dict:
    """A month's report with these rows, numbered; `header` overrides fields of the header."""
    last_day = calendar.monthrange(year, month)[1]
    next_year, next_month = (year + 1, 1) if month == 12 else (year, month + 1)
    for place, numbered in enumerate(rows, start=1):
        numbered["rowNumber"] = place
    title_page = {
        "number": f"{year % 100:02}{month:02}-4187733",
        "doc_date": f"{next_year}-{next_month:02}-03",
        "start_date": f"{year}-{month:02}-01",
        "stop_date": f"{year}-{month:02}-{last_day}",
        "contract_number": "ИР-118204/23",
        "contract_date": "2023-04-17",
        "currency_sys_name": "RUB",
        "payer_name": 'ООО "Интернет Решения"',
        "payer_inn": "7704217370",
        "payer_kpp": "997750001",
        "receiver_name": 'ООО "Домашний уют"',
        "receiver_inn": "7712345671",
        "receiver_kpp": "771201001",
    }
    return {"result": {"header": {**title_page, **header}, "rows": rows}}


def published_example(year: int = 2026, month: int = 9) -> dict:
    """The example of Ozon's help: 20 units at 100 roubles, 10 at 90, one returned at 100.

    The fee is 10 %. Revenue 2800, points 100, gross commission 290, accrued 2610.
    """
    rows = [
        row(sku=1001, sold=side(20)),
        row(sku=1001, sold=side(10, points="10")),
        row(sku=1001, returned=side(1)),
    ]
    return report(rows, year, month)


class Totals(NamedTuple):
    """A report's sums, sold minus returned, in roubles."""

    revenue: Decimal
    points: Decimal
    base_fee: Decimal
    accrual: Decimal


def totals(payload: dict) -> Totals:
    """A report's sums, computed from the payload itself."""

    def net(*fields: str) -> Decimal:
        return sum(
            sign * Decimal(str(one[key][field]))
            for one in payload["result"]["rows"]
            for key, sign in (("delivery_commission", 1), ("return_commission", -1))
            for field in fields
            if one[key]
        ) + Decimal(0)

    return Totals(
        revenue=net("amount", *PARTNERS),
        points=net("bonus"),
        base_fee=net("standard_fee"),
        accrual=net("total"),
    )


def random_side(random: Random, price: Decimal) -> Side:
    """Discounts of at most three quarters of the price, most of them absent, as in reality."""
    kopecks = int(price * 100)

    def discount(share: int, chance: float) -> Decimal:
        amount = random.randint(0, kopecks // share) if random.random() < chance else 0
        return Decimal(amount) / 100

    return Side(
        quantity=random.choice([1, 1, 1, 2, 3, random.randint(4, 300)]),
        points=discount(2, 0.5),
        bank=discount(12, 0.3),
        stars=discount(12, 0.1),
        pick_up=discount(12, 0.1),
    )


def random_report(
    random: Random, *, rows: int | None = None, skus=None, year: int = 2026, month: int = 9
) -> dict:
    """A report of any size and sign that obeys the identities; the same for the same `random`.

    rows: how many, else 0 to 30. skus: to choose from, else five invented ones, which repeat.
    """
    count = random.randint(0, 30) if rows is None else rows
    skus = list(skus or range(1001, 1006))
    built = []
    for _ in range(count):
        price = Decimal(random.randint(1, 5_000_000)) / 100
        sides = random.choice(["sold", "sold", "sold", "returned", "both"])
        built.append(
            row(
                sku=random.choice(skus),
                price=price,
                ratio=Decimal(random.randint(1, 60)) / 100,
                sold=random_side(random, price) if sides != "returned" else None,
                returned=random_side(random, price) if sides != "sold" else None,
            )
        )
    return report(built, year, month)


def card(
    product_id,
    sku,
    *,
    offer_id: str | None = None,
    name: str | None = None,
    barcodes: tuple[str, ...] | None = None,
    price: str = "100.00",
    vat: str = "0.22",
    archived: bool = False,
    more_skus: tuple = (),
) -> dict:
    """A product card as /v3/product/info/list gives it. more_skus: of other warehouse schemes."""
    all_skus = [value for value in (sku, *more_skus) if value]
    schemes = [(value, ("sds", "fbo", "fbs")[place]) for place, value in enumerate(all_skus)]
    return {
        "id": product_id,
        "sku": sku,
        "offer_id": f"ART-{sku}" if offer_id is None else offer_id,
        "name": f"Товар {sku}" if name is None else name,
        "barcodes": [f"OZN{sku}"] if barcodes is None else list(barcodes),
        "price": price,
        "currency_code": "RUB",
        "vat": vat,
        "is_archived": archived,
        "is_autoarchived": False,
        "sources": [{"sku": value, "source": scheme} for value, scheme in schemes],
        "stocks": {
            "has_stock": not archived,
            "stocks": [
                {"present": 5, "reserved": 0, "sku": value, "source": scheme}
                for value, scheme in schemes
            ],
        },
    }


def to_json(payload) -> bytes:
    """A payload as Ozon writes it: whole sums without a point (17062), others with (19913.38)."""
    return json.dumps(payload, ensure_ascii=False, default=_json_number).encode()


def _json_number(value: Decimal) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r} is not for JSON")
    return int(value) if value == int(value) else float(value)
