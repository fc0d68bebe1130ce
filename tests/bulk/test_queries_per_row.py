"""The quick form of dev/bench: the queries for each further row, and equal stored results."""

from collections import Counter
from random import Random

import pytest

from bench.opening import open_form
from bench.run import differences, run, works
from tests.fake_ozon import random_report
from tests.odoo.common import OzonCase

FEW, MANY = 300, 600


@pytest.mark.exhaustive
class TestQueriesPerRow(OzonCase):
    def done(self, work, way, rows):
        """Do a piece of work, and undo it."""
        with self.env.cr.savepoint() as before:
            outcome = run(self.env, work, way, rows)
            before.rollback()
        return outcome

    def test_each_work_of_the_bench(self):
        gated = [work for work in works() if work.queries and work.model in ("", *self.env)]
        self.assertGreater(len(gated), 6)
        counted = Counter()
        for work in gated:
            with self.subTest(work.name):
                few, many = (work.prepare(self.env, n) for n in (FEW, MANY))
                ours, more = self.done(work, work.ours, few), self.done(work, work.ours, many)
                fixed, per_row = work.queries
                self.assertLessEqual((more.queries - ours.queries) / (MANY - FEW), per_row)
                self.assertLessEqual(more.queries, fixed + per_row * MANY)
                if work.stored:
                    plain = self.done(work, work.plain, few)
                    self.assertEqual(differences(ours.stored, plain.stored), [])
                    counted.update(ours=ours.queries, plain=plain.queries)
        # The check must not pass because no queries were counted.
        self.assertGreater(counted["plain"], 10 * counted["ours"])

    def wide_month(self, account, month, rows):
        """A report with this number of rows, each about another product."""
        skus = [1000 * month + number for number in range(rows)]
        payload = random_report(Random(rows), year=2026, month=month, rows=rows, skus=skus)
        for sku, row in zip(skus, payload["result"]["rows"], strict=True):
            row["item"].update(sku=sku, offer_id=f"ART-{sku}", barcode=f"OZN{sku}")
        self.publish(payload, month=month)
        return self.import_month(account, month=month)

    def queries(self, work):
        """How many queries the work takes with no records cached, and the server's caches warm."""
        work()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    def test_opening_a_report(self):
        account = self.connect()
        few, many = (
            self.wide_month(account, month, rows) for month, rows in ((8, 20), (9, 80))
        )
        for step in (lambda report: None, self.bring_goods, lambda report: report.action_confirm()):
            for report in (few, many):
                step(report)
            counted = [
                self.queries(lambda report=report: open_form(report)) for report in (few, many)
            ]
            with self.subTest(few.state, short=bool(few.shortage)):
                self.assertEqual(few.state, many.state)
                # No query is sent for each row, product, line or move.
                self.assertLessEqual(counted[1], counted[0] + 3)

    def test_a_month_that_is_taken_back(self):
        account = self.connect()
        counted = {}
        for month, rows in ((8, 20), (9, 80)):
            report = self.wide_month(account, month, rows)
            self.confirm(report)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report.action_reset()
            counted[rows] = self.env.cr.sql_log_count - before
        # A further product and its lines are read and written together with the others.
        self.assertLessEqual((counted[80] - counted[20]) / 60, 1)
