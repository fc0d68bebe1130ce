"""Benchmark of accruals: a very large day, compared with a bare COPY of the same rows."""

import csv
import io
import json
from datetime import date

from odoo.addons.ozon_connector.ozon_api.answers import read_accruals
from odoo.addons.ozon_connector_settlement.domain import accruals as rules
from odoo.addons.ozon_connector_settlement.models.accrual.ozon_accrual import COLUMNS

from bench.stored import rows as stored_rows
from bench.work import Work
from tests.fake_ozon.accrual_figures import Sold, posting, seller_fee

DAY = date(2026, 9, 15)
LOGISTICS, ACQUIRING, STORAGE = 32, 1, 42
SKUS = 500


def prepare(env, n):
    """:return: the day, and its accruals with their parts; three of four belong to a posting"""
    account = env["ozon.account"].search([("client_id", "=", "909090")]) or env[
        "ozon.account"
    ].create({"client_id": "909090", "api_key": "not-used", "import_from": "2026-01-01"})
    days = env["ozon.accrual.day"]
    days._ensure(account, DAY, DAY)
    day = days.search([("account_id", "=", account.id), ("date", "=", DAY)])
    answer = json.dumps({"accruals": [_accrual(number) for number in range(n)], "last_id": ""})
    parts = [
        (accrual, rules.parts(accrual)) for accrual in read_accruals(answer.encode()).accruals
    ]
    env["ozon.accrual.type"]._ids_of(
        day.company_id, {part for _accrual, found in parts for part in found},
    )
    return day, parts


def _accrual(number):
    number_of = 70_000_000_000 + number
    if number % 4 == 3:
        return seller_fee(number_of, DAY, f"unit-{number}", STORAGE, "-12.5")
    sold = Sold(
        sku=1000 + number % SKUS, quantity=1, paid=900, points=90, fee=-198,
        services=((LOGISTICS, "-75"), (ACQUIRING, "-9.99")),
    )  # fmt: skip
    return posting(number_of, DAY, f"{number:08}-0001-1", sold)


def ours(env, rows):
    day, parts = rows
    day._write_down(parts)
    env.flush_all()
    return day


def plain(env, rows):
    """Store the same prepared rows through psycopg2 only."""
    day, parts = rows
    types = env["ozon.accrual.type"]._ids_of(
        day.company_id, {part for _accrual, found in parts for part in found},
    )
    ruble = env.ref("base.RUB").id
    file = io.StringIO()
    csv.writer(file).writerows(
        (
            day.id, day.account_id.id, day.company_id.id, day.date, accrual.accrual_id,
            accrual.unit_number, accrual.category, types[part.type_id, part.type_name],
            part.sku or "", "", part.quantity, part.amount, ruble, accrual.delivery_schema,
        )
        for accrual, found in parts for part in found
    )
    file.seek(0)
    env.cr.copy_expert(
        f"COPY ozon_accrual ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv)", file,
    )
    return day


def stored(env, day):
    return {"ozon_accrual": stored_rows(env, "ozon_accrual", "day_id", day.ids)}


WORKS = [
    # A second of mostly writing to a disk: a single run says little.
    Work("accruals of a day stored", prepare, ours, plain, stored, 1.5, queries=(20, 0.005),
         often=5, model="ozon.accrual"),
]
