"""A document of ours that contradicts itself is not posted, whoever changed it."""

from odoo import Command
from odoo.addons.ozon_connector.tools.agreement import Agreement
from odoo.exceptions import UserError

from tests.odoo.documents import DocumentCase


class TestAgreement(DocumentCase):
    def document(self, move_type="out_invoice", **head):
        document = self.env["account.move"].create(self.vals(move_type, **head))
        document.action_post()
        return document

    def agree(self, **head):
        for move_type in self.TYPES:
            with self.subTest(move_type):
                document = self.document(move_type, **head)
                self.assertEqual(list(Agreement(document).disagreements()), [])

    def test_documents_with_every_tax_agree(self):
        self.agree()

    def test_documents_rounded_line_by_line_agree(self):
        self.company.tax_calculation_rounding_method = "round_per_line"
        self.agree()

    def test_documents_in_another_currency_agree(self):
        yuan = self.env.ref("base.CNY")
        yuan.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": yuan.id, "company_id": self.company.id, "name": "2026-09-01",
             "inverse_company_rate": 11.4321}
        )  # fmt: skip
        self.agree(currency_id=yuan.id)

    def test_documents_paid_in_parts_agree(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "30 % сразу, остальное через месяц",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 70, "nb_days": 30}),
                ],
            }
        )
        self.agree(invoice_payment_term_id=term.id)

    def test_documents_with_rounded_cash_agree(self):
        rounding = self.env["account.cash.rounding"].create(
            {"name": "До рубля", "rounding": 1, "strategy": "biggest_tax"}
        )
        self.agree(invoice_cash_rounding_id=rounding.id)

    def test_a_tax_that_the_buyer_declares_agrees(self):
        tax = self.create_tax("purchase", 20, included=False)
        for lines in (tax.invoice_repartition_line_ids, tax.refund_repartition_line_ids):
            part = lines.filtered(lambda line: line.repartition_type == "tax")
            part.copy({"factor_percent": -100})
        self.taxes["purchase"][3] = tax
        self.agree()


class TestContradictions(DocumentCase):
    """Changes past Odoo's checks, as a faulty addon makes them, are found and named."""

    def contradict(self, words, change, move_type="in_invoice"):
        """Post a document of a report that is changed past Odoo's checks."""
        document = self.env["account.move"].create(self.vals(move_type))
        document._ozon_write({"ozon_not_to_pay": True})
        change(document.with_context(
            skip_invoice_sync=True, skip_invoice_line_sync=True, check_move_validity=False,
            skip_account_move_synchronization=True,
        ))  # fmt: skip
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            document._post(soft=False)
        self.env.invalidate_all()
        self.assertEqual(document.state, "draft")

    def test_a_line_that_was_added(self):
        def add(document):
            line = {
                "name": "Сбор", "quantity": 1, "price_unit": 2, "tax_ids": False,
                "account_id": document.journal_id.default_account_id.id,
            }  # fmt: skip
            document.write({"line_ids": [Command.create(line)]})

        self.contradict("«Сбор» is 0.00.* should be 2.00", add)

    def test_a_price_that_was_raised(self):
        def raise_price(document):
            document.invoice_line_ids[-1].price_unit += 1000

        self.contradict("journal item of «100 × 1»", raise_price)

    def test_a_tax_that_was_cleared_on_a_line(self):
        """With 26 lines, rounding could explain the difference in the tax, but not in its base.
        """
        def clear(document):
            document.invoice_line_ids[2].tax_ids = False

        self.taxes["purchase"][2].amount = 2
        self.contradict("the base of НДС 7", clear)

    def test_terms_that_were_changed(self):
        term = self.env["account.payment.term"].create(
            {"name": "Через 45 дней", "line_ids": [Command.create(
                {"value": "percent", "value_amount": 100, "nb_days": 45}
            )]}
        )  # fmt: skip

        def change(document):
            document.invoice_payment_term_id = term

        self.contradict("due date is .* should be", change)

    def test_a_tax_that_no_line_has(self):
        def clear(document):
            for line in document.invoice_line_ids:
                line.tax_ids -= self.taxes["purchase"][2]

        self.contradict("НДС 7 .* which no line has, is .* should be 0.00", clear)

    def test_a_document_that_is_not_ours_is_odoo_s_business(self):
        document = self.env["account.move"].create(self.vals("in_invoice"))
        document.with_context(
            skip_invoice_sync=True, skip_invoice_line_sync=True, check_move_validity=False,
        ).invoice_line_ids[-1].price_unit += 1000  # fmt: skip
        document._post(soft=False)
        self.assertEqual(document.state, "posted")
