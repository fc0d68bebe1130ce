"""Benchmark of a report's documents: creating and posting them."""

from odoo import Command

from bench.stored import messages, rows
from bench.work import Work


def prepare_bill(env, n):
    return _vals(env, n, "in_invoice", price_include="tax_included")


def prepare_invoice(env, n):
    return _vals(env, n, "out_invoice", price_include="tax_excluded")


def prepare_credit_note(env, n):
    return _vals(env, n, "out_refund", price_include="tax_excluded")


def _vals(env, n, move_type, price_include):
    """:return: values of a document as a report creates it, with a line per product"""
    buys = move_type == "in_invoice"
    tax = _tax(env, "purchase" if buys else "sale", price_include)
    products = env["product.product"].create([
        {"name": f"Товар {number}", "default_code": f"A-{number}", "is_storable": not buys}
        for number in range(n)
    ])
    journal = env["account.journal"].search([
        ("type", "=", "purchase" if buys else "sale"), ("company_id", "=", env.company.id),
    ], limit=1)
    return {
        "move_type": move_type,
        "company_id": env.company.id,
        "journal_id": journal.id,
        "partner_id": env["res.partner"].create({"name": "ООО «Интернет Решения»"}).id,
        "currency_id": env.company.currency_id.id,
        "ref": f"2609-{n}",
        "invoice_date": "2026-09-30",
        "date": "2026-09-30",
        "invoice_line_ids": [
            Command.create({
                "product_id": product.id, "ozon_product_id": product.id, "name": product.name,
                "quantity": 1 + number % 7,
                # Some amounts lower the document, as points for discounts do.
                "price_unit": (100 + number % 1000 / 7) * (-1 if number % 50 == 49 else 1),
                "tax_ids": [Command.set(tax.ids)], "account_id": journal.default_account_id.id,
            })
            for number, product in enumerate(products)
        ],
    }


def _tax(env, use, price_include):
    taxes = env["account.tax"]
    own = [("type_tax_use", "=", use), ("company_id", "=", env.company.id)]
    return taxes.search(own, limit=1) or taxes.create({
        "name": "НДС 20 %", "amount": 20, "price_include_override": price_include,
        "type_tax_use": use,
        "tax_group_id": env["account.tax.group"].create({"name": "НДС"}).id,
    })


def create_ours(env, vals):
    documents = env["account.move"]._ozon_creating("account.move.line")
    document = documents._ozon_create_document(vals)
    env.flush_all()
    return document


def create_plain(env, vals):
    document = env["account.move"]._ozon_creating("account.move.line").create(vals)
    env.flush_all()
    return document


def prepare_posting(env, n):
    return create_plain(env, prepare_bill(env, n))


def post_ours(env, document):
    document._ozon_ready_to_post().action_post()
    env.flush_all()
    return document


def post_plain(env, document):
    document.action_post()
    env.flush_all()
    return document


def stored(env, document):
    """Every column of the document, its lines and messages, and the taxes and tags of the lines."""
    lines = document.line_ids
    return {
        "account_move": rows(env, "account_move", "id", document.ids, {"access_token"}),
        "account_move_line": rows(env, "account_move_line", "move_id", document.ids, {"move_id"}),
        "taxes": [line.tax_ids.ids for line in lines.sorted("id")],
        "tags": [line.tax_tag_ids.ids for line in lines.sorted("id")],
        **messages(env, document),
    }


WORKS = [
    Work("vendor bill", prepare_bill, create_ours, create_plain, stored, 0.40, queries=(100, 0.05)),
    Work("sales invoice", prepare_invoice, create_ours, create_plain, stored, 0.40,
         queries=(110, 0.06)),
    Work("credit note", prepare_credit_note, create_ours, create_plain, stored, 0.40,
         queries=(110, 0.06)),
    Work("posting", prepare_posting, post_ours, post_plain, stored, 0.60, queries=(80, 0.04)),
]  # fmt: skip
