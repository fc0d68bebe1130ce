"""Which error an HTTP status other than 200 stands for.

The status alone is misleading: 404 can mean a wrong key, a report that does not exist yet or a
removed method. So the message decides, and the status only if there is no message.
"""

from __future__ import annotations

import json

from .errors import (
    CompanyBlocked,
    InvalidApiKey,
    InvalidClientId,
    KeyDeactivated,
    KeyIpRestricted,
    MethodSwitchedOff,
    MissingRole,
    OfferNotSigned,
    OzonError,
    PeriodTooLong,
    RateLimited,
    ReportNotReady,
    ReportTooLarge,
    RequestRejected,
    Unavailable,
    UnintelligibleAnswer,
)

# The first phrase found in the message decides, so the vague ones come last.
_BY_PHRASE: tuple[tuple[str, type[OzonError]], ...] = (
    ("circle is open", Unavailable),
    ("missing a required role", MissingRole),
    ("is deactivated", KeyDeactivated),
    ("restricted to specific ip", KeyIpRestricted),
    ("company is blocked", CompanyBlocked),
    ("offer not signed", OfferNotSigned),
    ("obsolete method", MethodSwitchedOff),
    ("report was not found", ReportNotReady),
    ("finance document not found", ReportNotReady),
    ("maximum period", PeriodTooLong),
    ("report is too large", ReportTooLarge),
    ("api-key", InvalidApiKey),
    ("client-id", InvalidClientId),
)
# gRPC's code for "not now, not in this state": a number or, in some answers, its name.
_FAILED_PRECONDITION = {"9", "FAILED_PRECONDITION"}


def refusal(status: int, content: bytes) -> tuple[type[OzonError], str]:
    """The error class and Ozon's message for an answer whose status is not 200."""
    if status < 400:
        return UnintelligibleAnswer, "neither an answer nor an error"
    code, message = _code_and_message(content)
    return _error_class(status, code, message, is_page=content.lstrip()[:1] == b"<"), message


def _error_class(status: int, code: str, message: str, *, is_page: bool) -> type[OzonError]:
    if status == 429:
        return RateLimited
    # An HTML page comes from a gateway in front of Ozon, whatever its status.
    if status >= 500 or is_page:
        return Unavailable
    lowered = message.lower()
    for phrase, error_class in _BY_PHRASE:
        if phrase in lowered:
            return error_class
    if status == 401:
        return InvalidApiKey
    if status == 404 or (status == 400 and code in _FAILED_PRECONDITION):
        return MethodSwitchedOff
    return RequestRejected


def _code_and_message(content: bytes) -> tuple[str, str]:
    """From `{"code", "message"}` or the older `{"error": {"code", "message"}}`."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return "", ""
    if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
        answer = answer["error"]
    if not isinstance(answer, dict):
        return "", ""
    message = answer.get("message")
    return str(answer.get("code")), message if isinstance(message, str) else ""
