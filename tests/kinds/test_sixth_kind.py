"""A kind of document that the connector does not know works like all others.

The addon `tests/foreign_addons/ozon_fines` defines this kind; the connector never mentions it.
"""

from pathlib import Path

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from tests.fake_ozon.faults import Answer, refused
from tests.odoo.common import OzonCase, decimal

METHOD = "/v1/finance/fines"
KIND = Path(__file__).parents[1] / "foreign_addons" / "ozon_fines" / "ozon_fines.py"
NOT_YET = refused(404, 5, "Report was not found")


def fines(number="Ш-9", **amounts):
    return Answer(json={
        "number": number, "date": "2026-10-03",
        "fines": [{"reason": reason, "amount": amount} for reason, amount in amounts.items()],
    })


class TestSixthKind(OzonCase):
    def arrange(self):
        super().arrange()
        self.seller.roles[0]["methods"].append(METHOD)
        self.ozon.always(METHOD, fines(опоздание=150.5, пересорт=49.5))
        self.account = self.connect(import_from="2026-09-01")

    def load(self):
        month = self.env["ozon.fines"].create(
            {"account_id": self.account.id, "period": "2026-09-01"}
        )
        month.action_fetch()
        self.assertEqual(month.state, "to_review", month.error_message)
        return month

    def balance(self, code="44.02"):
        lines = self.env["account.move.line"].search([
            ("account_id.code", "=", code), ("company_id", "=", self.company.id),
            ("parent_state", "=", "posted"),
        ])  # fmt: skip
        return decimal(sum(lines.mapped("balance")))

    def test_it_costs_at_most_150_lines(self):
        self.assertLessEqual(len(KIND.read_text(encoding="utf-8").splitlines()), 150)

    def test_its_answer_becomes_a_bill_that_is_checked(self):
        month = self.load()

        self.assertEqual((month.number, decimal(month.bill_id.amount_total)), ("Ш-9", 200))
        self.assertEqual(month.bill_id.invoice_line_ids.mapped("name"), ["опоздание", "пересорт"])
        self.assertEqual([check["state"] for check in month.checks], ["passed"])
        self.assertEqual(month.bill_id.ozon_document_id._record(), month)

    def test_confirmed_and_taken_back_it_is_in_the_books_or_not(self):
        month = self.load()

        month.action_confirm()
        self.assertEqual((month.state, self.balance()), ("posted", 200))
        month.action_reset()
        self.assertEqual((month.state, self.balance()), ("to_review", 0))
        month.bill_id.action_post()
        self.assertEqual((month.state, self.balance()), ("posted", 200))
        month.bill_id.button_draft()
        self.assertEqual(month.state, "to_review")

    def test_a_bill_that_says_something_else_is_not_posted(self):
        month = self.load()
        month.bill_id.invoice_line_ids[0].price_unit = 150

        with self.assertRaisesRegex(UserError, "adds up to"):
            month.action_confirm()
        self.assertEqual(month.failed_checks, 1)

    def test_the_drafts_are_made_anew_on_demand(self):
        month = self.load()
        bill = month.bill_id

        month.action_draft_again()

        self.assertNotEqual(month.bill_id, bill)
        self.assertEqual(month.state, "to_review")

    def test_the_scheduled_action_loads_it_and_asks_again(self):
        self.ozon.always(METHOD, NOT_YET)
        with freeze_time("2026-10-07 03:00:00"):
            self.run_cron()
        month = self.env["ozon.fines"].search([("account_id", "=", self.account.id)])
        self.assertEqual((len(month), month.state), (1, "waiting"))
        self.assertTrue(month.error_message)

        self.ozon.always(METHOD, fines(опоздание=150.5))
        with freeze_time("2026-10-08 03:00:00"):
            self.run_cron()
        self.assertEqual(month.state, "to_review")

    def test_it_is_due_on_a_day_of_its_own(self):
        with freeze_time("2026-10-05 04:00:00"):
            self.run_cron("ozon_connector.ir_cron_check_keys")
            self.run_cron()
        month = self.env["ozon.fines"].search([("account_id", "=", self.account.id)])
        self.assertEqual(month.state, "to_review")

    def test_the_dialog_loads_it_beside_the_realization_report(self):
        self.publish()
        dialog = self.env["ozon.report.import"].create({
            "account_id": self.account.id, "month_from": "2026-09-01", "month_to": "2026-09-01",
        })  # fmt: skip
        self.assertTrue(dialog.several_kinds)

        dialog.action_import()
        self.run_cron()
        self.env.invalidate_all()

        self.assertEqual((dialog.loaded_count, dialog.month_count), (2, 2))
        documents = self.env["ozon.document"].browse(dialog.document_ids.ids)
        self.assertEqual(set(documents.mapped("state")), {"to_review"})
        self.assertEqual(len(set(documents.mapped("kind"))), 2)

    def test_a_change_of_a_draft_is_followed(self):
        month = self.load()
        self.ozon.always(METHOD, fines(опоздание=100, пересорт=49.5))

        month.action_compare()
        month.action_fetch()

        self.assertEqual(decimal(month.bill_id.amount_total), decimal("149.50"))

    def test_a_change_of_what_is_booked_becomes_a_correction(self):
        with freeze_time("2026-10-07 03:00:00"):
            month = self.load()
        month.action_confirm()
        self.ozon.always(METHOD, fines("Ш-9а", опоздание=100, пересорт=49.5))
        with freeze_time("2026-10-08 03:00:00"):
            self.run_cron()
        self.assertTrue(month.changed)

        correction = self.env["ozon.fines"].browse(month.action_create_correction()["res_id"])
        correction.action_confirm()

        self.assertEqual(correction.bill_id.move_type, "in_refund")
        self.assertEqual(self.balance(), decimal("149.50"))
        with self.assertRaisesRegex(UserError, "correction"):
            month.action_reset()

    def test_its_requests_are_in_the_log(self):
        month = self.load()
        pending = self.env["ozon.exchange"]._pending()
        rows = self.env["ozon.exchange"]._store(list(pending))
        row = rows.filtered(lambda one: one.method == METHOD)
        self.assertEqual((row.outcome, row.document_id._record()), ("ok", month))

    def test_its_button_can_be_left_to_the_background(self):
        month = self.load()
        self.env["ozon.task"]._plan(month, "action_confirm")
        self.assertTrue(month.ozon_working)

        self.run_cron("ozon_connector.ir_cron_run_tasks")
        self.env.invalidate_all()
        self.assertEqual(month.state, "posted")

    def test_who_has_no_right_sees_and_does_nothing(self):
        month = self.load()
        stranger = new_test_user(
            self.env, "stranger", "base.group_user", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        self.assertFalse(month.with_user(stranger).has_access("read"))
        self.assertFalse(month.document_id.with_user(stranger).has_access("read"))

    def test_the_key_must_allow_its_method(self):
        self.seller.roles[0]["methods"].remove(METHOD)
        self.account.action_connect()
        self.assertIn("loading fines", self.account.missing_rights)

    def test_the_overview_counts_it(self):
        self.load()
        self.assertEqual(self.account.report_review_count, 1)
