"""Looks for charts that would be below zero: of the stock of a product, and of months."""

from collections import defaultdict

from shared.patience import press
from shared.servers import say

ROUNDING = 1e-6


def below_zero(odoo, company, account):
    """Find charts below zero, which would look like a mistake to a person who tries the demo.

    :return: list of texts; empty if no chart is below zero
    """
    say("Looking at the charts")
    return [*_stock(odoo, company), *_months(odoo, account)]


def _stock(odoo, company):
    """The stock of each product at each place, day by day."""
    places = set(odoo("stock.location", "search", [
        ("usage", "in", ("internal", "transit")), ("company_id", "=", company),
    ]))  # fmt: skip
    moves = odoo("stock.move", "search_read", [
        ("company_id", "=", company), ("state", "=", "done"),
    ], ["date", "product_id", "quantity", "location_id", "location_dest_id"],
        order="date, id")  # fmt: skip
    stock, found = defaultdict(float), {}
    for move in moves:
        [product, name] = move["product_id"]
        for field, sign in (("location_id", -1), ("location_dest_id", 1)):
            [place, label] = move[field]
            if place in places:
                stock[product, place] += sign * move["quantity"]
                if stock[product, place] < -ROUNDING:
                    text = f"{name}: {stock[product, place]:g} at {label} on {move['date']}"
                    found.setdefault((product, place), text)
    return list(found.values())


def _months(odoo, account):
    """Revenue and profit of each month. Months whose profit is not known have no bar."""
    for month in odoo("ozon.profit.month", "search", [("account_id", "=", account)]):
        press(odoo, "ozon.profit.month", "action_refresh", month)
    groups = odoo("ozon.profit", "formatted_read_group", [
        ("account_id", "=", account),
    ], ["period:month"], ["revenue:sum", "profit:sum"])  # fmt: skip
    for group in groups:
        say(f"{group['period:month'][0]}: profit {group['profit:sum'] or 'not known'}")
    return [
        f"{measure} {group[measure]} in {group['period:month'][0]}"
        for group in groups for measure in ("revenue:sum", "profit:sum") if group[measure] < 0
    ]
