"""A company's defaults for its documents change none of Ozon's documents."""

from odoo import Command
from odoo.exceptions import UserError

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase


class DefaultsCase(BooksCase):
    def arrange(self):
        super().arrange()
        # A fee of 39.66, which rounding to whole roubles would turn into 40.00.
        self.publish(report([row(sku=1001, price="396.60", sold=side(1))]))
        self.account = self.connect()
        self.rounding = self.env["account.cash.rounding"].create(
            {
                "name": "До рубля",
                "rounding": 1.0,
                "strategy": "add_invoice_line",
                "rounding_method": "HALF-UP",
                "profit_account_id": self.code("90.01").id,
                "loss_account_id": self.code("44.02").id,
            }
        )

    def code(self, code):
        return self.env["account.account"].search(
            [("code", "=", code), ("company_ids", "in", self.company.ids)]
        )

    def set_default(self, model, field, value):
        self.env["ir.default"].set(model, field, value, company_id=self.company.id)

    def early_discount(self):
        return self.env["account.payment.term"].create(
            {
                "name": "2 % за 10 дней", "early_discount": True, "discount_days": 10,
                "discount_percentage": 2.0, "early_pay_discount_computation": "mixed",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100})],
            }
        )  # fmt: skip

    def assert_booked(self, month):
        self.assertEqual(month.state, "to_review", month.error_message)
        self.confirm(month)
        self.assertEqual((month.bill_total, month.sale_total), (39.66, 396.60))
        self.assertEqual(month.open_balance, 356.94)
        self.assertEqual(month.failed_checks, 0, month.checks)


class TestDefaults(DefaultsCase):
    def test_cash_rounding(self):
        self.set_default("account.move", "invoice_cash_rounding_id", self.rounding.id)
        self.assert_booked(self.import_month(self.account))

    def test_cash_rounding_that_the_caller_gives(self):
        month = self.env["ozon.realization.report"].create(
            {"account_id": self.account.id, "period": "2026-09-01"}
        )
        month.with_context(default_invoice_cash_rounding_id=self.rounding.id).action_fetch()
        self.assert_booked(month)

    def test_a_discount_on_lines(self):
        self.set_default("account.move.line", "discount", 10.0)
        self.assert_booked(self.import_month(self.account))

    def test_repetition(self):
        self.set_default("account.move", "auto_post", "monthly")
        month = self.import_month(self.account)
        self.assert_booked(month)
        self.assertEqual(set(month._documents().mapped("auto_post")), {"no"})

    def test_payment_terms_with_a_discount(self):
        self.set_default("account.move", "invoice_payment_term_id", self.early_discount().id)
        self.assert_booked(self.import_month(self.account))

    def test_payment_terms_of_the_partner_stay(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Двумя частями",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 30)
                ],
            }
        )
        partner = self.account.partner_id.with_company(self.company)
        partner.property_payment_term_id = partner.property_supplier_payment_term_id = term
        month = self.import_month(self.account)
        self.assertEqual(month.sale_invoice_id.invoice_payment_term_id, term)
        self.assert_booked(month)


class TestSetByHand(DefaultsCase):
    def test_a_rounding_is_named_and_the_month_is_not_booked(self):
        month = self.import_month(self.account)
        self.bring_goods(month)
        for field in ("bill_id", "sale_invoice_id"):
            with self.subTest(document=field):
                month[field].invoice_cash_rounding_id = self.rounding
                with self.assertRaisesRegex(UserError, "До рубля"), self.env.cr.savepoint():
                    month.action_confirm()
                self.env.invalidate_all()
                self.assertEqual(month.state, "to_review")
                month[field].invoice_cash_rounding_id = False
        self.assert_booked(month)

    def test_a_repetition_is_named_and_the_month_is_not_booked(self):
        month = self.import_month(self.account)
        self.bring_goods(month)
        month.sale_invoice_id.auto_post = "monthly"
        with self.assertRaisesRegex(UserError, "repeat itself"), self.env.cr.savepoint():
            month.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(month.state, "to_review")
