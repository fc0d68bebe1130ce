"""Goods sold at 20 % VAT are returned when it is 22 %: the user is told and can choose."""

import json

from lxml import etree

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase
from tests.odoo.outside import OutsideCase

# Ten lamps sold at 122 in January 2026; three lamps from 2025, which cost 120, come back.
ROWS = [
    row(sku=501, price="122", sold=side(10), offer_id="L-1", name="Лампа"),
    row(sku=501, price="120", returned=side(3), offer_id="L-1", name="Лампа"),
]


class OldVatCase(BooksCase):
    """The key may not request orders, so only a person knows when goods were sold."""

    included = True
    may_ask_for_orders = False

    def arrange(self):
        super().arrange()
        if not self.may_ask_for_orders:
            self.seller.roles[0]["methods"].remove("/v1/finance/realization/posting")
        self.new = self.create_tax("sale", 22, self.included)
        self.old = self.create_tax("sale", 20, self.included)
        self.env["product.product"].create(
            {
                "name": "Лампа", "default_code": "L-1", "is_storable": True,
                "taxes_id": [Command.set(self.new.ids)],
            }
        )  # fmt: skip
        self.account = self.connect()

    def the_month(self, year=2026, month=1, rows=None):
        self.publish(report(json.loads(json.dumps(rows or ROWS, default=str)), year, month),
                     year, month)  # fmt: skip
        return self.import_month(self.account, year, month)

    def taxes(self, month):
        self.env.invalidate_all()
        return next(check for check in month.checks if check["name"] == "taxes")

    def vat(self, document):
        return abs(self.items(document)["68.02"])


class TestIncludedTax(OldVatCase):
    def test_it_is_said_with_goods_units_and_sum(self):
        check = self.taxes(self.the_month())
        self.assertEqual(check["state"], "info")
        for word in ("before 01/01/2026, at 20 % VAT", "takes back 22 %", "L-1", "× 3", "360.00"):
            self.assertIn(word, check["text"])

    def test_the_old_tax_chosen_on_the_draft_is_booked(self):
        month = self.the_month()
        month.sale_refund_id.invoice_line_ids.tax_ids = self.old
        self.confirm(month)
        self.assertEqual((month.sale_refund_id.amount_total, self.vat(month.sale_refund_id)),
                         (360.00, 60.00))  # fmt: skip
        self.assertEqual(self.vat(month.sale_invoice_id), 220.00)
        [told] = [check for check in month.checks if check["name"] == "by_hand"]
        self.assertEqual(told["state"], "info")
        self.assertIn("60.00", told["text"])
        month.action_reset()
        month.action_confirm()
        self.assertIn("is not as it was drafted", str(month.checks))
        self.env.invalidate_all()
        self.assertEqual(self.taxes(month)["state"], "passed")
        self.assertEqual(month.failed_checks, 0, month.checks)

    def test_it_is_chosen_for_a_part_of_a_line(self):
        month = self.the_month()
        line = month.sale_refund_id.invoice_line_ids
        line.quantity = 1
        line.copy({"move_id": line.move_id.id, "quantity": 2, "tax_ids": self.old.ids})
        self.confirm(month)
        self.assertEqual(month.sale_refund_id.amount_total, 360.00)
        self.assertEqual(self.vat(month.sale_refund_id), 61.64)  # 21.64 of 120, 40.00 of 240
        check = self.taxes(month)
        self.assertIn("120.00 for 1 lines", check["text"].replace("\xa0", " ").replace(" руб", ""))

    def test_the_choice_outlives_taking_the_month_back(self):
        month = self.the_month()
        month.sale_refund_id.invoice_line_ids.tax_ids = self.old
        self.confirm(month)
        month.action_reset()
        month.action_confirm()
        self.assertEqual(self.vat(month.sale_refund_id), 60.00)

    def test_long_after_the_change_it_is_said_without_asking(self):
        check = self.taxes(self.the_month(month=9))
        self.assertEqual(check["state"], "passed")
        self.assertIn("at 20 % VAT", check["text"])

    def test_before_the_change_and_without_returns_nothing_is_said(self):
        self.account.product_ids.unlink()
        self.env["product.product"].search([("default_code", "=", "L-1")]).taxes_id = self.old
        self.assertEqual(self.taxes(self.the_month(2025, 12))["state"], "passed")
        self.env["product.product"].search([("default_code", "=", "L-1")]).taxes_id = self.new
        check = self.taxes(self.the_month(month=2, rows=ROWS[:1]))
        self.assertEqual(check["state"], "passed")
        self.assertNotIn("20 %", check["text"])


class TestTaxOnTop(OldVatCase):
    included = False

    def test_the_old_tax_is_chosen_with_its_price(self):
        month = self.the_month()
        line = month.sale_refund_id.invoice_line_ids
        line.tax_ids = self.old
        with self.assertRaisesRegex(UserError, "adds up to"), self.env.cr.savepoint():
            self.confirm(month)
        self.env.invalidate_all()
        line.price_unit = 100.0
        self.confirm(month)
        self.assertEqual(self.vat(month.sale_refund_id), 60.00)


# One product at one price, from both years.
BOTH_YEARS = [
    *ROWS,
    row(sku=501, price="120", returned=side(2), offer_id="L-1", name="Лампа"),
]
LINES = "ozon.realization.report.line"


@tagged("standard", "post_install", "-at_install")
class TestChosenByRow(OutsideCase, OldVatCase):
    """A person chooses the VAT rate of a return for a row of the report."""

    def arrange(self):
        super().arrange()
        self.month = self.the_month(rows=BOTH_YEARS)
        self.first, self.second = self.month.line_ids.filtered(
            lambda line: line.direction == "return"
        )

    def setUp(self):
        super().setUp()
        self.log_in("choosing", "ozon_connector.group_ozon_user", "account.group_account_invoice")

    def credited(self):
        lines = self.month.sale_refund_id.invoice_line_ids
        return {(line.quantity, line.tax_ids.amount, line.price_total) for line in lines}

    def test_the_credit_note_is_split_by_the_rows(self):
        self.assertEqual(self.credited(), {(5, 22, 600.00)})
        self.assertTrue(self.call(LINES, "action_take_old_rate", self.first.ids), self.refusal)
        self.assertEqual(self.credited(), {(3, 20, 360.00), (2, 22, 240.00)})
        self.confirm(self.month)
        self.assertEqual(self.vat(self.month.sale_refund_id), 60.00 + 43.28)
        self.assertEqual(self.month.failed_checks, 0, self.month.checks)
        self.assertIn("240.00", self.taxes(self.month)["text"])

    def test_it_outlives_drafting_again_and_taking_back_and_can_be_revoked(self):
        self.call(LINES, "action_take_old_rate", self.first.ids)
        self.month.action_draft_again()
        self.confirm(self.month)
        self.month.action_reset()
        self.assertEqual(self.credited(), {(3, 20, 360.00), (2, 22, 240.00)})
        self.call(LINES, "action_take_present_rate", self.first.ids)
        self.assertEqual(self.credited(), {(5, 22, 600.00)})

    def test_several_rows_are_chosen_at_once(self):
        self.call(LINES, "action_take_old_rate", (self.first | self.second).ids)
        self.assertEqual(self.credited(), {(5, 20, 600.00)})
        self.assertEqual(self.taxes(self.month)["state"], "passed")

    def test_it_is_refused_of_sales_and_of_a_booked_month(self):
        sale = self.month.line_ids - self.first - self.second
        self.call(LINES, "action_take_old_rate", sale.ids)
        self.assertIn("only for returned goods", self.refusal)
        self.confirm(self.month)
        self.call(LINES, "action_take_old_rate", self.first.ids)
        self.assertIn("Reset to Draft", self.refusal)
        self.assertFalse(any(self.month.line_ids.mapped("at_old_rate")))

    def test_without_such_a_tax_it_is_said_what_to_create(self):
        self.old.active = False
        self.call(LINES, "action_take_old_rate", self.first.ids)
        self.assertIn("no sales tax of this rate", self.refusal)
        self.assertEqual(self.credited(), {(5, 22, 600.00)})

    def test_goods_of_another_rate_keep_it(self):
        self.new.amount = 10
        self.month.action_draft_again()
        self.call(LINES, "action_take_old_rate", self.first.ids)
        self.assertEqual({tax for _units, tax, _total in self.credited()}, {10})

    def test_ozon_s_change_of_another_row_keeps_the_choice(self):
        self.call(LINES, "action_take_old_rate", self.first.ids)
        changed = [
            *BOTH_YEARS, row(sku=501, price="122", sold=side(1), offer_id="L-1", name="Лампа"),
        ]
        self.publish(report(changed, 2026, 1), 2026, 1)
        self.month.action_compare()
        self.month.action_fetch()
        self.assertEqual(self.credited(), {(3, 20, 360.00), (2, 22, 240.00)})

    def test_a_correction_takes_back_at_the_rate_that_was_booked(self):
        self.call(LINES, "action_take_old_rate", (self.first | self.second).ids)
        self.confirm(self.month)
        # One unit less came back.
        fewer = [*BOTH_YEARS[:2], row(sku=501, price="120", returned=side(1), offer_id="L-1",
                                      name="Лампа")]  # fmt: skip
        self.publish(report(fewer, 2026, 1), 2026, 1)
        self.month.action_compare()
        self.month.action_create_correction()
        correction = self.month.correction_ids
        line = correction.sale_invoice_id.invoice_line_ids
        self.assertEqual((line.tax_ids, line.price_total), (self.old, 120.00))
        self.assertEqual(self.taxes(correction)["state"], "passed", self.taxes(correction))
        self.confirm(correction)
        self.assertEqual(self.vat(correction.sale_invoice_id), 20.00)

    def test_the_rows_on_the_page_have_the_buttons(self):
        views = self.call(
            "ozon.realization.report", "get_views", views=[[False, "form"]], options={}
        )
        form = etree.fromstring(views["views"]["form"]["arch"])
        rows = "//field[@name='line_ids']/list"
        for method, shown in (
            ("action_take_old_rate", "not rate_is_open or at_old_rate"),
            ("action_take_present_rate", "not rate_is_open or rate_known and not at_old_rate"),
        ):
            [button] = form.xpath(f"{rows}/button[@name='{method}']")
            self.assertEqual(button.get("invisible"), shown)
        [read] = self.call(
            "ozon.realization.report", "web_read", self.month.ids,
            specification={"line_ids": {"fields": {"direction": {}, "rate_is_open": {}}}},
        )  # fmt: skip
        self.assertEqual(
            [(line["direction"], line["rate_is_open"]) for line in read["line_ids"]],
            [("sale", False), ("return", True), ("return", True)],
        )


@tagged("standard", "post_install", "-at_install")
class TestChosenByRowWithTaxOnTop(OutsideCase, OldVatCase):
    included = False

    def test_the_total_stays_ozon_s(self):
        month = self.the_month(rows=BOTH_YEARS)
        self.log_in("choosing", "ozon_connector.group_ozon_user")
        first = month.line_ids.filtered(lambda line: line.direction == "return")[0]
        self.call(LINES, "action_take_old_rate", first.ids)
        self.confirm(month)
        self.assertEqual(month.sale_refund_id.amount_total, 600.00)
        self.assertEqual(self.vat(month.sale_refund_id), 60.00 + 43.28)
