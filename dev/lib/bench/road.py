"""How long each step of a month takes: download, lines, match, draft, confirm, reset.

Unlike `bench.run` it compares nothing with Odoo's own way. It checks that every step stays well
within Odoo's limit of 120 s for a request or a job, and that the report opens at once. Otherwise
it ends with exit code 1.
"""

import argparse
import multiprocessing
import os
import random
import sys

from bench.clock import Clock
from bench.company import company_environment
from bench.opening import open_form
from bench.run import _forget_peak, _peak_megabytes, _tidy
from tests.fake_ozon import FakeOzon, Seller, card, random_report

SIZES = (1_000, 5_000, 20_000)
COLUMNS = "{:10} {:>7} {:>9} {:>9} {:>8} {:>9}"
STEPS = ("draft", "confirm", "reset")
# The limits, and the largest report to which they apply: processor time to open the report with the
# server's caches warm, and the memory of the process in a step.
LIMITED_ROWS, OPEN_SECONDS, MEGABYTES = 20_000, 1.0, 600
# How often an opening is measured.
OPENINGS = 3


class Road:
    """Takes a report with as many rows as cards from Ozon to the books and back."""

    def __init__(self, env, ozon, rows, detail="", until="reset"):
        """:param ozon: (URL, Client-Id, API key) of the Ozon that has the report"""
        self.env = env
        self.ozon = ozon
        self.rows = rows
        self.detail = detail
        self.until = STEPS.index(until)
        self.problems = []
        # Addons can be imported once Odoo knows their path.
        from odoo.addons.ozon_connector.tools.memory import give_back
        self.give_back = give_back

    def timed(self, step, work):
        """Run a step, print its time and memory, and judge them.

        :return: the step's result
        """
        result, used, peak = self.measured(step, work)
        self.judge(step, used, peak)
        return result

    def measured(self, step, work):
        """Run a step in its own transaction, and print its time and memory.

        :return: (the step's result, seconds of processor time, MB at its peak)
        """
        _forget_peak()
        queries = self.env.cr.sql_log_count
        with Clock(self.env) as clock:
            result = work()
            self.env.cr.commit()
        peak = _peak_megabytes()
        print(COLUMNS.format(
            step, self.rows, f"{clock.seconds:.1f}", f"{clock.processor:.1f}",
            self.env.cr.sql_log_count - queries, round(peak),
        ), flush=True)  # fmt: skip
        # Like the next job or request, the next step starts without cached records.
        self.env.invalidate_all()
        self.give_back()
        return result, clock.processor, peak

    def judge(self, step, used, peak):
        """Note each limit that a step exceeds. `goods` is the bench's own preparation."""
        if self.rows > LIMITED_ROWS or step == "goods":
            return
        if step == "open" and used > OPEN_SECONDS:
            self.problems.append(f"open took {used:.2f} s, allowed {OPEN_SECONDS:.2f}")
        if peak > MEGABYTES:
            self.problems.append(f"{step} took {peak:.0f} MB, allowed {MEGABYTES}")

    def travel(self):
        url, client_id, api_key = self.ozon
        self.env["ir.config_parameter"].set_param("ozon_connector.api_url", url)
        account = self.env["ozon.account"].create({
            "client_id": client_id, "api_key": api_key,
            **({"document_detail": self.detail} if self.detail else {}),
        })
        account.action_connect()
        report = self.env["ozon.realization.report"].create({
            "account_id": account.id, "period": "2026-09-01",
        })
        self.env.cr.commit()
        while report.state in ("waiting", "loaded", "ready"):
            before = report.state
            step = {"waiting": "load", "loaded": "match", "ready": "draft"}[before]
            self.timed(step, lambda: report._next_step(patient=True))
            assert not report.error_message, report.error_message
        self.open(report)
        if self.until < STEPS.index("confirm"):
            return
        self.timed("goods", lambda: _bring(report))
        self.open(report)
        self.press("confirm", report, report.action_confirm)
        assert report.state == "posted", report.error_message
        checks = self.open(report)["checks"]
        failed = [check["title"] for check in checks if check["state"] == "failed"]
        assert not failed, failed
        if self.until < STEPS.index("reset"):
            return
        self.press("reset", report, report.action_reset)
        assert report.state == "to_review", report.state

    def open(self, report):
        """Open the report's page: once to warm the server, then several times to measure.

        The tables are vacuumed before, as PostgreSQL does by itself within minutes. The quickest
        opening is judged, because other work of the machine only makes it slower.

        :return: what the page shows
        """
        _tidy(self.env)
        open_form(report)
        self.env.invalidate_all()
        opened = [self.measured("open", lambda: open_form(report)) for _time in range(OPENINGS)]
        pages, used, peaks = zip(*opened, strict=True)
        self.judge("open", min(used), max(peaks))
        return pages[-1]

    def press(self, step, report, button):
        """Press a button of the report; if that leads to several background steps, time each."""
        self.timed(step, button)
        steps = self.env["ozon.booking"].search([("document_id", "=", report.document_id.id)])
        while steps.exists():
            self.timed(step, steps._job_step)
            assert not report.error_message, report.error_message


def _serve(rows, pipe):
    """Act as Ozon in another process, so that its answers do not count as memory of Odoo.
    """
    seller = _seller(rows)
    with FakeOzon(seller) as ozon:
        pipe.send((ozon.url, seller.client_id, seller.api_key))
        pipe.recv()


def _seller(rows):
    skus = [500_000 + number for number in range(rows)]
    report = random_report(random.Random(rows), rows=rows, skus=skus)
    # Each row is about another product, as in the widest month.
    for place, row in enumerate(report["result"]["rows"]):
        sku = skus[place]
        row["item"].update(
            sku=sku, offer_id=f"ART-{sku}", name=f"Товар {sku}", barcode=f"OZN{sku}",
        )
    return Seller(
        cards=[card(10_000 + number, sku) for number, sku in enumerate(skus)],
        reports={(2026, 9): report},
    )


def _bring(report):
    """Add the goods that the report lacks to the stock of the account's location."""
    units = {line.product.id: line.available + line.missing for line in report._shortage()}
    env = report.env
    env["stock.quant"].with_context(inventory_mode=True).create([
        {"product_id": product, "location_id": report.account_id.location_id.id,
         "inventory_quantity": quantity}
        for product, quantity in units.items()
    ]).action_apply_inventory()  # fmt: skip


def main():
    parser = argparse.ArgumentParser(prog="bench.road", description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--detail", default="")
    parser.add_argument("--until", choices=STEPS, default=STEPS[-1])
    arguments = parser.parse_args()
    pipe, end = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(arguments.n, end), daemon=True)
    server.start()
    print(COLUMNS.format("step", "rows", "seconds", "processor", "queries", "peak MB"), flush=True)
    with company_environment(os.environ["OZON_DEV_CONFIG"], arguments.database) as env:
        road = Road(env, pipe.recv(), arguments.n, arguments.detail, arguments.until)
        road.travel()
    pipe.send("done")
    server.join()
    for problem in road.problems:
        print(f"    {problem}", flush=True)
    return 1 if road.problems else 0


if __name__ == "__main__":
    sys.exit(main())
