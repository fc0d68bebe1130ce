"""Whoever leaves a page of the settlement while its work goes on never sees Odoo's «Oops!»."""

from odoo.tests import tagged

from tests.browser import test_leave_tour as core
from tests.browser.leaving import (
    AT_THE_RELOAD,
    DONE,
    IN_THE_PAGE,
    PLANNED,
    REPORTS,
    ROWS_IN_PAGE,
    LeaveCase,
    background_buttons,
)
from tests.fake_ozon import report, row, side
from tests.odoo.common import OzonCase
from tests.settlement.common import DUE
from tests.settlement.models.buyout.test_buyouts import BuyoutCase
from tests.settlement.models.compensation.test_compensations import CompensationCase
from tests.settlement.models.movement.test_movements import SET_OFF, MovementCase
from tests.settlement.month_case import MonthCase

SETTLEMENT = "odoo.addons.ozon_connector_settlement.models"
# A person may take over Ozon's total for documents of these models.
WITH_TOTAL = ("ozon.service.act", "ozon.points.act")
MONTHS = "ozon_connector_settlement.ir_cron_load_months"


@tagged("standard", "post_install", "-at_install")
class TestLeavingDocuments(LeaveCase, BuyoutCase, MovementCase, CompensationCase):
    """September has a document of each kind. Ozon's totals of services and points differ."""

    leaves = frozenset((
        "ozon.service.act", "ozon.points.act", "ozon.buyout", "ozon.compensation",
        "ozon.balance.movement",
    ))  # fmt: skip

    def arrange(self):
        super().arrange()
        self.account.write({
            "user_id": self.admin.id, "auto_import": False, "allow_negative_stock": True,
            "premium_account_id": self.ledger_account("91.79", "income_other").id,
        })  # fmt: skip
        self.publish(report([row(sku=1001, price="100", sold=side(10, points="60"))], 2026, 9))
        self.choose_accounts()
        self.lose()
        self.settlement().add("Акт выполненных работ", "17", debit="80")
        self.settlement().add("Премия по баллам", "9", credit="400")
        self.account.auto_import = True
        # The act of points is created after the report and its services, so it takes two runs.
        for _run in range(2):
            self.load()
        self.prove()
        self.load("2026-10-08 04:00:00")
        self.account.auto_import = False
        self.kinds = [
            self.act(), self.env["ozon.points.act"].search([]), self.buyout(), self.document(),
            self.movement(SET_OFF),
        ]
        for document in self.kinds:
            self.assertEqual(document.state, "to_review", (document, document.error_message))

    def test_the_buttons_of_every_kind(self):
        presses = []
        for document in self.kinds:
            vals = {name: document[name] for name in document._key_fields}
            waiting = document.create({
                "account_id": self.account.id, "period": "2026-08-01",
                **{name: getattr(value, "id", value) for name, value in vals.items()},
            })  # fmt: skip
            presses += [
                self.press(waiting, "action_fetch", moments=IN_THE_PAGE),
                self.press(document, "action_compare", moments=PLANNED),
                self.press(document, "action_draft_again", asks=True),
            ]
            if document._name in WITH_TOTAL:
                self.assertEqual(document.proof, "different")
                take, leave = "action_take_settlement", "action_leave_settlement"
                presses += [
                    self.press(document, take, asks=True, cron=REPORTS),
                    self.press(document, "action_confirm", moments=PLANNED),
                    self.press(document, leave, cron=REPORTS, moments=DONE),
                ]
            else:
                presses.append(self.press(document, "action_confirm", moments=PLANNED))
        self.leave(*presses)
        self.assertFalse(self.env["ozon.task"].search([]))
        self.assertEqual({document.state for document in self.kinds}, {"to_review"})

        presses = []
        for document in self.kinds:
            if document._name in WITH_TOTAL:
                document.action_take_settlement()
            document.action_confirm()
            document.changed = True
            presses += [
                self.press(document, "action_reset", asks=True, moments=PLANNED),
                self.press(document, "action_create_correction", moments=IN_THE_PAGE),
            ]
        self.leave(*presses)
        for document in self.kinds:
            self.assertEqual(document.state, "posted")
            self.assertTrue(document.correction_ids)
        self.assert_all_pressed()


@tagged("standard", "post_install", "-at_install")
class TestLeavingAMonth(LeaveCase, MonthCase):
    leaves = frozenset(("ozon.month", "ozon.profit.month", "ozon.settlement", "ozon.account"))
    elsewhere = {
        "ozon.account": {"action_import_reports", "action_preview_sync", "action_sync_products"},
    }
    modules = (
        *ROWS_IN_PAGE, f"{SETTLEMENT}.month.ozon_month_confirm",
        f"{SETTLEMENT}.profit.ozon_profit_month_run",
    )  # fmt: skip

    def arrange(self):
        super().arrange()
        self.settlement()
        self.ask()
        self.prove()
        with self.at(DUE):
            self.run_cron("ozon_connector_settlement.ir_cron_work_out_profit")
        self.account.write({
            "user_id": self.admin.id, "auto_import": False, "allow_negative_stock": True,
        })  # fmt: skip

    def test_the_month_and_what_it_is_made_of(self):
        month, account = self.month(), self.account
        profit = month.profit_month_ids
        settlement = self.env["ozon.settlement"].search([
            ("account_id", "=", account.id), ("period", "=", month.period),
        ])  # fmt: skip
        for record in month, profit, settlement:
            self.assertEqual(len(record), 1, record)
        in_the_page = {"moments": IN_THE_PAGE}
        self.leave(
            self.press(month, "action_fetch", cron=MONTHS),
            self.press(month, "action_confirm", cron=MONTHS, moments=AT_THE_RELOAD),
            self.press(month, "action_refresh", tab="profit", model=profit._name, **in_the_page),
            self.press(profit, "action_refresh", **in_the_page),
            self.press(settlement, "action_load", **in_the_page),
            self.press(account, "action_load_accruals", tab="services", **in_the_page),
            self.press(account, "action_count_stock", tab="goods_at_ozon", **in_the_page),
        )
        self.assertEqual(self.act().state, "posted")
        self.assertTrue(settlement.next_attempt)
        self.assert_all_pressed()


class TestNoButtonIsForgotten(OzonCase):
    def test_every_button_that_leaves_work_to_the_background(self):
        """A new button needs a test above that presses it."""
        tests = (
            TestLeavingDocuments, TestLeavingAMonth, core.TestLeavingAReport,
            core.TestLeavingACabinet, core.TestLeavingFilesAndReceipts,
        )  # fmt: skip
        self.assertEqual(
            set(background_buttons(self.env)), set().union(*(one.leaves for one in tests)),
        )
