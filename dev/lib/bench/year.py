"""How long the pages of a year take to open: a month, the profit by product, the accruals.

The year has as many accruals and products as a very large seller. Ends with exit code 1 if a page
takes more than a second of processor time when the caches of the server are warm.
"""

import argparse
import os
import sys
from datetime import date

from lxml import etree

from odoo.tools import SQL

from bench.clock import Clock
from bench.company import company_environment
from bench.opening import open_form

YEAR = 2026
SECONDS = 1.0
MEASURES = ("revenue:sum", "ozon_costs:sum", "cost:sum", "profit:sum", "margin:avg", "__count")
# What the profit of a product consists of; the rows of the year get some amount in each.
AMOUNTS = (
    "revenue", "points", "fee", "service", "advertising", "return_costs", "ozon_costs", "vat",
    "cost", "profit", "quantity", "quantity_sold",
)
# How many types of accruals Ozon uses for most goods.
TYPES = 12


def live_a_year(env, accruals, products):
    """Store a year with this number of accruals, and the profit of the products in each month.

    :return: `ozon.month` of the whole year, the latest first
    """
    account = env["ozon.account"].create({
        "client_id": "808080", "api_key": "not-used", "import_from": f"{YEAR}-01-01",
    })
    goods = env["product.product"].create([
        {"name": f"Товар {number}", "default_code": f"ART-{number}"} for number in range(products)
    ])
    _store_accruals(env, account, accruals)
    months = env["ozon.month"]._ensure(account, [date(YEAR, month, 1) for month in range(1, 13)])
    of_months = env["ozon.profit.month"].create([{"month_id": month.id} for month in months])
    env.flush_all()
    for month in of_months:
        _store_profit(env, month, goods)
    env.cr.commit()
    env.cr.execute("ANALYZE ozon_accrual, ozon_profit, ozon_accrual_day, product_product")
    env.cr.commit()
    return months


def _store_accruals(env, account, count):
    days = env["ozon.accrual.day"]
    days._ensure(account, date(YEAR, 1, 1), date(YEAR, 12, 31))
    types = env["ozon.accrual.type"]._ensure(account.company_id)[:TYPES]
    env.flush_all()
    env.cr.execute(SQL(
        """
        INSERT INTO ozon_accrual (
            day_id, account_id, company_id, date, accrual_id, type_id, amount, currency_id
        )
        SELECT day.id, day.account_id, day.company_id, day.date, (day.id * 100000 + number)::text,
               (%(types)s::int[])[1 + number %% %(kinds)s], -number %% 500, %(currency)s
          FROM ozon_accrual_day day, generate_series(1, %(each)s) AS number
         WHERE day.account_id = %(account)s
        """,
        types=types.ids, kinds=len(types), currency=env.company.currency_id.id,
        each=count // 365 + 1, account=account.id,
    ))


def _store_profit(env, month, goods):
    env.cr.execute(SQL(
        """
        INSERT INTO ozon_profit (
            profit_month_id, account_id, company_id, currency_id, period, product_id, scheme, %s
        )
        SELECT %s, %s, %s, %s, %s, product, 'FBO', %s FROM unnest(%s) AS product
        """,
        SQL(", ").join(map(SQL.identifier, AMOUNTS)),
        month.id, month.account_id.id, month.company_id.id, month.currency_id.id, month.period,
        SQL(", ").join([SQL("product * 7919 %% 100000 / 100.0")] * len(AMOUNTS)), goods.ids,
    ))


def pages(env, months):
    """:return: {name of a page: what the web client asks for when somebody opens it}"""
    profit, accruals = env["ozon.profit"], env["ozon.accrual"]
    year = [("period", ">=", f"{YEAR}-01-01"), ("period", "<=", f"{YEAR}-12-31")]
    listed = {"product_id": {"fields": {"display_name": {}}}, "revenue": {}, "profit": {}}
    return {
        "month": lambda: open_form(months[0]),
        "profit": lambda: _open_profit(profit, year),
        "profit, by month": lambda: profit.formatted_read_grouping_sets(
            year, [[], ["period:month"]], MEASURES,
        ),
        "profit, rows": lambda: profit.web_search_read(year, listed, limit=80),
        "accruals": lambda: accruals.web_search_read(
            [("account_id", "=", months.account_id.id)], {"date": {}, "amount": {}}, limit=80,
        ),
        "accruals, by type": lambda: accruals.web_read_group(
            [("account_id", "=", months.account_id.id)], ["type_id"], ["amount:sum"], limit=80,
        ),
    }


def _open_profit(profit, domain):
    """Ask for what the page lists when it opens, in a table or in pages of a list."""
    action = profit._open_products(domain, {})
    [view, kind], rows = action["views"][0], action["context"]["pivot_row_groupby"]
    if kind == "pivot":
        profit.formatted_read_grouping_sets(domain, [[], rows], MEASURES)
    else:
        arch = etree.fromstring(profit.get_view(view, "list")["arch"])
        columns = [profit._fields[field.get("name")] for field in arch.iter("field")]
        sums = [f"{column.name}:{column.aggregator}" for column in columns if column.aggregator]
        profit.web_read_group(domain, ["product_id"], sums, limit=80)


def _clocked(env, open_page):
    env.invalidate_all()
    with Clock(env) as clock:
        open_page()
    return clock


def main():
    parser = argparse.ArgumentParser(prog="bench.year", description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--accruals", type=int, default=1_000_000)
    parser.add_argument("--products", type=int, default=20_000)
    arguments = parser.parse_args()
    slow = False
    with company_environment(os.environ["OZON_DEV_CONFIG"], arguments.database) as env:
        months = live_a_year(env, arguments.accruals, arguments.products)
        print(f"{'page':20} {'seconds':>9} {'processor':>9}")
        for name, open_page in pages(env, months).items():
            # The first warms the server; of the others the quickest counts.
            clocks = [_clocked(env, open_page) for _time in range(4)][1:]
            clock = min(clocks, key=lambda clock: clock.processor)
            late = " too slow" if clock.processor > SECONDS else ""
            print(f"{name:20} {clock.seconds:9.2f} {clock.processor:9.2f}{late}", flush=True)
            slow = slow or bool(late)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
