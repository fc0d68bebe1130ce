"""Goods for a report: bought from a supplier, received in the warehouse, transferred to Ozon."""

from decimal import ROUND_HALF_UP, Decimal

COST_SHARE = Decimal("0.55")  # of the list price


# The kinds of documents that goods leave by, and the fields of their rows.
REPORT, BUYOUT = "ozon.realization.report", "ozon.buyout"
LINES = {
    REPORT: ("ozon.realization.report.line", "report_id", [("direction", "=", "sale")]),
    BUYOUT: ("ozon.buyout.line", "buyout_id", []),
}


def bring_goods(odoo, report, model=REPORT):
    """Buy what a report sold, and move what is missing to the account's location.

    The seller had the goods before they were sold, so everything that is returned has a cost.

    :param odoo: a `shared.servers.Odoo`
    :param report: the id of a report whose documents are drafted
    :param model: the kind of the document
    """
    [values] = odoo(model, "read", [report], ["shortage", "period"])
    before = _morning(values["period"])
    # Odoo notes a cost of zero for a new product, and ignores older receipts after that.
    odoo("product.value", "unlink", odoo("product.value", "search", [("value", "=", 0)]))
    if wanted := _wanted(odoo, report, model):
        buy_goods(odoo, wanted, values["period"])
    if values["shortage"]:
        transfer = odoo(model, "action_transfer_goods", [report])["res_id"]
        _receive(odoo, transfer, before)


def bring_lost_goods(odoo, document):
    """The same for the goods of a document of compensations, which Ozon had and lost.

    :param document: the id of an `ozon.compensation` whose documents are drafted
    """
    [values] = odoo("ozon.compensation", "read", [document], ["shortage", "period"])
    if not values["shortage"]:
        return
    buy_goods(
        odoo, {line["product_id"]: line["missing"] for line in values["shortage"]},
        values["period"],
    )  # fmt: skip
    transfer = odoo("ozon.compensation", "action_transfer_goods", [document])["res_id"]
    _receive(odoo, transfer, _morning(values["period"]))


def buy_goods(odoo, wanted, day):
    """Buy goods at their price; goods and vendor bill are dated on the given day.

    :param wanted: {product id: units}
    :param day: as Odoo writes a date
    """
    order = _order(odoo, wanted, _morning(day))
    _receive(odoo, _receipt(odoo, order), _morning(day))
    _book_bill(odoo, order, day)


def move_goods(odoo, account, wanted, day):
    """Transfer goods from the warehouse to the location of the account.

    :param account: the id of an `ozon.account`
    :param wanted: {product id: units}
    :param day: as Odoo writes a date
    """
    [values] = odoo("ozon.account", "read", [account], ["location_id", "company_id"])
    warehouse = _warehouse(odoo, values["company_id"][0])
    way = {
        "location_id": warehouse["lot_stock_id"][0], "location_dest_id": values["location_id"][0],
    }
    transfer = odoo("stock.picking", "create", {
        **way, "picking_type_id": warehouse["int_type_id"][0],
        "move_ids": [
            (0, 0, {**way, "product_id": product, "product_uom_qty": units})
            for product, units in wanted.items()
        ],
    })  # fmt: skip
    _receive(odoo, transfer, _morning(day))


def _wanted(odoo, report, model):
    """:return: {product id: units} that were sold and are not in the warehouse itself"""
    line_model, field, sold_domain = LINES[model]
    lines = odoo(line_model, "search_read", [
        (field, "=", report), ("product_id", "!=", False), *sold_domain,
    ], ["product_id", "quantity"])  # fmt: skip
    sold = {}
    for line in lines:
        product = line["product_id"][0]
        sold[product] = sold.get(product, 0) + line["quantity"]
    [values] = odoo(model, "read", [report], ["company_id"])
    place = _warehouse(odoo, values["company_id"][0])["lot_stock_id"][0]
    stock = odoo(
        "product.product", "read", list(sold), ["qty_available"], context={"location": place}
    )
    wanted = {line["id"]: sold[line["id"]] - line["qty_available"] for line in stock}
    return {product: units for product, units in wanted.items() if units > 0}


def _warehouse(odoo, company):
    """:return: the company's first warehouse, {lot_stock_id, int_type_id}"""
    [warehouse] = odoo("stock.warehouse", "search_read", [
        ("company_id", "=", company),
    ], ["lot_stock_id", "int_type_id"], limit=1)  # fmt: skip
    return warehouse


def _order(odoo, wanted, moment):
    """:return: a confirmed purchase order of the goods, with the taxes of the products"""
    products = odoo("product.product", "read", list(wanted), ["list_price"])
    costs = {product["id"]: _cost(product["list_price"]) for product in products}
    vendor = odoo("res.partner", "search", [("name", "=", "ООО «Оптовик»")]) or [
        odoo("res.partner", "create", {"name": "ООО «Оптовик»", "is_company": True})
    ]
    order = odoo("purchase.order", "create", {
        "partner_id": vendor[0],
        "date_order": moment,
        "order_line": [
            (0, 0, {
                "product_id": product,
                "product_qty": units,
                "price_unit": costs[product],
                "date_planned": moment,
            })
            for product, units in wanted.items()
        ],
    })  # fmt: skip
    odoo("purchase.order", "button_confirm", [order])
    return order


def _receipt(odoo, order):
    [values] = odoo("purchase.order", "read", [order], ["picking_ids"])
    return values["picking_ids"][0]


def _book_bill(odoo, order, day):
    """Book the vendor bill on the same day as the goods.

    Goods and VAT are in the books on that day.
    """
    odoo("purchase.order", "action_create_invoice", [order])
    [values] = odoo("purchase.order", "read", [order], ["invoice_ids"])
    odoo("account.move", "write", values["invoice_ids"], {
        "invoice_date": day, "date": day, "ref": f"УПД от {day}",
    })  # fmt: skip
    odoo("account.move", "action_post", values["invoice_ids"])


def _morning(day):
    return f"{day} 06:00:00"


def _cost(list_price):
    return float((Decimal(str(list_price)) * COST_SHARE).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _receive(odoo, transfer, moment):
    """Complete a transfer with a date before the month that needs its goods."""
    odoo("stock.picking", "button_validate", [transfer])
    moves = odoo("stock.move", "search", [("picking_id", "=", transfer)])
    odoo("stock.move", "write", moves, {"date": moment})
    odoo("stock.picking", "write", [transfer], {"date_done": moment})
