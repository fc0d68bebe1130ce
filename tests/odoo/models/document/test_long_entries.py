"""Entries of very many lines are drafted in several steps, and are whole or not there at all."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError

from tests.fake_ozon import report, row, side
from tests.odoo.models.document.test_many_rows import ManyRowsCase
from tests.odoo.models.realization.test_confirmation import BooksCase
from tests.odoo.outside import OutsideCase

LINES_AT_ONCE = (
    "odoo.addons.ozon_connector.models.document.ozon_document_long_entries.LINES_AT_ONCE"
)
SKUS = range(3001, 3008)
MANY_ROWS = "odoo.addons.ozon_connector.models.document.ozon_document_base.MANY_ROWS"


class LongEntriesCase(ManyRowsCase):
    """A month whose bill has 8 lines, its invoice 7, its credit note 4; 3 are drafted in a step."""

    def setUp(self):
        super().setUp()
        self.enterContext(patch(MANY_ROWS, 3))
        self.enterContext(patch(LINES_AT_ONCE, 3))
        self.month().action_draft_again()

    def arrange(self):
        BooksCase.arrange(self)
        self.tax = self.create_tax("sale", 22, included=True)
        self.publish(report([
            row(sku=sku, price=f"{100 + sku % 7}.33", sold=side(3, points="5"),
                returned=side(1) if sku % 2 else None)
            for sku in SKUS
        ]))  # fmt: skip
        self.products = self.env["product.product"].create([
            {
                "name": f"Товар {sku}", "ozon_code": str(sku), "default_code": f"ART-{sku}",
                "is_storable": True, "taxes_id": [Command.set(self.tax.ids)],
            } for sku in SKUS
        ])  # fmt: skip
        self.account = self.connect(
            import_from="2026-09-01",
            fee_tax_ids=[Command.create({
                "valid_from": "2026-01-01", "tax_ids": self.purchase_tax(22, included=False).ids,
            })],
        )
        self.account.action_import_reports()

    def go_on(self):
        """Draft the month to the end.

        :return: how many steps left an entry unfinished
        """
        month, unfinished = self.month(), 0
        for _step in range(40):
            if not month._job_step():
                self.assertEqual(month.state, "to_review", month.error_message)
                self.assertFalse(month.document_id.unfinished_digest)
                return unfinished
            unfinished += bool(month.document_id.unfinished_entry_id)
        self.fail("the month does not get on")

    def go_on_to(self, field):
        """Go on until the entry of a field is unfinished, and has its first lines.

        :return: the entry
        """
        month = self.month()
        before = {"bill_id": 0, "sale_invoice_id": 1}[field]
        while not month.document_id.unfinished_entry_id or len(month._documents()) < before:
            self.assertTrue(month._job_step())
        self.assertFalse(month[field])
        return month.document_id.unfinished_entry_id

    def stored(self):
        """All that the month's entries say."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            (
                entry.move_type, entry.state, entry.ref, str(entry.date), entry.amount_total,
                entry.amount_tax, entry.ozon_price_total, entry.ozon_drafted, entry.payment_state,
                entry.is_manually_modified,
                [
                    (
                        line.display_type, line.name or "", line.product_id, line.ozon_product_id,
                        line.quantity, line.price_unit, line.tax_ids, line.tax_line_id,
                        line.tax_tag_ids, line.account_id, line.balance, line.debit, line.credit,
                        line.is_storno, line.price_total, line.date_maturity, line.sequence,
                    ) for line in entry.line_ids.sorted(lambda line: (line.sequence, line.id))
                ],
            ) for entry in self.month()._documents()
        ]  # fmt: skip


class TestSteps(LongEntriesCase):
    def test_they_are_those_of_one_step(self):
        with patch(LINES_AT_ONCE, 100):
            self.assertEqual(self.go_on(), 0)
        at_once = self.stored()
        self.assertEqual(len(at_once), 3)
        self.assertEqual(len(at_once[0][-1]), 8 + 1 + 1)

        self.month().action_draft_again()
        self.assertGreaterEqual(self.go_on(), 5)
        self.assertEqual(self.stored(), at_once)

        month = self.month()
        self.bring_goods(month)
        with patch(MANY_ROWS, 1000):
            month.action_confirm()
        self.assertEqual(month.state, "posted")

    def test_an_entry_is_in_no_field_before_it_is_whole(self):
        bill = self.go_on_to("bill_id")
        self.assertEqual(len(bill.invoice_line_ids), 3)
        self.assertEqual((bill.state, self.month().state), ("draft", "ready"))
        self.month()._job_step()
        self.assertEqual((len(bill.invoice_line_ids), self.month().bill_id.id), (6, False))
        self.month()._job_step()
        self.assertEqual(self.month().bill_id, bill)
        self.assertEqual(len(bill.invoice_line_ids), 8)

    def test_a_few_lines_are_drafted_at_once(self):
        self.account.document_detail = "tax"
        self.assertEqual(self.go_on(), 0)
        self.assertLess(len(self.month().bill_id.invoice_line_ids), 3)

    def test_what_has_changed_meanwhile_counts_for_the_whole_entry(self):
        bill = self.go_on_to("bill_id")
        expense = self.env["account.account"].create({
            "code": "44.77", "name": "Комиссия", "account_type": "expense",
            "company_ids": [Command.set(self.company.ids)],
        })
        self.account.fee_account_id = expense
        self.go_on()
        self.assertFalse(bill.exists())
        self.assertEqual(self.month().bill_id.invoice_line_ids.account_id, expense)
        self.assertEqual(self.month().bill_total, self.month().fee_payable)

    def test_an_entry_that_nobody_wants_any_more_is_removed(self):
        invoice = self.go_on_to("sale_invoice_id")
        self.assertEqual(invoice.move_type, "out_invoice")
        self.account.post_sales = False
        self.go_on()
        self.assertFalse(invoice.exists())
        self.assertEqual(len(self.month()._documents()), 1)

    def test_nothing_is_left_if_the_next_lines_are_refused(self):
        invoice = self.go_on_to("sale_invoice_id")
        bill = self.month().bill_id
        self.tax.amount_type = "fixed"
        self.assertFalse(self.month()._job_step())
        self.assertIn("a fixed amount", self.month().error_message)
        self.assertFalse((invoice | bill).exists())
        self.assertFalse(self.month().document_id.unfinished_entry_id)

        self.tax.amount_type = "percent"
        self.month().action_fetch()
        self.go_on()

    def test_a_person_may_begin_anew(self):
        bill = self.go_on_to("bill_id")
        self.month().action_draft_again()
        self.assertFalse(bill.exists())
        self.go_on()

    def test_a_person_may_stop_it(self):
        bill = self.go_on_to("bill_id")
        self.month().action_cancel()
        self.assertFalse(bill.exists())
        self.assertEqual(self.month().state, "cancelled")

    def test_a_step_that_was_cut_off_twice_goes_on_with_fewer_lines(self):
        bill = self.go_on_to("bill_id")
        month = self.month()
        self.be_killed(month, 2)
        month._job_mark()
        month._job_step()
        self.assertEqual(len(bill.invoice_line_ids), 4)
        self.be_killed(month, 4)
        month._job_mark()
        self.assertFalse(month._job_step())
        self.assertIn("The server was reloaded twice", month.error_message)
        self.assertFalse(bill.exists())


class TestNobodyElse(OutsideCase, LongEntriesCase):
    """Between the steps, neither the unfinished entry nor the others can be touched."""

    def setUp(self):
        super().setUp()
        self.log_in("bookkeeper", "account.group_account_manager", "stock.group_stock_manager")

    def assert_untouchable(self, entry):
        lines, stored = entry.invoice_line_ids, self.stored()
        for model, method, *arguments in (
            ("account.move", "write", entry.ids, {"ref": "А-1"}),
            ("account.move", "write", entry.ids,
             {"invoice_line_ids": [Command.delete(lines[0].id)]}),
            ("account.move", "action_post", entry.ids),
            ("account.move", "button_cancel", entry.ids),
            ("account.move", "unlink", entry.ids),
            ("account.move.line", "write", lines[0].ids, {"price_unit": 1}),
            ("account.move.line", "unlink", lines[0].ids),
            ("account.move.line", "create", [{"move_id": entry.id, "name": "Ещё одна"}]),
        ):
            with self.subTest(model=model, method=method, arguments=arguments):
                self.call(model, method, *arguments)
                self.assertIn("being drafted in the background", self.refusal)
        self.assertEqual(entry.invoice_line_ids, lines)
        self.assertEqual(self.stored(), stored)

    def test_by_any_way(self):
        self.assert_untouchable(self.go_on_to("bill_id"))
        invoice = self.go_on_to("sale_invoice_id")
        self.assert_untouchable(invoice)
        self.assert_untouchable(self.month().bill_id)

        self.go_on()
        self.call("account.move", "write", invoice.ids, {"narration": "Проверено"})
        self.assertFalse(self.refusal)

    def test_the_month_is_not_booked(self):
        self.go_on_to("sale_invoice_id")
        with self.assertRaises(UserError):
            self.month().action_confirm()
        self.assertEqual(self.month().state, "ready")
