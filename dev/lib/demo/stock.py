"""The goods of the month that the demo leaves to its reader: bought before, and at Ozon."""

import json
import urllib.request
from collections import Counter
from datetime import timedelta

from shared.goods import buy_goods, move_goods
from shared.servers import say

REALIZATION = "/v2/finance/realization"
SIDES = (("delivery_commission", 1), ("return_commission", -1))


def stock_waiting_month(odoo, account, seller, month):
    """Buy what the month will sell, except for goods that have no supplier.

    The seller had these goods before the month; the few exceptions came without documents.

    :param odoo: a `shared.servers.Odoo`
    :param account: the id of the account of `seller`, a `shared.servers.Seller`
    :param month: the first day of the month
    """
    say(f"Buying the goods of {month:%Y-%m}, which waits for its reader")
    units = _units_sold(seller, month)
    cards = odoo("ozon.product", "search_read", [
        ("account_id", "=", account), ("sku", "in", list(units)), ("product_id", "!=", False),
    ], ["sku", "product_id"])  # fmt: skip
    sold = {card["product_id"][0]: units[card["sku"]] for card in cards}
    lines = odoo("purchase.order.line", "search_read", [
        ("product_id", "in", list(sold)),
    ], ["product_id"])  # fmt: skip
    bought = {line["product_id"][0] for line in lines}
    wanted = {product: sold[product] for product in sold if product in bought}
    day = str(month - timedelta(days=3))
    buy_goods(odoo, wanted, day)
    move_goods(odoo, account, wanted, day)


def _units_sold(seller, month):
    """:return: {SKU: units sold less returned}, of goods that are still missing then"""
    request = urllib.request.Request(
        seller.api_url + REALIZATION,
        json.dumps({"year": month.year, "month": month.month}).encode(),
        {"Content-Type": "application/json", "Client-Id": seller.client_id,
         "Api-Key": seller.api_key},
    )  # fmt: skip
    with urllib.request.urlopen(request) as response:
        rows = json.load(response)["result"]["rows"]
    units = Counter()
    for row in rows:
        for side, sign in SIDES:
            units[str(row["item"]["sku"])] += sign * (row[side] or {}).get("quantity", 0)
    return +units
