"""The client: one method per Ozon method, one typed record or one typed error per call."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import TypeVar

import requests
from urllib3.exceptions import HTTPError

from . import answers
from .addresses import checked_address
from .answers import cash_flow, decommissioned
from .answers.products import PAGE_SIZE
from .download import REPORT_FILE, Download
from .errors import (
    FileGone,
    InvalidApiKey,
    InvalidClientId,
    MethodSwitchedOff,
    OzonError,
    PageExpired,
    RateLimited,
    RequestRejected,
    TemporaryError,
    Unavailable,
    UnintelligibleAnswer,
)
from .exchange import OK, Attempts, Limiter, Observer, outcome
from .reading import WrongShape, plain_text
from .refusals import refusal
from .transport import BoundedRetry, TimedSession, attempts, call_ends, seconds_left
from .unpacking import ACCEPTED, TooLarge, UnknownPacking, read_body

DEFAULT_URL = "https://api-seller.ozon.ru"
MAX_ANSWER = 80 * 1024 * 1024  # bytes; a big month is 50 MB
MAX_KEPT = 32 * 1024 * 1024  # of an answer that cannot be read
MAX_REFUSAL = 1024 * 1024
SHORTEST_KEY = 16  # characters; Ozon's have 36
FIRST_PAUSE = 1  # seconds between attempts of a patient client; every next one is twice as long
_HEADER_SAFE = re.compile(r"[!-~]+")

_Record = TypeVar("_Record")


class OzonClient:
    """Talks to Ozon's Seller API for one seller.

    base_url: https, or http to this very machine; anything else raises InsecureAddress.
    client_id, api_key: surrounding spaces are dropped; what cannot be sent in a header raises
        InvalidClientId or InvalidApiKey at once.
    patient: False inside a web request: nothing sleeps, one immediate second attempt at most.
        True in a background job: attempts go on, with growing pauses, while time_limit allows.
        Either way an answer that breaks off half-way is not asked for again.
    timeout: seconds to wait for a connection or for the next bytes.
    time_limit: seconds one call may take altogether: attempts, pauses and reading.
    limiter: allows or delays requests; a client that is not patient never waits for it.
    observer: gets an `exchange.Exchange` for every request when it has ended.

    Every method raises only OzonError. No error's text contains the key.
    """

    def __init__(
        self,
        client_id: str,
        api_key: str,
        base_url: str = DEFAULT_URL,
        *,
        patient: bool = False,
        timeout: float = 30,
        time_limit: float = 120,
        observer: Observer | None = None,
        limiter: Limiter | None = None,
    ):
        self._client_id = client_id.strip()
        self._api_key = api_key.strip()
        if not can_be_sent(self._client_id):
            raise InvalidClientId(detail="Client-Id is empty or has characters no header may have")
        if not can_be_sent(self._api_key):
            raise InvalidApiKey(detail="Api-Key is empty or has characters no header may have")
        self._base_url = checked_address(base_url)
        self._timeout = timeout
        self._time_limit = time_limit
        self._observer = observer
        self._limiter = limiter
        self._patient = patient
        self._retry = _retry(patient)
        self._session = TimedSession(self._retry)
        # The environment's proxies and certificates are meant for Ozon. A local address reached
        # through a proxy would no longer be local.
        self._session.trust_env = self._base_url.startswith("https://")
        self._session.headers.update(
            {
                "Client-Id": self._client_id,
                "Api-Key": self._api_key,
                "Content-Type": "application/json",
                "Accept-Encoding": ACCEPTED,
                "User-Agent": "ozon_connector",
            }
        )

    def __repr__(self) -> str:
        return f"OzonClient({self._client_id!r}, base_url={self._base_url!r})"

    def __enter__(self) -> OzonClient:
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; a client that is used with `with` does it by itself."""
        self._session.close()

    def roles(self) -> answers.KeyInfo:
        """The key's roles and its end (/v1/roles): the cheapest check that the key works."""
        return self.ask("/v1/roles", {}, answers.read_key_info)

    def seller_info(self) -> answers.SellerInfo:
        """The seller's company (/v1/seller/info). Some valid keys lack the role for it."""
        return self.ask("/v1/seller/info", {}, answers.read_seller_info)

    def product_list(self, visibility: str = "ALL", last_id: str = "") -> answers.ProductListPage:
        """One page of the seller's cards (/v3/product/list). ALL does not include archived ones."""
        body = {"filter": {"visibility": visibility}, "last_id": last_id, "limit": PAGE_SIZE}
        return self.ask("/v3/product/list", body, answers.read_product_list)

    def product_cards(
        self,
        *,
        product_ids: Iterable[str] = (),
        skus: Iterable[str] = (),
        offer_ids: Iterable[str] = (),
    ) -> list[answers.ProductCard]:
        """Cards by one kind of id (/v3/product/info/list), 1000 a request.

        Ids that Ozon does not know are silently missing. More than one kind raises ValueError.
        """
        groups = {"product_id": product_ids, "sku": skus, "offer_id": offer_ids}
        asked = {key: [str(value) for value in values] for key, values in groups.items()}
        asked = {key: values for key, values in asked.items() if values}
        if len(asked) > 1:
            raise ValueError("ask for cards by one kind of id")
        cards = []
        for key, ids in asked.items():
            for start in range(0, len(ids), PAGE_SIZE):
                body = {key: ids[start : start + PAGE_SIZE]}
                cards += self.ask("/v3/product/info/list", body, answers.read_product_cards)
        return cards

    def realization(self, year: int, month: int) -> answers.RealizationReport:
        """A month's realization report (/v2/finance/realization), whole in one answer.

        Raises ReportNotReady while Ozon has none: usually until the 5th of the next month.
        """
        body = {"month": month, "year": year}
        return self.ask("/v2/finance/realization", body, answers.read_realization)

    def accruals_by_day(self, day: date, last_id: str = "") -> answers.AccrualPage:
        """One page of what was accrued on a day (/v1/finance/accrual/by-day).

        Ozon refuses questions that overlap. Raises PageExpired when it no longer knows `last_id`,
        15 minutes after it gave it.
        """
        body = {"date": day.isoformat(), "last_id": last_id}
        try:
            return self.ask("/v1/finance/accrual/by-day", body, answers.read_accruals)
        except (RequestRejected, MethodSwitchedOff) as error:
            # Nobody has published Ozon's words for it. If it is something else that Ozon does not
            # like, it says so again to whoever begins anew.
            if not last_id:
                raise
            raise PageExpired(error.method, status=error.status, detail=error.detail) from None

    def accrual_types(self) -> tuple[answers.AccrualType, ...]:
        """What fees may be for (/v1/finance/accrual/types). Ozon wants it asked once a day."""
        return self.ask("/v1/finance/accrual/types", {}, answers.read_accrual_types)

    def balance(self, date_from: date, date_to: date) -> answers.Balance:
        """What Ozon owes before and after a period, and why (/v1/finance/balance).

        Raises PeriodTooLong when Ozon does not answer for so many days at once: 30 at most lie
        between the dates by the documentation, "one month" by the refusal.
        """
        body = {"date_from": date_from.isoformat(), "date_to": date_to.isoformat()}
        read = partial(answers.read_balance, date_from=date_from, date_to=date_to)
        return self.ask("/v1/finance/balance", body, read)

    def cash_flow(self, date_from: date, date_to: date) -> tuple[answers.CashFlowPeriod, ...]:
        """What Ozon owes before and after each week (/v1/finance/cash-flow-statement/list).

        Returns all periods that Ozon has in these days, in the order of time.
        """
        method = "/v1/finance/cash-flow-statement/list"
        body = {
            "date": {"from": f"{date_from}T00:00:00.000Z", "to": f"{date_to}T23:59:59.999Z"},
            "with_details": True,
            "page_size": cash_flow.PAGE_SIZE,
        }
        pages = []
        while not pages or len(pages) < pages[-1].page_count:
            asked = {**body, "page": len(pages) + 1}
            pages.append(self.ask(method, asked, answers.read_cash_flow))
        try:
            return cash_flow.joined(pages)
        except WrongShape as error:
            raise UnintelligibleAnswer(
                method, status=200, field=error.field, detail=error.problem
            ) from None

    def order_mutual_settlement(self, year: int, month: int) -> str:
        """Order a month's report of mutual settlements (/v1/finance/mutual-settlement).

        Returns the code for `report_info`, which Ozon keeps for three days. Raises ReportNotReady
        until the month is closed.
        """
        return self._order("/v1/finance/mutual-settlement", date(year, month, 1))

    def compensations(self, month: date) -> str:
        """Order a month's report of compensations (/v1/finance/compensation).

        Returns and raises as `order_mutual_settlement`; a month without compensations has no
        report.
        """
        return self._order("/v1/finance/compensation", month)

    def decompensations(self, month: date) -> str:
        """The same for what Ozon wants back of them (/v1/finance/decompensation)."""
        return self._order("/v1/finance/decompensation", month)

    def _order(self, method: str, month: date) -> str:
        body = {"date": f"{month:%Y-%m}", "language": "RU"}
        return self.ask(method, body, answers.read_report_code)

    def decommissioned_goods(
        self, date_from: date, date_to: date
    ) -> tuple[answers.DecommissionedGoods, ...]:
        """What Ozon wrote off in these days (/v1/analytics/decommissioned-goods), of all goods."""
        method = "/v1/analytics/decommissioned-goods"
        goods = []
        for schema in decommissioned.SCHEMAS:
            asked = {
                "date_from": f"{date_from}T00:00:00.000Z", "date_to": f"{date_to}T23:59:59.999Z",
                "delivery_schema": schema,
            }  # fmt: skip
            pages = []
            while not pages or decommissioned.goes_on(pages):
                body = {"filter": asked, "page": len(pages) + 1, "sort_by": "DATE",
                        "sort_dir": "ASC", "page_size": decommissioned.PAGE_SIZE}  # fmt: skip
                pages.append(self.ask(method, body, answers.read_decommissioned))
            try:
                goods += decommissioned.joined(pages)
            except WrongShape as error:
                raise UnintelligibleAnswer(
                    method, status=200, field=error.field, detail=error.problem
                ) from None
        return tuple(goods)

    def report_info(self, code: str) -> answers.ReportInfo:
        """What became of an ordered report (/v1/report/info).

        Raises FileGone when Ozon does not know the code, or not any more.
        """
        try:
            return self.ask("/v1/report/info", {"code": code}, answers.read_report_info)
        except MethodSwitchedOff as error:
            # Ozon answers for a report; a gateway that knows no such method has no words of Ozon.
            if error.status != 404 or not error.detail:
                raise
            raise FileGone(error.method, status=error.status, detail=error.detail) from None

    def report_file(self, url: str) -> bytes:
        """The file of a report, by the link in its `ReportInfo`; see `download.Download`."""
        return self._call(REPORT_FILE, Download(url, self._base_url, self._timeout).content)

    def ask(self, method: str, body: dict, read: Callable[[bytes], _Record]) -> _Record:
        """Ask any method of Ozon.

        method: its path. body: what is sent as JSON.
        read: makes a record of the answer's bytes, or raises WrongShape.
        """
        return self._call(method, lambda: self._answer(method, body, read))

    def _call(self, method: str, get: Callable[[], _Record]) -> _Record:
        """What `get` gets by requests that are bounded in time, counted and told about."""
        requests_made = Attempts(method, self._observer, self._limiter, self._longest_wait)
        under_way = attempts.set(requests_made)
        limit = call_ends.set(time.monotonic() + self._time_limit)
        try:
            record = get()
        except OzonError as error:
            requests_made.end(outcome(error), error.status)
            raise
        finally:
            requests_made.leave()
            call_ends.reset(limit)
            attempts.reset(under_way)
        requests_made.end(OK, 200)
        return record

    def _longest_wait(self) -> float:
        return seconds_left() if self._patient else 0

    def _answer(self, method: str, body: dict, read: Callable[[bytes], _Record]) -> _Record:
        content = self._post(method, body)
        try:
            return read(content)
        except WrongShape as error:
            field, detail = error.field, error.problem
        except RecursionError:
            field, detail = "", "is nested too deeply"
        # Storing an answer takes several times its size in memory.
        raw = content if len(content) <= MAX_KEPT else None
        raise UnintelligibleAnswer(method, status=200, field=field, detail=detail, raw=raw)

    def _post(self, method: str, body: dict) -> bytes:
        """The body of an answer with status 200; any other outcome is an OzonError."""
        try:
            attempts.get().begin()
            with self._session.post(
                self._base_url + method,
                data=json.dumps(body),
                timeout=self._timeout,
                stream=True,
            ) as response:
                content = _read_bounded(response)
        except RateLimited as error:
            failure = RateLimited(method, detail=error.detail, retry_after=error.retry_after)
        except TooLarge:
            failure = UnintelligibleAnswer(method, status=200, detail="is too large")
        except UnknownPacking:
            failure = UnintelligibleAnswer(method, status=200, detail="is packed in another way")
        except (requests.RequestException, HTTPError, OSError) as error:
            failure = Unavailable(method, detail=self._without_key(str(error)))
        else:
            attempts.get().size = len(content)
            if response.status_code == 200:
                return self._quoting_no_key(content)
            failure = self._refused(method, response, content)
        # Raised out here so that no exception of `requests`, which holds the request with the key
        # in its headers, stays attached to ours.
        raise failure

    def _refused(self, method: str, response: requests.Response, content: bytes) -> OzonError:
        error_class, message = refusal(response.status_code, content)
        facts = {"status": response.status_code, "detail": self._without_key(message)}
        if issubclass(error_class, TemporaryError):
            facts["retry_after"] = self._retry.get_retry_after(response.raw)
        return error_class(method, **facts)

    def _quoting_no_key(self, content: bytes) -> bytes:
        """The key must not be in the stored answer or the values read from it either."""
        key = self._api_key.encode()
        # A key shorter than any real one could be found inside figures.
        if len(key) >= SHORTEST_KEY and key in content:
            return content.replace(key, b"***")
        return content

    def _without_key(self, foreign_text: str) -> str:
        """Foreign text may contain the key. Clean the text first, so that nothing hides the key."""
        cleaned = plain_text(foreign_text, len(foreign_text))
        return cleaned.replace(self._api_key, "***")


def _read_bounded(response: requests.Response) -> bytes:
    if response.status_code == 200:
        return read_body(response, MAX_ANSWER)
    try:
        return read_body(response, MAX_REFUSAL)
    except (TooLarge, UnknownPacking):
        return b""  # no real message looks like that, so the status must be enough


def _retry(patient: bool) -> BoundedRetry:
    statuses = {500, 502, 503, 504}
    return BoundedRetry(
        total=None if patient else 1,
        status_forcelist=statuses | {429} if patient else statuses,
        allowed_methods={"POST"},  # all our methods only read, so asking twice is harmless
        backoff_factor=FIRST_PAUSE if patient else 0,
        respect_retry_after_header=patient,
        raise_on_status=False,
    )


def can_be_sent(credential: str) -> bool:
    """Whether a header may have a Client-Id or key, without spaces around it."""
    return bool(_HEADER_SAFE.fullmatch(credential))
