"""Runs the demo on a database created by dev/demo. Only the standard library is needed."""

import argparse
import contextlib
import json
import os
import signal
import sys
import time
from datetime import datetime, timedelta, timezone

from demo.buyouts import book_buyouts
from demo.charts import below_zero
from demo.company import (
    create_russian_company,
    set_accounts_of_movements,
    set_taxes_of_the_fee,
)
from demo.compensations import book_compensations, set_compensation_account
from demo.goods import count_goods
from demo.months import tie_months
from demo.movements import book_movements
from demo.planted import PLANTED_CLIENT_ID, plant_differences
from demo.questions import answers
from demo.services import book_services
from demo.stock import stock_waiting_month
from demo.tables import (
    BUYOUT_COLUMNS,
    COLUMNS,
    DIFFERENCE_COLUMNS,
    MONTH_COLUMNS,
    SERVICE_COLUMNS,
    print_table,
)
from shared.booked import table_row
from shared.goods import bring_goods
from shared.patience import press
from shared.servers import (
    LOGIN,
    PASSWORD,
    Failure,
    Seller,
    connect,
    free_port,
    local_ozon,
    odoo_server,
    run_program,
    say,
    wait_for_synchronisation,
)

PORT = 8069
DATABASE = "ozon_demo"
WAITING_STATES = ("waiting", "loaded", "ready")
PATIENCE = 900  # seconds that a synchronisation or an import may take


def main():
    arguments = parse_arguments()
    if arguments.check:
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.ExitStack() as stack:
        seller = real_seller(arguments) or stack.enter_context(demo_ozon(arguments))
        say("Starting Odoo")
        port = free_port() if arguments.once else PORT
        odoo = stack.enter_context(odoo_server(port, DATABASE))
        rows, services, buyouts, months, planted, questions, negative = run(
            odoo, seller, arguments,
        )
        print_table(rows, COLUMNS)
        print_table(services, SERVICE_COLUMNS)
        print_table(buyouts, BUYOUT_COLUMNS)
        print_table(months, MONTH_COLUMNS)
        if planted:
            say("A second cabinet, in whose month differences were planted")
            print_table(planted, DIFFERENCE_COLUMNS)
        say("What this account answers to open questions")
        for question in questions:
            print(f"{question['question']}: {question['answer']}")
        if arguments.json:
            with open(arguments.json, "w", encoding="utf-8") as file:
                json.dump(rows, file, ensure_ascii=False, indent=2)
        tied = all(row["ties"] for row in [*rows, *services, *buyouts, *months, *planted])
        print("\nEvery month is booked and ties to the kopeck." if tied
              else "\nNOT every month ties: see above.")
        for text in negative:
            print(f"Below zero in a chart: {text}")
        if arguments.once:
            return 0 if tied and not negative else 1
        print(f"\nLog in at {odoo.url} as {LOGIN}, password {PASSWORD}. Ctrl-C stops it.")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            odoo.process.wait()
    return 0


def parse_arguments():
    first, last = closed_months(3)[0], closed_months(3)[-1]
    parser = argparse.ArgumentParser(
        prog="dev/demo",
        description="Sets up Odoo 19 with the Ozon connector and a local server that behaves like "
        "Ozon, imports closed months, confirms them (bill, sales, goods, netting), prints what was "
        "booked, and serves Odoo on "
        f"port {PORT} until Ctrl-C. The demo database is recreated each time.",
        epilog="With your own seller account: OZON_API_KEY=… dev/demo --client-id 123456",
    )
    parser.add_argument("--once", action="store_true", help="stop after the table; the exit code "
                        "is 0 only if every month is booked and ties to the kopeck, and no chart "
                        "is below zero")
    parser.add_argument("--api-url", help="another server that behaves like Ozon "
                        "(default with --client-id: Ozon itself)")
    parser.add_argument("--client-id", help="a seller's Client-Id; the key comes from the "
                        "environment variable OZON_API_KEY")
    parser.add_argument("--from", dest="first", type=month, default=first, metavar="YYYY-MM",
                        help=f"the first month (default: {first:%Y-%m})")
    parser.add_argument("--to", dest="last", type=month, default=last, metavar="YYYY-MM",
                        help=f"the last month (default: {last:%Y-%m})")
    parser.add_argument("--json", metavar="FILE", help="write the table's figures to this file, "
                        "as decimal strings")
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.first > arguments.last:
        parser.error("--from is after --to")
    if arguments.last > last:
        parser.error(f"the month {arguments.last:%Y-%m} is not over yet")
    if (arguments.api_url or arguments.client_id) and not (
        arguments.client_id and os.environ.get("OZON_API_KEY")
    ):
        parser.error("--client-id and the environment variable OZON_API_KEY are both needed")
    return arguments


def month(text):
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month like 2026-08") from None


def closed_months(count):
    """The last closed months in Moscow, oldest first."""
    day = datetime.now(timezone(timedelta(hours=3))).date().replace(day=1)
    months = []
    for _ in range(count):
        day = month_before(day)
        months.insert(0, day)
    return months


def month_before(day):
    return (day - timedelta(days=1)).replace(day=1)


def months_between(first, last):
    while first <= last:
        yield first
        first = (first + timedelta(days=31)).replace(day=1)


# The job


def real_seller(arguments):
    if not arguments.client_id:
        return None
    return Seller(arguments.api_url, arguments.client_id, os.environ["OZON_API_KEY"])


def demo_ozon(arguments):
    say("Starting a local Ozon")
    months = list(months_between(arguments.first, arguments.last))
    # One more month, which the reader of README.rst loads.
    months.append(month_before(arguments.first))
    return local_ozon(
        "--months", ",".join(f"{day:%Y-%m}" for day in months), "--planted", PLANTED_CLIENT_ID,
    )  # fmt: skip


def run(odoo, seller, arguments):
    say("Creating a Russian company in RUB")
    # The company of the local Ozon's seller.
    company = create_russian_company(odoo, "ООО «Домашний уют»", "7712345671")
    # With this group Odoo shows the entries of every document.
    [group] = odoo("ir.model.data", "search_read", [
        ("module", "=", "account"), ("name", "=", "group_account_user"),
    ], ["res_id"])  # fmt: skip
    odoo("res.users", "write", [odoo.user], {
        "lang": "ru_RU", "tz": "Europe/Moscow", "group_ids": [(4, group["res_id"])],
    })  # fmt: skip
    say("Connecting the seller cabinet")
    account = connect(odoo, seller, account_values(arguments), lang="ru_RU")
    set_taxes_of_the_fee(odoo, company, account)
    set_accounts_of_movements(odoo, company, account)
    say("Synchronising the product cards")
    odoo("ozon.account", "action_sync_products", [account])
    say(wait_for_synchronisation(odoo, account, PATIENCE))
    set_compensation_account(odoo, account)
    if not arguments.client_id:
        # The local Ozon includes this account's buy-outs in its balance. A real one may not.
        odoo("ozon.account", "write", [account], {"buyouts_settled": "balance"})
    rows = import_months(odoo, account, arguments)
    services = book_services(odoo, account, arguments.first, arguments.last, PATIENCE)
    buyouts = book_buyouts(odoo, account, arguments.first, arguments.last, PATIENCE)
    services += book_movements(odoo, account, arguments.first, arguments.last, PATIENCE)
    services += book_compensations(odoo, account, arguments.first, arguments.last, PATIENCE)
    months = tie_months(odoo, company, account, arguments.first, arguments.last, PATIENCE)
    count_goods(odoo, account, PATIENCE)
    planted = []
    if not arguments.client_id:
        second = Seller(None, PLANTED_CLIENT_ID, seller.api_key)
        planted = plant_differences(odoo, company, second, arguments.last, PATIENCE)
        # At the end, so that neither the count nor another document uses these goods.
        stock_waiting_month(odoo, account, seller, month_before(arguments.first))
    return (
        rows, services, buyouts, months, planted, answers(odoo, account),
        below_zero(odoo, company, account),
    )


def account_values(arguments):
    """Automatic import would load the last closed month, even if it was not requested."""
    return {
        "auto_import": arguments.last == closed_months(1)[0],
        "import_from": str(arguments.first),
    }


def import_months(odoo, account, arguments):
    say(f"Importing {arguments.first:%Y-%m} – {arguments.last:%Y-%m}")
    wizard = odoo("ozon.report.import", "create", {
        "account_id": account, "month_from": str(arguments.first), "month_to": str(arguments.last),
    })
    odoo("ozon.report.import", "action_import", [wizard])
    for _ in range(PATIENCE):
        reports = odoo("ozon.realization.report", "search_read", [
            ("account_id", "=", account),
            ("period", ">=", str(arguments.first)), ("period", "<=", str(arguments.last)),
        ], ["state", "error_message"], order="period")  # fmt: skip
        # An error is final here: the connector itself would try again later.
        if all(r["state"] not in WAITING_STATES or r["error_message"] for r in reports):
            return [book(odoo, report["id"]) for report in reports]
        time.sleep(1)
    raise Failure("the import does not end")


def book(odoo, report):
    """Confirm a month as a bookkeeper does, and read what was booked."""
    [values] = odoo("ozon.realization.report", "read", [report], ["state", "month"])
    problem = None
    if values["state"] == "to_review":
        say(f"Confirming {values['month']}")
        try:
            bring_goods(odoo, report)
            press(odoo, "ozon.realization.report", "action_confirm", report)
        except Failure as failure:
            problem = str(failure)
    return table_row(odoo, report, problem)


if __name__ == "__main__":
    run_program(main)
