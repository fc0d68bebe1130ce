"""Very long documents of every kind are booked in steps, and a month waits for them."""

from unittest.mock import patch

from odoo.exceptions import UserError

from tests.fake_ozon import written_off
from tests.odoo.models.document.test_booking_steps import MANY_ROWS, STEPS, TASKS
from tests.settlement.models.buyout.test_buyouts import BuyoutCase
from tests.settlement.models.compensation.test_compensations import CompensationCase
from tests.settlement.models.netting.test_netting import NettingCase
from tests.settlement.month_case import MonthCase

MONTHS = "ozon_connector_settlement.ir_cron_load_months"


class LongCase:
    """Every document with more than one row counts as one with many."""

    def many_rows(self, limit=1):
        self.enterContext(patch(MANY_ROWS, limit))

    def booking(self, document):
        return self.env["ozon.booking"].search([("document_id", "=", document.document_id.id)])

    def step(self, document):
        return self.booking(document)._try_lock()._job_step()

    def steps(self, document):
        """Run all steps.

        :return: their number
        """
        for count in range(1, 20):
            if not self.step(document):
                return count
        self.fail("it does not get on")

    def assert_equal_in_steps(self, document, books, limit=1):
        """Booking and taking back in steps give the result of a single transaction, even if a step
        was refused before.
        """
        before = books()
        document.action_confirm()
        confirmed = books()
        document.action_reset()
        self.assertEqual((document.state, books()), ("to_review", before))

        self.many_rows(limit)
        document.action_confirm()
        self.assertEqual(document.state, "booking")
        count = self.steps(document)
        self.assertEqual((document.state, books()), ("posted", confirmed))
        document.action_reset()
        self.assertEqual(document.state, "taking_back")
        self.steps(document)
        self.assertEqual((document.state, books()), ("to_review", before))
        for done in range(count):
            with self.subTest(done=done):
                document.action_confirm()
                for _step in range(done):
                    self.step(document)
                with patch(f"{STEPS}._stay", self.refuse), patch(f"{STEPS}._end", self.refuse):
                    self.step(document)
                self.assertEqual(document.state, "taking_back")
                self.steps(document)
                self.assertEqual((document.state, books()), ("to_review", before))
                self.assertEqual(document.error_message, "Так нельзя.")
        document.action_confirm()
        self.steps(document)
        self.assertEqual((document.state, books()), ("posted", confirmed))
        self.assertFalse(document.error_message)

    def refuse(self, *_args):
        raise UserError("Так нельзя.")


class TestBuyouts(LongCase, BuyoutCase):
    def test_the_goods_leave_before_the_invoice(self):
        month = self.loaded()
        goods = month.line_ids.product_id

        def books():
            self.env.invalidate_all()
            return self.balances(), goods.mapped("qty_available")

        self.assert_equal_in_steps(month, books)
        self.assertEqual(self.failed(month), set())


class TestCompensations(LongCase, CompensationCase):
    def test_an_invoice_with_its_goods(self):
        self.lose()
        self.load()
        self.assert_equal_in_steps(
            self.document(), lambda: (self.balances(), self.in_stock()), limit=0,
        )

    def test_goods_that_have_no_entry(self):
        self.seller.finance.decommissioned = [written_off(1002, 2)]
        self.load()
        document = self.document("written_off")
        self.assertFalse(document.invoice_id)
        self.assert_equal_in_steps(
            document, lambda: (self.balances(), self.in_stock()), limit=0,
        )


class TestNetting(LongCase, NettingCase):
    def test_services_do_not_settle_a_report_that_is_under_way(self):
        report, act, star = self.documents()
        limit = act._row_count()
        self.assertGreater(report._row_count(), limit)
        self.many_rows(limit)
        report.action_confirm()
        while report.sale_refund_id.state != "posted":
            self.assertTrue(self.step(report))
        act.action_confirm()
        self.assertEqual(act.state, "posted")
        self.assertFalse(act.netting_move_id)
        # The last step nets the act, as if the act had been booked before.
        self.steps(report)
        self.assertTrue(act.netting_move_id)
        star.action_confirm()
        self.assertEqual(self.owed(), (0, 2495.0))

        report.action_reset()
        self.step(report)
        self.assertEqual((report.state, act.state), ("taking_back", "posted"))
        self.assertFalse(act.netting_move_id)
        # A month that could not be taken back is netted again.
        with patch(f"{STEPS}._stay", self.refuse), patch(f"{STEPS}._end", self.refuse):
            self.step(report)
        self.steps(report)
        self.assertEqual((report.state, self.owed()), ("posted", (0, 2495.0)))
        self.assertEqual(report.error_message, "Так нельзя.")


class TestMonth(LongCase, MonthCase):
    def confirmed(self):
        """A month whose report has many rows, while the acts have few."""
        self.ask()
        self.report = self.env["ozon.realization.report"].search([])
        self.bring_goods(self.report)
        self.many_rows(max(self.act()._row_count(), self.act("star")._row_count()))
        month = self.month()
        month.action_confirm()
        self.assertEqual((self.report.state, self.act().state), ("booking", "to_review"))
        self.run_cron(MONTHS)
        self.assertEqual((self.report.state, self.act().state), ("booking", "to_review"))
        self.assertIn("0 of 3", month.ozon_working)
        return month

    def test_it_waits_for_the_end_of_its_report(self):
        month = self.confirmed()
        self.run_cron(TASKS)
        self.assertEqual((self.report.state, self.act().state), ("posted", "to_review"))
        self.run_cron(MONTHS)
        self.assertEqual((self.act().state, self.act("star").state), ("posted", "posted"))
        self.assertFalse(month.ozon_working)
        self.assertFalse(month.confirm_problems)

    def test_a_report_that_was_taken_back_is_named(self):
        month = self.confirmed()
        with patch(f"{STEPS}._stay", self.refuse), patch(f"{STEPS}._end", self.refuse):
            self.step(self.report)
        self.run_cron(TASKS)
        self.assertEqual(self.report.state, "to_review")
        self.run_cron(MONTHS)
        self.assertEqual((self.report.state, self.act().state), ("to_review", "posted"))
        self.assertIn("Так нельзя.", month.confirm_problems)

    def test_what_is_under_way_already_is_named_as_such(self):
        self.ask()
        self.report = self.env["ozon.realization.report"].search([])
        self.bring_goods(self.report)
        self.many_rows(max(self.act()._row_count(), self.act("star")._row_count()))
        self.report.action_confirm()
        self.month().action_confirm()
        self.assertEqual(self.act().state, "posted")
        self.assertIn("The month is being booked", self.month().confirm_problems)
