"""Everything that can go wrong between us and Ozon, as one family of exceptions.

The classes say what a person or a program can do about it; the wording for people is made elsewhere
(Odoo translates by class). `str(error)` is one short technical line in English for logs.
"""

from __future__ import annotations

from .reading import plain_text

DETAIL_LIMIT = 300


class OzonError(Exception):
    """A call that gave no usable answer.

    :param method: the API method, such as "/v1/roles"; "" when the client could not be created
    :param status: the HTTP status; None when no answer came
    :param detail: Ozon's own text or a technical reason; may be ""
    """

    def __init__(self, method: str = "", *, status: int | None = None, detail: str = ""):
        self.method = method
        self.status = status
        self.detail = plain_text(detail, DETAIL_LIMIT)
        super().__init__(self._line())

    def _line(self) -> str:
        where = f"{self.method}: " if self.method else ""
        status = f" (HTTP {self.status})" if self.status else ""
        detail = f": {self.detail}" if self.detail else ""
        return f"{where}{type(self).__name__}{status}{detail}"


class InsecureAddress(OzonError):
    """The base address is not https, so others could read the key on its way."""


class WithoutKey(OzonError):
    """The cabinet has no key by a person's decision: its documents come as files."""


class CredentialsError(OzonError):
    """Only a person can help, by changing the key or the seller's cabinet."""


class KeyForAnotherAddress(CredentialsError):
    """The key was entered for another address of the API, and is not sent to this one."""


class InvalidClientId(CredentialsError):
    """The Client-Id is not a positive integer."""


class InvalidApiKey(CredentialsError):
    """The key is wrong, expired, or belongs to another Client-Id. Ozon does not say which."""


class MissingRole(CredentialsError):
    """The key works, but its roles do not include this method."""


class KeyDeactivated(CredentialsError):
    """The key was switched off in the cabinet."""


class KeyIpRestricted(CredentialsError):
    """The key is limited to IP addresses, and ours is not among them."""


class CompanyBlocked(CredentialsError):
    """Ozon has blocked the seller."""


class OfferNotSigned(CredentialsError):
    """The seller has not accepted Ozon's current offer."""


class TemporaryError(OzonError):
    """Trying again later helps.

    :param retry_after: the seconds that Ozon asks to wait, or None
    """

    def __init__(
        self,
        method: str = "",
        *,
        status: int | None = None,
        detail: str = "",
        retry_after: float | None = None,
    ):
        self.retry_after = retry_after
        super().__init__(method, status=status, detail=detail)


class RateLimited(TemporaryError):
    """Too many requests (HTTP 429)."""


class Unavailable(TemporaryError):
    """No answer, a gateway's error page, a 5xx, or a method Ozon has paused ("Circle is open").

    :param reason: why there is no answer, one of `transport.REASONS`; "" when one came
    """

    def __init__(self, method: str = "", *, reason: str = "", **facts):
        self.reason = reason
        super().__init__(method, **facts)


class ReportNotReady(OzonError):
    """Ozon has no report for this month: not closed yet, or nothing happened in it."""


class ReportNotMade(TemporaryError):
    """Ozon is still making a report that was ordered."""


class PageExpired(OzonError):
    """Ozon no longer knows the mark of a page: the list must be asked for from its beginning."""


class PeriodTooLong(OzonError):
    """Ozon does not answer for so many days at once: ask for shorter periods."""


class ReportTooLarge(OzonError):
    """Ozon does not send a report of so many rows; the seller cabinet has it."""


class FileGone(OzonError):
    """Ozon does not have the ordered report or its file any more: it must be ordered anew."""


class UnsafeLink(OzonError):
    """Ozon's link to a file may not be followed: it is not https, or no address at all."""


class MethodSwitchedOff(OzonError):
    """Ozon has removed the method; the program must be updated."""


class RequestRejected(OzonError):
    """Any other refusal (4xx): Ozon does not accept the request itself."""


class UnintelligibleAnswer(OzonError):
    """An answer we cannot read: not JSON, of another shape, too large, or a redirect.

    :param detail: what is wrong, such as "is negative"; the attribute is `problem`
    :param field: where it is wrong, such as "rows[3].delivery_commission.amount", where 0 is the
        first; "" for the whole
    :param raw: the body as received, so that it can be kept; None unless a whole body came with
        HTTP 200, of a size that can be kept
    """

    def __init__(
        self,
        method: str = "",
        *,
        status: int | None = None,
        detail: str = "",
        field: str = "",
        raw: bytes | None = None,
    ):
        self.field = plain_text(field)
        self.problem = plain_text(detail)
        self.raw = raw
        super().__init__(method, status=status, detail=f"{field} {detail}" if field else detail)
