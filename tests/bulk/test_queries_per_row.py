"""The quick form of dev/bench: how many queries a row more costs, and that nothing else is left."""

from collections import Counter

from bench.run import differences, run, works
from tests.odoo.common import OzonCase

FEW, MANY = 300, 600


class TestQueriesPerRow(OzonCase):
    def done(self, work, way, rows):
        """Do a work, and take it back."""
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
        # The gate does not stand open because nothing is counted.
        self.assertGreater(counted["plain"], 10 * counted["ours"])
