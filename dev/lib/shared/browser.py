"""A headless Chromium controlled over the DevTools protocol, and a login of Odoo for it."""

import base64
import contextlib
import itertools
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import websocket

from shared.servers import LOGIN, PASSWORD, Failure, stopped_at_the_end

PATIENCE = 60  # seconds that a page may take
LOOK = 0.2  # seconds between two looks at a page
# Nothing is loading, and no dialog or menu is moving.
QUIET = (
    "!document.querySelector('.o_loading_indicator, .o_blockUI, .modal.fade:not(.show)')"
    # A lazy image loads when somebody scrolls to it.
    " && [...document.images].every(image => image.complete || image.loading === 'lazy')"
    " && document.fonts.status === 'loaded'"
)


class Session:
    """A login to Odoo, as the web client has it."""

    def __init__(self, url, database):
        self.url = url.rstrip("/")
        self.cookie = None
        credentials = {"db": database, "login": LOGIN, "password": PASSWORD}
        try:
            self.user = self._ask("/web/session/authenticate", credentials)["uid"]
        except urllib.error.URLError as error:
            raise Failure(
                f"no demo at {self.url} ({error.reason}): start ./dev/demo first"
            ) from None

    def _ask(self, path, parameters):
        request = urllib.request.Request(
            self.url + path, json.dumps({"jsonrpc": "2.0", "params": parameters}).encode(),
            {"Content-Type": "application/json", "Cookie": f"session_id={self.cookie}"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            found = re.search("session_id=([^;]+)", response.headers.get("Set-Cookie") or "")
            self.cookie = found.group(1) if found else self.cookie
            answer = json.load(response)
        if "error" in answer:
            raise Failure(answer["error"]["data"]["message"])
        return answer["result"]

    def call(self, model, method, *args, **kwargs):
        return self._ask(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def speak(self, language):
        self.call("res.users", "write", [self.user], {"lang": language})

    def first(self, model, domain, order):
        found = self.call(model, "search", domain, order=order, limit=1)
        if not found:
            raise Failure(f"the demo has no {model} to show")
        return found[0]


class Browser:
    """A page of Chromium."""

    def __init__(self, address):
        self._socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self._numbers = itertools.count(1)
        self._do("Page.enable")

    def _do(self, method, **parameters):
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise Failure(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def value(self, expression):
        """:return: the value of a JavaScript expression in the page; None if it is not JSON"""
        answer = self._do("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    def log_in(self, session):
        self._do("Network.setCookie", name="session_id", value=session.cookie, url=session.url)

    def resize(self, size, scale):
        self._do("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1],
                 deviceScaleFactor=scale, mobile=False)  # fmt: skip

    def open(self, address, expected):
        """Go to a page and wait until it shows what is expected and nothing is loading."""
        self._do("Page.navigate", url="about:blank")
        self._do("Page.navigate", url=address)
        self.wait_for(f"document.querySelector({json.dumps(expected)})", address, expected)
        time.sleep(1.5)  # charts and panels slide in

    def wait_for(self, condition, place, expected, seconds=PATIENCE):
        """Wait until a condition of JavaScript is true and nothing is loading.

        :param place, expected: for the error message: where something is missing, and what
        """
        deadline = time.monotonic() + seconds
        while not self.value(f"Boolean({condition}) && {QUIET}"):
            if time.monotonic() > deadline:
                raise Failure(f"{place} does not show {expected}")
            time.sleep(LOOK)

    def picture(self):
        """:return: the current picture of the page, as bytes of a PNG"""
        return base64.b64decode(self._do("Page.captureScreenshot", format="png")["data"])

    def press_mouse(self, x, y):
        """Press the left button at a point of the page, given in CSS pixels."""
        self._do("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for event in ("mousePressed", "mouseReleased"):
            self._do("Input.dispatchMouseEvent", type=event, x=x, y=y, button="left", clickCount=1)

    def press_key(self, key, code):
        """Press a key by its name and its virtual key code, such as Tab and 9."""
        named = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        text = {"text": "\r"} if key == "Enter" else {}
        self._do("Input.dispatchKeyEvent", type="keyDown", **named, **text)
        self._do("Input.dispatchKeyEvent", type="keyUp", **named)

    def type_text(self, text):
        """Type into the field that has the focus."""
        self._do("Input.insertText", text=text)


@contextlib.contextmanager
def chromium():
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        raise Failure("there is no Chromium; ./dev/setup says why")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--no-first-run", "--remote-debugging-port=0", f"--user-data-dir={profile}",
             "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with stopped_at_the_end(process):
            for line in process.stderr:
                listening = re.search(r"DevTools listening on ws://([^/]+)/", line)
                if listening:
                    break
            else:
                raise Failure("Chromium does not start")
            with urllib.request.urlopen(f"http://{listening.group(1)}/json/list") as response:
                [page] = [tab for tab in json.load(response) if tab["type"] == "page"]
            yield Browser(page["webSocketDebuggerUrl"])
