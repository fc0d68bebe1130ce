"""Open questions about Ozon's settlement, with the answers of this account.

No published source answers these questions. The answers of a real account are Ozon's.
"""

from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_MONTH = 31  # days
# Ozon's types whose document is not documented.
DOUBTFUL_TYPES = (28, 29, 30)
# Parts of Ozon's names for what may be settled apart from the balance.
APART = ("buyout", "compensation", "premium", "loan", "offset", "early_payment")


def answers(odoo, account):
    """:return: list of {question, answer}, most important first"""
    months = odoo("ozon.month", "search_read", [
        ("account_id", "=", account), ("fetched_at", "!=", False),
    ], ["period", "until", "opening_balance", "closing_balance", "settlement_id", "pieces",
        "settlement_opening", "settlement_closing", "services"], order="period")  # fmt: skip
    rows = odoo("ozon.settlement.line", "search_read", [
        ("settlement_id.account_id", "=", account),
    ], ["name", "kind", "debit", "credit"])  # fmt: skip
    return [
        {"question": question, "answer": answer}
        for question, answer in (
            ("Balance and mutual settlement say the same", same_balances(months)),
            ("Buy-outs, premium, loans, set-off in the balance", named_apart(months)),
            ("… and in the mutual settlement", kinds_of_rows(rows)),
            ("A month of 31 days at once", whole_months(months)),
            ("Names of rows in the mutual settlement", names_of_rows(rows)),
            ("Document of types 28, 29, 30", documents_of_types(odoo, account)),
            ("Days of payouts", days_of_payouts(odoo, account)),
            ("Overlap of stock states", "not asked yet"),
        )
    ]


def same_balances(months):
    both = [month for month in months if month["settlement_id"]]
    same = [
        month for month in both
        if (month["opening_balance"], month["closing_balance"])
        == (month["settlement_opening"], month["settlement_closing"])
    ]
    return f"{len(same)} of {len(both)} months" if both else "no month has both"


def named_apart(months):
    names = {service["name"] for month in months for service in month["services"] or ()}
    found = sorted(name for name in names if any(part in name for part in APART))
    return ", ".join(found) or "none named"


def kinds_of_rows(rows):
    kinds = {row["kind"] for row in rows} & {"buyout", "compensation", "premium", "transfer"}
    return ", ".join(sorted(kinds)) or "none named"


def whole_months(months):
    long = [
        month for month in months
        if date.fromisoformat(month["until"]).day == LONG_MONTH
    ]
    if not long:
        return "no such month"
    at_once = sum(month["pieces"] == 1 for month in long)
    return f"accepted for {at_once} of {len(long)}"


def names_of_rows(rows):
    found = {}
    for row in rows:
        sides = found.setdefault(row["name"], set())
        sides.update(side for side in ("debit", "credit") if row[side])
    return "; ".join(f"{name}: {'/'.join(sorted(sides))}" for name, sides in sorted(found.items()))


def documents_of_types(odoo, account):
    lines = odoo("ozon.service.act.line", "search_read", [
        ("act_id.account_id", "=", account), ("type_id.ozon_id", "in", list(DOUBTFUL_TYPES)),
        ("act_id.proof", "in", ["proved", "points"]),
    ], ["act_id", "type_id"])  # fmt: skip
    acts = odoo("ozon.service.act", "read", [line["act_id"][0] for line in lines], ["kind"])
    kinds = {act["id"]: act["kind"] for act in acts}
    found = {f"{line['type_id'][1]}: {kinds[line['act_id'][0]]}" for line in lines}
    return "; ".join(sorted(found)) or "no act with them is proved"


def days_of_payouts(odoo, account):
    payouts = odoo("ozon.payout", "search_read", [("account_id", "=", account)], ["date"])
    weekdays = [WEEKDAYS[date.fromisoformat(payout["date"]).weekday()] for payout in payouts]
    counts = {day: weekdays.count(day) for day in WEEKDAYS if day in weekdays}
    return ", ".join(f"{day} {count}" for day, count in counts.items()) or "no payouts"
