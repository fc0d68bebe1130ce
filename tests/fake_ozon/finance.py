"""A seller's money at Ozon besides realization reports, and how Ozon answers requests for it."""

from __future__ import annotations

import base64
import itertools
import json
import re
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from . import balance
from .accrual_figures import accrual_types
from .balance import BALANCE, CASH_FLOW
from .buyouts import BUYOUT, LONGEST, answer_buyouts
from .compensations import (
    COMPENSATION,
    DECOMMISSIONED,
    DECOMPENSATION,
    Compensations,
    decommissioned,
)
from .faults import Answer, rate_limited, refused
from .settlement_file import Settlement

ACCRUALS = "/v1/finance/accrual/by-day"
TYPES = "/v1/finance/accrual/types"
SETTLEMENT = "/v1/finance/mutual-settlement"
REPORT_INFO = "/v1/report/info"
FILES = "/files/"
METHODS = (
    ACCRUALS, TYPES, BALANCE, BUYOUT, CASH_FLOW, SETTLEMENT, REPORT_INFO, COMPENSATION,
    DECOMPENSATION, DECOMMISSIONED,
)  # fmt: skip

REPORT_TYPES = {
    "settlements": "MUTUAL_SETTLEMENT",
    "compensations": "COMPENSATION_REPORT",
    "decompensations": "DECOMPENSATION_REPORT",
}

EARLIEST = date(2022, 1, 1)
_NUMBERS = itertools.count(1)  # of all sellers' reports: a link states only its number
FOREVER = 10**9  # requests until a report would be ready
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GONE = b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'


@dataclass
class Order:
    """A report in preparation.

    kind: where `Finance` has its file. polls: how often it was asked for. made_on: on Ozon's clock,
    in seconds.
    """

    period: tuple[int, int]
    made_on: float
    kind: str = "settlements"
    polls: int = 0
    created_at: datetime = field(default_factory=lambda: datetime.now(timezone.utc))


@dataclass
class Finance:
    """Accruals, their types, the balance and settlements of one seller. Tests may change them.

    days: accruals by day, as `accrual_figures` creates them. settlements: by (year, month), as
    `settlement_file` writes them, or any bytes to be sent as the file; a month without one is not
    closed yet.
    compensations, decompensations: the same; a month without losses has none.
    decommissioned: written-off goods, as `compensations.written_off` creates them.
    payouts: what Ozon paid, above 0, by day. opening_balance: what Ozon owed before all of `days`.
    longest_period: the days for which Ozon states its balance in one request. outside_balance:
    whether an accrual does not count in the balance. loans: amounts transferred under loan
    contracts by day, as the cash flow names them; below 0 is what Ozon took. loan_place: where the
    balance has them: "services", "closing" (a part that no figure explains), or "" for nowhere.
    balance_shift: an amount of the balance beyond accruals and payouts, before and after any
    period, so that each answer still adds up.
    buyouts: rows by day, as `buyouts.buyout` creates them. longest_buyout_period: the days for
    which Ozon returns them in one request. buyouts_as: the balance's name for the service with
    them; "" if Ozon settles them apart from it.
    page_size: accruals in an answer. page_life: seconds until the mark of a page expires.
    marks_last_page: whether the last page has a mark, too, which leads to an empty page.
    seconds_a_day: how long a request for a day takes; another one in the meantime is refused.
    types_pause: seconds in which the types may not be requested again.
    polls: how often a report is "waiting" or "processing" before it is ready; `FOREVER` is for
    ever. failure: Ozon's reason why reports fail; "" if they do not. link: instead of the real one.
    code_life, link_life: seconds.
    clock: Ozon's clock, in seconds. url: the URL of the server.
    """

    days: dict[date, list[dict]] = field(default_factory=dict)
    types: list[dict] = field(default_factory=accrual_types)
    settlements: dict[tuple[int, int], Settlement | bytes | Iterable[bytes]] = field(
        default_factory=dict
    )
    compensations: dict[tuple[int, int], Compensations | bytes] = field(default_factory=dict)
    decompensations: dict[tuple[int, int], Compensations | bytes] = field(default_factory=dict)
    decommissioned: list[dict] = field(default_factory=list)
    payouts: dict[date, Decimal] = field(default_factory=dict)
    opening_balance: Decimal = Decimal(0)
    longest_period: int = 31
    outside_balance: Callable[[dict], bool] = field(default=lambda accrual: False, compare=False)
    loans: dict[date, Decimal] = field(default_factory=dict)
    loan_place: str = ""
    balance_shift: Decimal = Decimal(0)
    buyouts: dict[date, list[dict]] = field(default_factory=dict)
    longest_buyout_period: int = LONGEST
    buyouts_as: str = ""
    page_size: int = 1000
    page_life: float = 15 * 60
    marks_last_page: bool = False
    seconds_a_day: float = 0
    types_pause: float = 0
    polls: int = 1
    failure: str = ""
    link: str = ""
    code_life: float = 3 * 24 * 3600
    link_life: float = 24 * 3600
    clock: Callable[[], float] = field(default=time.monotonic, compare=False)
    url: str = field(default="", compare=False)
    orders: dict[str, Order] = field(default_factory=dict, compare=False)

    def __post_init__(self):
        # A request for accruals takes the token. Ozon refuses a second request in the meantime.
        self._token = deque([True])
        self._types_asked: float | None = None

    # ------------------------------------------------------------------ accruals

    def accruals(self, body: dict) -> Answer:
        day, problem = _day(body)
        if problem:
            return refused(400, 3, f"Request validation error: {problem}")
        try:
            token = self._token.pop()
        except IndexError:
            return rate_limited()
        try:
            time.sleep(self.seconds_a_day)
            return self._page(day, body.get("last_id") or "")
        finally:
            self._token.append(token)

    def _page(self, day: date, mark: str) -> Answer:
        start = 0
        if mark:
            start = self._start_of_page(day, mark)
            if start is None:
                return refused(400, 3, "Request validation error: last_id is invalid or expired")
        of_day = self.days.get(day, [])
        page = of_day[start : start + self.page_size]
        end = start + len(page)
        more = page and (self.marks_last_page or end < len(of_day))
        return Answer(json={"accruals": page, "last_id": self._mark(day, end) if more else ""})

    def _mark(self, day: date, place: int) -> str:
        mark = [day.isoformat(), place, self.clock()]
        return base64.urlsafe_b64encode(json.dumps(mark).encode()).decode()

    def _start_of_page(self, day: date, mark: str) -> int | None:
        try:
            written_day, place, made_on = json.loads(base64.urlsafe_b64decode(mark))
        except ValueError:
            return None
        alive = self.clock() - made_on <= self.page_life
        return place if alive and written_day == day.isoformat() else None

    def accrual_types(self, body: dict) -> Answer:
        now, asked = self.clock(), self._types_asked
        if asked is not None and now - asked < self.types_pause:
            return rate_limited()
        self._types_asked = now
        return Answer(json={"accrual_types": self.types})

    # ------------------------------------------------------------------ balance

    def balance(self, body: dict) -> Answer:
        return balance.balance(self, body)

    def cash_flow(self, body: dict) -> Answer:
        return balance.cash_flow(self, body)

    def bought(self, body: dict) -> Answer:
        return answer_buyouts(self, body)

    # ------------------------------------------------------------------ reports on order

    def order_settlement(self, body: dict) -> Answer:
        return self._order("settlements", body)

    def order_compensations(self, body: dict) -> Answer:
        return self._order("compensations", body)

    def order_decompensations(self, body: dict) -> Answer:
        return self._order("decompensations", body)

    def goods_written_off(self, body: dict) -> Answer:
        return decommissioned(self.decommissioned, body)

    def _order(self, kind: str, body: dict) -> Answer:
        written = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", str(body.get("date")))
        if not written:
            return refused(400, 3, "Request validation error: date must be YYYY-MM")
        period = int(written[1]), int(written[2])
        if period not in getattr(self, kind):
            return refused(404, 5, "finance document not found")
        name = REPORT_TYPES[kind].lower()
        code = f"REPORT_{name}_{period[0]}{period[1]:02}_{next(_NUMBERS):06}"
        self.orders[code] = Order(period, self.clock(), kind)
        return Answer(json={"result": {"code": code}})

    def report_info(self, body: dict) -> Answer:
        code = body.get("code")
        order = self.orders.get(code)
        if not order or self.clock() - order.made_on > self.code_life:
            return refused(404, 5, "Report not found")
        status = self._status(order)
        order.polls += 1
        made = status == "success"
        expires_at = order.created_at + timedelta(seconds=self.link_life)
        told = {
            "code": code,
            "status": status,
            "error": self.failure if status == "failed" else "",
            "file": self._link(code) if made else "",
            "report_type": REPORT_TYPES[order.kind],
            "params": {},
            "created_at": _written(order.created_at),
            "expires_at": _written(expires_at) if made else None,
            "additional_data": [],
        }
        return Answer(json={"result": told})

    def _status(self, order: Order) -> str:
        if order.polls >= self.polls:
            return "failed" if self.failure else "success"
        return "processing" if order.polls else "waiting"

    def _link(self, code: str) -> str:
        query = f"expires=86400&signature={_signature(code)}"
        return self.link or f"{self.url}{FILES}{code}.xlsx?{query}"

    def file(self, code: str, query: str) -> Answer | None:
        """The file behind a link; None if the file is not this seller's."""
        order = self.orders.get(code)
        if not order:
            return None
        if f"signature={_signature(code)}" not in query.split("&"):
            return FILE_GONE
        if self.clock() - order.made_on > self.link_life:
            return FILE_GONE
        content = getattr(self, order.kind)[order.period]
        if isinstance(content, Settlement | Compensations):
            content = content.as_xlsx()
        return Answer(body=content, headers={"Content-Type": _XLSX})


FILE_GONE = Answer(403, body=_GONE, headers={"Content-Type": "application/xml"})


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def _day(body: dict) -> tuple[date | None, str]:
    """The requested day, and what is wrong with it."""
    try:
        day = date.fromisoformat(body.get("date"))
    except (TypeError, ValueError):
        return None, "date must be YYYY-MM-DD"
    return day, "" if day >= EARLIEST else "date must be 2022-01-01 or later"


def _signature(code: str) -> str:
    """A signature as long as real ones, with the characters that make links hard to read."""
    return base64.b64encode(code.encode() * 3).decode().replace("=", "%3D").replace("+", "%2B")
