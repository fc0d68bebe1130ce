"""What Odoo allows with posted documents is refused, undone with them, or reported."""

from odoo import Command
from odoo.exceptions import UserError

from tests.odoo.models.realization.test_confirmation import BooksCase


class BookedCase(BooksCase):
    def arrange(self):
        super().arrange()
        self.publish()
        self.account = self.connect()
        self.month = self.import_month(self.account)
        self.confirm(self.month)

    def reverse(self, document, modify=False):
        """Run Odoo's wizard «Reverse», and return the document it creates."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=document.ids)
            .create({"journal_id": document.journal_id.id, "date": "2026-10-05"})
        )
        wizard.modify_moves() if modify else wizard.refund_moves()
        answer = document.reversal_move_ids
        if answer.state == "draft":
            answer.invoice_date = "2026-10-05"
            answer.action_post()
        return answer

    def balances(self):
        """The balances of all entries of the company on the accounts (60, 62)."""
        items = self.items(
            *self.env["account.move"].search(
                [("company_id", "=", self.company.id), ("state", "=", "posted")]
            )
        )
        return items.get("60.01", 0), items.get("62.01", 0)

    def failed(self):
        self.env.invalidate_all()
        return {c["name"]: c["text"] for c in self.month.checks if c["state"] == "failed"}

    def assert_whole(self):
        self.assertEqual(self.month.state, "posted")
        self.assertEqual(self.balances(), (0, 2610))
        self.assertEqual(self.failed(), {})


class TestReversals(BookedCase):
    def test_that_of_the_netting_is_undone_with_the_netting(self):
        answer = self.reverse(self.month.netting_move_id)
        self.assertEqual(self.balances(), (-190, 2800))
        self.assertLessEqual({"netting", "balance", "by_hand"}, self.failed().keys())

        self.month.action_reset()
        self.assertEqual(answer.state, "cancel")
        self.month.action_confirm()
        self.assert_whole()

    def test_so_by_the_bill_s_own_button_and_when_it_is_cancelled(self):
        answer = self.reverse(self.month.netting_move_id)
        self.month.bill_id.button_cancel()
        self.assertEqual((answer.state, self.balances()), ("cancel", (0, 0)))

    def test_a_reversal_that_books_something_else_is_not_touched(self):
        netting = self.month.netting_move_id
        answer = self.reverse(netting)
        answer.button_draft()
        for line in answer.line_ids:
            line.with_context(check_move_validity=False).balance = line.balance / 2
        answer.action_post()
        with self.assertRaisesRegex(UserError, "books other amounts"):
            self.month.action_reset()

    def test_a_reversed_reversal_is_none(self):
        answer = self.reverse(self.month.netting_move_id)
        again = self.reverse(answer)
        self.assertEqual(self.balances(), (0, 2610))
        self.assertNotIn("balance", self.failed())
        self.month.action_reset()
        self.assertEqual((answer.state, again.state), ("posted", "posted"))
        self.month.action_confirm()
        self.assert_whole()

    def test_those_of_other_documents_keep_the_month_from_being_taken_back(self):
        for field in ("bill_id", "sale_invoice_id", "sale_refund_id"):
            for modify in (False, True):
                with self.subTest(field=field, modify=modify), self.env.cr.savepoint() as savepoint:
                    answer = self.reverse(self.month[field], modify)
                    self.assertIn(answer.display_name, self.failed()["by_hand"])
                    self.assertIn("balance", self.failed())
                    with self.assertRaisesRegex(UserError, "reversed by hand"):
                        self.month.action_reset()
                    answer.button_cancel()
                    self.month.action_reset()
                    self.month.action_confirm()
                    self.assert_whole()
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_one_posted_after_the_month_was_drafted_again_is_named(self):
        bill = self.month.bill_id
        self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=bill.ids
        ).create({"journal_id": bill.journal_id.id}).refund_moves()
        self.month.action_reset()
        self.month.action_draft_again()
        self.month.action_confirm()
        bill.reversal_move_ids.invoice_date = "2026-10-05"
        bill.reversal_move_ids.action_post()
        self.assertIn(bill.reversal_move_ids.display_name, self.failed()["by_hand"])


class TestReconciliation(BookedCase):
    def test_one_that_was_broken_is_named_and_mended_by_booking_again(self):
        for removed in ("netting_move_id", "bill_id"):
            self.month[removed].line_ids.remove_move_reconcile()
            self.assertIn("not reconciled", self.failed()["by_hand"])
            self.month.action_reset()
            self.month.action_confirm()
            self.assert_whole()

    def test_the_netting_settled_with_something_else_is_named(self):
        netting = self.month.netting_move_id
        item = netting.line_ids.filtered(lambda line: line.account_id.code == "62.01")
        item.remove_move_reconcile()
        other = self.entry(item.account_id, 190.00)
        (item | other.line_ids[0]).reconcile()
        self.assertIn("not reconciled", self.failed()["by_hand"])

    def entry(self, account, amount):
        entry = self.env["account.move"].create(
            {
                "journal_id": self.account.netting_journal_id.id,
                "date": "2026-10-10",
                "line_ids": [
                    Command.create(
                        {"account_id": one.id, "balance": balance,
                         "partner_id": self.account.partner_id.id}
                    )
                    for one, balance in (
                        (account, amount),
                        (self.month.bill_id.invoice_line_ids[0].account_id, -amount),
                    )
                ],
            }
        )  # fmt: skip
        entry.action_post()
        return entry

    def test_what_settles_the_invoice_is_named_without_alarm(self):
        item = self.month.sale_invoice_id.line_ids.filtered(lambda one: one.amount_residual)
        written_off = self.entry(item.account_id, -2610.00)
        (item | written_off.line_ids[0]).reconcile()
        self.assertEqual(self.failed(), {})
        checks = {check["name"]: check["text"] for check in self.month.checks}
        self.assertIn(written_off.display_name, checks["balance"])

    def test_another_partner_on_an_item_is_named(self):
        other = self.env["res.partner"].create({"name": "Другой"})
        self.month.netting_move_id.line_ids[0].partner_id = other
        self.assertIn("Другой", self.failed()["by_hand"])


class TestCopies(BookedCase):
    def test_a_posted_copy_is_named_and_a_changed_one_is_a_document_of_its_own(self):
        for field in ("bill_id", "sale_invoice_id", "netting_move_id"):
            with self.subTest(field=field), self.env.cr.savepoint() as savepoint:
                copy = self.month[field].copy({"date": "2026-10-05"})
                if copy.is_invoice():
                    copy.invoice_date = "2026-10-05"
                self.assertEqual(self.failed(), {})
                copy.action_post()
                self.assertIn(copy.display_name, self.failed()["by_hand"])
                copy.button_draft()
                self.assertEqual(self.failed(), {})
                savepoint.rollback()
                self.env.invalidate_all()


class TestStates(BookedCase):
    def test_a_status_cannot_be_changed_on_its_own(self):
        for document in self.month._documents():
            for state in ("draft", "cancel"):
                with (
                    self.subTest(document=document.move_type, state=state),
                    self.assertRaisesRegex(UserError, "cannot be changed on its own"),
                ):
                    document.state = state
        self.assert_whole()

    def test_posted_documents_are_not_deleted(self):
        for document in self.month._documents():
            with (
                self.subTest(document=document.move_type),
                self.assertRaisesRegex(UserError, "which is booked"),
                self.env.cr.savepoint(),
            ):
                document.with_context(force_delete=True).unlink()
            self.env.invalidate_all()
        self.assert_whole()

    def test_an_invoice_made_a_credit_note_is_not_posted(self):
        self.publish(month=8)
        august = self.import_month(self.account, month=8)
        self.bring_goods(august)
        august.sale_invoice_id.action_switch_move_type()
        with self.assertRaisesRegex(UserError, "adds up to"):
            august.action_confirm()
