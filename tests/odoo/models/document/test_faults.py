"""Accidents on the way of Ozon's answers: the books are right, or nothing is booked and a message
says why. Once the fault is gone, the next scheduled run does what this one could not.

Each fault is a test of its own.
"""

import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.ozon_connector.ozon_api.answers import read_realization
from odoo.addons.ozon_connector.ozon_api.reading import WrongShape
from odoo.tools import mute_logger

from tests.conftest import KEY_MARK
from tests.fake_ozon import Answer, card, faults, published_example, report, row, side
from tests.fake_ozon.spoiled import spoiled
from tests.odoo.common import OzonCase

ROLES = "/v1/roles"
LIST = "/v3/product/list"
CARDS = "/v3/product/info/list"
REALIZATION = "/v2/finance/realization"
SYNC = "ozon_connector.ir_cron_sync_products"

ACCIDENTS = list(faults.accidents({}))
# One row with all possible contents.
FULL = report(
    [
        row(
            sku=1001, price="250.10", ratio="0.20", sold=side(4, points="12.34", bank="1.10"),
            returned=side(1, stars="2.50", pick_up="0.70"),
        )
    ]
)  # fmt: skip


def telling(faults_of_a_report):
    """One fault for each different reading of the report, and one for each kind of refusal.

    Equal readings are booked equally, and all refusals are handled alike;
    tests/ozon_api/test_faults.py has every single fault.
    """
    seen = set()
    for fault in faults_of_a_report:
        try:
            read = read_realization(fault.body)
        except WrongShape:
            way = fault.kind
        else:
            way = repr((read.header, read.rows))
        if way not in seen:
            seen.add(way)
            yield fault


# An absent side is Ozon's way to say that there was no sale, or no return.
ANOTHER_REPORT = [
    f"result.rows[0].{side_of_row}: {kind}"
    for side_of_row in ("delivery_commission", "return_commission")
    for kind in ("missing", "null")
]
SPOILED = {
    fault.name: fault for fault in telling(spoiled(FULL)) if fault.name not in ANOTHER_REPORT
}
FIGURES = {"revenue": 700.94, "points": 49.36, "base_fee": 150.06, "accrual": 600.24}


def each(names):
    """A class decorator: the method `check` becomes a test for each of the names."""

    def decorate(case):
        for name in names:
            def test(self, name=name):
                self.check(name)

            setattr(case, "test_" + re.sub(r"\W+", "_", name).strip("_"), test)
        return case

    return decorate


class FaultCase(OzonCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("urllib3.connectionpool"))
        # Background jobs may wait for a long time, and their clock must not be frozen.
        for limit, seconds in (
            ("models.account.ozon_account_key.CALL_SECONDS", 1.0),
            ("models.account.ozon_key_check.KEY_SECONDS", 1.0),
            ("ozon_api.connection.FIRST_PAUSE", 0.3),
        ):  # fmt: skip
            self.enterContext(patch(f"odoo.addons.ozon_connector.{limit}", seconds))
        self.account = self.connect(auto_import=False, import_from="2026-09-01")

    def the_month(self, payload=None):
        """The report of a month that Ozon has closed, due in the next run."""
        self.publish(payload)
        return self.account._create_reports([fields.Date.to_date("2026-09-01")])

    def documents(self):
        return (
            self.env["account.move"].search([("company_id", "=", self.company.id)]),
            self.env["stock.picking"].search([("company_id", "=", self.company.id)]),
        )

    def run_when_due(self, month):
        """The next run, at the time that was planned for it."""
        month.next_attempt = fields.Datetime.now() - timedelta(seconds=1)
        self.run_cron()
        self.env.invalidate_all()

    def assert_clear_and_nothing_booked(self, month):
        self.assertIn(month.state, ("waiting", "loaded"))
        self.assertTrue(month.error_message)
        self.assertNotIn(KEY_MARK, month.error_message)
        # The words must be for bookkeepers, without technical terms or brackets.
        self.assertNotRegex(month.error_message, r"\[|\w\(|Error\b|Exception|<class")
        self.assertEqual(self.documents(), (month.bill_id, month.picking_ids))
        self.assertFalse(month.bill_id or month.picking_ids)
        self.assertEqual(bool(month.line_ids), month.state == "loaded", "whole or not at all")
        self.assertGreater(month.next_attempt, fields.Datetime.now())
        planned = self.env["ir.cron.trigger"].search([("call_at", "=", month.next_attempt)])
        self.assertTrue(planned)
        self.assertEqual(self.account.state, "connected")

    def assert_booked(self, month, **figures):
        self.assertEqual((month.state, month.error_message), ("to_review", False))
        self.assertEqual(month.failures, 0)
        self.assertEqual({name: round(month[name], 2) for name in figures}, figures)
        documents, transfers = self.documents()
        self.assertEqual((documents, transfers), (month._documents(), month.picking_ids))
        self.assertEqual(month.bill_total, month.fee_payable)
        self.assertEqual(month.sale_total, month.revenue)


@each(ACCIDENTS)
class TestReport(FaultCase):
    """The report itself does not arrive."""

    def check(self, name):
        month = self.the_month()
        self.ozon.always(REALIZATION, faults.accidents(published_example())[name])
        self.run_cron()
        self.env.invalidate_all()
        self.assert_clear_and_nothing_booked(month)

        self.ozon.always(REALIZATION, None)
        self.run_when_due(month)
        self.assert_booked(month, revenue=2800, points=100, base_fee=290, accrual=2610)


@each(ACCIDENTS)
class TestCardsOfAReport(FaultCase):
    """The report arrives, but not the cards of its goods."""

    def check(self, name):
        self.seller.cards = [card(11, 1001)]
        month = self.the_month()
        self.ozon.always(CARDS, faults.accidents({"items": [card(11, 1001)]})[name])
        self.run_cron()
        self.env.invalidate_all()
        self.assert_clear_and_nothing_booked(month)

        self.ozon.always(CARDS, None)
        self.run_when_due(month)
        self.assert_booked(month, revenue=2800, points=100, base_fee=290, accrual=2610)
        self.assertEqual(self.account.product_ids.ozon_product_id, "11")


@each(ACCIDENTS)
class TestSynchronisation(FaultCase):
    """The list of cards, or the cards, do not arrive while the job runs."""

    def check(self, name):
        self.seller.cards = [card(11, 501), card(12, 502)]
        for path in (LIST, CARDS):
            self.account.sync_step = "ALL"
            self.ozon.always(path, faults.accidents({"result": {"items": []}})[name])
            self.run_cron(SYNC)
            self.env.invalidate_all()
            self.assertTrue(self.account.sync_message)
            self.assertFalse(self.account.product_ids, "no page is stored half")

            self.ozon.always(path, None)
            self.assertEqual(self.account.sync_step, "ALL", "it goes on by itself")
            self.run_cron(SYNC)
            self.env.invalidate_all()
            self.assertFalse(self.account.sync_step)
            self.assertEqual(self.account.product_ids.mapped("match_state"), ["created"] * 2)
            self.assertEqual(len(self.account.product_ids.product_id), 2)
            self.account.product_ids.product_id.unlink()
            self.account.product_ids.unlink()


@each(ACCIDENTS)
class TestConnecting(FaultCase):
    """Ozon is asked about a key and does not answer as it should."""

    def check(self, name):
        account = self.env["ozon.account"].create(
            {"client_id": "777", "api_key": f"{self.seller.api_key}-2"}
        )
        self.ozon.always(ROLES, faults.accidents({"roles": []})[name])
        account.action_connect()
        self.assertEqual(account.state, "draft", "nothing was said about the key")
        self.assertTrue(account.error_message)

        self.ozon.always(ROLES, None)
        account.client_id, account.api_key = "777", self.seller.api_key
        self.seller.client_id = "777"
        account.action_connect()
        self.assertEqual((account.state, account.error_message), ("connected", False))


@each(SPOILED)
class TestSpoiledReport(FaultCase):
    """The report has exactly one fault."""

    def arrange(self):
        super().arrange()
        self.seller.cards = [card(11, 1001)]

    def check(self, name):
        month = self.the_month(FULL)
        self.ozon.always(REALIZATION, Answer(body=SPOILED[name].body))
        self.run_cron()
        self.env.invalidate_all()
        if month.state == "to_review":
            self.assert_booked(month, **FIGURES)
            self.assertEqual(sorted(month.line_ids.mapped("quantity")), [1, 4])
            self.assertEqual(month.currency_id.name, "RUB")
            return
        self.assert_clear_and_nothing_booked(month)

        self.ozon.always(REALIZATION, None)
        self.run_when_due(month)
        self.assert_booked(month, **FIGURES)


class TestChangingReport(FaultCase):
    def test_a_report_that_changes_between_two_reads_is_booked_as_one_of_them(self):
        """The month was stored when loading the cards failed; then Ozon changed the report."""
        self.account.auto_import = True
        month = self.the_month()
        self.ozon.always(CARDS, faults.BAD_GATEWAY)
        self.run_cron()
        self.env.invalidate_all()
        self.assertEqual((month.state, month.revenue), ("loaded", 2800))

        self.publish(FULL)
        self.ozon.always(CARDS, None)
        month.next_attempt = fields.Datetime.now() - timedelta(seconds=1)
        self.account.auto_import = False
        self.run_cron()
        self.env.invalidate_all()
        self.assert_booked(month, revenue=2800, points=100, base_fee=290, accrual=2610)

        month.action_compare()
        self.run_when_due(month)
        self.assert_booked(month, **FIGURES)

    def test_a_report_that_is_another_at_every_read_is_always_a_whole_one(self):
        month = self.the_month()
        self.run_cron()
        for payload, revenue in ((FULL, 700.94), (published_example(), 2800), (FULL, 700.94)):
            self.publish(payload)
            month.action_compare()
            self.run_when_due(month)
            self.assert_booked(month, revenue=revenue)
