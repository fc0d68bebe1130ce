"""Books the first month of a new company with a mouse, as README.rst tells it."""

import json
import re
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from demo.run import closed_months
from first_month.arguments import CLICKS, SECONDS, parse_arguments
from first_month.person import Person
from shared.booked import table_row
from shared.browser import chromium
from shared.russia import prepare_russia
from shared.servers import (
    LOGIN,
    PASSWORD,
    Failure,
    free_port,
    local_ozon,
    odoo_server,
    run_program,
    say,
)

ROOT = Path(__file__).parents[3]
PICTURE = ROOT / ".dev" / "first_month.png"
DATABASE = "ozon_first_month"
SCREEN = (1366, 768)
REPORT = "ozon.realization.report"
# The titles of the current proposals.
PROPOSED = (
    "([...document.querySelectorAll('[name=proposal_ids] td[name=title]')]"
    ".map(one => one.innerText).join('|'))"
)


def main():
    arguments = parse_arguments()
    words = readme_words()
    [month] = closed_months(1)
    with (
        local_ozon("--months", f"{month:%Y-%m}") as seller,
        odoo_server(free_port(), DATABASE) as odoo,
        chromium() as browser,
    ):
        say("A new Russian company")
        company = prepare_company(odoo, seller)
        browser.resize(SCREEN, scale=1)
        person = Person(browser, words)
        try:
            book_first_month(browser, person, odoo.url, seller)
        except Failure:
            PICTURE.write_bytes(browser.picture())
            print_steps(person.steps)
            say(f"The last page: {PICTURE}")
            raise
        seconds = time.time() - arguments.started
        row = read_books(odoo, company)
    print_steps(person.steps)
    print(f"\n{row['period']}: bill {row['bill']} of {row['bill_total']}, invoice "
          f"{row['invoice_total']}, credit note {row['credit_note_total']}, "
          f"{'ties' if row['ties'] else 'does NOT tie'} with Ozon's report")  # fmt: skip
    print(f"Clicks: {person.clicks} (at most {CLICKS})")
    print(f"Seconds from the start of dev/first_month: {seconds:.0f} (at most {SECONDS})")
    good = row["ties"] and person.clicks <= CLICKS and seconds <= SECONDS
    print("As README.rst promises." if good else "NOT as README.rst promises.")
    return 0 if good else 1


def readme_words():
    """:return: the words that «First month» of README.rst tells the reader to press"""
    text = (ROOT / "README.rst").read_text(encoding="utf-8")
    [section] = re.findall(r"^First month\n=+\n(.*?)^[^\n]+\n=+\n", text, re.M | re.S)
    return {
        re.sub(r"\s+", " ", words).strip()
        for path in re.findall(r"\*([^*]+)\*", section) for words in path.split("▸")
    }  # fmt: skip


def prepare_company(odoo, seller):
    """Create a new company without a chart of accounts, connected to the local Ozon.

    :return: its id
    """
    russia, rouble = prepare_russia(odoo)
    # With this context, Odoo leaves the chart to Set Up.
    company = odoo("res.company", "create", {
        "name": "ООО «Домашний уют»", "country_id": russia, "currency_id": rouble,
    }, context={"install_mode": True})  # fmt: skip
    # The contact of a user who moves to a company with its own accounts belongs to no company.
    [user] = odoo("res.users", "read", [odoo.user], ["partner_id"])
    odoo("res.partner", "write", [user["partner_id"][0]], {"company_id": False})
    odoo("res.users", "write", [odoo.user], {
        "company_id": company, "company_ids": [(6, 0, [company])], "tz": "Europe/Moscow",
    })  # fmt: skip
    odoo("ir.config_parameter", "set_param", "ozon_connector.api_url", seller.api_url)
    # As on a server that has run for an hour: jobs that are due after an installation are done.
    now = datetime.now(timezone.utc)
    due = odoo("ir.cron", "search", [("nextcall", "<=", f"{now:%Y-%m-%d %H:%M:%S}")])
    odoo("ir.cron", "write", due, {"nextcall": f"{now + timedelta(days=1):%Y-%m-%d %H:%M:%S}"})
    return company


def book_first_month(browser, person, url, seller):
    """From the login page to the posted report."""
    browser.open(f"{url}/web/login", ".oe_login_form")
    person.type("input[name=login]", LOGIN)
    person.type("input[name=password]", PASSWORD, "the password")
    person.press_enter()

    person.press_apps()
    person.press("Ozon", ".o_app")
    person.press("Connect Ozon")
    person.type(".modal [name=client_id] input", seller.client_id)
    person.type(".modal [name=api_key] input", seller.api_key, "the key")
    person.press("Save")
    person.press("Yes")
    person.press("Synchronise")
    person.wait_for(
        "document.querySelector('.o_form_view .o_field_widget[name=sync_date]')"
        " && !document.querySelector('.o_ozon_progress')", "the end of the synchronisation",
    )  # fmt: skip

    person.press("Set Up")
    # A new chart of accounts comes first, followed by the proposals that need it.
    proposals = ".o_form_view .o_field_widget[name=proposal_ids]"
    person.wait_for(f"document.querySelector('{proposals} td[name=value]')", "proposals")
    while person.sees(proposals):
        shown = json.dumps(browser.value(PROPOSED))
        person.press("Apply")
        person.wait_for(f"{PROPOSED} !== {shown}", "what was applied")

    person.wait_for(state("to_review"), "the drafts of the month")
    if person.sees("button[name=action_kopeck_receipt]"):
        person.press("Receive for 1 Kopeck")
        person.press("Receive")
        person.wait_for(
            "!document.querySelector('.modal, .o_ozon_shortage_list')", "all goods in stock"
        )
    person.press("Confirm")
    person.wait_for(state("posted"), "the posted month")


def state(name):
    """A condition: the screen shows a report in this state, and no job works on it."""
    current = f".o_form_view [name=state] .o_arrow_button_current[data-value={name}]"
    return f"document.querySelector('{current}') && !document.querySelector('.o_ozon_progress')"


def read_books(odoo, company):
    [report] = odoo(REPORT, "search_read", [("company_id", "=", company)], ["state"])
    if report["state"] != "posted":
        raise Failure(f"the report is {report['state']}, not posted")
    return table_row(odoo, report["id"])


def print_steps(steps):
    print("\nClicks  Seconds  The person")
    for clicks, done, seconds in steps:
        print(f"{clicks:6}  {seconds:7.1f}  {done}")


if __name__ == "__main__":
    run_program(main)
