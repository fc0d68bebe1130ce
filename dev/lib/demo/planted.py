"""A second account whose month has planted mistakes: each difference must be named."""

import time
from decimal import Decimal

from demo.buyouts import book_buyouts
from demo.company import set_accounts_of_movements, set_taxes_of_the_fee
from demo.months import (
    book_opening,
    receive_payouts,
    wait_for_months,
)
from demo.movements import book_movements
from demo.services import wait_for_acts
from shared.goods import bring_goods
from shared.patience import press
from shared.servers import Failure, connect, say

PLANTED_CLIENT_ID = "654321"
# The planted mistakes, with the reasons that the month must give for them.
EXPECTED = {
    "draft": "a bill that nobody has confirmed",
    "on_way": "a payout that the bank has not received",
    "unknown_kind": "an accrual of a type that nobody knows",
    "other_month": "a service bill dated in the next month",
    "buyout": "what Ozon has bought and settles apart from its balance",
}


def plant_differences(odoo, company, seller, month, patience):
    """Book a month with one mistake of each kind, and read its statement.

    :param month: the first day of the month
    :return: list of {label, ozon_amount, booked_amount, difference, reason, ties}
    """
    say("Planting differences in the month of a second cabinet")
    # A contract of its own keeps its entries apart from those of the first account.
    partner = odoo("res.partner", "create", {
        "name": "ООО «Интернет Решения», второй договор", "is_company": True,
    })
    account = connect(odoo, seller, {
        "name": "Ozon: второй кабинет", "import_from": str(month), "auto_import": False,
        "partner_id": partner,
    }, lang="ru_RU")  # fmt: skip
    set_taxes_of_the_fee(odoo, company, account)
    set_accounts_of_movements(odoo, company, account)
    book_report(odoo, account, month, patience)
    book_acts(odoo, account, month, patience)
    book_buyouts(odoo, account, month, month, patience)
    book_movements(odoo, account, month, month, patience)
    odoo("ozon.account", "action_load_months", [account])
    [found] = wait_for_months(odoo, account, month, month, patience)
    book_opening(odoo, found)
    receive_payouts(odoo, company, account, but_last_of=month)
    press(odoo, "ozon.month", "action_fetch", found["id"])
    rows = [table_row(line) for line in read_differences(odoo, found["id"])]
    return rows + [
        {"label": EXPECTED[reason], "ozon_amount": None, "booked_amount": None,
         "difference": None, "reason": reason, "ties": False}
        for reason in sorted(EXPECTED.keys() - {row["reason"] for row in rows})
    ]  # fmt: skip


def book_report(odoo, account, month, patience):
    odoo("ozon.account", "action_import_reports", [account])
    for _ in range(patience):
        [report] = odoo("ozon.realization.report", "search_read", [
            ("account_id", "=", account), ("period", "=", str(month)),
        ], ["state", "error_message"])  # fmt: skip
        if report["state"] == "to_review":
            bring_goods(odoo, report["id"])
            press(odoo, "ozon.realization.report", "action_confirm", report["id"])
            return
        if report["error_message"]:
            raise Failure(report["error_message"])
        time.sleep(1)
    raise Failure("the import of the second cabinet does not end")


def book_acts(odoo, account, month, patience):
    """Leave the bill of insurance a draft, and date the bill of star products in the next month."""
    odoo("ozon.account", "action_load_accruals", [account])
    odoo("ozon.report.import", "action_import", [odoo("ozon.report.import", "create", {
        "account_id": account, "month_from": str(month), "month_to": str(month),
    })])  # fmt: skip
    for act in wait_for_acts(odoo, account, month, month, patience):
        if act["state"] != "to_review" or act["kind"] == "insurance":
            continue
        if act["kind"] == "star":
            odoo("account.move", "write", [act["bill_id"][0]], {
                "date": str(next_month(month)),
            })  # fmt: skip
        press(odoo, "ozon.service.act", "action_confirm", act["id"])


def next_month(month):
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def read_differences(odoo, month):
    return odoo("ozon.month.line", "search_read", [
        ("month_id", "=", month), ("reason", "!=", False),
    ], ["label", "ozon_amount", "booked_amount", "difference", "reason"], order="id")  # fmt: skip


def table_row(line):
    row = {"label": line["label"], "reason": line["reason"]}
    for name in ("ozon_amount", "booked_amount", "difference"):
        row[name] = str(Decimal(str(line[name])).quantize(Decimal("0.01")))
    row["ties"] = line["reason"] in EXPECTED
    return row
