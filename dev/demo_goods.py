"""Goods for the demo: bought from a supplier, received in the warehouse, transferred to Ozon."""

from decimal import ROUND_HALF_UP, Decimal

COST_SHARE = Decimal("0.55")  # of the list price


def bring_goods(odoo, report):
    """Buy what a report lacks, and bring it to the account's location by an ordinary transfer.

    :param odoo: a `servers.Odoo`
    :param report: the id of a report whose documents are drafted
    """
    [values] = odoo("ozon.realization.report", "read", [report], ["shortage", "period"])
    if not values["shortage"]:
        return
    before = f"{values['period']} 06:00:00"
    _receive(odoo, _order(odoo, values["shortage"], before), before)
    transfer = odoo("ozon.realization.report", "action_transfer_goods", [report])["res_id"]
    _receive(odoo, transfer, before)


def _order(odoo, shortage, moment):
    """:return: the receipt of a confirmed purchase order of the missing goods"""
    products = odoo("product.product", "read", [line["product_id"] for line in shortage],
                    ["list_price"])  # fmt: skip
    costs = {product["id"]: _cost(product["list_price"]) for product in products}
    vendor = odoo("res.partner", "search", [("name", "=", "ООО «Оптовик»")]) or [
        odoo("res.partner", "create", {"name": "ООО «Оптовик»", "is_company": True})
    ]
    order = odoo("purchase.order", "create", {
        "partner_id": vendor[0],
        "date_order": moment,
        "order_line": [
            (0, 0, {
                "product_id": line["product_id"],
                "product_qty": line["missing"],
                "price_unit": costs[line["product_id"]],
                "date_planned": moment,
                "tax_ids": [(6, 0, [])],
            })
            for line in shortage
        ],
    })  # fmt: skip
    odoo("purchase.order", "button_confirm", [order])
    [values] = odoo("purchase.order", "read", [order], ["picking_ids"])
    return values["picking_ids"][0]


def _cost(list_price):
    return float((Decimal(str(list_price)) * COST_SHARE).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _receive(odoo, transfer, moment):
    """Make a transfer, dated before the month whose goods it brings."""
    odoo("stock.picking", "button_validate", [transfer])
    moves = odoo("stock.move", "search", [("picking_id", "=", transfer)])
    odoo("stock.move", "write", moves, {"date": moment})
    odoo("stock.picking", "write", [transfer], {"date_done": moment})
