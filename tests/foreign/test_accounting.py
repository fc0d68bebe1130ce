"""An addon below ours that only depends on `account` can change every document."""

from odoo import Command

from tests.foreign.common import ForeignCase


class TestForeignAccounting(ForeignCase):
    def confirmed(self, does, account=None):
        """The bill of a month that is confirmed while the foreign addon does something."""
        month = self.month(account or self.account_with_tax())
        self.assertEqual(month.state, "to_review", month.error_message)
        self.foreign(does)
        month.action_confirm()
        self.assertEqual(month.bill_id.state, "posted")
        for document in month._documents().filtered(lambda move: move.is_invoice()):
            self.assert_consistent(document)
        return month.bill_id

    def test_nothing_is_done_without_being_asked(self):
        bill = self.confirmed("nothing")
        self.assertEqual(bill.amount_total, 35)

    def test_a_line_that_it_adds_when_it_posts(self):
        bill = self.confirmed("add a line")
        self.assertEqual(bill.amount_total, 37)
        self.assertIn("Environmental fee", bill.invoice_line_ids.mapped("name"))
        # The surplus of the bill over the report is not hidden.
        self.assertEqual(bill.ozon_report_id.bill_total, 37)
        self.assertEqual(bill.ozon_report_id.fee_payable, 35)

    def test_a_tax_that_it_clears(self):
        for included in (False, True):
            with self.subTest(included=included), self.env.cr.savepoint() as before:
                bill = self.confirmed("clear a tax", self.account_with_tax(included))
                cleared, *others = bill.invoice_line_ids
                self.assertFalse(cleared.tax_ids)
                [tax_line] = bill.line_ids.filtered("tax_line_id")
                base = sum(line.balance for line in others)
                self.assertAlmostEqual(tax_line.tax_base_amount, base, delta=0.01)
                self.assertAlmostEqual(tax_line.balance, base * 0.2, delta=0.01)
                before.rollback()
                self.env.invalidate_all()

    def test_a_term_that_it_sets(self):
        bill = self.confirmed("set a term")
        days = bill.invoice_date_due - bill.invoice_date
        self.assertEqual(days.days, 45)

    def test_analytic_accounts_that_it_gives(self):
        plan = self.env["account.analytic.plan"].create({"name": "Площадки"})
        analytic = self.env["account.analytic.account"].create(
            {"name": "Foreign", "plan_id": plan.id}
        )
        self.foreign("analyse")
        month = self.month(self.account_with_tax())
        for document in month.bill_id | month.sale_invoice_id | month.sale_refund_id:
            self.assertEqual(
                [line.analytic_distribution for line in document.invoice_line_ids],
                [{str(analytic.id): 100}] * len(document.invoice_line_ids),
            )

    def test_amounts_that_it_changes_make_no_draft(self):
        """The bill would differ from the report, so none is drafted and the report says why."""
        for does in ("raise prices", "discount"):
            with self.subTest(does), self.env.cr.savepoint() as before:
                self.foreign(does)
                month = self.month(self.account_with_tax())
                self.assertNotEqual(month.state, "to_review")
                self.assertFalse(month.bill_id)
                self.assertTrue(month.error_message)
                before.rollback()
                self.env.invalidate_all()

    def test_amounts_that_it_changes_in_a_document(self):
        tax = self.create_tax("purchase", 20, included=False)
        journal = self.env["account.journal"].search(
            [("type", "=", "purchase"), ("company_id", "=", self.company.id)], limit=1
        )
        line = {
            "name": "Услуга", "product_id": False, "quantity": 1, "price_unit": 241.66,
            "account_id": journal.default_account_id.id, "tax_ids": [Command.set(tax.ids)],
        }  # fmt: skip
        vals = {
            "move_type": "in_invoice", "journal_id": journal.id, "invoice_date": "2026-09-30",
            "partner_id": self.env["res.partner"].create({"name": "Озон"}).id,
            "company_id": self.company.id, "currency_id": self.company.currency_id.id,
            "invoice_line_ids": [Command.create(line)],
        }  # fmt: skip
        for does, untaxed in (("raise prices", 300), ("discount", 217.49), ("nothing", 241.66)):
            with self.subTest(does):
                self.foreign(does)
                document = self.env["account.move"]._ozon_create_document(vals)
                self.assert_consistent(document)
                self.assertEqual(document.amount_untaxed, untaxed)
