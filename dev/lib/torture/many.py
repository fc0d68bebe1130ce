"""Fifty accounts in one import, some of them failing."""

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from shared.servers import free_port, odoo_server, say
from tests.fake_ozon import Answer, Seller, faults, published_example, totals
from tests.fake_ozon import seller as words
from torture.books import ask
from torture.met import Met
from torture.stage import clone, closed_months, make_seller, wait_for, wake_scheduler

PATIENCE = 900  # seconds for all of them together
KOPECK = Decimal("0.01")


@dataclass
class FaultySeller(Seller):
    """A seller whose reports have a fault."""

    fault: Answer | None = None

    def answer(self, method, body):
        if self.fault and method == "/v2/finance/realization":
            return self.fault
        return super().answer(method, body)


def _spoiled(change):
    """A fault: a report that cannot be booked."""
    [month] = months_due()
    payload = published_example(month.year, month.month)
    change(payload["result"]["rows"][0]["delivery_commission"])
    return Answer(json=payload)


def faults_of_reports():
    return {
        "an error of Ozon's": faults.INTERNAL_ERROR,
        "too many requests": faults.rate_limited(),
        "no answer": Answer(delay=900),
        "broken JSON": Answer(body=b'{"result": {'),
        "a page instead of JSON": faults.page(200),
        "a wrong shape": Answer(json={"result": {"header": None, "rows": 5}}),
        "a cut answer": Answer(json={"result": {}}, cut=5),
        "no report yet": faults.refused(404, 5, "Report was not found"),
        "the key is invalid": words.INVALID_KEY,
        "the key is deactivated": faults.refused(403, 7, words.KEY_DEACTIVATED),
        "the company is blocked": faults.refused(403, 7, words.COMPANY_BLOCKED),
        "a row that does not tie": _spoiled(lambda side: side.update(total=1)),
        "an unknown figure": _spoiled(lambda side: side.update(new_fee=5)),
    }  # fmt: skip


def months_due():
    """The months that the scheduled import requests; before the 7th the last one is not due."""
    return closed_months(2)[:1] if date.today().day < 8 else closed_months(1)


def import_many(stage, ozon, seed, count=50):
    """Import fifty accounts in one scheduled import, failing ones first.

    :return: (what was met, the number of faults, the database)
    """
    database = "ozon_torture_many"
    clone(stage, database)
    months = months_due()
    wrong = list(faults_of_reports().items())
    sellers = _sellers(ozon, seed, count, months)
    say(f"{count} accounts in one run, {len(wrong)} of them failing")
    met = Met()
    with odoo_server(free_port(), database, "--workers", "2", "--max-cron-threads", "2",
                     "--gevent-port", str(free_port())) as odoo:  # fmt: skip
        # The account of the stage takes no part.
        odoo("ozon.account", "write", odoo("ozon.account", "search", []), {"auto_import": False})
        for seller in sellers:
            account = odoo("ozon.account", "create", {
                "client_id": seller.client_id, "api_key": seller.api_key,
                "name": f"Кабинет {seller.client_id}", "import_from": str(months[0]),
            })  # fmt: skip
            odoo("ozon.account", "action_connect", [account])
        for seller, (_name, fault) in zip(sellers, wrong, strict=False):
            seller.fault = fault
        ask(
            database,
            "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'utc' WHERE id = "
            "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_import_reports')",
        )
        wake_scheduler(database)
        started = time.monotonic()
        done, days = wait_for(database, lambda: _all_done(database, count), PATIENCE, 12)
    seconds = time.monotonic() - started
    say(f"{'done' if done else 'NOT done'} in {seconds:.0f} s and {days} further day(s)")
    compare_bills(database, sellers, months, met)
    return met, len(wrong), database


def _sellers(ozon, seed, count, months):
    random = Random(f"{seed}.many")
    sellers = []
    for number in range(count):
        made = make_seller(random, str(700_001 + number), ozon.sellers[0].api_key, 4, 5, months)
        sellers.append(FaultySeller(made.client_id, made.api_key, made.cards, made.reports))
    ozon.sellers += sellers
    return sellers


def _all_done(database, count):
    """Whether every account has its bill, or an error that says why there is none."""
    [[done]] = ask(database, """
        SELECT count(*) FROM ozon_realization_report
        WHERE state = 'to_review' OR error_message IS NOT NULL
    """)
    return done >= count


def compare_bills(database, sellers, months, met):
    """Find sellers whose bill is missing or wrong, or exists although their report fails."""
    found = defaultdict(list)
    for client_id, *facts in ask(database, """
        SELECT a.client_id, r.period, r.state, r.error_message IS NOT NULL,
               (SELECT array_agg(m.amount_total) FROM account_move m
                WHERE m.ozon_report_id = r.id AND m.move_type IN ('in_invoice', 'in_refund'))
        FROM ozon_realization_report r JOIN ozon_account a ON a.id = r.account_id
    """):
        found[client_id].append(facts)
    for seller in sellers:
        reports = found[seller.client_id]
        kept = sum(len(bills or []) for *_, bills in reports)
        for month in months:
            [report] = [one for one in reports if one[0] == month] or [None]
            expected = [month, "waiting", True, None] if seller.fault else [
                month, "to_review", False, [abs(_fee(seller.reports[month.year, month.month]))]
            ]
            if report != expected:
                met.lost.append((seller.client_id, report, expected))
        wanted = 0 if seller.fault else len(months)
        met.doubled += [(seller.client_id, "bills", kept)] * max(kept - wanted, 0)


def _fee(payload):
    expected = totals(payload)
    used = max(min(expected.points, Decimal("0.99") * expected.base_fee), Decimal(0))
    return (expected.base_fee - used).quantize(KOPECK, ROUND_HALF_UP)


def busiest_second(requests, together=False):
    """The largest number of requests with one Client-Id within a second.

    :param together: whether to count all Client-Ids together
    """
    moments = defaultdict(list)
    for request in requests:
        moments[together or request.headers["Client-Id"]].append(request.time)
    most = 0
    for of_one in moments.values():
        of_one.sort()
        start = 0
        for end, moment in enumerate(of_one):
            while moment - of_one[start] >= 1:
                start += 1
            most = max(most, end - start + 1)
    return most
