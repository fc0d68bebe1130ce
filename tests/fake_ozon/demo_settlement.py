"""Ozon's accruals and settlements for the demo shop, consistent with its realization reports.

In every month, to the kopeck: the postings add up to the report's revenue, points, partners'
payouts and fee; the documents of the settlement are the report itself and the accrued services by
kind of document; Ozon's balance follows from the documents and weekly payouts. In the last month
Ozon also buys some goods in its own name, and settles them apart from all of this. Deterministic:
the same reports give the same figures.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from .accrual_figures import (
    Fee,
    Sold,
    amount_of,
    container_fees,
    fees_of,
    item_fees,
    posting,
    seller_fee,
)
from .buyouts import bought, buyout
from .compensations import ARTICLE, BACK, BARCODE, LOST, NAME, Compensations
from .figures import PARTNERS, rounded, totals
from .finance import Finance
from .settlement_file import Settlement

REALIZATION = "Отчет о реализации"
ACT = "Акт выполненных работ"
REINVOICING = "Отчет о перевыставлении услуг"
STARS = "Акт об оказанных услугах"
INSURANCE = "Акт о страховой премии"
COMPENSATIONS = "Отчет о компенсациях"
DECOMPENSATIONS = "Отчет о декомпенсациях"
PREMIUM = "Акт о премии за расчеты баллами"
OVERUSE = "Вознаграждение за перерасход баллов"
TRANSFERS = "Отчет о перечислениях"
SET_OFFS = "Взаимозачет требований между Договорами"
BOUGHT_OUT = "Выкуп товаров"
PAYOUT = "Фактическая оплата селлеров"

# Ids of accrual types.
ACQUIRING, CROSS_DOCK, DEFECT_RATE, FULFILLMENT, COURIER, LOGISTICS = 1, 12, 14, 21, 29, 32
PACKING_BY_PARTNERS, PAY_PER_CLICK, RETURN_BY_PARTNERS, STORAGE = 39, 41, 45, 46
SUBSCRIPTION, PROMOTION, RETURN_LOGISTICS, STARS_MEMBERSHIP = 52, 54, 59, 74
STOCK_INSURANCE, WRONG_SLOT, PACKAGE_UNIT = 76, 94, 97
TRANSFER, SET_OFF = 62, 72
ITEM_COMPENSATION = 25
# The document that a type belongs to; all others are Ozon's own services, including penalties.
DOCUMENTS = {
    ACQUIRING: REINVOICING,
    COURIER: REINVOICING,
    PACKING_BY_PARTNERS: REINVOICING,
    RETURN_BY_PARTNERS: REINVOICING,
    STARS_MEMBERSHIP: STARS,
    STOCK_INSURANCE: INSURANCE,
    TRANSFER: TRANSFERS,
    SET_OFF: SET_OFFS,
}
SERVICE_DOCUMENTS = (ACT, REINVOICING, STARS, INSURANCE)
MOVEMENTS = (TRANSFERS, SET_OFFS)

WEDNESDAY = 2
POINTS_CAP = Decimal("0.99")  # the share of the fee that points may pay
# Earned before the first month and paid in it.
EARLIER_WEEKS = (Decimal("61280.40"), Decimal("58714.05"), Decimal("64326.10"))

# The number of products that Ozon buys, and the deduction from the price in per cent.
BOUGHT = 5
DEDUCTIONS = ("21", "24.5", "31.25", "38.4", "43.99")

Month = tuple[int, int]


def demo_finance(reports: dict[Month, dict], buyouts_as: str = "buyouts") -> Finance:
    """Accruals, payouts and settlements for these realization reports.

    :param buyouts_as: the balance's name for the service with buy-outs; "" if it does not have them
    """
    reports = dict(sorted(reports.items()))
    finance = Finance()
    accrual_ids = count(64_097_000_000)
    for month, payload in reports.items():
        for accrual in _Accruals(month, payload, accrual_ids).all():
            finance.days.setdefault(date.fromisoformat(accrual["date"]), []).append(accrual)
    for month in list(reports)[-1:]:
        finance.buyouts = demo_buyouts(month, reports[month])
        finance.buyouts_as = buyouts_as
    if len(reports) > 2:
        # Compensations belong to the last three months, which are those of the demo.
        _compensate(finance, *list(reports)[-3:-1], reports, accrual_ids)
    finance.payouts = _payouts(finance.days, list(reports))
    finance.opening_balance = opening = sum(EARLIER_WEEKS, Decimal(0))
    for month, payload in reports.items():
        settlement = settlement_of(month, payload, finance.days, opening)
        if buyouts_as and (amount := bought(finance, date(*month, 1), _days(month)[-1])):
            settlement.add(BOUGHT_OUT, f"47677{month[1]:02}", credit=amount)
        for day, amount in sorted(finance.payouts.items()):
            if (day.year, day.month) == month:
                settlement.add(PAYOUT, f"{day:7%m%d}01", day, debit=amount)
        finance.settlements[month] = settlement
        opening = settlement.balance
    return finance


def settlement_of(
    month: Month, payload: dict, days: dict[date, list[dict]], opening: Decimal
) -> Settlement:
    """A month's documents, without payouts.

    :param payload: the month's realization report
    :param days: accruals by day, of any months
    """
    settlement = Settlement(*month, opening=opening)
    sums, fee_payable, points_left = totals(payload), *after_points(payload)
    header = payload["result"]["header"]
    settlement.add(REALIZATION, header["number"], credit=sums.revenue, debit=fee_payable)
    taken = dict.fromkeys((*SERVICE_DOCUMENTS, *MOVEMENTS), Decimal(0))
    for day, of_day in days.items():
        if (day.year, day.month) == month:
            for type_id, amount in (fee for accrual in of_day for fee in fees_of(accrual)):
                if type_id == ITEM_COMPENSATION:
                    _add_compensation(settlement, amount)
                else:
                    taken[DOCUMENTS.get(type_id, ACT)] -= amount
    for place, (name, amount) in enumerate(taken.items()):
        number = 3_648_135 + (month[0] - 2020) * 9600 + month[1] * 731 + place * 17
        sides = {"debit": amount} if amount >= 0 or name not in MOVEMENTS else {"credit": -amount}
        settlement.add(name, str(number), **sides)
    number = f"8{month[0] % 100}{month[1]:02}64"
    if points_left > 0:
        settlement.add(PREMIUM, number, credit=points_left)
    elif points_left:
        settlement.add(OVERUSE, number, debit=-points_left)
    return settlement


def demo_buyouts(month: Month, payload: dict) -> dict[date, list[dict]]:
    """What Ozon buys in a month from the goods of its realization report, by day."""
    goods = {row["item"]["sku"]: row for row in payload["result"]["rows"]}
    bought: dict[date, list[dict]] = {}
    for place, row in enumerate(list(goods.values())[:BOUGHT]):
        day = date(*month, 3 + 5 * place)
        bought[day] = [buyout(
            f"{30_114_500 + place * 77:010}-{place + 1:04}-1", row["item"]["sku"],
            row["seller_price_per_instance"], DEDUCTIONS[place], 1 + place % 2,
            offer_id=row["item"]["offer_id"], name=row["item"]["name"],
        )]  # fmt: skip
    return bought


def _add_compensation(settlement: Settlement, amount: Decimal) -> None:
    name = COMPENSATIONS if amount > 0 else DECOMPENSATIONS
    number = _number_of_report((settlement.year, settlement.month))
    settlement.add(name, number, credit=max(amount, Decimal(0)), debit=max(-amount, Decimal(0)))


def _number_of_report(month: Month) -> str:
    return f"{month[0] % 100}{month[1]:02}77"


def _compensate(
    finance: Finance, lost: Month, found: Month, reports: dict[Month, dict], ids: Iterator[int]
) -> None:
    """Two units are lost in one month and paid for, and one of them is found in another month.

    By Ozon's formula: (value × 0.61) ÷ 1.22, which is half of it.
    """
    row = next(r for r in reports[lost]["result"]["rows"] if r["delivery_commission"])
    item, value = row["item"], Decimal(row["seller_price_per_instance"])
    named = {NAME: item["name"], ARTICLE: item["offer_id"], BARCODE: item["barcode"]}
    for month, units, kind, kept in (
        (lost, 2, LOST, finance.compensations), (found, 1, BACK, finance.decompensations),
    ):  # fmt: skip
        day = _days(month)[-1]
        amount = rounded(value * units * Decimal("0.61") / Decimal("1.22"))
        kept[month] = Compensations(
            _number_of_report(month), day + timedelta(days=5), is_decompensation=kind == BACK,
        )
        kept[month].add(
            item["sku"], amount, units, kind=kind, reduced=value * units - amount, **named,
        )
        sign = 1 if kind == LOST else -1
        fees = {item["sku"]: [(ITEM_COMPENSATION, sign * amount)]}
        accrual = item_fees(next(ids), day, f"CO-{day:%y%m%d}", fees)
        finance.days.setdefault(day, []).append(accrual)


def after_points(payload: dict) -> tuple[Decimal, Decimal]:
    """The rest of the month's fee after points have paid it, and the rest of the points."""
    sums = totals(payload)
    usable = max(min(sums.points, POINTS_CAP * sums.base_fee), Decimal(0))
    fee_payable = rounded(sums.base_fee - usable)
    return fee_payable, sums.points - (sums.base_fee - fee_payable)


def _payouts(days: dict[date, list[dict]], months: list[Month]) -> dict[date, Decimal]:
    """The payouts by day: weeks end on Sundays and with the month, and are paid later.

    If the seller owes Ozon for a week, the debt is deducted from the next ones. Two weeks may be
    paid at once.
    """
    payouts: dict[date, Decimal] = defaultdict(Decimal)
    for place, amount in enumerate(EARLIER_WEEKS if months else ()):
        payouts[_wednesday_from(date(*months[0], 1)) + timedelta(weeks=place)] += amount
    owed = Decimal(0)
    for month in months:
        for last_day, week in _weeks(month):
            accruals = (accrual for day in week for accrual in days.get(day, ()))
            owed += sum((amount_of(one["total_amount"]) for one in accruals), Decimal(0))
            if owed > 0:
                payouts[_wednesday_from(last_day + timedelta(days=15))] += owed
                owed = Decimal(0)
    return dict(payouts)


def _weeks(month: Month) -> Iterator[tuple[date, list[date]]]:
    """The last day of each payment period of a month, and all of its days."""
    week = []
    for day in _days(month):
        week.append(day)
        if day.weekday() == 6 or (day + timedelta(days=1)).day == 1:
            yield day, week
            week = []


def _days(month: Month) -> list[date]:
    return [date(*month, day + 1) for day in range(calendar.monthrange(*month)[1])]


def _wednesday_from(day: date) -> date:
    return day + timedelta(days=(WEDNESDAY - day.weekday()) % 7)


class _Accruals:
    """Collects the accruals of a month."""

    def __init__(self, month: Month, payload: dict, accrual_ids: Iterator[int]):
        self._rows = payload["result"]["rows"]
        self._random = Random(month[0] * 12 + month[1])
        self._ids = accrual_ids
        self._days = _days(month)
        self._skus = sorted({row["item"]["sku"] for row in self._rows})

    def all(self) -> Iterator[dict]:
        for row in self._rows:
            for key, sign in (("delivery_commission", 1), ("return_commission", -1)):
                if row[key]:
                    yield from self._postings(row, row[key], sign)
        for day in self._days:
            yield from self._of_products(day)
            yield from self._of_the_seller(day)

    def _postings(self, row: dict, side: dict, sign: int) -> Iterator[dict]:
        """Split a side of the report's row into postings of a few units each."""
        units, done, fee_done = side["quantity"], 0, Decimal(0)
        while done < units:
            parcel = min(self._random.choice([1, 1, 1, 2, 3]), units - done)
            done += parcel
            fee = rounded(side["standard_fee"] * done / units) - fee_done
            fee_done += fee
            sold = self._sold(row, side, sign * parcel, -sign * fee)
            number = f"{self._random.randint(10**8, 10**9):010}-{self._random.randint(1, 99):04}-1"
            yield posting(next(self._ids), self._day(), number, sold)

    def _sold(self, row: dict, side: dict, units: int, fee: Decimal) -> Sold:
        """This number of units of a side, below 0 if they came back."""

        def share(*keys: str) -> Decimal:
            return rounded(sum(Decimal(side[key]) for key in keys) * units / side["quantity"])

        paid = share("amount")
        return Sold(
            sku=row["item"]["sku"],
            quantity=abs(units),
            seller_price=row["seller_price_per_instance"],
            paid=paid,
            points=share("bonus"),
            partners=share(*PARTNERS),
            fee=fee,
            ratio=row["commission_ratio"],
            services=tuple(self._way_there(paid) if units > 0 else self._way_back()),
        )

    def _way_there(self, paid: Decimal) -> Iterator[Fee]:
        yield LOGISTICS, -self._amount(56, 97)
        yield COURIER, -self._amount(9, 15)
        yield ACQUIRING, -rounded(paid * Decimal("0.015"))
        if self._random.random() < 0.4:
            yield FULFILLMENT, -self._amount(15, 20)

    def _way_back(self) -> Iterator[Fee]:
        yield RETURN_LOGISTICS, -self._amount(56, 97)
        yield RETURN_BY_PARTNERS, -self._amount(14, 16)

    def _of_products(self, day: date) -> Iterator[dict]:
        stored = self._random.sample(self._skus, min(5, len(self._skus)))
        fees = {sku: [(STORAGE, -self._amount(1, 9))] for sku in stored}
        for sku in stored[:2]:
            fees[sku].append((PROMOTION, -self._amount(20, 90)))
        yield item_fees(next(self._ids), day, f"RZ-{day:%y%m%d}", fees)
        if day.day % 5 == 0:
            fees = {sku: [(STARS_MEMBERSHIP, -self._amount(8, 30))] for sku in stored[:3]}
            yield item_fees(next(self._ids), day, f"ST-{day:%y%m%d}", fees)
        if day.day % 9 == 0:
            fees = {stored[0]: [(PACKING_BY_PARTNERS, -self._amount(10, 40))]}
            yield item_fees(next(self._ids), day, f"PK-{day:%y%m%d}", fees)

    def _of_the_seller(self, day: date) -> Iterator[dict]:
        number = f"{self._random.randint(10**6, 10**7)}"
        if day.day % 3 == 0:
            yield seller_fee(next(self._ids), day, number, PAY_PER_CLICK, -self._amount(300, 900))
        if day.day == 1:
            yield seller_fee(next(self._ids), day, number, SUBSCRIPTION, "-2990")
        if day.day in (7, 21):
            fees = [(PACKAGE_UNIT, -self._amount(40, 60)), (CROSS_DOCK, -self._amount(500, 900))]
            yield container_fees(next(self._ids), day, f"20000{number}", *fees)
        if day.day == 12:
            yield seller_fee(next(self._ids), day, number, WRONG_SLOT, -self._amount(100, 300))
        if day.day == 19:
            yield seller_fee(next(self._ids), day, number, DEFECT_RATE, -self._amount(50, 150))
        if day.day == 15:
            yield seller_fee(next(self._ids), day, number, TRANSFER, "249")
        if day.day == 28:
            yield seller_fee(next(self._ids), day, number, SET_OFF, "-317.12")
        if day == self._days[-1]:
            yield seller_fee(next(self._ids), day, number, STOCK_INSURANCE, -self._amount(200, 400))

    def _day(self) -> date:
        return self._random.choice(self._days)

    def _amount(self, least: int, most: int) -> Decimal:
        """A random amount in roubles and kopecks, between two amounts of roubles."""
        return Decimal(self._random.randint(least * 100, most * 100)) / 100
