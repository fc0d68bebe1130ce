"""Benchmark of Ozon's answers: reading and checking a month with very many rows."""

import json
from decimal import Decimal
from random import Random

from odoo.addons.ozon_connector.ozon_api.answers import read_realization

from bench.work import Work
from tests.fake_ozon import random_report, to_json


def prepare(env, n):
    """:return: the body of a realistic answer: some rows have two sides, discounts, returns"""
    return to_json(random_report(Random(n), rows=n, skus=range(1000, 5000)))


def ours(env, body):
    return read_realization(body)


def plain(env, body):
    return json.loads(body, parse_float=Decimal)


WORKS = [
    # On a quiet machine the ratio is between 1.9 and 2.1.
    Work("reading and checking an answer", prepare, ours, plain, None, 2.3, sizes=(100_000,),
         often=9),
]
