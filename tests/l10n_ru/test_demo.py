"""The decisions of dev/demo; its other parts are tried by starting it."""

from argparse import Namespace
from datetime import date

from demo.run import account_values, closed_months
from tests.odoo.common import OzonCase


class TestMonthsOfTheDemo(OzonCase):
    def test_only_the_months_that_were_asked_for_are_loaded(self):
        asked = Namespace(first=date(2026, 5, 1), last=date(2026, 9, 1))
        account = self.connect(**account_values(asked))
        self.run_cron()
        self.assertFalse(account.report_ids)

    def test_after_the_last_closed_month_the_account_goes_on_by_itself(self):
        first, last = closed_months(2)
        self.assertTrue(account_values(Namespace(first=first, last=last))["auto_import"])
