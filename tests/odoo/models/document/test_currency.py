"""A report in a foreign currency: its name, its rate, and the company's rate."""

import random

from odoo import Command

from tests.fake_ozon import report, row, side
from tests.odoo.common import decimal
from tests.odoo.models.realization.test_confirmation import BooksCase


class CurrencyCase(BooksCase):
    def arrange(self):
        super().arrange()
        self.env["res.currency.rate"].search([]).unlink()

    def currency(self, name):
        currencies = self.env["res.currency"].with_context(active_test=False)
        return currencies.search([("name", "=", name)])

    def rate(self, name, rate, day="2026-09-01", company=None):
        """Set a rate: so many units for one of the base currency.

        :param company: False for a rate of all companies
        """
        return self.env["res.currency.rate"].create(
            {
                "currency_id": self.currency(name).id,
                "name": day,
                "rate": rate,
                "company_id": company if company is False else (company or self.company).id,
            }
        )

    def month_in(self, name, account=None):
        self.publish(report([row(sku=1001, sold=side(20))], currency_sys_name=name))
        return self.import_month(account)

    def keep_books_in(self, name):
        self.currency(name).active = True
        self.company.currency_id = self.currency(name)

    def assert_refused(self, month, lacking):
        self.assertIn(f"no rate of {lacking} on or before", month.error_message or "")
        self.assertFalse(month._documents())

    def assert_converted(self, month, times):
        self.assertEqual(month.state, "to_review", month.error_message)
        for document in month.bill_id | month.sale_invoice_id:
            self.assertAlmostEqual(
                abs(document.amount_total_signed), document.amount_total * times, delta=0.05
            )


class TestRatesOfBothCurrencies(CurrencyCase):
    def test_the_company_s_currency_lacks_one_and_the_base_is_a_third(self):
        self.keep_books_in("KZT")
        self.rate("RUB", 90.0)
        self.assert_refused(self.month_in("RUB"), "KZT")

    def test_so_in_a_rate_of_all_companies_and_with_a_declared_base(self):
        self.keep_books_in("KZT")
        self.rate("USD", 1.0, company=False)
        self.rate("RUB", 90.0, company=False)
        self.assert_refused(self.month_in("RUB"), "KZT")

    def test_so_of_two_currencies_that_are_nearly_worth_the_same_times_of_the_dollar(self):
        self.keep_books_in("BYN")
        self.rate("RUB", 90.0, company=False)
        self.assert_refused(self.month_in("RUB"), "BYN")

    def test_the_company_s_currency_has_one_and_the_report_s_is_the_base(self):
        self.keep_books_in("KZT")
        self.rate("KZT", 5.5)
        self.assert_converted(self.month_in("RUB"), 5.5)

    def test_the_company_s_currency_has_one_and_neither_is_the_base(self):
        self.keep_books_in("KZT")
        self.rate("KZT", 480.0)
        self.assert_refused(self.month_in("RUB"), "RUB")

    def test_both_have_one(self):
        self.keep_books_in("KZT")
        self.rate("KZT", 495.0)
        self.rate("RUB", 90.0)
        self.assert_converted(self.month_in("RUB"), 5.5)

    def test_the_company_s_currency_is_the_base(self):
        self.rate("CNY", 1 / 11.5)
        self.assert_converted(self.month_in("CNY"), 11.5)

    def test_the_base_of_all_companies_is_the_company_s_currency(self):
        self.rate("CNY", 1 / 11.5, company=False)
        self.assert_converted(self.month_in("CNY"), 11.5)

    def test_a_base_of_currencies_that_are_not_known_is_declared_with_a_rate_of_1(self):
        self.keep_books_in("MXN")
        self.rate("CNY", 0.4, company=False)
        month = self.month_in("CNY")
        self.assert_refused(month, "MXN")
        self.assertIn("its rate is 1", month.error_message)
        self.rate("MXN", 1.0, company=False)
        month.action_fetch()
        self.assert_converted(month, 2.5)

    def test_a_currency_whose_first_rate_comes_later_is_no_base(self):
        self.keep_books_in("KZT")
        self.rate("RUB", 0.19)
        self.rate("KZT", 480.0, day="2026-10-01")
        self.assert_refused(self.month_in("RUB"), "KZT")

    def test_neither_has_one(self):
        self.keep_books_in("KZT")
        self.assert_refused(self.month_in("RUB"), "RUB")

    def test_rates_of_another_company_do_not_count(self):
        self.keep_books_in("KZT")
        self.rate("KZT", 5.5, company=self.create_company("Другая"))
        self.assert_refused(self.month_in("RUB"), "RUB")

    def test_a_branch_takes_the_rates_of_its_company(self):
        branch = self.env["res.company"].create(
            {"name": "Филиал", "parent_id": self.company.id}
        )
        self.env.user.company_ids = [Command.link(branch.id)]
        self.env = self.env(
            context={**self.env.context, "allowed_company_ids": [branch.id, self.company.id]}
        )
        for field, code in (
            ("property_account_payable_id", "60.01"), ("property_account_receivable_id", "62.01"),
        ):  # fmt: skip
            used = self.env["account.account"].search([("code", "=", code)], limit=1)
            self.env["ir.default"].set("res.partner", field, used.id, company_id=branch.id)
        account = self.connect(company=branch)
        month = self.month_in("CNY", account)
        self.assert_refused(month, "CNY")
        self.rate("CNY", 1 / 11.5)
        month.action_fetch()
        self.assert_converted(month, 11.5)


class TestNamesOfCurrencies(CurrencyCase):
    def test_the_rouble_by_its_other_names(self):
        account = self.connect()
        for name in ("RUR", "rur", " руб. ", "РУБ", "₽", "643"):
            with self.subTest(name=name), self.env.cr.savepoint() as savepoint:
                month = self.month_in(name, account)
                self.assertEqual(month.state, "to_review", month.error_message)
                self.assertEqual(month.currency_id, self.company.currency_id)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_nobody_is_led_to_create_a_second_one(self):
        account = self.connect()
        for name, advice in (("роубль", "do not create"), ("RUX", "do not create it a second")):
            with self.subTest(name=name):
                month = self.month_in(name, account)
                self.assertIn(advice, month.error_message)
                month.unlink()

    def test_an_answer_alone_switches_no_currency_on(self):
        yuan = self.currency("CNY")
        yuan.active = False
        month = self.month_in("CNY")
        self.assert_refused(month, "CNY")
        self.assertFalse(yuan.active)
        self.rate("CNY", 1 / 11.5)
        month.action_fetch()
        self.assert_converted(month, 11.5)
        self.assertTrue(yuan.active)


class TestRounding(CurrencyCase):
    """The totals equal the report's in both currencies, without entries for rounding."""

    def assert_total_in_both_currencies(self, *documents):
        for document in self.env["account.move"].union(*documents):
            with self.subTest(document=document.move_type):
                in_books = document.amount_total / document.invoice_currency_rate
                self.assertEqual(
                    decimal(abs(document.amount_total_signed)), decimal(round(in_books, 2))
                )

    def test_a_tax_on_top_adds_no_tiyn_to_the_total(self):
        self.keep_books_in("KZT")
        self.rate("RUB", 1 / 6)
        self.publish()
        month = self.import_month(self.connect(sale_tax_ids=self.create_tax("sale", 12, False).ids))
        self.assertEqual(month.sale_invoice_id.amount_total_signed, 17400.00)
        self.assertEqual(month.sale_refund_id.amount_total_signed, -600.00)
        self.confirm(month)
        self.assertEqual(month.sale_invoice_id.amount_total_signed, 17400.00)
        month.action_reset()
        month.action_confirm()
        self.assertEqual(self.items(month._documents())["62.01"], 15660.00)

    def test_a_month_and_its_correction_need_no_journal_for_exchange_differences(self):
        self.assertFalse(self.company.currency_exchange_journal_id)
        self.rate("CNY", 1 / 11.537)
        account = self.connect(allow_negative_stock=True)
        tax = self.create_tax("sale", 22, False)
        dice = random.Random(20)
        for n in range(8):
            account.sale_tax_ids = tax if n % 2 else False
            with self.subTest(n=n), self.env.cr.savepoint() as savepoint:
                self.book_and_correct(account, dice)
                savepoint.rollback()
                self.env.invalidate_all()

    def book_and_correct(self, account, dice):
        self.publish(report(self.some_rows(dice), currency_sys_name="CNY"))
        month = self.import_month(account)
        month.action_confirm()
        self.publish(report(self.some_rows(dice), currency_sys_name="CNY"))
        month.action_compare()
        month.action_create_correction()
        correction = month.correction_ids
        correction.action_confirm()
        documents = month._documents() | correction._documents()
        self.assertEqual(self.env["account.move"].search([("company_id", "=", self.company.id)]),
                         documents.sorted(), "exchange differences")  # fmt: skip
        self.assert_total_in_both_currencies(*documents.filtered(lambda one: one.is_invoice()))
        for one in month | correction:
            self.assertEqual(one.failed_checks, 0, one.checks)
            items = one.netting_move_id.line_ids.filtered("account_id.reconcile")
            self.assertTrue(all(items.mapped("reconciled")))

    def some_rows(self, dice):
        return [
            row(
                sku=1000 + n,
                price=str(dice.randint(100, 99999) / 100),
                ratio=str(dice.randint(5, 30) / 100),
                sold=side(dice.randint(1, 9)),
                returned=side(dice.randint(1, 3)) if dice.random() < 0.5 else None,
            )
            for n in range(dice.randint(1, 4))
        ]

    def test_where_both_sides_are_settled_the_rounding_is_in_the_netting(self):
        """Ozon owes 3.03 − 1.01 yuan, 34.96 − 11.65 = 23.31 roubles, and withholds 2.02: 23.30."""
        self.rate("CNY", 1 / 11.537)
        rows = [row(sku=1001, price="1.01", ratio="1", sold=side(3), returned=side(1))]
        self.publish(report(rows, currency_sys_name="CNY"))
        month = self.import_month(self.connect(allow_negative_stock=True))
        month.action_confirm()
        items = self.items(month._documents())
        self.assertNotIn("60.01", items)
        self.assertNotIn("62.01", items)
        self.assertEqual(month.open_balance, 0.0)
        self.assertEqual(month.failed_checks, 0, month.checks)
