"""Short documents have the same totals with a line per category or tax instead of product."""

import json
from copy import deepcopy
from decimal import Decimal
from random import Random
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError

from tests.fake_ozon import published_example, random_report, report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase

DETAILS = ("product", "category", "tax")


class DetailCase(BooksCase):
    def as_booked(self, month):
        """The amounts of each document by tax and account in both currencies, and its total."""
        return {
            document.move_type: (
                document.amount_total,
                document.amount_untaxed,
                sorted(self.sums_by_tax(document).items()),
                self.items(document),
            )
            for document in month._documents()
        }

    def sums_by_tax(self, document):
        sums = {}
        for item in document.line_ids:
            if item.display_type in ("product", "tax"):
                key = (item.display_type, item.account_id.code, tuple(item.tax_ids.sorted().ids),
                       item.tax_repartition_line_id.id)  # fmt: skip
                kept = sums.setdefault(key, [Decimal(0)] * 3)
                for place, name in enumerate(("amount_currency", "balance", "tax_base_amount")):
                    kept[place] += Decimal(str(round(item[name], 2)))
        return sums

    def draft(self, month, detail):
        month.account_id.document_detail = detail
        month.action_draft_again()
        self.assertEqual(month.state, "to_review", month.error_message)

    def lines(self, document):
        return document.invoice_line_ids.filtered(lambda line: line.display_type == "product")


class TestPublishedExample(DetailCase):
    """Two products of two categories, sold and returned; see the example of Ozon's help."""

    def arrange(self):
        super().arrange()
        payload = published_example()
        payload["result"]["rows"].append(row(sku=1002, price="50", sold=side(4), returned=side(1)))
        self.publish(report(payload["result"]["rows"]))
        mugs, lamps = self.env["product.category"].create([{"name": "Кружки"}, {"name": "Лампы"}])
        self.goods = self.env["product.product"].create(
            [
                {"name": f"Товар {sku}", "ozon_code": str(sku), "is_storable": True,
                 "taxes_id": False, "categ_id": category.id, "standard_price": 10.0}
                for sku, category in ((1001, mugs), (1002, lamps))
            ]
        )  # fmt: skip

    def test_a_month_is_the_same_in_every_detail(self):
        month = self.import_month()
        self.assertEqual(month.document_detail, "product")
        booked = self.as_booked(month)
        bills = {}
        for detail, count in (("category", 2), ("tax", 1)):
            self.draft(month, detail)
            with self.subTest(detail):
                self.assertEqual(self.as_booked(month), booked)
                self.assertEqual(month.document_detail, detail)
                # The bill has a separate line for points.
                self.assertEqual(len(self.lines(month.bill_id)), count + 1)
                self.assertEqual(len(self.lines(month.sale_invoice_id)), count)
                self.assertEqual(len(self.lines(month.sale_refund_id)), count)
                self.assertFalse(month.sale_invoice_id.invoice_line_ids.product_id)
                self.assertEqual(month.picking_ids.move_ids.product_id, self.goods)
                self.assertEqual(len(month.line_ids), 5)
            bills[detail] = self.lines(month.bill_id)[:1].name
        self.assertEqual(bills["tax"], "Goods of Ozon's report — sold 34, returned 2")

        self.confirm(month)
        self.assertEqual(month.state, "posted")
        self.assertFalse([check for check in month.checks if check["state"] == "failed"])
        posted = self.as_booked(month)
        month.action_reset()
        month.action_confirm()
        self.assertEqual(self.as_booked(month), posted)
        self.assertEqual(month.open_balance, 2610.00 + 150.00 - 15.00)

        # Ozon reports one unit less: the correction keeps the level of detail of its report.
        self.account = month.account_id
        self.account.document_detail = "product"
        changed = deepcopy(published_example()["result"]["rows"])
        changed[0] = row(sku=1001, sold=side(19))
        changed.append(row(sku=1002, price="50", sold=side(4), returned=side(1)))
        self.publish(report(changed))
        month.action_compare()
        month.action_create_correction()
        correction = month.correction_ids
        self.assertEqual(correction.document_detail, "tax")
        self.assertFalse(correction.sale_refund_id.invoice_line_ids.product_id)
        self.confirm(correction)
        self.assertEqual(correction.state, "posted")
        self.assertFalse([check for check in correction.checks if check["state"] == "failed"])

    def test_a_report_of_very_many_products_offers_sums(self):
        month = self.import_month()
        self.assertNotIn("many_lines", {check["name"] for check in month.checks})
        with patch("odoo.addons.ozon_connector.domain.summary.MANY_PRODUCTS", 1):
            self.env.invalidate_all()
            offer = next(check for check in month.checks if check["name"] == "many_lines")
        self.assertEqual(offer["state"], "info")
        self.assertIn("a line for each of 2 products", offer["text"])
        [button] = offer["buttons"]
        self.assertEqual(getattr(month, button["method"])()["res_id"], month.account_id.id)

    def test_a_sum_changed_to_units_of_goods_is_refused(self):
        account = self.connect(document_detail="tax")
        month = self.import_month(account)
        line = self.lines(month.sale_invoice_id)
        amount, taxes = line.price_unit, line.tax_ids
        line.write({"product_id": self.goods[0].id})
        line.write({"price_unit": amount, "tax_ids": [Command.set(taxes.ids)]})
        self.bring_goods(month)
        with self.assertRaisesRegex(UserError, "another number of"):
            month.action_confirm()

    def test_perpetual_goods_cost_the_same_in_every_detail(self):
        self.goods.categ_id = self.perpetual_category()
        account = self.connect()
        month = self.import_month(account)
        self.receive(self.goods[0], 40, 30.0, account.location_id)
        self.receive(self.goods[1], 10, 7.0, account.location_id)
        costs = {}
        for detail in DETAILS:
            self.draft(month, detail)
            month.action_confirm()
            self.assertEqual(month.state, "posted", month.error_message)
            with self.subTest(detail):
                failed = [check for check in month.checks if check["state"] == "failed"]
                self.assertFalse(failed)
                costs[detail] = self.costs(month)
                self.assertEqual(costs[detail], costs["product"])
                self.assertEqual(
                    self.items(month.sale_invoice_id)["90.02"], 30 * 30.0 + 4 * 7.0
                )
            month.action_reset()
            self.assertNotIn("90.02", self.items(month.sale_invoice_id, month.sale_refund_id))

        # Without moves only the lines of the invoice have a cost.
        account.post_stock = False
        with self.assertRaisesRegex(UserError, "2 products are valued perpetually"):
            month.action_draft_again()

    def costs(self, month):
        """The cost by document, product and account, and the value of each product's moves."""
        sums = {}
        for item in (month.sale_invoice_id | month.sale_refund_id).line_ids:
            if item.display_type == "cogs":
                key = (item.move_type, item.product_id.id, item.account_id.code)
                sums[key] = round(sums.get(key, 0) + item.balance, 2)
        return (
            sums,
            sorted((move.product_id.id, month._direction(move).value, round(move.value, 2))
                   for move in month._done_moves().filtered(lambda move: not move.ozon_undone)),
        )  # fmt: skip


class TestTaxes(DetailCase):
    """Goods with several rates, taxes included and on top, rounded per line and globally."""

    def arrange(self):
        super().arrange()
        self.taxes = [
            self.env["account.tax"], self.create_tax("sale", 22, included=True),
            self.create_tax("sale", 10, included=True), self.create_tax("sale", 7, included=False),
        ]  # fmt: skip
        categories = self.env["product.category"].create([{"name": name} for name in "АБВ"])
        self.skus = list(range(2001, 2013))
        self.env["product.product"].create(
            [
                {"name": f"Товар {sku}", "ozon_code": str(sku), "is_storable": True,
                 "taxes_id": [Command.set(self.taxes[sku % 4].ids)],
                 "categ_id": categories[sku % 3].id}
                for sku in self.skus
            ]
        )  # fmt: skip
        self.fee_taxes = {
            included: self.create_tax("purchase", 22, included) for included in (True, False)
        }
        self.account = self.connect()
        self.account.fee_tax_ids = [
            Command.create({"valid_from": "2020-01-01", "tax_ids": False})
        ]

    def test_every_tax_is_the_same_to_the_kopeck(self):
        payload = random_report(Random(7), rows=90, skus=self.skus)
        for rounding, included in (
            ("round_per_line", True), ("round_per_line", False), ("round_globally", True),
        ):  # fmt: skip
            self.company.tax_calculation_rounding_method = rounding
            self.account.fee_tax_ids.tax_ids = self.fee_taxes[included]
            self.publish(json.loads(json.dumps(payload, default=str)))
            month = self.import_month(self.account)
            self.draft(month, "product")
            booked = self.as_booked(month)
            for detail in ("category", "tax"):
                with self.subTest(rounding=rounding, included=included, detail=detail):
                    self.draft(month, detail)
                    self.assertEqual(self.as_booked(month), booked)
                    self.assertLess(len(self.lines(month.sale_invoice_id)), 13)
        self.bring_goods(month)
        month.action_confirm()
        self.assertEqual(month.state, "posted")
        failed = {check["name"] for check in month.checks if check["state"] == "failed"}
        self.assertEqual(failed, {"taxes"})  # some of the goods have none
        taxes = next(check for check in month.checks if check["name"] == "taxes")
        self.assertIn("3 products are sold without a tax", taxes["text"])
        posted = self.as_booked(month)
        month.action_reset()
        month.action_confirm()
        self.assertEqual(self.as_booked(month), posted)

    def test_the_sums_in_both_currencies_are_the_same(self):
        self.company.tax_calculation_rounding_method = "round_per_line"
        self.account.fee_tax_ids.tax_ids = self.fee_taxes[True]
        yuan = self.env.ref("base.CNY")
        yuan.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": yuan.id, "name": "2026-09-30", "company_id": self.company.id,
             "inverse_company_rate": 11.3573}
        )  # fmt: skip
        payload = random_report(Random(11), rows=60, skus=self.skus)
        payload["result"]["header"]["currency_sys_name"] = "CNY"
        self.publish(json.loads(json.dumps(payload, default=str)))
        month = self.import_month(self.account)
        self.assertEqual(month.sale_invoice_id.currency_id, yuan)
        booked = self.as_booked(month)
        for detail in ("category", "tax"):
            with self.subTest(detail):
                self.draft(month, detail)
                self.assertEqual(self.as_booked(month), booked)
        self.bring_goods(month)
        month.action_confirm()
        self.assertEqual(month.state, "posted")
