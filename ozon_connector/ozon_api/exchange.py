"""What happened on the wire: a plain record of every attempt of a call, without bodies or secrets.

A call that is tried again makes several requests; whoever looks for the reason of a failure, or
counts requests against Ozon's limits, wants to see each of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

from . import errors

OK = "ok"
NOT_READY = "not_ready"
REFUSED = "refused"
RATE_LIMITED = "rate_limited"
UNREACHABLE = "unreachable"
UNINTELLIGIBLE = "unintelligible"

_OUTCOMES = {
    errors.ReportNotReady: NOT_READY,
    errors.RateLimited: RATE_LIMITED,
    errors.Unavailable: UNREACHABLE,
    errors.UnintelligibleAnswer: UNINTELLIGIBLE,
}


@dataclass(frozen=True)
class Exchange:
    """One request and what became of it.

    method: the API method. status: None when no answer came. attempt: 1 for the first of a call.
    duration: seconds, without pauses before it. size: bytes of the answer that were read, unpacked.
    moment: when it began, UTC.
    """

    method: str
    outcome: str
    status: int | None
    attempt: int
    duration: float
    size: int
    moment: datetime


Observer = Callable[[Exchange], None]


def outcome(error: errors.OzonError) -> str:
    """What became of a request that ended in this error."""
    return _OUTCOMES.get(type(error), REFUSED)


class Attempts:
    """The requests of one call, one after the other, told to an observer as each of them ends."""

    def __init__(self, method: str, observer: Observer | None):
        self._method = method
        self._observer = observer
        self._attempt = 0
        self.size = 0

    def begin(self) -> None:
        self._attempt += 1
        self.size = 0
        self._moment = datetime.now(timezone.utc)
        self._started = time.monotonic()

    def end(self, outcome: str, status: int | None) -> None:
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
        """An attempt ended that is followed by another one."""
        self.end(RATE_LIMITED if status == 429 else UNREACHABLE, status)
