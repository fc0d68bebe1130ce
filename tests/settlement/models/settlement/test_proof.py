"""A bill of services is proved by Ozon's mutual settlement, or waits for a person."""

from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from tests.fake_ozon import report, row, side
from tests.fake_ozon.settlement_file import NARROW, latin, written
from tests.settlement.common import COURIER, DUE, LOGISTICS, MONTH, STORAGE, SettlementCase

ACT = "Акт выполненных работ"


class ProofCase(SettlementCase):
    def arrange(self):
        super().arrange()
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75"), (COURIER, "-9.99"))
        self.plant(date(2026, 9, 10), (STORAGE, "-300.50"))

    def checks(self, act):
        act.invalidate_recordset()
        return {check["name"]: check["state"] for check in act.checks}


class TestProof(ProofCase):
    """The bill of September is loaded."""

    def arrange(self):
        super().arrange()
        self.load()

    def prove_with(self, *amounts, month=MONTH, day=None, name=ACT):
        for number, amount in enumerate(amounts, 3648135):
            self.settlement(month).add(name, str(number), day, debit=amount)
        self.prove()
        return self.act()

    def test_a_row_of_the_same_total_gives_number_and_date(self):
        act = self.prove_with("375.50")
        last = date(2026, 9, 30)
        self.assertEqual((act.proof, act.number, act.doc_date), ("proved", "3648135", last))
        self.assertEqual((act.bill_id.ref, act.bill_id.invoice_date), ("3648135", last))
        self.assertEqual(act.settlement_amount, 375.5)
        self.assertEqual(self.checks(act)["proof"], "passed")

    def test_before_the_settlement_the_bill_is_a_draft_that_is_not_proved(self):
        self.prove()
        act = self.act()
        self.assertEqual((act.state, act.proof, act.number), ("to_review", "missing", False))
        self.assertEqual(self.checks(act)["proof"], "info")
        self.settlement().add(ACT, "77", debit="375.50")
        self.prove("2026-10-08 04:00:00")
        self.assertEqual((act.proof, act.number, act.bill_id.ref), ("proved", "77", "77"))

    def test_what_was_booked_before_takes_the_number_over(self):
        self.act().action_confirm()
        self.settlement().add(ACT, "77", debit="375.50")
        self.prove("2026-10-08 04:00:00")
        act = self.act()
        self.assertEqual((act.state, act.proof, act.number), ("posted", "proved", "77"))
        self.assertEqual((act.bill_id.ref, act.bill_id.state), ("77", "posted"))

    def test_another_total_keeps_the_bill_a_draft_until_a_person_decides(self):
        act = self.prove_with("380")
        self.assertEqual((act.proof, act.difference, act.amount), ("different", 4.5, 375.5))
        self.assertEqual(self.checks(act)["proof"], "failed")
        with self.assertRaisesRegex(UserError, "Take Ozon's Total"):
            act.action_confirm()
        self.assertEqual(act.bill_id.state, "draft")

        act.action_take_settlement()
        self.assertEqual((act.state, act.amount, act.bill_id.amount_total), ("to_review", 380, 380))
        named = act.bill_id.invoice_line_ids.filtered(lambda line: "3648135" in line.name)
        self.assertEqual(named.price_unit, 4.5)

        act.action_leave_settlement()
        self.assertEqual((act.state, act.amount, act.proof), ("to_review", 375.5, "different"))
        self.assertEqual((act.bill_id.amount_total, act.bill_id.state), (375.5, "draft"))
        with self.assertRaisesRegex(UserError, "does not have Ozon's total"):
            act.action_leave_settlement()

        act.action_take_settlement()
        act.action_confirm()
        self.assertEqual(act.bill_id.state, "posted")
        with self.assertRaisesRegex(UserError, "reset it to draft first"):
            act.action_leave_settlement()

    def test_a_person_says_what_a_row_with_a_name_of_its_own_is(self):
        self.settlement().add("Сводный документ", "31", debit="375.50")
        self.prove()
        act = self.act()
        settlement = self.env["ozon.settlement"]._ensure(self.account, [MONTH])
        self.assertEqual((act.proof, settlement.line_ids.kind), ("missing", "other"))

        bookkeeper = new_test_user(
            self.env, "bookkeeper", "ozon_connector.group_ozon_user",
            company_ids=self.company.ids, company_id=self.company.id,
        )
        line = settlement.line_ids.with_user(bookkeeper)
        self.assertEqual(line.action_choose_kind()["res_id"], line.id)
        line.write({"kind": "service"})
        for vals in ({"debit": 1}, {"act_ids": [Command.clear()]}, {"kind": "star", "name": "—"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                line.write(vals)
        with freeze_time("2026-10-07 05:00:00"):
            self.run_cron("ozon_connector.ir_cron_import_reports")
        self.assertEqual((act.proof, act.number), ("proved", "31"))

        settlement._ask_again()
        self.prove("2026-10-09 04:00:00")
        self.assertEqual((settlement.line_ids.kind, act.proof), ("service", "proved"))

    def test_two_documents_of_a_month_add_up(self):
        act = self.prove_with("175.50", "200")
        self.assertEqual((act.proof, act.number), ("proved", "3648135, 3648136"))

    def test_the_first_half_is_not_booked_twice_where_the_second_document_holds_it(self):
        self.settlement().add(ACT, "1", date(2026, 9, 15), debit="175.50")
        self.settlement().add(ACT, "2", date(2026, 9, 30), debit="375.50")
        self.prove()
        act = self.act()
        self.assertEqual((act.proof, act.number, act.bill_id.amount_total), ("proved", "2", 375.5))

    def test_columns_may_move_and_letters_be_latin(self):
        for changes in (
            {"name": "C", "document": "H", "date": None, "debit": "K", "credit": "P"},
            {"spelling": latin}, {"figure": written}, {"currency": ", руб."},
        ):
            with self.subTest(**changes):
                self.seller.finance.settlements.clear()
                self.settlement().laid_out(**changes).add(ACT, "5", debit="375.50")
                self.env["ozon.settlement"]._ensure(self.account, [MONTH])._ask_again()
                self.prove()
                self.assertEqual(self.act().proof, "proved", self.act().message_ids.mapped("body"))
        self.settlement().layout = NARROW
        self.env["ozon.settlement"]._ensure(self.account, [MONTH])._ask_again()
        self.prove()
        self.assertEqual(self.act().proof, "proved")

    def test_a_bad_file_proves_nothing_and_says_so(self):
        for content in (b"<html>busy</html>", b"PK\x03\x04 and nothing more", bytes(60_000_000)):
            with self.subTest(content=content[:9]):
                self.seller.finance.settlements[2026, 9] = content
                settlement = self.env["ozon.settlement"]._ensure(self.account, [MONTH])
                settlement._ask_again()
                self.prove()
                self.assertTrue(settlement.error_message)
                self.assertEqual((self.act().proof, settlement.state), ("missing", "ordered"))

    def test_a_report_that_is_never_made_is_ordered_again_tomorrow(self):
        self.seller.finance.failure = "Internal error"
        act = self.prove_with("375.50")
        settlement = self.env["ozon.settlement"].search([("period", "=", MONTH)])
        self.assertIn("Internal error", settlement.error_message)
        self.assertEqual(act.proof, "missing")
        self.seller.finance.failure = ""
        self.prove("2026-10-08 04:00:00")
        self.assertEqual(act.proof, "proved")

    def test_an_impatient_person_does_not_begin_an_order_anew(self):
        self.settlement().add(ACT, "1", debit="375.50")
        settlement = self.env["ozon.settlement"].search([("period", "=", MONTH)])
        settlement.write({"code": "REPORT_1", "next_attempt": "2026-10-07 04:00:05"})
        settlement.action_load()
        self.assertEqual(settlement.code, "REPORT_1")


class TestOtherMonths(ProofCase):
    def test_a_document_in_the_next_month_s_settlement_is_found(self):
        self.settlement()
        self.settlement(date(2026, 10, 1)).add(ACT, "8", date(2026, 9, 30), debit="375.50")
        self.load("2026-11-07 04:00:00")
        self.prove("2026-11-07 05:00:00")
        self.prove("2026-11-08 05:00:00")
        act = self.act()
        self.assertEqual((act.proof, act.number), ("proved", "8"))

    def test_an_old_month_that_ozon_does_not_have_is_not_asked_for_for_ever(self):
        old = self.env["ozon.settlement"].create(
            {"account_id": self.account.id, "period": "2026-01-01"}
        )
        with freeze_time(DUE):
            old._ask_again()
        self.prove()
        self.assertTrue(old.error_message)
        self.assertFalse(old.next_attempt)


class TestPoints(SettlementCase):
    """Points left after the month's fee pay Ozon's services."""

    def arrange(self):
        super().arrange()
        # Ten at 100 with 5 points each and a fee of 2 %: 50 points, 19.80 of them for the fee.
        rows = [row(sku=1001, price="100", ratio="0.02", sold=side(10, points="5"))]
        self.seller.reports[2026, 9] = report(rows, 2026, 9)
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75"))

    def test_they_lower_the_bill_by_one_line(self):
        self.settlement().add(ACT, "1", debit="60")
        self.load()
        self.prove()
        act = self.act()
        self.assertEqual(
            (act.proof, act.points_used, act.amount, act.bill_id.amount_total),
            ("points", 15, 60, 60),
        )
        self.assertEqual(act.accrued, -75)
        self.assertEqual(sorted(act.bill_id.invoice_line_ids.mapped("price_unit")), [-15, 75])

    def test_more_than_the_points_left_is_a_difference(self):
        self.settlement().add(ACT, "1", debit="10")
        self.load()
        self.prove()
        self.assertEqual((self.act().proof, self.act().points_used), ("different", 0))

    def test_points_that_are_income_leave_the_bill_in_full(self):
        self.account.points_policy = "income"
        self.settlement().add(ACT, "1", debit="60")
        self.load()
        self.prove()
        act = self.act()
        self.assertEqual((act.proof, act.points_used, act.amount), ("points", 0, 75))
        self.assertEqual(Decimal(str(act.settlement_amount)), 60)
