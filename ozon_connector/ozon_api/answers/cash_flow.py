"""What Ozon owes the seller week by week: /v1/finance/cash-flow-statement/list.

The sums of this method match Ozon's payments, not its documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from operator import attrgetter

from .. import reading
from ..decoding import decode
from ..reading import (
    NUMBER_TYPES,
    WrongShape,
    day,
    each,
    kopecks,
    needed,
    nested,
    plain_text,
    text,
    whole,
)

PAGE_SIZE = 50  # periods in an answer
MOST_PAGES = 20  # a thousand weeks: longer than Ozon has had sellers


@dataclass(frozen=True, slots=True)
class CashFlowPeriod:
    """A payment period, both of its days included; usually a week, cut at the end of a month.

    What Ozon owes is above 0. The parts that are not here, such as sales and services, are in
    `Balance`.

    :param currency: three letters, the same for every sum in it
    :param transfer: what Ozon is going to pay for the period
    :param payments: in Ozon's order; below 0 is what Ozon paid out
    :param loan: transferred under loan contracts
    :param rfbs: what was passed on between buyers and a seller who delivers: Ozon's key such as
        "transfer_delivery" and a sum, without zeros
    :param others: compensations and the like: Ozon's key such as "OperationClaim" and a sum, in
        Ozon's order
    """

    date_from: date
    date_to: date
    currency: str
    opening: Decimal
    closing: Decimal
    transfer: Decimal
    payments: tuple[Decimal, ...]
    loan: Decimal
    rfbs: tuple[tuple[str, Decimal], ...]
    others: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class CashFlowPage:
    """A page of periods.

    :param periods: in Ozon's order
    :param page_count: how many pages there are
    """

    periods: tuple[CashFlowPeriod, ...]
    page_count: int


_RFBS = (
    "transfer_delivery",
    "transfer_delivery_return",
    "compensation_delivery_return",
    "partial_compensation",
    "partial_compensation_return",
)


def read_cash_flow(content: bytes) -> CashFlowPage:
    """Read the answer of /v1/finance/cash-flow-statement/list, asked for with details.

    :raises WrongShape: it is of another shape, lacks the details of a period, or has several
        currencies
    """
    answer = decode(content)
    if "cash_flows" not in answer and "details" not in answer:
        raise WrongShape("details", "are missing")
    # The documentation has an object where Ozon sends a list.
    lists = {
        key: [answer[key]] if type(answer.get(key)) is dict else answer.get(key)
        for key in ("cash_flows", "details")
    }
    flows = set(each(lists, "cash_flows", _read_period))
    periods = tuple(each(lists, "details", partial(_read_details, _read_currency(lists))))
    if not flows <= {(period.date_from, period.date_to) for period in periods}:
        raise WrongShape("details", "are missing")
    return CashFlowPage(periods, _read_page_count(answer, len(periods)))


def goes_on(pages: list[CashFlowPage]) -> bool:
    """Whether there is a page after these."""
    return len(pages) < pages[-1].page_count


def joined(pages: Iterable[CashFlowPage]) -> tuple[CashFlowPeriod, ...]:
    """The periods of all pages, in the order of time.

    :raises WrongShape: one comes twice, and its payments would be counted twice
    """
    periods = [period for page in pages for period in page.periods]
    if len({(period.date_from, period.date_to) for period in periods}) < len(periods):
        raise WrongShape("details", "have a period twice")
    return tuple(sorted(periods, key=attrgetter("date_from")))


def _read_currency(lists: dict) -> str:
    """The currency of all periods, since they have none of their own; "" if nothing has one."""
    codes = set(each(lists, "cash_flows", _read_code))
    for of_period in each(lists, "details", _read_payment_codes):
        codes |= of_period
    codes.discard("")
    if len(codes) > 1:
        raise WrongShape("", "has several currencies")
    return codes.pop() if codes else ""


def _read_code(source: dict) -> str:
    return reading.currency(source, "currency_code")


def _read_payment_codes(details: dict) -> set[str]:
    return set(each(details, "payments", _read_code))


def _read_period(source: dict) -> tuple[date, date]:
    needed(source, "period")
    return nested(source, "period", _read_dates)


def _read_dates(period: dict) -> tuple[date, date]:
    return _date(period, "begin"), _date(period, "end")


def _date(period: dict, key: str) -> date:
    found = day(period, key)
    if not found:
        raise WrongShape(key, "is missing")
    return found


def _read_details(currency: str, details: dict) -> CashFlowPeriod:
    needed(details, "begin_balance_amount", "end_balance_amount")
    if not currency:
        raise WrongShape("currency_code", "is missing")
    date_from, date_to = _read_period(details)
    return CashFlowPeriod(
        date_from=date_from,
        date_to=date_to,
        currency=currency,
        opening=kopecks(details, "begin_balance_amount"),
        closing=kopecks(details, "end_balance_amount"),
        transfer=kopecks(details, "invoice_transfer"),
        payments=tuple(each(details, "payments", _read_payment)),
        loan=kopecks(details, "loan"),
        rfbs=nested(details, "rfbs", _read_rfbs),
        others=nested(details, "others", _read_items),
    )


def _read_payment(payment: dict) -> Decimal:
    needed(payment, "payment")
    return kopecks(payment, "payment")


def _read_rfbs(rfbs: dict) -> tuple[tuple[str, Decimal], ...]:
    """All figures but their total, so that a new one does not pass unnoticed."""
    new = (key for key in rfbs if key not in ("total", *_RFBS) and type(rfbs[key]) in NUMBER_TYPES)
    figures = ((plain_text(key), kopecks(rfbs, key)) for key in (*_RFBS, *new))
    return tuple((key, amount) for key, amount in figures if amount)


def _read_items(others: dict) -> tuple[tuple[str, Decimal], ...]:
    return tuple(each(others, "items", _read_item))


def _read_item(item: dict) -> tuple[str, Decimal]:
    needed(item, "name", "price")
    return text(item, "name"), kopecks(item, "price")


def _read_page_count(answer: dict, periods: int) -> int:
    """The number of pages. Ozon may leave it out if there is only one."""
    if answer.get("page_count") is None and periods >= PAGE_SIZE:
        raise WrongShape("page_count", "is missing")
    count = whole(answer, "page_count")
    if count > MOST_PAGES:
        raise WrongShape("page_count", "is absurdly large")
    return count
