"""What Ozon pays for lost goods in the demo's months, and what it takes back."""

import time
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from shared.goods import bring_lost_goods
from shared.patience import press
from shared.servers import Failure, say

WAITING = ("waiting", "loaded", "ready")
FIELDS = ["period", "kind", "state", "amount", "invoice_id", "failed_checks", "error_message",
          "next_attempt"]  # fmt: skip


def set_compensation_account(odoo, account):
    """Book compensations as other income."""
    [income] = odoo("account.account", "search", [("account_type", "=", "income_other")], limit=1)
    odoo("ozon.account", "write", [account], {"compensation_account_id": income})


def book_compensations(odoo, account, first, last, patience):
    """Wait for the documents of the months, confirm those with figures, and read the entries.

    :param first, last: first days of months
    :param patience: seconds
    :return: list of rows of the table of services
    """
    say("Reading what Ozon compensates")
    for document in wait_for_documents(odoo, account, first, last, patience):
        if document["state"] == "to_review":
            bring_lost_goods(odoo, document["id"])
            press(odoo, "ozon.compensation", "action_confirm", document["id"])
    return [
        table_row(odoo, document) for document in read_documents(odoo, account, first, last)
        if document["state"] != "cancelled"
    ]  # fmt: skip


def read_documents(odoo, account, first, last):
    return odoo("ozon.compensation", "search_read", [
        ("account_id", "=", account),
        ("period", ">=", str(first)), ("period", "<=", str(last)),
    ], FIELDS, order="period, id")  # fmt: skip


def wait_for_documents(odoo, account, first, last, patience):
    """Wait until Ozon has been asked for all documents."""
    for _ in range(patience):
        documents = read_documents(odoo, account, first, last)
        if documents and not any(map(goes_on, documents)):
            return documents
        time.sleep(1)
    raise Failure("the reading of compensations does not end")


def goes_on(document):
    """Whether a document is requested again soon; one with a problem waits for the next morning."""
    soon = datetime.now(timezone.utc) + timedelta(minutes=10)
    attempt = document["next_attempt"]
    return document["state"] in WAITING and (
        not document["error_message"] or bool(attempt) and attempt < f"{soon:%Y-%m-%d %H:%M:%S}"
    )


def table_row(odoo, document):
    row = {
        "period": document["period"][:7],
        "kind": document["kind"],
        "bill": document["invoice_id"] and document["invoice_id"][1] or None,
        "state": document["state"],
        "proof": None,
        "problem": document["error_message"] or None,
        "amount": str(Decimal(str(document["amount"])).quantize(Decimal("0.01"))),
        "accrued": None,
        "points_used": None,
        "settlement_amount": None,
        "bill_total": None,
    }
    if document["invoice_id"]:
        [invoice] = odoo("account.move", "read", [document["invoice_id"][0]], [
            "amount_total", "move_type",
        ])  # fmt: skip
        sign = -1 if invoice["move_type"] == "out_refund" else 1
        total = Decimal(str(sign * invoice["amount_total"]))
        row["bill_total"] = str(total.quantize(Decimal("0.01")))
    row["ties"] = (
        document["state"] == "posted" and not document["failed_checks"]
        and row["bill_total"] == row["amount"]
    )
    return row
