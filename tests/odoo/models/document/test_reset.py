"""A booked month can be taken back as a whole and booked again."""

from datetime import date

from odoo import Command
from odoo.exceptions import UserError

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase


class TestReset(BooksCase):
    def arrange(self):
        super().arrange()
        self.publish()
        self.month = self.import_month()
        self.confirm(self.month)

    def test_documents_return_to_draft_and_the_netting_is_undone(self):
        netting = self.month.netting_move_id
        self.month.action_reset()

        self.assertEqual(self.month.state, "to_review")
        documents = self.month._documents()
        self.assertEqual(set(documents.mapped("state")), {"draft"})
        self.assertEqual((len(documents), netting.state), (3, "cancel"))
        items = documents.line_ids
        self.assertFalse(items.matched_debit_ids | items.matched_credit_ids)
        self.assertFalse(documents.line_ids.filtered(lambda line: line.display_type == "cogs"))

    def test_moves_that_were_done_are_reversed_by_return_moves(self):
        done = self.month.picking_ids
        self.month.action_reset()

        self.assertEqual(self.on_hand(self.month.account_id), 29.0)
        self.assertEqual(set(done.mapped("state")), {"done"})
        returns = self.month.picking_ids.filtered("return_id")
        self.assertEqual(returns.return_id, done)
        self.assertEqual(set(returns.mapped("state")), {"done"})
        self.assertEqual(returns.move_ids.origin_returned_move_id, done.move_ids)
        planned = self.month.picking_ids - done - returns
        self.assertEqual(set(planned.mapped("state")), {"draft"})
        self.assertEqual(sorted(planned.move_ids.mapped("product_uom_qty")), [1.0, 30.0])

    def test_resetting_the_bill_in_odoo_s_ordinary_way_does_the_same(self):
        self.month.bill_id.button_draft()

        self.assertEqual(self.month.state, "to_review")
        self.assertEqual(set(self.month._documents().mapped("state")), {"draft"})
        self.assertEqual(self.on_hand(self.month.account_id), 29.0)

    def test_booked_again_the_books_are_the_same(self):
        before = self.items(self.month._documents())
        for _time in range(2):
            self.month.action_reset()
            self.month.action_confirm()

        self.assertEqual(self.items(self.month._documents()), before)
        self.assertEqual((self.month.open_balance, self.on_hand(self.month.account_id)), (2610, 0))
        self.assertEqual(self.month.failed_checks, 0)

    def test_a_payment_of_ozon_stays_reconciled(self):
        invoice = self.month.sale_invoice_id
        receivable = invoice.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        payment = self.env["account.move"].create(
            {
                "journal_id": self.month.account_id.netting_journal_id.id,
                "date": "2026-10-10",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id, "balance": amount,
                            "partner_id": self.month.account_id.partner_id.id,
                        }
                    )
                    for account, amount in (
                        (self.bank_account(), 2610.00), (receivable.account_id, -2610.00),
                    )
                ],
            }
        )  # fmt: skip
        payment.action_post()
        (payment.line_ids[1] | receivable).reconcile()
        self.assertEqual(self.month.open_balance, 0.00)

        self.month.action_reset()
        self.month.action_confirm()

        self.assertEqual(self.month.open_balance, 0.00)
        self.assertEqual(self.month.failed_checks, 0)

    def bank_account(self):
        return self.env["account.account"].create(
            {"code": "51", "name": "Расчётные счета", "account_type": "asset_cash"}
        )

    def test_a_part_is_not_taken_back_alone(self):
        for document in self.month._followers():
            with (
                self.subTest(document=document.move_type),
                self.assertRaisesRegex(UserError, "partly booked"),
            ):
                document.button_draft()

    def test_a_locked_period_stays_as_it_is(self):
        self.env.flush_all()
        self.company.fiscalyear_lock_date = date(2026, 9, 30)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.month.action_reset()
        self.env.invalidate_all()

        self.assertEqual(self.month.state, "posted")
        self.assertEqual(self.on_hand(self.month.account_id), 0.0)

    def test_cancelling_the_bill_takes_everything_back_and_the_month_can_be_imported_again(self):
        self.month.bill_id.button_cancel()

        self.assertEqual(self.month.state, "cancelled")
        self.assertEqual(set(self.month._documents().mapped("state")), {"cancel"})
        self.assertEqual(self.on_hand(self.month.account_id), 29.0)
        self.assertEqual(set(self.month.picking_ids.mapped("state")), {"done"})

        self.month.action_fetch()
        self.month.action_confirm()
        self.assertEqual((self.month.state, self.month.open_balance), ("posted", 2610.00))
        self.assertEqual(self.on_hand(self.month.account_id), 0.0)

    def test_returned_goods_that_are_gone_are_not_sent_back(self):
        self.publish(report([row(sku=1001, returned=side(3))], month=8), month=8)
        august = self.import_month(self.month.account_id, month=8)
        august.action_confirm()
        self.bring({august.line_ids.product_id.id: 0}, august.account_id.location_id)

        with self.assertRaisesRegex(UserError, "left .* since"):
            august.action_reset()

    def test_drafts_can_be_made_again_with_other_settings(self):
        self.month.action_reset()
        old = self.month._documents()
        self.month.account_id.points_policy = "income"
        self.month.action_draft_again()

        self.assertEqual((self.month.state, self.month.bill_total), ("to_review", 290.00))
        self.assertEqual(self.month.sale_total, 2900.00)
        # Their numbers were used, so they remain as cancelled documents.
        self.assertEqual(set(old.mapped("state")), {"cancel"})
        self.month.action_confirm()
        self.assertEqual(self.month.open_balance, 2610.00)

    def test_what_is_not_posted_cannot_be_reset(self):
        self.month.action_reset()
        with self.assertRaisesRegex(UserError, "nothing to take back"):
            self.month.action_reset()
