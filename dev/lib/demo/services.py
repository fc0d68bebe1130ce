"""Services of the demo's months: accruals become bills, which Ozon's settlement proves."""

import time
from decimal import Decimal

from shared.patience import press
from shared.servers import Failure, say

KINDS = {"service": "own", "reinvoiced": "re-invoiced", "star": "star", "insurance": "insurance"}
DRAFTED = ("to_review", "posted", "cancelled")
# An act with accruals that nobody has placed waits for a person.
DECIDED = (*DRAFTED, "to_match")
FIELDS = ["period", "kind", "state", "amount", "accrued", "settlement_amount", "points_used",
          "proof", "bill_id", "error_message"]  # fmt: skip


def book_services(odoo, account, first, last, patience):
    """Wait for the acts of the months, confirm those that are proved, and read the entries.

    :param first, last: first days of months
    :param patience: seconds
    :return: list of {period, kind, amount, …}, amounts as decimal strings
    """
    say("Reading Ozon's accruals and proving the bills of services")
    for act in wait_for_acts(odoo, account, first, last, patience):
        if act["state"] == "to_review" and act["proof"] in ("proved", "points"):
            press(odoo, "ozon.service.act", "action_confirm", act["id"])
    return [table_row(odoo, act) for act in read_acts(odoo, account, first, last)]


def read_acts(odoo, account, first, last):
    return odoo("ozon.service.act", "search_read", [
        ("account_id", "=", account),
        ("period", ">=", str(first)), ("period", "<=", str(last)),
    ], FIELDS, order="period, id")  # fmt: skip


def wait_for_acts(odoo, account, first, last, patience):
    """Wait until Ozon has been asked for all days and settlements."""
    for _ in range(patience):
        # Asked before the acts are read: a settlement that arrives meanwhile may prove them.
        answered = not_asked_for(odoo, account, first, last)
        acts = read_acts(odoo, account, first, last)
        months = {act["period"] for act in acts if act["state"] in DRAFTED}
        complete = len(months) == (last.year - first.year) * 12 + last.month - first.month + 1
        # One act of a month may be drafted before the others arrive.
        complete = complete and all(act["state"] in DECIDED for act in acts)
        if complete and all(
            act["state"] == "cancelled" or act["proof"] != "missing" for act in acts
        ):
            return acts
        if complete and answered:
            return acts
        [values] = odoo("ozon.account", "read", [account], ["accruals_problem"])
        if values["accruals_problem"]:
            raise Failure(values["accruals_problem"])
        time.sleep(1)
    raise Failure("the reading of accruals does not end")


def not_asked_for(odoo, account, first, last):
    """Whether Ozon has given, or refused, all settlements that prove the acts."""
    waiting = odoo("ozon.settlement", "search_count", [
        ("account_id", "=", account), ("state", "!=", "loaded"), ("error_message", "=", False),
        ("period", ">=", str(first)), ("period", "<=", str(last)),
    ])  # fmt: skip
    return not waiting


def table_row(odoo, act):
    row = {
        "period": act["period"][:7],
        "kind": KINDS.get(act["kind"], act["kind"]),
        "bill": act["bill_id"] and act["bill_id"][1] or None,
        "state": act["state"],
        "proof": act["proof"],
        "problem": act["error_message"] or None,
        "bill_total": None,
    }
    for name in ("accrued", "points_used", "amount", "settlement_amount"):
        row[name] = amount(act[name])
    if act["bill_id"]:
        [bill] = odoo("account.move", "read", [act["bill_id"][0]], ["amount_total", "move_type"])
        sign = -1 if bill["move_type"] == "in_refund" else 1
        row["bill_total"] = amount(sign * bill["amount_total"])
    row["ties"] = (
        act["state"] == "posted"
        and act["proof"] in ("proved", "points")
        and row["bill_total"] == row["amount"] == row["settlement_amount"]
        and Decimal(row["amount"]) == -Decimal(row["accrued"]) - Decimal(row["points_used"])
    )
    return row


def amount(value):
    return str(Decimal(str(value)).quantize(Decimal("0.01")))
