"""The demo shop's goods at Ozon: the stock, and supplies in each stage of acceptance."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from .goods import FakeSupply, Goods, Supplied

Month = tuple[int, int]
IN_SUPPLY = 4
BOOKED = 3  # the last months; the demo leaves earlier ones to its reader
# Unexplained units: LOST of each product with enough in stock, FOUND of the first product sold.
LOST, FOUND = 2, 1


def demo_goods(reports: dict[Month, dict], sold_too: Counter) -> Goods:
    """Stock at Ozon that agrees with the books, except for a few units that were lost or found.

    Supplies arrive on the last day of the last month. The acts of the first are agreed to, those of
    the second do not add up, those of the third are disputed, and the last supply is being
    accepted: so the page of supplies shows each with what to do about it. Goods of the first two
    are at Ozon, and in the books once their transfers are validated.

    :param sold_too: units that left but are in no report, by SKU
    """
    months = dict(sorted(reports.items()))
    if not months:
        return Goods()
    last = [int(row["item"]["sku"]) for row in list(months.values())[-1]["result"]["rows"]]
    skus = list(dict.fromkeys(last))
    left, sold = _left(months, sold_too)
    return Goods(
        opening={sku: left[sku] + sold[sku] for sku in sold},
        supplies=_supplies(skus, _last_day(months)),
        shifts={sku: -LOST for sku in left if left[sku] >= LOST} | {skus[0]: FOUND},
    )  # fmt: skip


def _left(months: dict[Month, dict], sold_too: Counter) -> tuple[Counter, Counter]:
    """The units left if the shop only brings the units that each of the last three months lacks.

    :return: (units that are left, units that the reports have sold less returned), both by SKU
    """
    left, net = Counter(), Counter()
    booked = list(months)[-BOOKED:]
    for month, payload in months.items():
        moved = Counter()
        for row in payload["result"]["rows"]:
            for key, sign in (("delivery_commission", 1), ("return_commission", -1)):
                moved[int(row["item"]["sku"])] += sign * (row.get(key) or {}).get("quantity", 0)
        for sku, units in moved.items():
            net[sku] += units
            if month in booked:
                left[sku] = max(left[sku] - units, 0)
    for sku, units in sold_too.items():
        left[sku] = max(left[sku] - units, 0)
    return left, net


def _supplies(skus: list[int], day: date) -> list[FakeSupply]:
    parts = [skus[at : at + IN_SUPPLY] for at in range(10, 10 + 4 * IN_SUPPLY, IN_SUPPLY)]
    plain, odd, disputed, coming = (
        [Supplied(sku, 10 * place, 10 * place) for place, sku in enumerate(part, start=1)]
        for part in parts
    )  # fmt: skip
    plain[0] = Supplied(plain[0].sku, 10, 7, shortage=2, defect=1)
    odd[1] = Supplied(odd[1].sku, 20, 18, shortage=1)
    return [
        FakeSupply(31_240_001, plain, day),
        FakeSupply(31_240_002, odd, day),
        FakeSupply(31_240_003, disputed, day, state="REPORT_REJECTED", agreed=False),
        FakeSupply(
            31_240_004, coming, day, state="ACCEPTANCE_AT_STORAGE_WAREHOUSE", agreed=False,
            with_acts=False,
        ),
    ]  # fmt: skip


def _last_day(months: dict[Month, dict]) -> date:
    year, month = list(months)[-1]
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
