"""Crossed users: users with different rights press each other's buttons, with every context.

They use each other's dialogs, send `default_…` for every field of the addon, and claim records of
others. None of this may change the books or end in a traceback.
"""

import copy
import threading
import time
from collections import Counter
from random import Random

from shared.servers import PASSWORD, Failure, Refusal, free_port, odoo_server, say
from torture.books import ask
from torture.met import Met
from torture.stage import clone, wait_for

DATABASE = "ozon_torture_users"
NO_ANSWER = "cannot marshal None"  # the method has run and returned nothing
MARK = "CROSSED"  # the reference of everything they create
PATIENCE = 180  # seconds for the reports to be loaded
LIMIT = 100  # purchase orders above it need the approval of a second person
GROUPS = {
    "portal": ["base.group_portal"],
    "internal": ["base.group_user"],
    "buyer": ["purchase.group_purchase_user"],
    "accountant": ["account.group_account_manager"],
    "keeper": ["stock.group_stock_user"],
    "user": ["ozon_connector.group_ozon_user"],
    "colleague": ["ozon_connector.group_ozon_user"],
    "administrator": ["ozon_connector.group_ozon_manager"],
}
DIALOGS = ("ozon.connect", "ozon.kopeck.receipt", "ozon.report.import")
BUTTONS = {
    "ozon.realization.report": (
        "action_fetch", "action_confirm", "action_reset", "action_draft_again", "action_cancel",
        "action_transfer_goods", "action_kopeck_receipt",
    ),
    "ozon.account": ("action_connect", "action_import_reports", "action_stop_sync"),
    "account.move": ("button_cancel", "action_toggle_block_payment", "action_post"),
    "stock.picking": ("button_validate", "action_cancel"),
    "purchase.order": (
        "button_confirm", "button_approve", "button_cancel", "action_ozon_undo_receipt",
    ),
    "ozon.connect": ("action_save", "action_sync"),
    "ozon.kopeck.receipt": ("action_receive", "action_open_order"),
    "ozon.report.import": ("action_import", "action_open_reports"),
}  # fmt: skip
# What must not exist afterwards, and how it is reported.
LOSSES = {
    "a document claims a report": "SELECT id FROM account_move WHERE ref = 'CROSSED'"
    " AND (ozon_report_id IS NOT NULL OR ozon_not_to_pay)",
    "a document is none of its report's": "SELECT m.id FROM account_move m"
    " JOIN ozon_realization_report r ON r.id = m.ozon_report_id WHERE m.state = 'posted'"
    " AND m.id NOT IN (coalesce(r.bill_id, 0), coalesce(r.sale_invoice_id, 0),"
    " coalesce(r.sale_refund_id, 0), coalesce(r.netting_move_id, 0))",
    "a transfer claims a report": "SELECT id FROM stock_picking WHERE origin = 'CROSSED'"
    " AND ozon_report_id IS NOT NULL",
    "an order passes for a receipt": "SELECT id FROM purchase_order WHERE partner_ref = 'CROSSED'"
    " AND ozon_receipt_kind IS NOT NULL",
    "an order was confirmed above the limit": "SELECT id FROM purchase_order"
    " WHERE partner_ref = 'CROSSED' AND state = 'purchase' AND amount_total >= 100",
    **{
        f"a dialog of {model} was changed by somebody else":
        f"SELECT id FROM {model.replace('.', '_')} WHERE write_uid != create_uid"
        for model in DIALOGS
    },
}  # fmt: skip


def cross_users(stage, months, seed, seconds):
    """:return: (a `Met` of what happened, the databases that were used)"""
    clone(stage, DATABASE)
    met, pressed, refused = Met(), Counter(), Counter()
    with odoo_server(free_port(), DATABASE) as odoo:
        crowd = _hire(odoo)
        _prepare(odoo, months)
        say(f"{len(crowd)} logins of different rights, {seconds} seconds")
        end = time.monotonic() + seconds
        threads = [
            threading.Thread(
                target=_press, args=(one, Random(f"{seed} {name}"), end, pressed, refused, met)
            )
            for name, one in crowd.items()
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds + 120)
    met.pressed, met.refused = pressed.total(), refused.total()
    for what, query in LOSSES.items():
        rows = ask(DATABASE, query)
        met.lost += [f"{what}: {row_id}" for [row_id] in rows]
    if not met.pressed or not met.refused:
        met.lost.append("nothing was tried")
    return met, [DATABASE]


def _hire(odoo):
    """:return: {name: the `Odoo` of this user}"""
    [company] = odoo("res.users", "read", [odoo.user], ["company_id"])
    company_id = company["company_id"][0]
    odoo("res.company", "write", [company_id],
         {"po_double_validation": "two_step", "po_double_validation_amount": LIMIT})  # fmt: skip
    crowd = {}
    for name, groups in GROUPS.items():
        modules, names = zip(*(group.split(".") for group in groups), strict=True)
        found = odoo("ir.model.data", "search_read", [
            ["model", "=", "res.groups"], ["module", "in", modules], ["name", "in", names],
        ], ["res_id"])  # fmt: skip
        one = copy.copy(odoo)
        one.user = odoo("res.users", "create", {
            "name": name, "login": f"crossed-{name}", "password": PASSWORD,
            "company_id": company_id, "company_ids": [[6, 0, [company_id]]],
            "group_ids": [[6, 0, [row["res_id"] for row in found]]],
        })  # fmt: skip
        crowd[name] = one
    return crowd


def _prepare(odoo, months):
    """The reports to fight over, with enough stock for all of them."""
    [account] = odoo("ozon.account", "search", [])
    odoo("ozon.account", "write", [account], {"allow_negative_stock": True})
    dialog = odoo("ozon.report.import", "create", {
        "account_id": account, "month_from": str(months[0]), "month_to": str(months[-1]),
    })  # fmt: skip
    odoo("ozon.report.import", "action_import", [dialog])
    drafted = "SELECT count(*) FROM ozon_realization_report WHERE state = 'to_review'"
    if not wait_for(DATABASE, lambda: ask(DATABASE, drafted) == [(len(months),)], PATIENCE)[0]:
        raise Failure("the reports are not loaded")


def _press(odoo, random, end, pressed, refused, met):
    attempts = (_press_a_button, _claim_a_bill, _claim_an_order, _claim_a_transfer, _open_a_dialog)
    while time.monotonic() < end:
        attempt = random.choice(attempts)
        try:
            attempt(odoo, random)
            pressed[attempt.__name__] += 1
        except Refusal:
            refused[attempt.__name__] += 1
        except Failure as failure:
            if NO_ANSWER in str(failure):
                pressed[attempt.__name__] += 1
                continue
            met.surfaced.append(f"{attempt.__name__}: {failure}")


def _claims(random):
    """A context that sets the fields that only the addons' own code may write."""
    return {
        "default_ozon_report_id": random.randint(1, 4), "default_ozon_not_to_pay": True,
        "default_ozon_receipt_kind": "upd", "default_ozon_receipt_number": "1",
        "default_ozon_receipt_date": "2026-01-01", "default_ozon_undone": True,
        "default_ozon_price_total": 1.0, "default_ozon_quantity_sold": 7,
        "ozon_undo": True, "ozon_writes": True, "ozon_creates": ["account.move"],
    }  # fmt: skip


def _press_a_button(odoo, random):
    model = random.choice(sorted(BUTTONS))
    # Any id: the record may be a dialog of somebody else.
    odoo(model, random.choice(BUTTONS[model]), [random.randint(1, 12)], context=_claims(random))


def _claim_a_bill(odoo, random):
    odoo("account.move", "create", {
        "move_type": "in_invoice", "ref": MARK, "partner_id": 1, "invoice_date": "2026-01-01",
        "invoice_line_ids": [[0, 0, {"name": MARK, "price_unit": 5, "tax_ids": False}]],
    }, context=_claims(random))  # fmt: skip


def _claim_an_order(odoo, random):
    product = odoo("product.product", "search", [["purchase_ok", "=", True]], limit=1)
    order = odoo("purchase.order", "create", {
        "partner_id": 1, "partner_ref": MARK,
        "order_line": [[0, 0, {"product_id": product and product[0], "price_unit": 1_000_000}]],
    }, context=_claims(random))  # fmt: skip
    odoo("purchase.order", "button_confirm", [order], context=_claims(random))


def _claim_a_transfer(odoo, random):
    [kind] = odoo("stock.picking.type", "search", [["code", "=", "outgoing"]], limit=1) or [0]
    picking = odoo("stock.picking", "create", {"picking_type_id": kind, "origin": MARK},
                   context=_claims(random))  # fmt: skip
    odoo("stock.picking", "write", [picking], {"ozon_report_id": random.randint(1, 4)})


def _open_a_dialog(odoo, random):
    model = random.choice(DIALOGS)
    if random.random() < 0.3:
        odoo(model, "create", {"number": f"{random.random()}"} if "kopeck" in model else {})
    else:
        odoo(model, "write", [random.randint(1, 20)], {"create_date": False})
