"""Compares the books of a month with Ozon's raw answer, without the addon's code."""

import base64
import json
from decimal import ROUND_HALF_UP, Decimal

KOPECK = Decimal("0.01")
POINTS_CAP = Decimal("0.99")


def table_row(odoo, report, problem=None):
    """What a realization report has booked, and whether it agrees with Ozon's raw answer.

    :param odoo: a `shared.servers.Odoo`
    :param report: the id of an `ozon.realization.report`
    :return: {period, bill, bill_state, …, ties}, amounts as decimal strings
    """
    [values] = odoo("ozon.realization.report", "read", [report], [
        "period", "state", "error_message", "revenue", "points", "base_fee", "fee_payable",
        "accrual", "points_left", "open_balance", "bill_id", "sale_invoice_id", "sale_refund_id",
        "netting_move_id", "raw_attachment_id",
    ])  # fmt: skip
    row = {
        "period": values["period"][:7],
        "bill": values["bill_id"] and values["bill_id"][1] or None,
        "bill_state": values["state"],
        "problem": problem or values["error_message"] or None,
        "ties": False,
    }
    figures = ("revenue", "points", "base_fee", "fee_payable", "accrual", "points_left",
               "open_balance")  # fmt: skip
    row.update({name: str(decimal(values[name])) for name in figures})
    row["bill_total"] = signed_total(odoo, values["bill_id"], "in_refund")
    row["invoice_total"] = signed_total(odoo, values["sale_invoice_id"], "out_refund")
    row["credit_note_total"] = signed_total(odoo, values["sale_refund_id"], "out_invoice")
    row["netted"] = netted(odoo, values["netting_move_id"])
    if row["bill"]:
        [bill] = odoo("account.move", "read", [values["bill_id"][0]], ["state"])
        row["bill_state"] = bill["state"]
        row["ties"] = bill["state"] == "posted" and ties(
            row, expected_figures(odoo, values["raw_attachment_id"][0])
        )
    return row


def signed_total(odoo, document, opposite):
    """A document's total as a decimal string, negative if it is of the opposite type."""
    if not document:
        return None
    [move] = odoo("account.move", "read", [document[0]], ["amount_total", "move_type"])
    return str(decimal(move["amount_total"]) * (-1 if move["move_type"] == opposite else 1))


def netted(odoo, entry):
    """The amount by which the netting lowers what Ozon is owed, as a decimal string."""
    if not entry:
        return None
    items = odoo("account.move.line", "search_read", [
        ("move_id", "=", entry[0]), ("account_id.account_type", "=", "liability_payable"),
    ], ["amount_currency"])  # fmt: skip
    return str(sum(decimal(item["amount_currency"]) for item in items))


def expected_figures(odoo, attachment):
    """The same figures, computed from Ozon's raw answer without the addon's code."""
    [raw] = odoo("ir.attachment", "read", [attachment], ["datas"])
    answer = json.loads(base64.b64decode(raw["datas"]), parse_float=Decimal)
    rows = (answer.get("result") or answer).get("rows") or []

    def net(*names):
        total = Decimal(0)
        for row in rows:
            for side, sign in (("delivery_commission", 1), ("return_commission", -1)):
                for name in names:
                    amount = Decimal((row.get(side) or {}).get(name) or 0)
                    total += sign * amount.quantize(KOPECK, ROUND_HALF_UP)
        return total

    base_fee, points = net("standard_fee", "commission"), net("bonus")
    used = max(min(points, POINTS_CAP * base_fee), Decimal(0))
    return {
        "revenue": net("amount", "bank_coinvestment", "stars", "pick_up_point_coinvestment",
                       "compensation"),
        "points": points,
        "base_fee": base_fee,
        "fee_payable": (base_fee - used).quantize(KOPECK, ROUND_HALF_UP),
        "accrual": net("total"),
    }


def ties(row, expected):
    """Whether the books agree with Ozon's answer: fee, income, netting and what Ozon owes."""
    bill, fee, revenue = (
        Decimal(row["bill_total"]), expected["fee_payable"], expected["revenue"],
    )  # fmt: skip
    sales = Decimal(row["invoice_total"] or 0) - Decimal(row["credit_note_total"] or 0)
    withheld = Decimal(0)
    if fee > 0 and revenue > 0:
        withheld = min(fee, revenue)
    elif fee < 0 and revenue < 0:
        withheld = max(fee, revenue)
    points_left = expected["accrual"] - revenue + fee
    return (
        all(Decimal(row[name]) == amount for name, amount in expected.items())
        and bill == fee
        and sales == revenue
        and Decimal(row["netted"] or 0) == withheld
        and Decimal(row["points_left"]) == points_left
        and Decimal(row["open_balance"]) == expected["accrual"] - points_left
    )


def decimal(amount):
    return Decimal(str(amount)).quantize(KOPECK)
