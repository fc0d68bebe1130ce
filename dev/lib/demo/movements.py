"""What Ozon moves on its balance, and points beyond the month: confirmed as a bookkeeper does."""

import time

from shared.patience import press
from shared.servers import Failure, say

MODELS = ("ozon.balance.movement", "ozon.points.act")
UNDER_WAY = ("waiting", "loaded", "to_match", "ready")


def book_movements(odoo, account, first, last, patience):
    """Wait for the drafts of the months, and confirm them.

    :param first, last: first days of months
    :param patience: seconds
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
