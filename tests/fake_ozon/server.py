"""The fake Ozon's HTTP side: real sockets on 127.0.0.1, keep-alive, and faults on demand."""

from __future__ import annotations

import json
import os
import socket
import ssl
import struct
import sys
import threading
import time
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPMessage, responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from . import finance
from .faults import OBSOLETE, Answer, refused
from .figures import to_json
from .seller import INVALID_KEY, Seller

SWITCHED_OFF = ("/v3/finance/transaction/list", "/v3/finance/transaction/totals")


@dataclass(frozen=True)
class Request:
    """A request as received. query: the part of the path after "?", which `path` does not have.

    body: parsed JSON, or bytes if it is not JSON. time: monotonic.
    """

    method: str
    path: str
    headers: HTTPMessage
    body: Any
    time: float
    query: str = ""


class FakeOzon:
    """Serves sellers at `url` between `start` and `stop`, or inside a `with`.

    requests: everything received, in order. sellers: may be changed at any time.
    tls: a context with a certificate makes it an https server.
    """

    def __init__(self, *sellers: Seller, port: int = 0, tls: ssl.SSLContext | None = None):
        self.sellers = list(sellers)
        self.requests: list[Request] = []
        self._port = port
        self._tls = tls
        self._scripts: dict[str, deque[Answer]] = defaultdict(deque)
        self._standing: dict[str, Answer] = {}
        self._server: _Server | None = None

    def start(self) -> FakeOzon:
        self._server = _Server(self, self._port)
        if self._tls:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        # For a fast shutdown: the default poll of half a second would be most of a test's time.
        serve = threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True)
        serve.start()
        return self

    def stop(self) -> None:
        self._server.stop()

    def __enter__(self) -> FakeOzon:
        return self.start()

    def __exit__(self, *exception) -> None:
        self.stop()

    @property
    def url(self) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self._server.server_port}"

    def script(self, path: str, *answers: Answer) -> None:
        """Answer the next requests to this path with these answers, one each; then normally."""
        self._scripts[path].extend(answers)

    def always(self, path: str, answer: Answer | None) -> None:
        """Answer every request to this path with this answer from now on; None ends that."""
        if answer is None:
            self._standing.pop(path, None)
        else:
            self._standing[path] = answer

    def asked(self, path: str) -> list[Request]:
        """The requests received for a path."""
        return [request for request in self.requests if request.path == path]

    def answer(self, request: Request) -> Answer:
        """The answer to a request: a scripted one, a permanent one, or else Ozon's own."""
        with suppress(IndexError):
            return self._scripts[request.path].popleft()
        if request.path in self._standing:
            return self._standing[request.path]
        return self._behave(request)

    def played(self) -> dict:
        """The state so far: sellers, received requests, and the answers still to come."""
        return {
            "sellers": self.sellers, "requests": self.requests,
            "_scripts": self._scripts, "_standing": self._standing,
        }  # fmt: skip

    def restore(self, played: dict) -> None:
        """Continue from the state `played`, which changes from now on."""
        vars(self).update(played)

    def _behave(self, request: Request) -> Answer:
        if request.method == "GET" and request.path.startswith(finance.FILES):
            return self._file(request)
        client_id, api_key = request.headers["Client-Id"], request.headers["Api-Key"]
        if request.method != "POST":
            return refused(405, 12, "Method Not Allowed", Allow="POST")
        if request.headers.get_content_type() != "application/json":
            return refused(400, 4, "Content-Type header should be application/json")
        if not client_id or not api_key:
            return refused(401, 16, "Client-Id and Api-Key headers are required")
        if not (client_id.isascii() and client_id.isdigit() and int(client_id)):
            return refused(400, 3, "Client-Id header value should be positive integer")
        if request.path in SWITCHED_OFF:
            return OBSOLETE
        if not isinstance(request.body, dict):
            return refused(400, 3, "invalid request body")
        for seller in self.sellers:
            if (seller.client_id, seller.api_key) == (client_id, api_key):
                seller.finance.url = self.url
                return seller.answer(request.path, request.body)
        return INVALID_KEY

    def _file(self, request: Request) -> Answer:
        """The file of a report, for everybody who has the link."""
        code = request.path.removeprefix(finance.FILES).removesuffix(".xlsx")
        found = (seller.finance.file(code, request.query) for seller in self.sellers)
        return next(filter(None, found), finance.FILE_GONE)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, ozon: FakeOzon, port: int):
        self.ozon = ozon
        self.stopping = threading.Event()
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request, client_address):
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """Clients may hang up in the middle, as part of a test; our own errors are raised."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def stop(self):
        """Also close all connections, because kept-alive ones would still be served."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet per answer: two would cost Nagle's 40 ms on every request
    server: _Server

    def _serve(self):
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            body = json.loads(content)
        except ValueError:
            body = content
        path, _, query = self.path.partition("?")
        now = time.monotonic()
        request = Request(self.command, path, self.headers, body, now, query)
        self.server.ozon.requests.append(request)
        self._send(self.server.ozon.answer(request))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def _send(self, answer: Answer):
        self.server.stopping.wait(answer.delay)
        if answer.reset:
            self._reset()
            return
        body = _body(answer)
        in_pieces = not isinstance(body, bytes)
        head = _head(answer, None if in_pieces else len(body))
        self._write(head, 0 if answer.drip_body_only else answer.drip)
        if in_pieces:
            for piece in body:
                self._write(b"%x\r\n%b\r\n" % (len(piece), piece), answer.drip)
            self._write(b"0\r\n\r\n", 0)
        else:
            self._write(body[: answer.cut], answer.drip)
        self.close_connection = self.close_connection or answer.cut is not None

    def _write(self, data: bytes, drip: float):
        step = 1 if drip else max(len(data), 1)
        for start in range(0, len(data), step):
            if drip and self.server.stopping.wait(drip):
                return
            self.wfile.write(data[start : start + step])
            if drip:
                self.wfile.flush()

    def _reset(self):
        """A linger time of 0 seconds turns closing into a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())
        self.close_connection = True

    def log_message(self, *args):
        """Log nothing: the log is `FakeOzon.requests`."""


def _body(answer: Answer):
    return to_json(answer.json) if answer.body is None else answer.body


def _head(answer: Answer, length: int | None) -> bytes:
    headers = {"Content-Type": "application/json", "Ratelimit-Remaining": "49", **answer.headers}
    if length is None:
        headers["Transfer-Encoding"] = "chunked"
    else:
        headers["Content-Length"] = str(length)
    lines = [f"HTTP/1.1 {answer.status} {responses.get(answer.status, 'Unknown')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
