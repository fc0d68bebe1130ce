"""Long work is done in the background if a user in the browser would wait for it."""

import time
from unittest.mock import patch

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from tests.fake_ozon import faults, report, row, side
from tests.odoo.common import OzonCase

TASKS = "ozon_connector.ir_cron_run_tasks"
MANY_ROWS = "odoo.addons.ozon_connector.models.document.ozon_document_base.MANY_ROWS"
MANY = 101


def long_report(month=9):
    """A month with many products, each sold once."""
    return report([row(sku=9000 + number, sold=side(1)) for number in range(MANY)], month=month)


@tagged("standard", "post_install", "-at_install")
class TestButtonsOfThePage(HttpCase, OzonCase):
    def arrange(self):
        super().arrange()
        self.user = new_test_user(
            self.env, "bookkeeper", "ozon_connector.group_ozon_user", password="bookkeeper",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.publish(long_report())
        self.account = self.connect(allow_negative_stock=True)

    def setUp(self):
        super().setUp()
        self.authenticate("bookkeeper", "bookkeeper")

    def press(self, record, method):
        """Press a button in the browser."""
        answer = self.url_open(
            f"/web/dataset/call_button/{record._name}/{method}",
            json={
                "params": {
                    "model": record._name, "method": method, "args": [record.ids],
                    "kwargs": {
                        "context": {
                            "allowed_company_ids": self.company.ids, "ozon_for_page": True,
                        }
                    },
                }
            },
        ).json()  # fmt: skip
        self.env.invalidate_all()
        self.assertNotIn("error", answer, answer.get("error"))
        return answer["result"]

    def run_cron(self, xmlid="ozon_connector.ir_cron_import_reports"):
        # The commits of a scheduled action stay within the test's transaction.
        result = self.env.ref(xmlid).method_direct_trigger()
        self.assertNotIsInstance(result, dict, result)

    def told(self):
        """The final message to the user, wherever Odoo showed it."""
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].search([]).mapped("message")
        return [message for message in messages if "simple_notification" in message]

    def test_a_long_month_is_booked_in_the_background(self):
        month = self.import_month(self.account)

        self.press(month, "action_confirm")
        self.assertEqual(month.state, "to_review")
        self.assertEqual(month.ozon_working, "The month is being booked")

        self.run_cron(TASKS)
        self.assertEqual((month.state, month.ozon_working), ("posted", False))
        self.assertIn("The month is booked.", self.told()[-1])

    def test_who_lost_the_right_meanwhile_books_nothing(self):
        month = self.import_month(self.account)
        self.press(month, "action_confirm")
        self.user.group_ids = self.env.ref("base.group_user")

        self.run_cron(TASKS)

        self.assertEqual((month.state, month.ozon_working), ("to_review", False))
        self.assertIn("not allowed", month.error_message)

    def test_pressing_twice_books_once(self):
        month = self.import_month(self.account)

        self.press(month, "action_confirm")
        self.press(month, "action_confirm")
        self.run_cron(TASKS)

        self.assertFalse(self.env["ozon.task"].search([]))
        self.assertEqual((month.state, month.error_message), ("posted", False))

    def test_the_bill_s_own_button_leads_to_the_report_where_the_work_is_seen(self):
        month = self.import_month(self.account)

        action = self.press(month.bill_id, "action_post")
        self.assertEqual((action["res_model"], action["res_id"]), (month._name, month.id))
        self.assertEqual(month.bill_id.state, "draft")
        self.run_cron(TASKS)
        self.assertEqual(month.bill_id.state, "posted")

        self.press(month.bill_id, "button_draft")
        self.assertEqual(month.ozon_working, "The month is being taken back")
        self.run_cron(TASKS)
        self.assertEqual((month.state, month.bill_id.state), ("to_review", "draft"))

    def test_what_stands_in_the_way_is_shown_on_the_report_and_told(self):
        self.account.allow_negative_stock = False
        month = self.import_month(self.account)

        self.press(month, "action_confirm")
        self.run_cron(TASKS)

        self.assertEqual((month.state, month.ozon_working), ("to_review", False))
        self.assertIn("below zero", month.error_message)
        self.assertIn("below zero", self.told()[-1])

    def test_a_month_taken_back_and_drafted_again(self):
        month = self.import_month(self.account)
        month.action_confirm()

        self.press(month, "action_reset")
        self.run_cron(TASKS)
        self.assertEqual(month.state, "to_review")
        bill = month.bill_id

        self.press(month, "action_draft_again")
        self.run_cron(TASKS)
        self.assertEqual(month.state, "to_review")
        self.assertNotEqual(month.bill_id, bill)
        self.assertIn("The documents are drafted again.", self.told()[-1])

    def test_nothing_is_told_while_the_steps_of_the_work_still_run(self):
        month = self.import_month(self.account)
        before = len(self.told())
        self.enterContext(patch(MANY_ROWS, MANY - 1))

        self.press(month, "action_draft_again")
        self.run_cron(TASKS)
        self.assertEqual(month.state, "loaded")
        self.assertTrue(month.ozon_working)
        self.assertEqual(len(self.told()), before)

        for _run in range(10):
            if month.state != "to_review":
                self.run_cron()
        self.assertEqual(month.state, "to_review", month.error_message)
        self.assertEqual(len(self.told()), before)

    def test_a_program_gets_its_result_at_once(self):
        month = self.import_month(self.account)

        answer = self.url_open(
            f"/web/dataset/call_kw/{month._name}/action_confirm",
            json={
                "params": {
                    "model": month._name, "method": "action_confirm", "args": [month.ids],
                    "kwargs": {},
                }
            },
        ).json()  # fmt: skip

        self.assertNotIn("error", answer)
        self.env.invalidate_all()
        self.assertEqual(month.state, "posted")

    def test_loading_a_long_month_goes_on_in_the_background(self):
        month = self.env["ozon.realization.report"].create(
            {"account_id": self.account.id, "period": "2026-09-01"}
        )

        result = self.press(month, "action_fetch")
        self.assertEqual(month.state, "loaded")
        self.assertEqual(month.ozon_working, "The report is being loaded")
        self.assertIn("background", result["params"]["message"])

        self.run_cron()
        self.assertEqual((month.state, month.ozon_working), ("to_review", False))

    def test_the_account_s_button_shows_how_many_months_are_loaded(self):
        self.account.import_from = "2026-08-01"
        self.publish(long_report(month=8), month=8)

        action = self.press(self.account, "action_import_reports")
        self.assertEqual(action["res_model"], "ozon.report.import")
        dialog = self.env["ozon.report.import"].browse(action["res_id"])
        self.assertEqual(dialog.loaded_count, 0)

        # A slow machine may need another run for the second month.
        for _run in range(5):
            if dialog.loaded_count < dialog.month_count:
                self.run_cron()
                self.env.invalidate_all()
        self.assertEqual((dialog.loaded_count, dialog.month_count), (2, 2))

    def test_an_ozon_that_hesitates_is_left_to_the_background(self):
        month = self.env["ozon.realization.report"].create(
            {"account_id": self.account.id, "period": "2026-09-01"}
        )
        self.ozon.script("/v2/finance/realization", faults.Answer(drip=0.1))

        started = time.monotonic()
        self.press(month, "action_fetch")
        self.assertLess(time.monotonic() - started, 3)
        self.assertEqual((month.state, month.error_message), ("waiting", False))
        self.assertTrue(month.ozon_working)

        self.run_cron()
        self.assertEqual(month.state, "to_review")

    def test_comparing_a_long_month_tells_the_outcome(self):
        month = self.import_month(self.account)

        self.press(month, "action_compare")
        self.assertEqual(month.ozon_working, "The report is being compared with Ozon's")
        self.run_cron(TASKS)

        self.assertIn("No changes at Ozon.", self.told()[-1])

    def test_a_long_receipt_for_a_kopeck_and_its_undoing(self):
        self.account.allow_negative_stock = False
        month = self.import_month(self.account)
        dialog = self.env["ozon.kopeck.receipt"].with_user(self.user).browse(
            self.press(month, "action_kopeck_receipt")["res_id"]
        )

        self.press(dialog, "action_receive")
        self.assertEqual(dialog.ozon_working, "The goods are being received")
        self.assertFalse(month.kopeck_receipt_ids)
        self.run_cron(TASKS)
        order = month.kopeck_receipt_ids
        self.assertEqual((dialog.order_id, order.amount_total), (order, 1.01))

        self.press(order, "action_ozon_undo_receipt")
        self.assertEqual(order.state, "purchase")
        self.run_cron(TASKS)
        self.assertEqual(order.state, "cancel")

    def test_a_receipt_that_is_refused_says_why_in_its_dialog(self):
        self.account.allow_negative_stock = False
        month = self.import_month(self.account)
        dialog = self.env["ozon.kopeck.receipt"].with_user(self.user).browse(
            self.press(month, "action_kopeck_receipt")["res_id"]
        )
        dialog.number = " "

        self.press(dialog, "action_receive")
        self.run_cron(TASKS)

        self.assertIn("no number", dialog.problem)

    def test_a_defect_leaves_the_books_alone_and_is_said(self):
        month = self.import_month(self.account)
        self.press(month, "action_confirm")
        # An unexpected constraint of the database.
        self.env.cr.execute(
            "ALTER TABLE account_move ADD CONSTRAINT nobody_thought_of"
            " CHECK (state != 'posted' OR move_type != 'out_invoice') NOT VALID"
        )

        with mute_logger(
            "odoo.sql_db", "odoo.addons.base.models.ir_cron",
            "odoo.addons.ozon_connector.models.common.ozon_job",
        ), self.assertRaisesRegex(AssertionError, "CheckViolation"):  # fmt: skip
            self.run_cron(TASKS)
        self.env.invalidate_all()

        self.assertEqual((month.state, month.ozon_working), ("to_review", False))
        self.assertIn("The connector failed", month.error_message)
