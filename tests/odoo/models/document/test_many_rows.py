"""A month with very many rows is loaded in steps, and is not repeated for ever if aborted."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase

TASKS = "ozon_connector.ir_cron_run_tasks"
MANY_ROWS = "odoo.addons.ozon_connector.models.document.ozon_document_base.MANY_ROWS"
# More rows than one step matches and drafts; the limit is lowered to keep the tests quick.
LIMIT = 200
ROWS = LIMIT + 1
SKUS = (3001, 3002, 3003)


class ManyRowsCase(BooksCase):
    def setUp(self):
        self.enterContext(patch(MANY_ROWS, LIMIT))
        super().setUp()

    def arrange(self):
        super().arrange()
        rows = [
            row(sku=SKUS[place % 3], price="100", sold=side(1, points="5"),
                returned=side(1) if place % 10 == 0 else None)
            for place in range(ROWS)
        ]  # fmt: skip
        self.publish(report(rows))
        self.account = self.connect(import_from="2026-09-01")

    def month(self):
        # Ozon has no reports for the months after September.
        return self.account.report_ids.filtered(lambda report: report.period.month == 9)

    def load(self):
        """Run the scheduled action until the month waits for a person. A run has ten seconds."""
        for _run in range(30):
            self.run_cron()
            if not self.month().filtered_domain(self.month()._due_domain()):
                return
        self.fail("the month does not get on")

    def be_killed(self, record, times, minutes=10):
        """The state that a server leaves after it was killed several times at work."""
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        record.write({"job_worker": "1-gone", "job_since": since, "job_cuts": times - 1})
        self.env.flush_all()


class TestSteps(ManyRowsCase):
    def test_a_program_s_call_leaves_it_to_the_background_after_a_step(self):
        self.account.action_import_reports()
        month = self.month()
        self.assertEqual((month.state, len(month.line_ids)), ("loaded", ROWS + 21))
        self.assertTrue(month.next_attempt)
        self.assertFalse(month.bill_id)

        # Step by step: first products, then one document after the other, then the transfers.
        seen = []
        while month._job_step():
            seen.append((month.state, len(month._documents()), len(month.picking_ids)))
        self.assertEqual(
            seen,
            [
                ("loaded", 0, 0), ("ready", 0, 0), ("ready", 1, 0), ("ready", 2, 0),
                ("ready", 3, 0), ("ready", 3, 1), ("to_review", 3, 2),
            ],
        )  # fmt: skip
        self.assertFalse(month.next_attempt)
        whole = (month.bill_total, month.sale_total)
        self.assertEqual(whole, (month.fee_payable, month.revenue))

        # Recreated drafts are created in the same steps, in the background.
        month.action_draft_again()
        self.assertEqual(month.state, "loaded")
        self.load()
        self.assertEqual(month.state, "to_review", month.error_message)
        self.assertEqual((month.bill_total, month.sale_total), whole)
        self.assertFalse(month.job_worker)
        self.bring_goods(month)
        month.action_confirm()
        self.assertEqual(month.state, "booking")
        self.run_cron(TASKS)
        self.assertEqual(month.state, "posted", month.error_message)

    def test_nothing_is_left_of_a_month_whose_next_document_is_refused(self):
        self.load()
        month = self.month()
        self.assertEqual(month.state, "to_review", month.error_message)
        tax = self.create_tax("sale", 22, included=True)
        tax.amount_type = "fixed"
        month.line_ids.product_id[:1].taxes_id = [Command.set(tax.ids)]
        month.action_draft_again()
        self.load()
        self.assertEqual(month.state, "ready")
        self.assertIn("a fixed amount", month.error_message)
        self.assertFalse(month._documents())
        self.assertFalse(month.picking_ids)


class TestCutOff(ManyRowsCase):
    def test_a_server_that_was_stopped_sooner_was_not_reloaded_by_its_limits(self):
        self.account.action_import_reports()
        month = self.month()
        self.be_killed(month, 2, minutes=0)
        month._job_mark()
        self.assertEqual(month.job_cuts, 1)
        self.be_killed(month, 2)
        month._job_mark()
        self.assertEqual(month.job_cuts, 2)

    def test_a_step_that_is_cut_off_again_and_again_says_so_and_waits(self):
        self.account.action_import_reports()
        month = self.month()
        # Matching can be done in smaller steps, so it continues.
        self.be_killed(month, 2)
        self.load()
        self.assertEqual(month.state, "to_review", month.error_message)
        self.assertEqual(month.job_cuts, 0)

        month.action_draft_again()
        while month.state != "ready":
            month._job_step()
        month._job_step()
        self.assertTrue(month.bill_id)
        # So can drafting, until it is cut off a fourth time.
        self.be_killed(month, 4)
        self.load()
        self.assertEqual(month.state, "ready")
        self.assertIn("The server was reloaded twice", month.error_message)
        self.assertIn("Detail of Documents", month.error_message)
        self.assertFalse(month.bill_id)

        # A user may try again at once.
        month.action_fetch()
        self.load()
        self.assertEqual(month.state, "to_review", month.error_message)

    def test_a_button_s_work_that_was_cut_off_twice_is_given_up(self):
        self.load()
        month = self.month()
        self.bring_goods(month)
        month.with_context(ozon_for_page=True).action_confirm()
        self.assertTrue(month.ozon_working)
        task = self.env["ozon.task"].search([("res_id", "=", month.id)])
        self.be_killed(task, 2)
        self.run_cron(TASKS)
        self.assertFalse(task.exists())
        self.assertEqual(month.state, "to_review")
        self.assertIn("was stopped", month.error_message)
        self.assertEqual(month.bill_id.state, "draft")

        month.with_context(ozon_for_page=True).action_confirm()
        self.run_cron(TASKS)
        self.assertEqual(month.state, "posted", month.error_message)
