"""Ties the demo's months to Ozon's balance: the bank receives the payouts."""

import time
from datetime import date, timedelta
from decimal import Decimal

from shared.patience import press
from shared.servers import Failure, say

FIELDS = ["period", "state", "opening_balance", "accrued", "paid", "closing_balance",
          "booked_closing", "difference", "apart", "fetched_at", "error_message",
          "line_ids"]  # fmt: skip
AMOUNTS = ("opening_balance", "accrued", "paid", "closing_balance", "booked_closing", "difference",
           "apart")  # fmt: skip


def tie_months(odoo, company, account, first, last, patience):
    """Do what a bookkeeper does at the end of a month, and read the results of the months.

    :param first, last: first days of months
    :param patience: seconds
    :return: list of {period, opening_balance, …, state, ties}, amounts as decimal strings
    """
    say("Comparing the months with Ozon's balance")
    odoo("ozon.account", "action_load_months", [account])
    months = wait_for_months(odoo, account, first, last, patience)
    receive_payouts(odoo, company, account)
    book_opening(odoo, months[0])
    for month in months:
        press(odoo, "ozon.month", "action_fetch", month["id"])
    return [table_row(month) for month in read_months(odoo, account, first, last)]


def read_months(odoo, account, first, last):
    return odoo("ozon.month", "search_read", [
        ("account_id", "=", account),
        ("period", ">=", str(first)), ("period", "<=", str(last)),
    ], FIELDS, order="period")  # fmt: skip


def wait_for_months(odoo, account, first, last, patience):
    """Wait until Ozon has been asked for all months."""
    for _ in range(patience):
        months = read_months(odoo, account, first, last)
        if any(month["error_message"] for month in months):
            raise Failure(next(m["error_message"] for m in months if m["error_message"]))
        if months and all(month["fetched_at"] for month in months):
            return months
        time.sleep(1)
    raise Failure("Ozon's balance does not come")


def receive_payouts(odoo, company, account, but_last_of=None):
    """Book each payout in the bank on the following day.

    :param but_last_of: a month whose last payout is still on its way
    """
    [journal] = odoo("account.journal", "search", [
        ("company_id", "=", company), ("type", "=", "bank"),
    ], limit=1)  # fmt: skip
    [values] = odoo("ozon.account", "read", [account], ["partner_id"])
    payouts = odoo("ozon.payout", "search_read", [
        ("account_id", "=", account), ("state", "!=", "matched"),
    ], ["date", "amount", "period"], order="date")  # fmt: skip
    of_month = [payout for payout in payouts if payout["period"] == str(but_last_of)]
    for payout in payouts:
        if payout in of_month[-1:]:
            continue
        day = date.fromisoformat(payout["date"])
        received = day + timedelta(days=1)
        if (received.year, received.month) != (day.year, day.month):
            received = day
        odoo("account.bank.statement.line", "create", {
            "journal_id": journal, "date": str(received), "amount": payout["amount"],
            "payment_ref": "Перечисление по договору", "partner_id": values["partner_id"][0],
        })  # fmt: skip


def book_opening(odoo, month):
    """Open the books with what Ozon owed before the first month."""
    [values] = odoo("ozon.month", "read", [month["id"]], ["opening_balance", "booked_opening"])
    if values["opening_balance"] == values["booked_opening"]:
        return
    [counter_account] = odoo("account.account", "search", [
        ("account_type", "=", "equity"),
    ], limit=1)  # fmt: skip
    opening = odoo("ozon.month.opening", "create", {
        "month_id": month["id"], "counter_account_id": counter_account,
    })
    press(odoo, "ozon.month.opening", "action_book", opening)


def book_by_hand(odoo, company, account, day, amount, label):
    """Book an entry that increases what Ozon owes, against other income."""
    [values] = odoo("ozon.account", "read", [account], ["partner_id", "netting_journal_id"])
    [partner] = odoo("res.partner", "read", [values["partner_id"][0]], [
        "property_account_receivable_id",
    ])  # fmt: skip
    [income] = odoo("account.account", "search", [("account_type", "=", "income_other")], limit=1)
    sides = ((partner["property_account_receivable_id"][0], 1), (income, -1))
    entry = odoo("account.move", "create", {
        "move_type": "entry", "company_id": company, "date": str(day), "ref": label,
        "journal_id": values["netting_journal_id"][0],
        "line_ids": [
            (0, 0, {
                "account_id": ledger_account, "partner_id": values["partner_id"][0],
                "name": label, "balance": float(sign * amount),
            })
            for ledger_account, sign in sides
        ],
    })  # fmt: skip
    odoo("account.move", "action_post", [entry])


def last_day(month):
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def table_row(month):
    row = {"period": month["period"][:7], "state": month["state"],
           "problem": month["error_message"] or None}  # fmt: skip
    for name in AMOUNTS:
        row[name] = str(Decimal(str(month[name])).quantize(Decimal("0.01")))
    row["ties"] = (
        # The books exceed the balance only by what Ozon settles apart from it.
        month["state"] == "tied" and Decimal(row["difference"]) == 0
        and Decimal(row["closing_balance"]) + Decimal(row["apart"])
        == Decimal(row["booked_closing"])
        and Decimal(row["opening_balance"]) + Decimal(row["accrued"]) + Decimal(row["paid"])
        == Decimal(row["closing_balance"])
    )
    return row
