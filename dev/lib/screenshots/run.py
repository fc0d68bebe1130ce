"""Takes pictures of the demo in a headless Chromium, over the DevTools protocol."""

import argparse
import base64
import contextlib
import io
import itertools
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import websocket
from PIL import Image

from shared.servers import LOGIN, PASSWORD, Failure, run_program, say, stopped_at_the_end

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "ozon_connector" / "static" / "description"
DATABASE = "ozon_demo"
LANGUAGES = {"ru": "ru_RU", "en": "en_US"}
SCREEN = (1366, 768)
BANNER = (560, 280)
PATIENCE = 60  # seconds that a page may take
LARGEST = 250_000  # bytes of a picture
# The last month that is booked, and the page around it.
LAST_REPORT = ("ozon.realization.report", [("state", "=", "posted")], "period desc")
LAST_MONTH = ("ozon.month", [("state", "=", "tied")], "period desc")
LAST_BILL = ("account.move", [("ozon_report_id", "!=", False),
                              ("move_type", "=", "in_invoice")], "date desc")  # fmt: skip
# name: address, what must be there before the picture is taken
SCREENS = {
    "desk": ("/odoo/ozon-desk", ".o_ozon_tile"),
    "month": ("/odoo/ozon-months/{month}", ".o_form_view .o_ozon_month_balances"),
    "report": ("/odoo/ozon-reports/{report}", ".o_form_view .o_field_widget[name=revenue]"),
    "reports": ("/odoo/ozon-reports", ".o_list_view .o_data_row"),
    "analysis": ("/odoo/ozon-analysis", ".o_graph_renderer canvas, .o_pivot tbody"),
    "bill": ("/odoo/ozon-bills/{bill}", ".o_form_view .o_data_row"),
    "products": ("/odoo/ozon-products", ".o_list_view .o_data_row, .o_view_nocontent"),
    "account": ("/odoo/ozon-accounts/{account}", ".o_form_view .o_field_widget"),
}


def main():
    parser = argparse.ArgumentParser(
        prog="dev/screenshots",
        description="Takes the pictures of the Apps page, in Russian and English, from the demo "
        f"that dev/demo serves, and writes them to {PICTURES.relative_to(ROOT)}.",
    )
    parser.add_argument("--url", default="http://127.0.0.1:8069", help="default: %(default)s")
    odoo = Session(parser.parse_args().url)
    with chromium() as browser:
        for suffix, language in LANGUAGES.items():
            odoo.speak(language)
            try:
                take_screens(browser, odoo, suffix)
            finally:
                odoo.speak(LANGUAGES["ru"])
        say("banner.png")
        browser.open((HERE / "banner.html").as_uri(), "img")
        browser.save("banner", BANNER, scale=2)


def take_screens(browser, odoo, suffix):
    records = {
        "report": odoo.first(*LAST_REPORT),
        "bill": odoo.first(*LAST_BILL),
        "account": odoo.first("ozon.account", [], "id"),
        "month": odoo.first(*LAST_MONTH),
    }
    browser.resize(SCREEN, scale=1)
    browser.log_in(odoo)
    for name, (address, expected) in SCREENS.items():
        say(f"{name}_{suffix}.png")
        browser.open(odoo.url + address.format(**records), expected)
        browser.save(f"{name}_{suffix}", SCREEN, scale=1)


class Session:
    """A login of the demo's Odoo, as the web client has it."""

    def __init__(self, url):
        self.url = url.rstrip("/")
        self.cookie = None
        credentials = {"db": DATABASE, "login": LOGIN, "password": PASSWORD}
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

    def _is(self, condition):
        answer = self._do("Runtime.evaluate", expression=f"Boolean({condition})")
        return answer["result"].get("value", False)

    def log_in(self, session):
        self._do("Network.setCookie", name="session_id", value=session.cookie, url=session.url)

    def resize(self, size, scale):
        self._do("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1],
                 deviceScaleFactor=scale, mobile=False)  # fmt: skip

    def open(self, address, expected):
        """Go to a page and wait until what is expected is there and nothing loads any more."""
        self._do("Page.navigate", url="about:blank")
        self._do("Page.navigate", url=address)
        quiet = (
            f"document.querySelector({json.dumps(expected)})"
            " && !document.querySelector('.o_loading_indicator, .o_blockUI')"
            " && [...document.images].every(image => image.complete)"
            " && document.fonts.status === 'loaded'"
        )
        deadline = time.monotonic() + PATIENCE
        while not self._is(quiet):
            if time.monotonic() > deadline:
                raise Failure(f"{address} does not show {expected}")
            time.sleep(0.2)
        time.sleep(1.5)  # charts and panels slide in

    def save(self, name, size, scale):
        self.resize(size, scale)
        picture = base64.b64decode(self._do("Page.captureScreenshot", format="png")["data"])
        file = PICTURES / f"{name}.png"
        with Image.open(io.BytesIO(picture)) as image:
            colours = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
            colours.save(file, optimize=True)
        if file.stat().st_size > LARGEST:
            raise Failure(f"{file} is larger than {LARGEST} bytes")


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


if __name__ == "__main__":
    run_program(main)
