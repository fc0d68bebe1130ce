"""Whoever leaves a page while its work goes on in the background never sees Odoo's «Oops!»."""

from datetime import datetime
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from tests.browser.leaving import (
    AT_THE_RELOAD,
    MODELS,
    PLANNED,
    REPORTS,
    LeaveCase,
    background_buttons,
)
from tests.fake_ozon import card, published_example, realization_file
from tests.odoo.common import OzonCase
from tests.odoo.kopeck import KopeckCase
from tests.odoo.models.document.test_correction import changed_example

SYNC = "ozon_connector.ir_cron_sync_products"
MOST_FOR_PAGE = "odoo.addons.ozon_connector.wizards.ozon_file_import_progress.MOST_FOR_PAGE"
MATCH_IN_REQUEST = f"{MODELS}.product.ozon_product_sync.MATCH_IN_REQUEST"
EVERY_MOMENT = ("restartTheDatabase", "glimpse", "turnThePage")


def form(name):
    return f"ozon_connector.{name}_view_form"


PROGRESS = f"{form('ozon_report_import')}_progress"


@tagged("standard", "post_install", "-at_install")
class TestLeavingAReport(LeaveCase):
    leaves = frozenset(("ozon.realization.report", "account.move"))

    def arrange(self):
        super().arrange()
        self.publish()
        self.publish(year=2026, month=8)
        self.account = self.connect(
            user_id=self.admin.id, auto_import=False, allow_negative_stock=True,
        )
        self.report = self.import_month(self.account)
        self.assertEqual(self.report.state, "to_review", self.report.error_message)

    def test_its_buttons_and_those_of_its_bill(self):
        month, bill = self.report, self.report.bill_id
        july, august = month.create([
            {"account_id": self.account.id, "period": "2026-07-01", "next_attempt": datetime.now()},
            {"account_id": self.account.id, "period": "2026-08-01"},
        ])  # fmt: skip
        earlier = (month._name, [("id", "in", (july | august).ids)])
        correction = ("ozon.realization.report", [("corrected_report_id", "=", month.id)])
        self.publish(changed_example())
        self.leave(
            self.press(earlier, "action_fetch", moments=EVERY_MOMENT, cron=REPORTS),
            self.press(month, "action_draft_again", asks=True, moments=PLANNED),
            self.press(bill, "action_post", progress=month, moments=PLANNED),
            self.press(month, "action_confirm"),
            self.press(bill, "button_draft", progress=month, moments=PLANNED),
            self.press(month, "action_reset", asks=True, moments=PLANNED),
            self.press(month, "action_compare", moments=AT_THE_RELOAD),
            self.press(month, "action_create_correction", progress=correction, cron=REPORTS),
        )
        self.assertEqual((august.state, month.state), ("to_review", "posted"))
        self.assertEqual(month.correction_ids.mapped("state"), ["to_review"])
        self.assert_all_pressed()


@tagged("standard", "post_install", "-at_install")
class TestLeavingACabinet(LeaveCase):
    leaves = frozenset(("ozon.account", "ozon.connect", "ozon.report.import"))

    def arrange(self):
        super().arrange()
        self.enterContext(patch(MATCH_IN_REQUEST, 0))

    def test_the_cabinet_and_its_dialogs(self):
        self.seller.cards = [card(11, 501), card(12, 502)]
        self.publish()
        account = self.connect(
            user_id=self.admin.id, auto_import=False, import_from="2026-09-01",
        )
        connected = self.env["ozon.connect"].with_user(self.admin).connect({
            "account_id": account.id,
        })
        question = self.env["ozon.connect"].browse(connected["res_id"])
        months = self.dialog(
            "ozon.report.import", account_id=account.id,
            month_from="2026-08-01", month_to="2026-08-01",
        )
        closed = ("ozon.report.import", [("account_id", "=", account.id), ("id", "!=", months.id)])
        action = account.with_user(self.admin).action_set_up()
        setup = self.env["ozon.setup"].browse(action["res_id"])
        self.leave(
            {**self.page(setup, None), "moments": ["leaveTheDialog"]},
            self.press(
                question, "action_sync", progress=account, cron=SYNC,
                dialog=f"{form('ozon_connect')}_question",
            ),
            self.press(account, "action_sync_products", cron=SYNC, moments=AT_THE_RELOAD),
            self.press(account, "action_preview_sync", cron=SYNC),
            self.press(
                account, "action_import_reports", progress=closed, cron=REPORTS,
                progress_dialog=PROGRESS,
            ),
            self.press(
                months, "action_import", cron=REPORTS, moments=AT_THE_RELOAD,
                dialog=form("ozon_report_import"), progress_dialog=PROGRESS,
            ),
        )
        self.assertLessEqual({"501", "502"}, set(account.product_ids.mapped("sku")))
        self.assertTrue(account.sync_previewed_at)
        self.assertIn("to_review", account.report_ids.mapped("state"))
        self.assert_all_pressed()


@tagged("standard", "post_install", "-at_install")
class TestLeavingFilesAndReceipts(LeaveCase, KopeckCase):
    leaves = frozenset(("ozon.file.import", "ozon.kopeck.receipt", "purchase.order"))

    def arrange(self):
        super().arrange()
        self.enterContext(patch(MOST_FOR_PAGE, 0))

    def test_files_and_receipts(self):
        self.publish(year=2026, month=8)
        account = self.connect(user_id=self.admin.id, auto_import=False)
        file = self.env["ir.attachment"].create({
            "name": "report.xlsx", "raw": realization_file(published_example()),
        })  # fmt: skip
        files, doomed = (
            self.dialog("ozon.file.import", attachment_ids=file.ids) for _time in range(2)
        )
        receipt = self.dialog(
            "ozon.kopeck.receipt", number="15", date="2026-08-31", location_id=self.location.id,
            line_ids=[Command.create({"product_id": self.product().id, "quantity": 3})],
        )
        lacking = self.dialog(
            "ozon.kopeck.receipt", number="16", report_id=self.import_month(account, month=8).id,
            line_ids=[Command.create({"product_id": self.product().id, "quantity": 3})],
        )
        order = ("purchase.order", [("ozon_receipt_number", "=", "15")])
        self.leave(
            self.press(
                files, "action_import", dialog=form("ozon_file_import"),
                progress_dialog=f"{form('ozon_file_import')}_results",
            ),
            self.press(
                receipt, "action_receive", moments=AT_THE_RELOAD,
                dialog=form("ozon_kopeck_receipt"),
                progress_dialog=form("ozon_kopeck_receipt"),
            ),
            self.press(
                lacking, "action_receive", dialog=form("ozon_kopeck_receipt"),
                progress_dialog=form("ozon_kopeck_receipt"),
            ),
            self.press(order, "action_ozon_undo_receipt", asks=True),
            self.press(
                doomed, "action_import", moments=("deleteIt",), dialog=form("ozon_file_import"),
                progress_dialog=f"{form('ozon_file_import')}_results",
            ),
        )
        self.assertEqual(account.report_ids.mapped("state"), ["to_review"] * 2)
        self.assertEqual((receipt.order_id.state, lacking.order_id.state), ("cancel", "purchase"))
        self.assert_all_pressed()


class TestNoButtonIsForgotten(OzonCase):
    def test_every_button_that_leaves_work_to_the_background(self):
        """A new button needs a test above that presses it."""
        tests = (TestLeavingAReport, TestLeavingACabinet, TestLeavingFilesAndReceipts)
        self.assertEqual(
            set(background_buttons(self.env)), set().union(*(one.leaves for one in tests)),
        )
