"""What Ozon moves on its balance, and remaining points, confirmed as by a bookkeeper."""

import time
from decimal import Decimal

from shared.patience import press
from shared.servers import Failure, say

POINTS_ACT = "ozon.points.act"
MODELS = ("ozon.balance.movement", POINTS_ACT)
FIELDS = ["period", "kind", "state", "amount", "settlement_amount", "proof", "move_id",
          "failed_checks", "error_message"]  # fmt: skip
UNDER_WAY = ("waiting", "loaded", "to_match", "ready")


def book_movements(odoo, account, first, last, patience):
    """Wait for the drafts of the months, and confirm them.

    :param first, last: first days of months
    :param patience: seconds
    :return: list of rows of the table of services: the acts of points
    """
    say("Booking balance movements and acts of points")
    months = [
        ("account_id", "=", account),
        ("period", ">=", str(first)), ("period", "<=", str(last)),
    ]  # fmt: skip
    for model in MODELS:
        for document in wait_for_drafts(odoo, model, months, patience):
            if document["state"] == "to_review":
                press(odoo, model, "action_confirm", document["id"])
    acts = odoo(POINTS_ACT, "search_read", [*months, ("amount", "!=", 0)], FIELDS, order="period")
    return [table_row(odoo, act) for act in acts]


def wait_for_drafts(odoo, model, months, patience):
    for _ in range(patience):
        documents = odoo(model, "search_read", months, ["state", "error_message"], order="id")
        under_way = [one for one in documents if one["state"] in UNDER_WAY]
        if not under_way:
            return documents
        if all(one["error_message"] for one in under_way):
            raise Failure(under_way[0]["error_message"])
        time.sleep(1)
    raise Failure(f"the drafts of {model} do not come")


def table_row(odoo, act):
    """What the act books, and whether it agrees with Ozon's settlement."""
    row = {
        "period": act["period"][:7],
        "kind": act["kind"],
        "bill": act["move_id"] and act["move_id"][1] or None,
        "state": act["state"],
        "proof": act["proof"],
        "problem": act["error_message"] or None,
        "accrued": None,
        "points_used": None,
        "amount": amount(act["amount"]),
        "settlement_amount": amount(act["settlement_amount"]),
        "bill_total": None,
    }
    if act["move_id"]:
        [move] = odoo("account.move", "read", [act["move_id"][0]], ["amount_total", "move_type"])
        sign = -1 if move["move_type"] == "in_invoice" else 1
        row["bill_total"] = amount(sign * move["amount_total"])
    row["ties"] = (
        act["state"] == "posted" and not act["failed_checks"]
        and row["bill_total"] == row["amount"] == row["settlement_amount"]
    )
    return row


def amount(value):
    return str(Decimal(str(value)).quantize(Decimal("0.01")))
