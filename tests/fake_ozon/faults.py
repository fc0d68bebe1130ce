"""Ozon's answers, including its refusals and the accidents of a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .figures import to_json


@dataclass(frozen=True)
class Answer:
    """One HTTP answer.

    json: sent as JSON, with Decimal as numbers. body: sent unchanged instead; an iterable of pieces
    is sent chunked and may be endless.
    delay: seconds before the first byte. drip: seconds before every single byte, headers included
    unless `drip_body_only`.
    cut: the connection closes after this many bytes of the body. reset: it is reset without an
    answer.
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


def rate_limited(retry_after: str | None = "1") -> Answer:
    """:param retry_after: None sends no such header"""
    return refused(
        429,
        8,
        "You have reached request rate limit per second",
        Ratelimit_Remaining="0",
        **({} if retry_after is None else {"Retry_After": retry_after}),
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


class Huge:
    """A body of this size in bytes that is created while it is sent, and can be sent again."""

    def __init__(self, size: int):
        self._size = size

    def __iter__(self) -> Iterator[bytes]:
        piece = b" " * 1024 * 1024
        for _ in range(self._size // len(piece)):
            yield piece


def accidents(payload) -> dict[str, Answer]:
    """All accidents that can happen to an answer on its way, by name; `payload` is the good one."""
    whole = to_json(payload)
    html = {"Content-Type": "text/html"}
    return {
        "429 with Retry-After": rate_limited("1"),
        "429 without Retry-After": rate_limited(None),
        "500": INTERNAL_ERROR,
        "502 with a page": BAD_GATEWAY,
        "503 circle is open": CIRCLE_IS_OPEN,
        "504 with a page": page(504),
        "reset": RESET,
        "silence": Answer(delay=30),
        "slow drip": Answer(body=whole, drip=0.05),
        "body breaks off": Answer(body=whole, cut=len(whole) // 2),
        "truncated JSON": Answer(body=whole[: len(whole) // 2]),
        "empty body": Answer(body=b""),
        "200 with a page": Answer(body=b"<html>maintenance</html>", headers=html),
        "not what Content-Encoding says": Answer(body=whole, headers={"Content-Encoding": "gzip"}),
        "a list": Answer(json=[]),
        "200 MB": Answer(body=Huge(200 * 10**6)),
        "302": Answer(302, body=b"", headers={"Location": "http://127.0.0.1:9/"}),
    }
