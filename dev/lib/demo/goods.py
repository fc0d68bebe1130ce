"""Compares the goods at Ozon with the books, and reads supplies: the job of the evening."""

import time

from shared.servers import Failure, say


def count_goods(odoo, account, patience):
    """Run the evening's job now. Drafts of supplies and differences are left to a person.

    A refusal by Ozon is printed; the months do not depend on it.
    """
    say("Counting the goods at Ozon")
    odoo("ozon.account", "action_count_stock", [account])
    for _ in range(patience):
        [feed] = odoo("ozon.stock.feed", "search_read", [
            ("account_id", "=", account),
        ], ["run_at", "next_attempt", "error_message"])  # fmt: skip
        if feed["run_at"] and not feed["next_attempt"]:
            break
        time.sleep(1)
    else:
        raise Failure("the count of goods does not end")
    supplies = odoo("ozon.supply", "search_count", [("account_id", "=", account)])
    differing = odoo("ozon.stock.count.line", "search_count", [
        ("account_id", "=", account), ("is_last", "=", True), ("is_different", "=", True),
    ])  # fmt: skip
    say(feed["error_message"] or f"{supplies} supplies, {differing} goods differ from the books")
