"""The orders of a month show when returned goods were sold, and which companies bought."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from tests.fake_ozon import Answer, realization_file, report, row, side
from tests.fake_ozon.postings import company_sale, numbered, of_order
from tests.odoo.models.document.test_currency import CurrencyCase
from tests.odoo.models.realization.test_old_vat import OldVatCase
from tests.odoo.outside import OutsideCase
from tests.odoo.wizards.test_file_import import FileCase

POSTING = "/v1/finance/realization/posting"


def sold(units, price="122"):
    return row(sku=501, price=price, sold=side(units), offer_id="L-1", name="Лампа")


def returned(units, price="120"):
    return row(sku=501, price=price, returned=side(units), offer_id="L-1", name="Лампа")


class OrdersCase(OldVatCase):
    may_ask_for_orders = True

    def orders(self, year, month, *rows):
        """Publish the orders of a month.

        :param rows: (row, number of the shipment, day of the order[, invoice of a company])
        """
        rows = numbered(of_order(*one) for one in rows)
        self.seller.postings[year, month] = {
            "header": report([], year, month)["result"]["header"], "rows": rows,
        }

    def credited(self, month):
        lines = month.sale_refund_id.invoice_line_ids
        return {(line.quantity, line.tax_ids.amount, line.price_total) for line in lines}


class TestTooManyOrders(OrdersCase, FileCase):
    def test_a_month_too_large_for_an_answer_is_settled_by_its_file(self):
        self.orders(
            2026, 1, (sold(10), "1", date(2026, 1, 5)), (returned(3), "2", date(2025, 11, 20)),
        )
        self.seller.too_large.add((2026, 1))
        month = self.the_month()
        self.assertEqual((month.state, self.credited(month)), ("to_review", {(3, 22, 360.00)}))
        check = self.taxes(month)
        self.assertEqual(check["state"], "info")
        self.assertIn("drop its file on the list of reports", check["text"])

        [brought] = self.drop(realization_file(self.seller.postings[2026, 1])).results
        self.assertEqual(brought["state"], "passed", brought["text"])
        month.action_draft_again()

        self.assertEqual(self.credited(month), {(3, 20, 360.00)})
        self.assertEqual(self.taxes(month)["state"], "passed")
        self.confirm(month)
        self.assertEqual(self.vat(month.sale_refund_id), 60.00)


class TestRateOfReturns(OrdersCase):
    def test_goods_ordered_and_sold_last_year_come_back_at_its_rate(self):
        self.orders(
            2026, 1, (sold(10), "1", date(2026, 1, 5)), (returned(3), "2", date(2025, 11, 20)),
        )
        month = self.the_month()
        self.assertEqual(self.credited(month), {(3, 20, 360.00)})
        self.confirm(month)
        self.assertEqual(self.vat(month.sale_refund_id), 60.00)
        check = self.taxes(month)
        self.assertEqual(check["state"], "passed")
        self.assertIn("taken back at 20 % VAT: 3 units", check["text"])

    def test_a_row_of_both_years_is_divided(self):
        self.orders(
            2026, 1, (sold(10), "1", date(2026, 1, 5)), (returned(2), "2", date(2025, 11, 20)),
            (returned(1), "3", date(2026, 1, 3)),
        )
        month = self.the_month()
        self.assertEqual(self.credited(month), {(2, 20, 240.00), (1, 22, 120.00)})
        self.assertEqual(self.taxes(month)["state"], "passed")
        self.confirm(month)
        self.assertEqual(self.vat(month.sale_refund_id), 40.00 + 21.64)
        month.action_reset()
        month.action_confirm()
        self.assertEqual(self.vat(month.sale_refund_id), 40.00 + 21.64)
        self.assertEqual(month.failed_checks, 0, month.checks)

    def test_what_was_ordered_last_year_and_delivered_this_year_is_this_year_s(self):
        self.orders(
            2026, 1, (sold(7), "1", date(2026, 1, 5)), (sold(3), "2", date(2025, 12, 30)),
            (returned(3), "2", date(2025, 12, 30)),
        )
        month = self.the_month()
        self.assertEqual(self.credited(month), {(3, 22, 360.00)})
        self.assertEqual(self.taxes(month)["state"], "passed")

    def test_months_between_are_asked_for_and_one_that_is_missing_leaves_it_open(self):
        self.orders(2026, 3, (sold(10), "1", date(2026, 3, 5)),
                    (returned(3), "2", date(2025, 12, 30)))  # fmt: skip
        month = self.the_month(month=3)
        check = self.taxes(month)
        self.assertEqual(check["state"], "info")
        self.assertIn("Why the orders do not say it", check["text"])
        self.assertEqual(self.credited(month), {(3, 22, 360.00)})
        for earlier, rows in ((1, [(sold(3), "2", date(2025, 12, 30))]), (2, [])):
            self.publish(report([one[0] for one in rows], 2026, earlier), 2026, earlier)
            self.orders(2026, earlier, *rows)
        month.action_draft_again()
        self.assertEqual(self.taxes(month)["state"], "passed")
        self.assertEqual(self.credited(month), {(3, 22, 360.00)})

    def test_orders_that_do_not_add_up_to_the_row_tell_nothing(self):
        self.orders(2026, 1, (sold(10), "1", date(2026, 1, 5)),
                    (returned(2), "2", date(2025, 11, 20)))  # fmt: skip
        month = self.the_month()
        self.assertEqual(self.credited(month), {(3, 22, 360.00)})
        self.assertIn("do not add up to the row", self.taxes(month)["text"])

    def test_goods_at_another_rate_keep_it_and_nothing_is_said_of_them(self):
        self.new.amount = 10
        self.orders(2026, 1, (sold(10), "1", date(2026, 1, 5)),
                    (returned(3), "2", date(2025, 11, 20)))  # fmt: skip
        month = self.the_month()
        self.assertEqual(self.credited(month), {(3, 10, 360.00)})
        self.assertFalse(any(month.line_ids.mapped("at_old_rate")))
        self.assertNotIn("20 %", self.taxes(month)["text"])

    def test_a_key_without_the_right_names_it_and_the_month_goes_on(self):
        self.seller.roles[0]["methods"].remove(POSTING)
        month = self.the_month()
        self.assertEqual(month.state, "to_review")
        self.assertIn("role", self.taxes(month)["text"])

    def test_an_ozon_that_fails_does_not_stop_the_month(self):
        self.ozon.always(POSTING, Answer(status=503))
        month = self.the_month()
        self.assertEqual(month.state, "to_review")
        self.assertEqual(self.taxes(month)["state"], "info")


@tagged("standard", "post_install", "-at_install")
class TestPersonDecides(OutsideCase, OrdersCase):
    def test_a_person_s_word_counts_more_than_the_orders_and_settles_the_check(self):
        self.orders(2026, 1, (sold(10), "1", date(2026, 1, 5)),
                    (returned(2), "2", date(2025, 11, 20)))  # fmt: skip
        month = self.the_month()
        self.log_in("choosing", "ozon_connector.group_ozon_user", "account.group_account_invoice")
        line = month.line_ids.filtered(lambda line: line.direction == "return")
        lines = "ozon.realization.report.line"
        self.assertTrue(self.call(lines, "action_take_present_rate", line.ids), self.refusal)
        self.assertEqual(self.taxes(month)["state"], "passed")
        month.action_draft_again()
        self.assertEqual(self.credited(month), {(3, 22, 360.00)})


class TestSalesToCompanies(OrdersCase):
    def arrange(self):
        super().arrange()
        invoice = ("УПД-77", date(2026, 3, 12))
        self.orders(
            2026, 3, (sold(6), "1", date(2026, 3, 5)), (sold(4), "2", date(2026, 3, 9), invoice),
        )
        self.seller.company_sales[2026, 3] = {"invoices": [
            company_sale("УПД-77", date(2026, 3, 12), "ООО «Свет»", "7701234567", ["2"]),
        ]}

    def invoiced(self, month):
        lines = month.sale_invoice_id.invoice_line_ids
        return [(line.quantity, line.price_total, "УПД-77" in line.name) for line in lines]

    def test_the_buyer_and_his_invoice_stand_with_the_rows(self):
        month = self.the_month(month=3, rows=[sold(10)])
        self.assertEqual(self.invoiced(month), [(10, 1220.00, False)])
        [bought] = month.line_ids.filtered("invoice_number")
        self.assertEqual(
            (bought.quantity, bought.buyer, bought.buyer_inn, bought.invoice_date),
            (4, "ООО «Свет»", "7701234567", date(2026, 3, 12)),
        )
        check = next(check for check in month.checks if check["name"] == "companies")
        for word in ("488.00", "ООО «Свет», INN 7701234567, УПД No. УПД-77"):
            self.assertIn(word, check["text"])
        self.confirm(month)
        self.assertEqual(month.failed_checks, 0, month.checks)

    def test_on_wish_the_invoice_has_lines_of_their_own_and_the_same_sum(self):
        self.account.company_sales = "split"
        month = self.the_month(month=3, rows=[sold(10)])
        self.assertEqual(self.invoiced(month), [(6, 732.00, False), (4, 488.00, True)])
        self.confirm(month)
        self.assertEqual(month.sale_invoice_id.amount_total, 1220.00)
        self.assertEqual(month.failed_checks, 0, month.checks)
        [move] = month.picking_ids.move_ids
        self.assertEqual(move.quantity, 10)

    def test_without_the_buyers_the_number_is_shown(self):
        self.seller.company_sales.clear()
        month = self.the_month(month=3, rows=[sold(10)])
        [bought] = month.line_ids.filtered("invoice_number")
        self.assertEqual((bought.invoice_number, bought.buyer), ("УПД-77", ""))

    def test_switched_off_nobody_is_asked(self):
        self.account.company_sales = "none"
        self.the_month(month=3, rows=[sold(10)])
        self.assertFalse(self.ozon.asked(POSTING))


class TestRatesOfDays(CurrencyCase):
    """Sales of 600 and 1 500 roubles, on days at 30 and 25 roubles for one Belarusian rouble."""

    def arrange(self):
        super().arrange()
        self.keep_books_in("BYN")
        self.rate("USD", 1.0, company=False)
        self.rate("BYN", 1.0, "2026-08-01")
        self.rate("RUB", 30.0, "2026-08-01")
        self.rate("RUB", 25.0, "2026-09-10")
        self.account = self.connect()
        self.account.rate_days = "order"
        self.rows = [row(sku=1001, price="300", sold=side(7))]

    def orders(self, *ordered):
        """:param ordered: (units, day of the order)"""
        rows = numbered(
            of_order(row(sku=1001, price="300", sold=side(units)), str(units), day)
            for units, day in ordered
        )
        self.seller.postings[2026, 9] = {
            "header": report([], 2026, 9)["result"]["header"], "rows": rows,
        }

    def the_month(self):
        self.publish(report(self.rows, currency_sys_name="RUB"))
        return self.import_month(self.account)

    def test_each_day_is_converted_at_its_rate_and_stays_so_after_a_reset(self):
        self.orders((2, date(2026, 9, 5)), (5, date(2026, 9, 20)))
        month = self.the_month()
        self.assertEqual(month.state, "to_review", month.error_message)
        # 600 at 30 and 1 500 at 25; at the last day's rate everything would be 84.00.
        self.assertEqual(month.sale_invoice_id.amount_total_signed, 80.00)
        self.confirm(month)
        self.assertEqual(month.sale_invoice_id.amount_total_signed, 80.00)
        month.action_reset()
        month.action_confirm()
        self.assertEqual(month.sale_invoice_id.amount_total_signed, 80.00)
        self.assertEqual(month.sale_invoice_id.amount_total, 2100.00)

    def test_by_default_it_is_the_last_day_s(self):
        self.account.rate_days = "month"
        self.orders((2, date(2026, 9, 5)), (5, date(2026, 9, 20)))
        self.assertEqual(self.the_month().sale_invoice_id.amount_total_signed, 84.00)

    def test_days_that_do_not_add_up_or_have_no_rate_stop_the_draft(self):
        self.orders((5, date(2026, 9, 20)))
        month = self.the_month()
        self.assertIn("orders add up to", month.error_message)
        self.assertFalse(month._documents())
        self.orders((2, date(2026, 7, 5)), (5, date(2026, 9, 20)))
        with self.assertRaisesRegex(UserError, "no rate of RUB on or before 07/05/2026"):
            month.action_draft_again()
