"""Benchmark of a report's goods: transfers from creation to completion."""

from odoo import Command

from bench.stored import messages, rows
from bench.work import Work


def prepare(env, n):
    """:return: values of a delivery of n products that are all in stock"""
    return _vals(env, n, in_stock=lambda number: True)


def prepare_short(env, n):
    """:return: the same with negative stock allowed: one product in three has no stock at all"""
    return _vals(env, n, in_stock=lambda number: number % 3)


def _vals(env, n, in_stock):
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    source, customers = warehouse.lot_stock_id, env.ref("stock.stock_location_customers")
    products = env["product.product"].create([
        {"name": f"Товар {number}", "is_storable": True, "standard_price": 1 + number % 90}
        for number in range(n)
    ])
    env["stock.quant"].create([
        {"product_id": product.id, "location_id": source.id, "quantity": 10}
        for number, product in enumerate(products) if in_stock(number)
    ])
    common = {
        "location_id": source.id, "location_dest_id": customers.id, "company_id": env.company.id,
    }
    return {
        **common,
        "picking_type_id": warehouse.out_type_id.id,
        "origin": "2609-77",
        "move_ids": [
            Command.create({
                **common, "product_id": product.id, "product_uom": product.uom_id.id,
                "product_uom_qty": 1 + number % 7,
            })
            for number, product in enumerate(products)
        ],
    }


def ours(env, vals):
    picking = env["stock.picking"].create(vals)._ozon_in_bulk()
    picking.action_confirm()
    picking.move_ids._ozon_move_in_full()
    picking.button_validate()
    env.flush_all()
    return picking.with_env(env)


def plain(env, vals):
    picking = env["stock.picking"].create(vals)
    picking.action_confirm()
    for move in picking.move_ids:
        if move.product_uom.compare(move.quantity, move.product_uom_qty):
            move.quantity = move.product_uom_qty
    picking.button_validate()
    env.flush_all()
    return picking


def stored(env, picking):
    """Every column of the transfer, its moves, the stock and the messages."""
    own = {"picking_id", "move_id", "reference"}
    moves = picking.move_ids
    return {
        "stock_picking": rows(env, "stock_picking", "id", picking.ids, {"name"}),
        "stock_move": rows(env, "stock_move", "picking_id", picking.ids, own),
        "stock_move_line": rows(env, "stock_move_line", "picking_id", picking.ids, own,
                                order="product_id"),
        "stock_quant": rows(env, "stock_quant", "product_id", moves.product_id.ids,
                            order="product_id, location_id"),
        **messages(env, picking),
    }


WORKS = [
    Work("stock moves, to done", prepare, ours, plain, stored, 0.45, queries=(150, 0.2)),
    Work("stock moves below zero", prepare_short, ours, plain, stored, 0.45, queries=(150, 0.2)),
]  # fmt: skip
