"""Answers, among them those that nobody hopes for: Ozon's refusals and a network's accidents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One HTTP answer.

    json: sent as JSON, with Decimal as numbers. body: sent as it is instead; an iterable of pieces
    goes out chunked and may be endless.
    delay: seconds before the first byte. drip: seconds before every single byte, headers included
    unless `drip_body_only`.
    cut: the connection closes after this many bytes of the body. reset: it is reset unanswered.
    """

    status: int = 200
    json: Any = None
    body: bytes | Iterable[bytes] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    drip: float = 0
    drip_body_only: bool = False
    cut: int | None = None
    reset: bool = False


def refused(status: int, code: int | str, message: str, **headers: str) -> Answer:
    """Ozon's error envelope. Headers: Retry_After="1" and the like."""
    envelope = {"code": code, "message": message, "details": []}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, json=envelope, headers=named)


def rate_limited(retry_after: str = "1") -> Answer:
    return refused(
        429,
        8,
        "You have reached request rate limit per second",
        Retry_After=retry_after,
        Ratelimit_Remaining="0",
    )


def page(status: int) -> Answer:
    """A gateway's HTML page."""
    body = f"<html><body><h1>{status}</h1></body></html>".encode()
    return Answer(status, body=body, headers={"Content-Type": "text/html"})


BAD_GATEWAY = page(502)
INTERNAL_ERROR = refused(500, 13, "Internal error")
CIRCLE_IS_OPEN = refused(503, 14, "Circle is open")
OBSOLETE = refused(400, 9, "obsolete method cannot be used")
RESET = Answer(reset=True)
