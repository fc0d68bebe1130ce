"""Goods sold at 20 % VAT come back after it became 22 %: a person is told, and can choose."""

import json

from odoo import Command
from odoo.exceptions import UserError

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase

# Ten lamps sold at 122 in January 2026, three that cost 120 in 2025 come back.
ROWS = [
    row(sku=501, price="122", sold=side(10), offer_id="L-1", name="Лампа"),
    row(sku=501, price="120", returned=side(3), offer_id="L-1", name="Лампа"),
]


class OldVatCase(BooksCase):
    included = True

    def setUp(self):
        super().setUp()
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
