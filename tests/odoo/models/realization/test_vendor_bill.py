"""The vendor bill of a report: its contents, and that its total is the commission payable."""

import itertools
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import UserError, ValidationError

from tests.fake_ozon import published_example, random_report, report, row, side, totals
from tests.odoo.common import OzonCase, decimal

KOPECK = Decimal("0.01")


class TestPublishedExample(OzonCase):
    """20 × 100 + 10 × 90 − 1 × 100 at 10 %: revenue 2 800, points 100, gross commission 290."""

    def arrange(self):
        super().arrange()
        self.publish()

    def test_points_lower_the_fee_on_the_bill(self):
        imported = self.import_month()

        self.assertEqual(imported.state, "to_review", imported.error_message)
        self.assertEqual(
            [imported.revenue, imported.points, imported.base_fee, imported.fee_payable],
            [2800.00, 100.00, 290.00, 190.00],
        )
        self.assertEqual([imported.points_left, imported.accrual], [0.00, 2610.00])
        bill = imported.bill_id
        self.assertEqual((bill.move_type, bill.state), ("in_invoice", "draft"))
        self.assertEqual(bill.amount_total, 190.00)
        self.assertEqual(bill.journal_id, imported.account_id.purchase_journal_id)

    def test_points_are_income_if_the_account_says_so(self):
        imported = self.import_month(self.connect(points_policy="income"))

        self.assertEqual((imported.fee_payable, imported.bill_id.amount_total), (290.00, 290.00))
        self.assertEqual(imported.accrual, 2610.00)

    def test_the_bill_names_the_good_and_its_units_and_charges_a_service(self):
        bill = self.import_month().bill_id

        good, points = bill.invoice_line_ids
        self.assertEqual(good.name, "[ART-1001] Товар 1001 — sold 30, returned 1")
        self.assertEqual((good.ozon_quantity_sold, good.ozon_quantity_returned), (30, 1))
        self.assertEqual(good.ozon_product_id.ozon_code, "1001")
        self.assertEqual(good.product_id.type, "service")
        self.assertEqual((good.price_subtotal, points.price_subtotal), (290.00, -100.00))

    def test_the_bill_bears_the_numbers_and_dates_of_the_report(self):
        imported = self.import_month()

        bill = imported.bill_id
        self.assertEqual(bill.ref, "2609-4187733")
        self.assertEqual(str(bill.invoice_date), "2026-10-03")
        self.assertEqual(str(bill.date), "2026-09-30")
        self.assertEqual(bill.partner_id, imported.account_id.partner_id)
        self.assertEqual(bill.currency_id.name, "RUB")
        self.assertEqual(bill.ozon_report_id, imported)

    def test_the_journal_items_are_expense_against_payable(self):
        imported = self.import_month()
        self.confirm(imported)

        items = {}
        for item in imported.bill_id.line_ids:
            code = item.account_id.with_company(self.company).code
            items[code] = items.get(code, 0) + item.balance
        self.assertEqual(items, {"44.02": 190.00, "60.01": -190.00})

    def test_the_raw_answer_is_attached(self):
        imported = self.import_month()

        self.assertIn(b"2609-4187733", imported.raw_attachment_id.raw)
        self.assertEqual(imported.raw_attachment_id.res_id, imported.id)


class TestCompany(OzonCase):
    def test_the_bill_is_the_account_s_company_s_whichever_company_one_works_in(self):
        other = self.create_company("ООО «Лютик»")
        other.expense_account_id = self.env["account.account"].search(
            [("company_ids", "in", other.ids), ("account_type", "=", "expense")]
        )
        self.publish()
        account = self.connect()
        companies = {"allowed_company_ids": (other + self.company).ids}

        imported = self.import_month(account.with_context(**companies))

        self.assertEqual(imported.state, "to_review", imported.error_message)
        bill = imported.bill_id
        self.assertEqual(bill.company_id, self.company)
        self.assertEqual(bill.line_ids.account_id.company_ids, self.company)


class TestSpecialMonths(OzonCase):
    def test_more_returned_than_sold_makes_a_vendor_credit_note(self):
        self.publish(report([row(sku=1, sold=side(1)), row(sku=2, returned=side(3))]))

        imported = self.import_month()

        self.assertEqual((imported.revenue, imported.fee_payable), (-200.00, -20.00))
        bill = imported.bill_id
        self.assertEqual((bill.move_type, bill.amount_total), ("in_refund", 20.00))
        self.assertEqual(imported.bill_total, -20.00)
        self.confirm(imported)
        self.assertEqual(imported.state, "posted")

    def test_sales_and_returns_that_cancel_out_make_a_bill_of_zero_that_can_be_posted(self):
        self.publish(report([row(sku=1, sold=side(2)), row(sku=1, returned=side(2))]))

        imported = self.import_month()

        self.assertEqual(imported.bill_id.amount_total, 0.00)
        self.confirm(imported)
        self.assertEqual(imported.bill_id.state, "posted")

    def test_lines_of_zero_are_not_offered_for_removal(self):
        rows = [row(sku=n, sold=side(2), returned=side(2)) for n in (1, 2, 3)]
        self.publish(report(rows))

        bill = self.import_month().bill_id

        self.assertEqual(bill.invoice_line_ids.mapped("price_total"), [0.00] * 3)
        self.assertNotIn("account_remove_empty_lines", bill.alerts or {})

    def test_a_closed_month_without_rows_makes_a_bill_of_zero(self):
        self.publish(report([]))

        imported = self.import_month()

        self.assertEqual((imported.state, imported.bill_id.amount_total), ("to_review", 0.00))
        self.confirm(imported)
        self.assertEqual(imported.state, "posted")

    def test_points_pay_at_most_99_percent_of_the_fee(self):
        self.publish(report([row(sku=1, sold=side(10, points="50"))]))

        imported = self.import_month()

        self.assertEqual((imported.base_fee, imported.points), (100.00, 500.00))
        self.assertEqual((imported.fee_payable, imported.points_left), (1.00, 401.00))

    def test_a_row_with_both_sides_counts_both(self):
        self.publish(report([row(sku=1, sold=side(5), returned=side(2))]))

        imported = self.import_month()

        self.assertEqual(len(imported.line_ids), 2)
        self.assertEqual((imported.revenue, imported.base_fee), (300.00, 30.00))
        [line] = imported.bill_id.invoice_line_ids
        self.assertEqual((line.ozon_quantity_sold, line.ozon_quantity_returned), (5, 2))

    def test_a_currency_not_used_so_far_is_switched_on_and_converted_at_its_rate(self):
        yuan = self.env.ref("base.CNY")
        yuan.active = False
        yuan.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": yuan.id, "name": "2026-09-01", "company_id": self.company.id,
             "inverse_company_rate": 11.5}
        )
        self.publish(report([row(sku=1, sold=side(10))], currency_sys_name="CNY"))

        imported = self.import_month()

        self.assertTrue(yuan.active)
        self.assertEqual((imported.currency_id, imported.bill_id.amount_total), (yuan, 100.00))
        self.assertEqual(abs(imported.bill_id.amount_total_signed), 1150.00)

    def test_a_currency_without_a_rate_is_a_clear_stop(self):
        self.env.ref("base.KZT").rate_ids.unlink()
        self.publish(report([row(sku=1, sold=side(1))], currency_sys_name="KZT"))

        imported = self.import_month()

        self.assertFalse(imported.bill_id)
        self.assertIn("no rate of KZT", imported.error_message)

    def test_an_unknown_currency_is_a_clear_stop(self):
        self.publish(report([row(sku=1, sold=side(1))], currency_sys_name="XXX?"))

        imported = self.import_month()

        self.assertEqual((imported.state, imported.bill_id.id), ("waiting", False))
        self.assertIn("XXX?", imported.error_message)


class TestSettings(OzonCase):
    def arrange(self):
        super().arrange()
        self.publish()

    def test_a_missing_journal_is_named(self):
        account = self.connect()
        account.purchase_journal_id = False

        imported = self.import_month(account)

        self.assertFalse(imported.bill_id)
        self.assertIn("no purchase journal", imported.error_message)
        # Once this is fixed, the report continues from where it was.
        account.purchase_journal_id = self.env["account.journal"].search(
            [("type", "=", "purchase"), ("company_id", "=", self.company.id)]
        )
        imported.action_fetch()
        self.assertEqual((imported.state, imported.error_message), ("to_review", False))
        self.assertEqual(len(self.ozon.asked("/v2/finance/realization")), 1)

    def test_a_missing_expense_account_is_named(self):
        account = self.connect()
        account.purchase_journal_id.default_account_id = False

        imported = self.import_month(account)

        self.assertFalse(imported.bill_id)
        self.assertIn("Commission Account", imported.error_message)

    def test_the_account_s_own_expense_account_goes_first(self):
        own = self.env["account.account"].create(
            {"code": "44.03", "name": "Вознаграждение Ozon", "account_type": "expense"}
        )

        bill = self.import_month(self.connect(fee_account_id=own.id)).bill_id

        self.assertEqual(bill.invoice_line_ids.account_id, own)

    def test_each_month_takes_the_tax_valid_in_it(self):
        old, new = self.purchase_tax(20, True), self.purchase_tax(22, True)
        account = self.connect(
            fee_tax_ids=[
                Command.create({"valid_from": "2020-01-01", "tax_ids": [Command.set(old.ids)]}),
                Command.create({"valid_from": "2026-01-01", "tax_ids": [Command.set(new.ids)]}),
            ]
        )
        self.publish(month=12, year=2025)

        december = self.import_month(account, 2025, 12)
        september = self.import_month(account, 2026, 9)

        self.assertEqual(december.bill_id.invoice_line_ids.tax_ids, old)
        self.assertEqual(september.bill_id.invoice_line_ids.tax_ids, new)

    def test_an_old_month_keeps_a_tax_that_was_archived_since(self):
        old = self.purchase_tax(20, True)
        account = self.connect(
            fee_tax_ids=[
                Command.create({"valid_from": "2020-01-01", "tax_ids": [Command.set(old.ids)]})
            ]
        )
        old.active = False

        bill = self.import_month(account).bill_id

        self.assertEqual(bill.invoice_line_ids.tax_ids, old)

    def test_a_tax_of_a_fixed_amount_is_refused(self):
        fixed = self.purchase_tax(7, False)
        fixed.amount_type = "fixed"
        with self.assertRaisesRegex(ValidationError, "fixed amount"):
            self.connect(
                fee_tax_ids=[
                    Command.create(
                        {"valid_from": "2020-01-01", "tax_ids": [Command.set(fixed.ids)]}
                    )
                ]
            )

    def test_an_account_whose_reports_are_billed_cannot_be_deleted(self):
        imported = self.import_month()

        with self.assertRaisesRegex(UserError, "Archive the account"):
            imported.account_id.unlink()


class TestTotals(OzonCase):
    """The bill's total is the commission payable, whatever the tax and the rounding."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = [cls.env["account.tax"]] + [
            cls.purchase_tax(percent, included)
            for percent in (5, 7, 10, 20, 22)
            for included in (True, False)
        ]

    def bill_ties(self, account, payload, tax, rounding, policy):
        self.company.tax_calculation_rounding_method = rounding
        account.points_policy = policy
        account.fee_tax_ids = [Command.clear()] + (
            [Command.create({"valid_from": "2020-01-01", "tax_ids": [Command.set(tax.ids)]})]
            if tax
            else []
        )
        self.publish(payload)
        imported = self.import_month(account)
        self.assertEqual(imported.state, "to_review", imported.error_message)

        expected = totals(payload)
        used = max(min(expected.points, Decimal("0.99") * expected.base_fee), Decimal(0))
        fee = expected.base_fee
        if policy == "discount":
            fee = (expected.base_fee - used).quantize(KOPECK, ROUND_HALF_UP)
        self.assertEqual(decimal(imported.bill_total), fee)
        self.assertEqual(decimal(imported.revenue), expected.revenue)
        self.assertEqual(decimal(imported.accrual), expected.accrual)
        bill = imported.bill_id
        self.assertEqual(decimal(sum(bill.line_ids.mapped("balance"))), 0)
        self.confirm(imported)
        self.assertEqual(decimal(imported.bill_total), fee, "posting changed the total")

    def test_random_reports(self):
        account = self.connect(post_sales=False, post_stock=False)  # only the bill

        @settings(
            max_examples=max(25, settings().max_examples // 20), deadline=None, database=None,
            derandomize=True, suppress_health_check=list(HealthCheck),
        )
        @given(
            seed=st.integers(0, 2**32),
            tax=st.sampled_from(self.taxes),
            rounding=st.sampled_from(["round_per_line", "round_globally"]),
            policy=st.sampled_from(["discount", "income"]),
        )
        def check(seed, tax, rounding, policy):
            savepoint = self.env.cr.savepoint(flush=True)
            self.bill_ties(account, random_report(Random(seed), rows=8), tax, rounding, policy)
            savepoint.rollback()
            self.env.invalidate_all()

        check()

    def test_totals_of_a_few_kopecks_with_every_tax(self):
        account = self.connect(post_sales=False, post_stock=False)  # only the bill
        roundings = itertools.cycle(("round_per_line", "round_globally"))
        for tax in self.taxes:
            # All pairs occur: tax and sum, tax and rounding, sum and rounding.
            next(roundings)
            for kopecks in (1, 2, 3, 7, 8, 9, 11, 15):
                rounding = next(roundings)
                with self.subTest(tax=tax.name, rounding=rounding, kopecks=kopecks):
                    savepoint = self.env.cr.savepoint(flush=True)
                    price = Decimal(kopecks) / 10
                    payload = report([row(sku=1, price=price, ratio="0.10", sold=side(1))])
                    self.bill_ties(account, payload, tax, rounding, "income")
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_a_report_like_the_published_example_with_vat_on_top(self):
        account = self.connect(post_sales=False, post_stock=False)  # only the bill
        on_top = next(t for t in self.taxes if t.amount == 22 and not t.price_include)
        self.bill_ties(account, published_example(), on_top, "round_globally", "discount")
        bill = self.env["ozon.realization.report"].search([]).bill_id
        self.assertEqual((bill.amount_untaxed, bill.amount_tax), (155.74, 34.26))
