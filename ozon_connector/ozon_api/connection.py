"""Asks Ozon for one seller; every call is bounded in time, counted and reported."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TypeVar

import requests
from urllib3.exceptions import HTTPError

from .addresses import checked_address
from .credentials import SHORTEST_KEY, can_be_sent
from .errors import (
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
from .transport import BoundedRetry, TimedSession, attempts, call_ends, reason_of, seconds_left
from .unpacking import ACCEPTED, TooLarge, UnknownPacking, read_body

DEFAULT_URL = "https://api-seller.ozon.ru"
MAX_ANSWER = 80 * 1024 * 1024  # bytes; a big month is 50 MB
MAX_KEPT = 32 * 1024 * 1024  # of an answer that cannot be read
MAX_REFUSAL = 1024 * 1024
FIRST_PAUSE = 1  # seconds between attempts of a patient client; every next one is twice as long

_Record = TypeVar("_Record")


class Connection:
    """Asks any method of Ozon's Seller API for one seller.

    Every method raises only OzonError. No error's text contains the key.

    :param client_id, api_key: surrounding spaces are dropped
    :param base_url: https, or http to this very machine
    :param patient: False inside a web request: nothing sleeps, one immediate second attempt at
        most. True in a background job: attempts go on, with growing pauses, while `time_limit`
        allows. In both cases an answer that breaks off half-way is not asked for again
    :param timeout: seconds to wait for a connection or for the next bytes
    :param time_limit: seconds that one call may take altogether: attempts, pauses and reading
    :param limiter: allows or delays requests; a client that is not patient never waits for it
    :param observer: gets an `exchange.Exchange` for every request when it has ended
    :raises InsecureAddress: the base address is not safe
    :raises InvalidClientId, InvalidApiKey: it cannot be sent in a header
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
        return f"{type(self).__name__}({self._client_id!r}, base_url={self._base_url!r})"

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; a client that is used with `with` does it by itself."""
        self._session.close()

    def ask(self, method: str, body: dict, read: Callable[[bytes], _Record]) -> _Record:
        """Ask any method of Ozon.

        :param method: its path
        :param body: what is sent as JSON
        :param read: makes a record of the answer's bytes, or raises WrongShape
        """
        return self._call(method, lambda: self._answer(method, body, read))

    def _pages(self, method: str, body: dict, read, goes_on, joined) -> _Record:
        """All pages of an answer, joined.

        :param goes_on: takes the pages so far, and returns whether there is another one
        :param joined: makes a record of all pages, or raises WrongShape if they do not fit
            together
        """
        pages = []
        while not pages or goes_on(pages):
            pages.append(self.ask(method, {**body, "page": len(pages) + 1}, read))
        try:
            return joined(pages)
        except WrongShape as error:
            raise UnintelligibleAnswer(
                method, status=200, field=error.field, detail=error.problem
            ) from None

    def _call(self, method: str, get: Callable[[], _Record]) -> _Record:
        """The result of `get`, whose requests are bounded in time, counted and reported."""
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
            failure = Unavailable(
                method, reason=reason_of(error), detail=self._without_key(str(error))
            )
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
