"""The client: one method per Ozon method, one typed record or one typed error per call."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

import requests
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import parse_url

from . import answers
from .answers.products import PAGE_SIZE
from .errors import (
    InsecureAddress,
    InvalidApiKey,
    InvalidClientId,
    OzonError,
    RateLimited,
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
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
MAX_ANSWER = 80 * 1024 * 1024  # bytes; a big month is 50 MB
MAX_KEPT = 32 * 1024 * 1024  # of an answer that cannot be read
MAX_REFUSAL = 1024 * 1024
SHORTEST_KEY = 16  # characters; Ozon's have 36
FIRST_PAUSE = 1  # seconds between attempts of a patient client; every next one is twice as long
# ASCII without space, @, backslash, and %, which some libraries resolve and others do not.
_ADDRESS = re.compile(r"[!-$&-?A-\[\]-~]+")
# A label of a name has 63 letters at most.
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]+\]")
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
    limiter: gives leave to send, or does not; a client that is not patient never waits for it.
    observer: is told an `exchange.Exchange` of every single request, when it has ended.

    Every method raises OzonError and nothing else. No error's text contains the key.
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
        self._base_url = _checked_address(base_url)
        self._timeout = timeout
        self._time_limit = time_limit
        self._observer = observer
        self._limiter = limiter
        self._patient = patient
        self._retry = _retry(patient)
        self._session = TimedSession(self._retry)
        # Proxies and certificates of the environment are for the way to Ozon; a local address
        # reached through a proxy would no longer be local.
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
        self._session.close()

    def roles(self) -> answers.KeyInfo:
        """The key's roles and its end (/v1/roles): the cheapest check that the key works."""
        return self.ask("/v1/roles", {}, answers.read_key_info)

    def seller_info(self) -> answers.SellerInfo:
        """The seller's company (/v1/seller/info). Some keys that are fine lack a role for it."""
        return self.ask("/v1/seller/info", {}, answers.read_seller_info)

    def product_list(self, visibility: str = "ALL", last_id: str = "") -> answers.ProductListPage:
        """One page of the seller's cards (/v3/product/list). ALL leaves the archived ones out."""
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

    def ask(self, method: str, body: dict, read: Callable[[bytes], _Record]) -> _Record:
        """Ask any method of Ozon.

        method: its path. body: what is sent as JSON.
        read: makes a record of the answer's bytes, or raises WrongShape.
        """
        requests_made = Attempts(method, self._observer, self._limiter, self._longest_wait)
        under_way = attempts.set(requests_made)
        try:
            record = self._answer(method, body, read)
        except OzonError as error:
            requests_made.end(outcome(error), error.status)
            raise
        finally:
            requests_made.leave()
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
        # To keep an answer takes its size several times over.
        raw = content if len(content) <= MAX_KEPT else None
        raise UnintelligibleAnswer(method, status=200, field=field, detail=detail, raw=raw)

    def _post(self, method: str, body: dict) -> bytes:
        """The body of an answer with status 200; any other outcome is an OzonError."""
        limit = call_ends.set(time.monotonic() + self._time_limit)
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
        finally:
            call_ends.reset(limit)
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
        """What is kept of an answer, and read out of it, must not tell the key either."""
        key = self._api_key.encode()
        # A key as short as none of Ozon's would be found within figures.
        if len(key) >= SHORTEST_KEY and key in content:
            return content.replace(key, b"***")
        return content

    def _without_key(self, foreign_text: str) -> str:
        """Foreign text may quote the key back; cleaned first, so that nothing hides it."""
        cleaned = plain_text(foreign_text, len(foreign_text))
        return cleaned.replace(self._api_key, "***")


def _read_bounded(response: requests.Response) -> bytes:
    if response.status_code == 200:
        return read_body(response, MAX_ANSWER)
    try:
        return read_body(response, MAX_REFUSAL)
    except (TooLarge, UnknownPacking):
        return b""  # no message of Ozon's is like that: the status must do


def _retry(patient: bool) -> BoundedRetry:
    statuses = {500, 502, 503, 504}
    return BoundedRetry(
        total=None if patient else 1,
        status_forcelist=statuses | {429} if patient else statuses,
        allowed_methods={"POST"},  # all our methods only read, so asking twice does no harm
        backoff_factor=FIRST_PAUSE if patient else 0,
        respect_retry_after_header=patient,
        raise_on_status=False,
    )


def can_be_sent(credential: str) -> bool:
    """Whether a header may have a Client-Id or key, without spaces around it."""
    return bool(_HEADER_SAFE.fullmatch(credential))


def origin(base_url: str) -> str:
    """Whom a key goes to under an address: scheme, host and port, always written alike.

    On this machine the port says nothing: its administrators start what they like on any of them.
    Raises InsecureAddress, as the client would.
    """
    address = parse_url(_checked_address(base_url))
    if address.host in LOCAL_HOSTS:
        return f"{address.scheme}://{address.host}"
    port = address.port or {"https": 443, "http": 80}[address.scheme]
    return f"{address.scheme}://{address.host}:{port}"


def _checked_address(base_url: str) -> str:
    written = base_url.strip().rstrip("/")
    # Spaces, letters of other alphabets and names of users are nothing that Ozon's address has;
    # each library on the way would make something else of them.
    if not _ADDRESS.fullmatch(written):
        raise InsecureAddress(detail="not an address")
    # urllib3's own parser, so that the host checked is the host that will be called.
    try:
        address = parse_url(written)
    except LocationParseError:
        raise InsecureAddress(detail="not an address") from None
    if _HOST.fullmatch(address.host or "") and (
        address.scheme == "https" or (address.scheme == "http" and address.host in LOCAL_HOSTS)
    ):
        return address.url
    raise InsecureAddress(detail=f"{address.scheme}://{address.host}")
