"""HTTP calls that end in time.

`requests` and `urllib3` limit the wait for the next byte, not the whole call. A server that sends
one byte at a time keeps them busy for ever, and pauses between attempts add to that. Here every
wait, for a connection, a byte or the next attempt, ends when the call must end.
"""

from __future__ import annotations

import http.client
import io
import time
from contextvars import ContextVar

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import InvalidHeader, MaxRetryError, ReadTimeoutError

from .exchange import Attempts

# When the call under way must have ended, on the monotonic clock. A context variable because
# urllib3 offers no way to hand a value down to its connections.
call_ends: ContextVar[float] = ContextVar("ozon_call_ends")
# The requests of the call under way.
attempts: ContextVar[Attempts] = ContextVar("ozon_attempts")

# A longer pause is useless, and could overflow dates computed from it. urllib3 2 has the same cap.
LONGEST_RETRY_AFTER = 6 * 3600
LONGEST_LINE = 65537  # bytes, one more than http.client accepts, so that it refuses longer headers
_SHORTEST_WAIT = 0.001  # a socket timeout of 0 would mean "do not block" rather than "give up"


REASONS = ("certificate", "timeout", "connection", "broken")


def reason_of(error: Exception) -> str:
    """Why a request got no whole answer, one of `REASONS`."""
    if isinstance(error, requests.exceptions.SSLError):
        return "certificate"
    if isinstance(error, (requests.Timeout, TimeoutError, ReadTimeoutError)):
        return "timeout"
    return "connection" if isinstance(error, requests.ConnectionError) else "broken"


def seconds_left() -> float:
    """The seconds left for the current call."""
    return call_ends.get() - time.monotonic()


def _wait_at_most(timeout: float) -> float:
    return max(min(timeout, seconds_left()), _SHORTEST_WAIT)


class BoundedRetry(Retry):
    """Retries as long as the next pause fits into the call. Then the last failure is final.

    Pauses grow 1, 2, 4 ... times `backoff_factor` and are never shorter than `Retry-After` if that
    is respected: Ozon's own `Retry-After: 1` is often too short.
    """

    def get_backoff_time(self):
        """The pause before the next attempt if Ozon names none, in seconds."""
        return self.backoff_factor * 2 ** (len(self.history) - 1)

    def get_retry_after(self, response):
        try:
            seconds = super().get_retry_after(response)
        except (InvalidHeader, ValueError, OverflowError):
            return None
        return None if seconds is None else float(min(seconds, LONGEST_RETRY_AFTER))

    def increment(self, method=None, url=None, response=None, error=None, _pool=None, **kwargs):
        """Begin one more attempt, unless the pause before it would outlast the call.

        :raises MaxRetryError: no time or no attempt is left
        """
        following = super().increment(method, url, response, error, _pool, **kwargs)
        if following._pause(response) >= seconds_left():
            raise MaxRetryError(_pool, url, error)
        if response is not None:
            # Otherwise urllib3 would read the whole answer, however long, to reuse the connection.
            response.close()
        attempts.get().failed_for_now(response.status if response is not None else None)
        return following

    def sleep(self, response=None):
        """Wait, then begin the next attempt, which may have to wait for its place."""
        time.sleep(self._pause(response))
        attempts.get().begin()

    def _pause(self, response) -> float:
        asked = None
        if response is not None and self.respect_retry_after_header:
            asked = self.get_retry_after(response)
        return max(asked or 0, self.get_backoff_time())


class _TimedStream(io.RawIOBase):
    """The bytes of a socket. Reading times out when the call must end."""

    def __init__(self, sock):
        self._sock = sock
        self._timeout = sock.gettimeout()
        # Through a file of its own, so that the socket lives until the answer is read.
        self._file = sock.makefile("rb", buffering=0)

    def readable(self):
        return True

    def readinto(self, buffer):
        # If a server always has bytes ready, the socket's own timeout never ends the reading.
        if seconds_left() < 0:
            raise TimeoutError("the call took too long")
        self._sock.settimeout(_wait_at_most(self._timeout))
        return self._file.readinto(buffer)

    def close(self):
        self._file.close()
        super().close()


class _BoundedLines(io.BufferedReader):
    """A stream without endless lines: urllib3 reads the sizes of chunks without any limit."""

    def readline(self, size=-1):
        return super().readline(size if 0 <= size < LONGEST_LINE else LONGEST_LINE)


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock, *args, **kwargs):
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = _BoundedLines(_TimedStream(sock))


class _TimedConnection:
    """Mixed into urllib3's connections."""

    response_class = _TimedResponse

    def connect(self):
        self.timeout = _wait_at_most(self.timeout)
        super().connect()


class _TimedHTTPConnection(_TimedConnection, HTTPConnection):
    pass


class _TimedHTTPSConnection(_TimedConnection, HTTPSConnection):
    pass


class _TimedHTTPPool(HTTPConnectionPool):
    ConnectionCls = _TimedHTTPConnection


class _TimedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _TimedHTTPSConnection


_POOLS = {"http": _TimedHTTPPool, "https": _TimedHTTPSPool}


class _TimedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *args, **kwargs):
        manager = super().proxy_manager_for(*args, **kwargs)
        if type(manager) is ProxyManager:  # a SOCKS manager has connections of its own kind
            manager.pool_classes_by_scheme = _POOLS
        return manager


class TimedSession(requests.Session):
    """A session whose calls end at `call_ends`, retry as configured, and follow no redirect."""

    def __init__(self, retry: BoundedRetry):
        super().__init__()
        self.mount("https://", _TimedAdapter(max_retries=retry))
        self.mount("http://", _TimedAdapter(max_retries=retry))

    def merge_environment_settings(self, *args, **kwargs):
        settings = super().merge_environment_settings(*args, **kwargs)
        # Older versions of requests skip verification if CURL_CA_BUNDLE is empty.
        settings["verify"] = settings["verify"] or True
        return settings

    def get_redirect_target(self, resp):
        """None: a redirect would carry the key to another address."""
        return None
