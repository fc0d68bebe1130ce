"""What Ozon buys from a seller in its own name, and how it answers requests for it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from .faults import Answer, refused

if TYPE_CHECKING:
    from .finance import Finance

BUYOUT = "/v1/finance/products/buyout"
LONGEST = 31  # days
TOO_LONG = "maximum period is 31 days"
KOPECK = Decimal("0.01")


def buyout(
    posting: str, sku: int, price: Decimal | str, percent: Decimal | str, quantity: int = 1,
    *, vat: int = 22, offer_id: str = "", name: str = "Товар", **changes,
) -> dict:
    """A consistent row: `amount` = price × quantity × (1 − percent / 100), to the kopeck.

    :param price: the seller's price of a unit
    :param changes: keys of the row with other values
    """
    unit = Decimal(price) * (1 - Decimal(percent) / 100)
    bought_at = unit.quantize(KOPECK, ROUND_HALF_UP)
    return {
        "name": name,
        "offer_id": offer_id or f"A-{sku}",
        "sku": sku,
        "posting_number": posting,
        "seller_price_per_instance": Decimal(price),
        "deduction_by_category_percent": str(percent),
        "buyout_price": bought_at,
        "vat_percent": vat,
        "quantity": quantity,
        "amount": bought_at * quantity,
        **changes,
    }  # fmt: skip


def example() -> list[dict]:
    """The rows in Ozon's documentation. Neither amount is price × (1 − percent)."""
    return [
        buyout(
            "0208194185-0001-1", 985111329, "95", "3.13", vat=20, offer_id="y9604060-S",
            name="Футболка Daniele Patrici", buyout_price=Decimal("92.3"), amount=Decimal("92.3"),
        ),
        buyout(
            "84189625-0009-3", 1505091950, "2086", "3.01", vat=20, offer_id="W1496390-41",
            name="Сабо T.TACCARDI", buyout_price=Decimal("2023.3"), amount=Decimal("2023.3"),
        ),
    ]  # fmt: skip


def answer_buyouts(finance: Finance, body: dict) -> Answer:
    """The rows of the days from `date_from` to `date_to`."""
    try:
        first, last = (date.fromisoformat(body[key]) for key in ("date_from", "date_to"))
    except (KeyError, TypeError, ValueError):
        return refused(400, 3, "Request validation error: dates must be YYYY-MM-DD")
    if last < first:
        return refused(400, 3, "Request validation error: date_to is before date_from")
    if (last - first) // timedelta(days=1) >= finance.longest_buyout_period:
        return refused(400, 3, TOO_LONG)
    return Answer(json={"products": list(rows_of(finance, first, last))})


def rows_of(finance: Finance, first: date, last: date):
    """The rows of these days, the first day first."""
    for day in sorted(finance.buyouts):
        if first <= day <= last:
            yield from finance.buyouts[day]


def bought(finance: Finance, first: date, last: date) -> Decimal:
    """What Ozon owes for these days' rows."""
    return sum((Decimal(row["amount"]) for row in rows_of(finance, first, last)), Decimal(0))
