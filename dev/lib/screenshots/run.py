"""Takes pictures of the demo in a headless Chromium, over the DevTools protocol."""

import argparse
import io
from pathlib import Path

from PIL import Image

from shared.browser import Session, chromium
from shared.servers import Failure, run_program, say

HERE = Path(__file__).parent
ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "ozon_connector" / "static" / "description"
DATABASE = "ozon_demo"
LANGUAGES = {"ru": "ru_RU", "en": "en_US"}
SCREEN = (1366, 768)
BANNER = (560, 280)
LARGEST = 250_000  # bytes of a picture
# The last posted month, for the pictures of its page.
LAST_REPORT = ("ozon.realization.report", [("state", "=", "posted")], "period desc")
LAST_MONTH = ("ozon.month", [("state", "=", "tied")], "period desc")
LAST_BILL = ("account.move", [("ozon_report_id", "!=", False),
                              ("move_type", "=", "in_invoice")], "date desc")  # fmt: skip
# name: (address, what the page must show before the picture is taken)
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
    odoo = Session(parser.parse_args().url, DATABASE)
    with chromium() as browser:
        for suffix, language in LANGUAGES.items():
            odoo.speak(language)
            try:
                take_screens(browser, odoo, suffix)
            finally:
                odoo.speak(LANGUAGES["ru"])
        say("banner.png")
        browser.open((HERE / "banner.html").as_uri(), "img")
        save(browser, "banner", BANNER, scale=2)


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
        save(browser, f"{name}_{suffix}", SCREEN, scale=1)


def save(browser, name, size, scale):
    browser.resize(size, scale)
    file = PICTURES / f"{name}.png"
    with Image.open(io.BytesIO(browser.picture())) as image:
        colours = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        colours.save(file, optimize=True)
    if file.stat().st_size > LARGEST:
        raise Failure(f"{file} is larger than {LARGEST} bytes")


if __name__ == "__main__":
    run_program(main)
