"""Downloads files that Ozon links to, on other hosts than its API.

A link comes from an answer, and may be a secret because of the signature in it. So it is requested
without the key and over https only, and no error quotes it.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError

from .addresses import checked_link
from .errors import FileGone, OzonError, RateLimited, Unavailable, UnintelligibleAnswer
from .exchange import OK
from .transport import BoundedRetry, TimedSession, attempts, reason_of
from .unpacking import ACCEPTED, TooLarge, UnknownPacking, read_body

REPORT_FILE = "report/file"  # in place of a method's path
MAX_FILE = 50 * 1024 * 1024  # bytes; a big month's report of settlements is 20 KB
MOST_REDIRECTS = 3
_QUERY = re.compile(r"\?\S*")


class Download:
    """The download of one file.

    :param link: as Ozon gave it
    :param base_url: the API's address; only if that is this very machine, the file may come from
        this machine by http
    :param timeout: seconds to wait for a connection or for the next bytes
    """

    def __init__(self, link: str, base_url: str, timeout: float):
        self._link = link
        self._base_url = base_url
        self._timeout = timeout

    def content(self) -> bytes:
        """The bytes of the file, at most `MAX_FILE`; to be called within a call of the client.

        :raises UnsafeLink: the link, or a redirect, may not be followed
        :raises FileGone: the link has expired
        :raises OzonError: any other failure
        """
        link = self._link
        for _redirect in range(MOST_REDIRECTS + 1):
            response, content = self._get(checked_link(link, REPORT_FILE, self._base_url))
            if response.status_code == 200:
                return content
            if response.status_code >= 400:
                raise _refused(response.status_code)
            attempts.get().end(OK, response.status_code)
            link = urljoin(link, response.headers.get("Location", ""))
        raise _unreadable(response.status_code, "leads from one place to the next")

    def _get(self, link: str) -> tuple[requests.Response, bytes]:
        """One answer, whatever its status; the body is read if that is 200."""
        try:
            attempts.get().begin()
            # A session of its own, so that nothing meant for another host is sent along.
            with (
                _session(link) as session,
                session.get(link, timeout=self._timeout, stream=True) as response,
            ):
                content = read_body(response, MAX_FILE) if response.status_code == 200 else b""
        except TooLarge:
            failure = _unreadable(200, "is too large")
        except UnknownPacking:
            failure = _unreadable(200, "is packed in another way")
        except (requests.RequestException, HTTPError, OSError) as error:
            failure = Unavailable(
                REPORT_FILE, reason=reason_of(error), detail=_QUERY.sub("", str(error))
            )
        else:
            attempts.get().size = len(content)
            return response, content
        # Raised out here so that no exception which holds the link stays attached to ours.
        raise failure


def _session(link: str) -> TimedSession:
    """A session without retries: before a retry, urllib3 would write the link into the log."""
    session = TimedSession(BoundedRetry(total=0))
    session.trust_env = link.startswith("https://")
    session.headers.update({"Accept-Encoding": ACCEPTED, "User-Agent": "ozon_connector"})
    return session


def _unreadable(status: int, problem: str) -> UnintelligibleAnswer:
    return UnintelligibleAnswer(REPORT_FILE, status=status, detail=problem)


def _refused(status: int) -> OzonError:
    if status == 429:
        return RateLimited(REPORT_FILE, status=status)
    if status == 408 or status >= 500:
        return Unavailable(REPORT_FILE, status=status)
    return FileGone(REPORT_FILE, status=status)
