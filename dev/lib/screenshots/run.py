"""Takes pictures of the demo in a headless Chromium, over the DevTools protocol.

Those of the Apps page are stored in the addon. With `--look`, every screen goes to a folder, also
as a phone shows it.
"""

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
PHONE = (390, 844)
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
    "profit": ("/odoo/ozon-profit", ".o_pivot tbody, .o_list_view .o_data_row"),
    "bill": ("/odoo/ozon-bills/{bill}", ".o_form_view .o_data_row"),
    "products": ("/odoo/ozon-products", ".o_list_view .o_data_row, .o_view_nocontent"),
    "account": ("/odoo/ozon-accounts/{account}", ".o_form_view .o_field_widget"),
}
# The first page of every other menu, and the dialogs: by their addresses.
MORE_PAGES = (
    "ozon", "ozon-months", "ozon-accounts", "ozon-bills", "ozon-services", "ozon-buyouts",
    "ozon-movements", "ozon-points", "ozon-payouts", "ozon-settlements",
    "ozon-accruals", "ozon-accrual-days", "ozon-accrual-types", "ozon-profit-months",
    "ozon-analysis", "ozon-figures", "ozon-goods", "ozon-counts", "ozon-supplies",
    "ozon-removals", "ozon-kopeck-receipts", "ozon-exchanges", "ozon-setup",
    "action-ozon_connector_settlement.ozon_compensation_action",
    "action-ozon_connector.ozon_connect_action",
    "action-ozon_connector.ozon_report_import_action",
    "action-ozon_connector.ozon_kopeck_receipt_action",
    "action-ozon_connector.ozon_file_import_action",
    "action-ozon_connector.res_config_settings_action",
)
ANY_PAGE = (
    ".o_action_manager .o_view_controller, .o_action_manager .o_action, .o_ozon_desk, "
    ".modal .o_form_view"
)


def main():
    parser = argparse.ArgumentParser(
        prog="dev/screenshots",
        description="Takes the pictures of the Apps page, in Russian and English, from the demo "
        f"that dev/demo serves, and writes them to {PICTURES.relative_to(ROOT)}.",
    )
    parser.add_argument("--url", default="http://127.0.0.1:8069", help="default: %(default)s")
    parser.add_argument(
        "--look", metavar="FOLDER", type=Path,
        help="take every screen instead, at 1366 and at 390 pixels, and write them to FOLDER",
    )
    arguments = parser.parse_args()
    odoo = Session(arguments.url, DATABASE)
    with chromium() as browser:
        for suffix, language in LANGUAGES.items():
            odoo.speak(language)
            try:
                if arguments.look:
                    take_all(browser, odoo, suffix, arguments.look)
                else:
                    take_screens(browser, odoo, suffix)
            finally:
                odoo.speak(LANGUAGES["ru"])
        if not arguments.look:
            say("banner.png")
            browser.open((HERE / "banner.html").as_uri(), "img")
            save(browser, PICTURES / "banner.png", BANNER, scale=2)


def take_screens(browser, odoo, suffix):
    browser.resize(SCREEN, scale=1)
    browser.log_in(odoo)
    for name, (address, expected) in screens(odoo).items():
        say(f"{name}_{suffix}.png")
        browser.open(odoo.url + address, expected)
        save(browser, PICTURES / f"{name}_{suffix}.png", SCREEN, scale=1)


def take_all(browser, odoo, suffix, folder):
    folder.mkdir(parents=True, exist_ok=True)
    browser.log_in(odoo)
    pages = screens(odoo) | {
        page.split(".")[-1]: (f"/odoo/{page}", ANY_PAGE) for page in MORE_PAGES
    }
    for size in (SCREEN, PHONE):
        browser.resize(size, scale=1)
        for name, (address, expected) in pages.items():
            # A phone shows cards where the screen has rows.
            browser.open(odoo.url + address, expected if size == SCREEN else ANY_PAGE)
            file = folder / f"{name}_{suffix}_{size[0]}.png"
            file.write_bytes(browser.picture())
            say(file.name)


def screens(odoo):
    """:return: `SCREENS` with the addresses of the demo's records"""
    records = {
        "report": odoo.first(*LAST_REPORT),
        "bill": odoo.first(*LAST_BILL),
        "account": odoo.first("ozon.account", [], "id"),
        "month": odoo.first(*LAST_MONTH),
    }
    return {
        name: (address.format(**records), expected)
        for name, (address, expected) in SCREENS.items()
    }


def save(browser, file, size, scale):
    browser.resize(size, scale)
    with Image.open(io.BytesIO(browser.picture())) as image:
        colours = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        colours.save(file, optimize=True)
    if file.stat().st_size > LARGEST:
        raise Failure(f"{file} is larger than {LARGEST} bytes")


if __name__ == "__main__":
    run_program(main)
