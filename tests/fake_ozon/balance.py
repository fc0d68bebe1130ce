"""How Ozon states its balance with a seller, from the accruals and payouts of the days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from .accrual_figures import CURRENCY, amount_of, fees_of
from .buyouts import bought
from .faults import Answer, refused

if TYPE_CHECKING:
    from .finance import Finance

BALANCE = "/v1/finance/balance"
CASH_FLOW = "/v1/finance/cash-flow-statement/list"
TOO_LONG = "maximum period is one month"
LOAN = "loan_repayment"
DAY = timedelta(days=1)
ZERO = Decimal(0)

# Ozon's keys for types of accruals, by the numbers of the types. The key of any other type is its
# name in lower case.
SLUGS = {
    1: "acquiring",
    4: "brand_promotion",
    12: "cross_docking",
    15: "product_disposal",
    16: "drop_off_processing",
    17: "drop_off_processing_by_partners",
    18: "early_payment",
    20: "flexible_payment_schedule",
    22: "ozon_installment",
    23: "internet_advertising_on_site",
    29: "courier_client_reinvoice",
    32: "logistics",
    39: "packing_by_agents",
    41: "pay_per_click",
    45: "partner_returns_cancellations_processing",
    46: "product_placement_in_ozon_warehouses",
    47: "points_for_reviews",
    48: "seller_bonuses",
    50: "seller_bonuses_mailing",
    51: "premium_membership",
    52: "premium_subscription",
    54: "promotion_with_cost_per_order",
    59: "reverse_logistics",
    61: "review_pinning",
    72: "offset_of_claims_between_contracts",
    74: "star_products",
    76: "stock_insurance",
    79: "temporary_placement_agent",
    84: "item_packing",
    94: "defect_fine_shipment_delay_rated",
    98: "delivery_to_handover_place_by_ozon",
    # Two types with one key.
    110: "courier_client_reinvoice",
    114: "logistics",
}


def balance(finance: Finance, body: dict) -> Answer:
    """The balance of the days from `date_from` to `date_to`."""
    try:
        first, last = (date.fromisoformat(body[key]) for key in ("date_from", "date_to"))
    except (KeyError, TypeError, ValueError):
        return refused(400, 3, "Request validation error: dates must be YYYY-MM-DD")
    if last < first:
        return refused(400, 3, "Request validation error: date_to is before date_from")
    if (last - first).days >= finance.longest_period:
        return refused(400, 3, TOO_LONG)
    accruals = list(_accruals(finance, first, last))
    sales, returns = _sides(accruals)
    accrued = sum((amount_of(one["total_amount"]) for one in accruals), ZERO)
    services, of_buyouts = _services(finance, accruals), _bought(finance, first, last)
    if of_buyouts:
        accrued += of_buyouts
        services.append({"name": finance.buyouts_as, "amount": _money(of_buyouts)})
    payments = _payments(finance, first, last)
    opening = _balance_before(finance, first)
    beside = ZERO
    if loan := _loans(finance, first, last):
        if finance.loan_place == "services":
            services.append({"name": LOAN, "amount": _money(loan)})
            accrued += loan
        elif finance.loan_place == "closing":
            beside = loan
    cashflows = {"sales": sales, "returns": returns, "services": services}
    total = {
        "opening_balance": _money(opening),
        "accrued": _money(accrued),
        "closing_balance": _money(sum(payments, opening + accrued + beside)),
        "payments": [_money(payment) for payment in payments],
    }
    return Answer(json={"cashflows": cashflows, "total": total})


def cash_flow(finance: Finance, body: dict) -> Answer:
    """The payment periods that share a day with the requested ones."""
    period, page, size = body.get("date") or {}, body.get("page"), body.get("page_size")
    try:
        first, last = (date.fromisoformat(period[key][:10]) for key in ("from", "to"))
    except (KeyError, TypeError, ValueError):
        return refused(400, 3, "Request validation error: date must be a period")
    if not all(type(number) is int and number > 0 for number in (page, size)):
        return refused(400, 3, "Request validation error: page and page_size must be above 0")
    periods = list(_periods(first, last))
    on_page = periods[(page - 1) * size : page * size]
    result = {
        "cash_flows": [_flow(finance, *one) for one in on_page],
        "details": [_details(finance, *one) for one in on_page] if body.get("with_details") else [],
        "page_count": -(-len(periods) // size),
    }
    return Answer(json={"result": result})


def _accruals(finance: Finance, first: date, last: date) -> Iterator[dict]:
    for day in sorted(finance.days):
        if first <= day <= last:
            yield from (one for one in finance.days[day] if not finance.outside_balance(one))


def _payments(finance: Finance, first: date, last: date) -> list[Decimal]:
    return [-finance.payouts[day] for day in sorted(finance.payouts) if first <= day <= last]


def _bought(finance: Finance, first: date, last: date) -> Decimal:
    """The buy-outs in the balance: nothing if Ozon settles them apart from it."""
    return bought(finance, first, last) if finance.buyouts_as else ZERO


def _loans(finance: Finance, first: date, last: date) -> Decimal:
    return sum((finance.loans[day] for day in finance.loans if first <= day <= last), ZERO)


def _balance_before(finance: Finance, day: date) -> Decimal:
    before = (date.min, day - DAY)
    accrued = (amount_of(one["total_amount"]) for one in _accruals(finance, *before))
    moved = sum(accrued, _bought(finance, *before)) + sum(_payments(finance, *before))
    if finance.loan_place:
        moved += _loans(finance, *before)
    return finance.opening_balance + finance.balance_shift + moved


def _sides(accruals: list[dict]) -> tuple[dict, dict]:
    """Sales and returns: the sign of the amount credited to the seller tells which it is."""
    sums = {True: Counter(), False: Counter()}
    for accrual in accruals:
        for product in (accrual["posting"] or {}).get("products", ()):
            figures = product["commission"]
            side = sums[amount_of(figures["sale_amount"]) >= 0]
            for key in ("sale_amount", "sale_commission", "sale_price", "bonus", "coinvestment"):
                side[key] += amount_of(figures[key])
    return _side(sums[True]), _side(sums[False])


def _side(sums: Counter) -> dict:
    return {
        "amount": _money(sums["sale_amount"]),
        "amount_details": {
            "revenue": _money(sums["sale_price"]),
            "partner_programs": _money(sums["coinvestment"]),
            "points_for_discounts": str(sums["bonus"]),
        },
        "fee": _money(sums["sale_commission"]),
    }


def _services(finance: Finance, accruals: list[dict]) -> list[dict]:
    names = {one["id"]: one["name"].lower() for one in finance.types}
    sums = Counter()
    for type_id, amount in (fee for accrual in accruals for fee in fees_of(accrual)):
        sums[SLUGS.get(type_id) or names.get(type_id, f"type_{type_id}")] += amount
    return [{"name": slug, "amount": _money(sums[slug])} for slug in sorted(sums)]


def _money(amount: Decimal) -> dict:
    return {"value": amount, "currency_code": CURRENCY}


def _periods(first: date, last: date) -> Iterator[tuple[date, date]]:
    """All weeks, Monday to Sunday, that have one of these days; cut at the ends of months."""
    begin = max(first - first.weekday() * DAY, first.replace(day=1))
    day = begin
    while begin <= last:
        if day.weekday() == 6 or (day + DAY).day == 1:
            yield begin, day
            begin = day + DAY
        day += DAY


def _flow(finance: Finance, first: date, last: date) -> dict:
    accruals = list(_accruals(finance, first, last))
    sales, returns = _sides(accruals)
    services = sum((amount for one in accruals for _type, amount in fees_of(one)), ZERO)
    return {
        "period": _period(first, last),
        "orders_amount": sales["amount"]["value"],
        "returns_amount": returns["amount"]["value"],
        "commission_amount": sales["fee"]["value"] + returns["fee"]["value"],
        "services_amount": services,
        "item_delivery_and_return_amount": 0,
        "currency_code": CURRENCY,
    }


def _details(finance: Finance, first: date, last: date) -> dict:
    accruals = list(_accruals(finance, first, last))
    accrued = sum((amount_of(one["total_amount"]) for one in accruals), ZERO)
    payments, opening = _payments(finance, first, last), _balance_before(finance, first)
    beside = _bought(finance, first, last)
    if finance.loan_place:
        beside += _loans(finance, first, last)
    return {
        "period": _period(first, last),
        "begin_balance_amount": opening,
        "end_balance_amount": sum(payments, opening + accrued + beside),
        "invoice_transfer": max(accrued, ZERO),
        "payments": [{"payment": one, "currency_code": CURRENCY} for one in payments],
        "loan": _loans(finance, first, last),
        "rfbs": {"total": 0, "transfer_delivery": 0, "transfer_delivery_return": 0,
                 "compensation_delivery_return": 0, "partial_compensation": 0,
                 "partial_compensation_return": 0},
        "others": {"total": 0, "items": []},
    }  # fmt: skip


def _period(first: date, last: date) -> dict:
    return {"id": first.toordinal(), "begin": f"{first}T00:00:00Z", "end": f"{last}T00:00:00Z"}
