"""What Ozon buys in the demo's months: an invoice, and goods that leave."""

import time
from decimal import Decimal

from shared.goods import BUYOUT, bring_goods
from shared.patience import press
from shared.servers import Failure, say

DRAFTED = ("to_review", "posted", "cancelled")
FIELDS = ["period", "state", "amount", "units_total", "number", "invoice_id", "error_message",
          "failed_checks"]  # fmt: skip


def book_buyouts(odoo, account, first, last, patience):
    """Do what a bookkeeper does: type the number from the cabinet, bring the goods, confirm.

    :param first, last: first days of months
    :param patience: seconds
    :return: list of {period, amount, …}, amounts as decimal strings; months without any are left
        out
    """
    say("Booking what Ozon has bought")
    for buyout in wait_for_buyouts(odoo, account, first, last, patience):
        if buyout["state"] == "to_review":
            if not buyout["number"]:
                odoo(BUYOUT, "write", [buyout["id"]], {"number": f"47677{buyout['period'][5:7]}"})
            bring_goods(odoo, buyout["id"], BUYOUT)
            press(odoo, BUYOUT, "action_confirm", buyout["id"])
    found = read_buyouts(odoo, account, first, last)
    return [table_row(odoo, buyout) for buyout in found if buyout["state"] != "cancelled"]


def read_buyouts(odoo, account, first, last):
    return odoo(BUYOUT, "search_read", [
        ("account_id", "=", account),
        ("period", ">=", str(first)), ("period", "<=", str(last)),
    ], FIELDS, order="period, id")  # fmt: skip


def wait_for_buyouts(odoo, account, first, last, patience):
    """Wait until Ozon has been asked for all months; an error is final here."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    for _ in range(patience):
        found = read_buyouts(odoo, account, first, last)
        if len(found) == months and all(
            buyout["state"] in DRAFTED or buyout["error_message"] for buyout in found
        ):
            return found
        time.sleep(1)
    raise Failure("what Ozon has bought does not come")


def table_row(odoo, buyout):
    row = {
        "period": buyout["period"][:7],
        "number": buyout["number"] or None,
        "units": str(buyout["units_total"]),
        "amount": amount(buyout["amount"]),
        "invoice": buyout["invoice_id"] and buyout["invoice_id"][1] or None,
        "invoice_total": None,
        "state": buyout["state"],
        "problem": buyout["error_message"] or None,
    }
    if buyout["invoice_id"]:
        [invoice] = odoo("account.move", "read", [buyout["invoice_id"][0]], ["amount_total"])
        row["invoice_total"] = amount(invoice["amount_total"])
    row["ties"] = (
        buyout["state"] == "posted" and not buyout["failed_checks"]
        and row["invoice_total"] == row["amount"]
    )
    return row


def amount(value):
    return str(Decimal(str(value)).quantize(Decimal("0.01")))
