"""Benchmark of a synchronisation: with missing products, and with nothing to change."""

from dataclasses import replace
from decimal import Decimal
from itertools import count

from odoo.addons.ozon_connector.ozon_api.answers import ProductCard
from odoo.tools import split_every

from bench.stored import messages, rows
from bench.work import Work

PAGE = 1000  # cards in an answer of Ozon
SERIAL = count(1)  # each catalogue has its own account, codes and articles


def _catalogue(env, n):
    """:return: an account and the cards of its seller, with articles, barcodes, prices and VAT"""
    serial = next(SERIAL)
    account = env["ozon.account"].create({
        "client_id": str(serial), "api_key": "unused", "company_id": env.company.id,
    })
    first = serial * 10**8
    card = ProductCard(
        product_id="", sku="", skus=(), offer_id="", name="", barcodes=(), price=None,
        currency_code="RUB", vat=Decimal("0.22"), archived=False,
    )
    return account, [
        replace(
            card, product_id=str(number), sku=str(number), skus=(str(number),),
            offer_id=f"ART-{number}", name=f"Товар {number}", barcodes=(f"OZN{number}",),
            price=Decimal(100 + number % 900),
        )
        for number in range(first, first + n)
    ]


def prepare_missing(env, n):
    """:return: cards without a product in the books"""
    return env["ozon.product"]._store_cards(*_catalogue(env, n))


def create_ours(env, cards):
    cards._create_products()
    env.flush_all()
    return cards.product_id


def create_plain(env, cards):
    creation = env["ozon.product.creation"]
    templates = env["product.template"].create([
        creation._prepare_product_vals(card, {card.barcode}, set(), {}) for card in cards
    ])
    for card, template in zip(cards, templates, strict=True):
        card.write({
            "product_id": template.product_variant_id.id, "match_state": "created",
            "matched_by": False, "problem": False,
        })
    cards.product_id._ozon_predate_first_cost()
    env.flush_all()
    return cards.product_id


def stored_products(env, products):
    """Every column of the products, their templates, costs and cost histories."""
    templates = products.product_tmpl_id
    return {
        "product_product": rows(env, "product_product", "id", products.ids, {"product_tmpl_id"}),
        "product_template": rows(env, "product_template", "id", templates.ids),
        "product_value": rows(env, "product_value", "product_id", products.ids, {"product_id"}),
        "ozon_product": rows(env, "ozon_product", "product_id", products.ids, {"product_id"},
                             order="ozon_product_id"),
        "product": messages(env, products),
        "template": messages(env, templates),
    }


def prepare_known(env, n):
    """:return: account and cards of a catalogue that has just been synchronised"""
    account, cards = _catalogue(env, n)
    env["ozon.product"]._store_cards(account, cards)
    account.product_ids._create_products()
    return account, cards


def nothing_new_ours(env, rows):
    account, cards = rows
    for page in split_every(PAGE, cards, list):
        env["ozon.product"]._store_cards(account, page)
    account.product_ids._match_products()
    env["ozon.product"].search_count(env["ozon.product.sync"]._missing_domain(account))
    env.flush_all()


def nothing_new_plain(env, rows):
    """Look up and write one product after the other."""
    _account, cards = rows
    for card in cards:
        product = env["product.product"].search([("default_code", "=", card.offer_id)])
        product.write({
            "name": card.name, "default_code": card.offer_id, "barcode": card.barcodes[0],
            "ozon_code": card.sku, "list_price": float(card.price),
        })
    env.flush_all()


WORKS = [
    Work("new products", prepare_missing, create_ours, create_plain, stored_products, 0.45,
         queries=(50, 0.12)),
    Work("nothing new", prepare_known, nothing_new_ours, nothing_new_plain, None, 0.05,
         queries=(5, 0.005)),
]  # fmt: skip
