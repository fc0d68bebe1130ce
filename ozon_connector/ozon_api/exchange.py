"""What happened on the wire: a plain record of every attempt of a call, without bodies or secrets.

A call with retries makes several requests. A person who looks for the reason of a failure, or
counts requests against Ozon's limits, needs to see each of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Protocol

from . import errors

OK = "ok"
NOT_READY = "not_ready"
REFUSED = "refused"
RATE_LIMITED = "rate_limited"
UNREACHABLE = "unreachable"
UNINTELLIGIBLE = "unintelligible"

OWN_LIMIT = "the connector's own limit of requests a second"

_OUTCOMES = {
    errors.ReportNotReady: NOT_READY,
    errors.RateLimited: RATE_LIMITED,
    errors.Unavailable: UNREACHABLE,
    errors.UnintelligibleAnswer: UNINTELLIGIBLE,
}


@dataclass(frozen=True)
class Exchange:
    """One request and what became of it.

    :param method: the API method
    :param status: the HTTP status; None when no answer came
    :param attempt: 1 for the first of a call
    :param duration: seconds, without pauses before it
    :param size: bytes of the answer that were read, unpacked
    :param moment: when it began, in UTC
    """

    method: str
    outcome: str
    status: int | None
    attempt: int
    duration: float
    size: int
    moment: datetime


Observer = Callable[[Exchange], None]


class Limiter(Protocol):
    """Decides when a request may be sent, so that Ozon's limits are kept."""

    def enter(self) -> float:
        """0 when a request may be sent now, otherwise seconds after which to ask again."""

    def leave(self) -> None:
        """Note that the request has ended. Calling this without a request is harmless."""


def outcome(error: errors.OzonError) -> str:
    """What became of a request that ended in this error."""
    return _OUTCOMES.get(type(error), REFUSED)


class Attempts:
    """The requests of one call. An observer is told about each when it ends.

    :param longest_wait: returns how many seconds the call may still wait for the limiter
    """

    def __init__(
        self,
        method: str,
        observer: Observer | None,
        limiter: Limiter | None,
        longest_wait: Callable[[], float],
    ):
        self._method = method
        self._observer = observer
        self._limiter = limiter
        self._longest_wait = longest_wait
        self._attempt = 0
        self.size = 0

    def begin(self) -> None:
        """Begin a request.

        :raises errors.RateLimited: the limiter does not allow it in time
        """
        self._attempt += 1
        self.size = 0
        self._start_clock()
        while self._limiter and (pause := self._limiter.enter()):
            if pause >= self._longest_wait():
                raise errors.RateLimited(self._method, detail=OWN_LIMIT, retry_after=pause)
            time.sleep(pause)
            self._start_clock()

    def _start_clock(self) -> None:
        self._moment = datetime.now(timezone.utc)
        self._started = time.monotonic()

    def leave(self) -> None:
        """Let the limiter give the place of this request to another one."""
        if self._limiter:
            self._limiter.leave()

    def end(self, outcome: str, status: int | None) -> None:
        """Tell the observer how the request ended.

        :param outcome: `OK`, or what the function `outcome` returns
        :param status: the HTTP status, None if there was no answer
        """
        self.leave()
        if self._observer:
            self._observer(
                Exchange(
                    method=self._method,
                    outcome=outcome,
                    status=status,
                    attempt=self._attempt,
                    duration=time.monotonic() - self._started,
                    size=self.size,
                    moment=self._moment,
                )
            )

    def failed_for_now(self, status: int | None) -> None:
        """End an attempt that will be followed by another one."""
        self.end(RATE_LIMITED if status == 429 else UNREACHABLE, status)
