"""Random months in real Odoo: the books tie for all reports, taxes and settings."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command

from tests.fake_ozon import random_report, totals
from tests.odoo.common import decimal
from tests.odoo.models.realization.test_confirmation import BooksCase

KOPECK = Decimal("0.01")
RATES = ("5", "7", "10", "20", "22")
MONTHS = 20


@pytest.mark.exhaustive
class TestRandomMonths(BooksCase):
    """Σ documents = report, stock moved = net units, debit = credit, open balance as computed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = {
            use: [cls.env["account.tax"]]
            + [cls.create_tax(use, float(rate), included)
               for rate in RATES for included in (True, False)]
            for use in ("purchase", "sale")
        }  # fmt: skip
        # The goods have different taxes, as in reality.
        cls.goods = cls.env["product.product"].create(
            [
                {
                    "name": f"Товар {sku}",
                    "default_code": f"ART-{sku}",
                    "ozon_code": str(sku),
                    "is_storable": True,
                    "standard_price": 10.0,
                    "taxes_id": False,
                }
                for sku in range(1001, 1006)
            ]
        )

    # A month is booked, taken back and booked again; dev/torture tries a hundred months.
    @settings(
        max_examples=max(MONTHS, settings().max_examples // 12), deadline=None, database=None,
        derandomize=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        seed=st.integers(0, 2**32),
        rows=st.integers(0, 12),
        policy=st.sampled_from(["discount", "income"]),
        rounding=st.sampled_from(["round_per_line", "round_globally"]),
        fee_tax=st.integers(0, 2 * len(RATES)),
        sale_taxes=st.lists(st.integers(0, 2 * len(RATES)), min_size=5, max_size=5),
        storno=st.booleans(),
        perpetual=st.booleans(),
    )
    def check_month(self, seed, rows, policy, rounding, fee_tax, sale_taxes, storno, perpetual):
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            self.company.write(
                {"tax_calculation_rounding_method": rounding, "account_storno": storno}
            )
            if perpetual:
                self.goods.categ_id = self.perpetual_category()
            for product, number in zip(self.goods, sale_taxes, strict=True):
                product.taxes_id = self.taxes["sale"][number]
            self.account.points_policy = policy
            self.account.fee_tax_ids = [Command.clear()] + [
                Command.create({"valid_from": "2020-01-01", "tax_ids": [Command.set(tax.ids)]})
                for tax in self.taxes["purchase"][fee_tax]
            ]
            self.check(random_report(Random(seed), rows=rows), policy)
        finally:
            savepoint.rollback()
            self.env.invalidate_all()

    def test_random_months(self):
        self.account = self.connect()
        self.months = Counter()
        self.check_month()
        self.assertGreaterEqual(self.months["all"], MONTHS)
        for kind in ("never sold", "negative product", "points above the fee", "negative month"):
            self.assertGreater(self.months[kind], 0, f"hardly any months of the kind: {kind}")

    def count(self, payload):
        """Count the kinds of months among the random ones."""
        expected, units = totals(payload), self.net_units(payload)
        rows = payload["result"]["rows"]
        sold = {str(one["item"]["sku"]) for one in rows if one["delivery_commission"]}
        self.months.update(
            {
                "all": 1,
                "never sold": any(sku not in sold for sku in units),
                "negative product": any(quantity < 0 for quantity in units.values()),
                "points above the fee": expected.points > expected.base_fee > 0,
                "negative month": expected.revenue < 0,
            }
        )

    def check(self, payload, policy):
        self.count(payload)
        self.publish(payload)
        month = self.import_month(self.account)
        self.assertEqual(month.state, "to_review", month.error_message)
        self.bring_goods(month)
        before = self.stock()
        month.action_confirm()
        self.books_tie(month, payload, policy)
        books, moved = self.items(month._documents()), self.moved(before)
        self.assertEqual(moved, self.net_units(payload))
        failed = {check["name"] for check in month.checks if check["state"] == "failed"}
        self.assertLessEqual(failed, {"taxes"}, month.checks)  # some goods happen to have none

        month.action_reset()
        self.assertEqual(self.stock(), before)
        month.action_confirm()
        self.books_tie(month, payload, policy)
        self.assertEqual(self.items(month._documents()), books)
        self.assertEqual(self.moved(before), moved)

    def books_tie(self, month, payload, policy):
        expected = totals(payload)
        used = max(min(expected.points, Decimal("0.99") * expected.base_fee), Decimal(0))
        income, fee = expected.revenue + expected.points, expected.base_fee
        if policy == "discount":
            income = expected.revenue
            fee = (expected.base_fee - used).quantize(KOPECK, ROUND_HALF_UP)
        self.assertEqual(decimal(month.bill_total), fee)
        self.assertEqual(decimal(month.sale_total), income)
        for document in month._documents():
            self.assertEqual(document.state, "posted")
            self.assertEqual(decimal(sum(document.line_ids.mapped("balance"))), 0)
        self.assertEqual(decimal(month.open_balance), income - fee)
        self.assertEqual(decimal(month.open_balance), expected.accrual - decimal(month.points_left))
        # The netting settles one of the two sides, if it settles anything.
        if (income > 0) == (fee > 0) and income and fee:
            residuals = [
                abs(decimal(sum(lines.mapped("amount_residual"))))
                for lines in (
                    self.open_items(month.bill_id, "liability_payable"),
                    self.open_items(
                        month.sale_invoice_id | month.sale_refund_id, "asset_receivable"
                    ),
                )
            ]
            self.assertEqual(min(residuals), 0)

    def open_items(self, documents, account_type):
        return documents.line_ids.filtered(
            lambda line: line.account_id.account_type == account_type
        )

    def stock(self):
        """Units of each good in the account's location."""
        quants = self.env["stock.quant"]._read_group(
            [("location_id", "=", self.account.location_id.id)], ["product_id"], ["quantity:sum"]
        )
        units = dict.fromkeys(self.goods.mapped("ozon_code"), 0)
        units.update({product.ozon_code: quantity for product, quantity in quants})
        return units

    def moved(self, before):
        now = self.stock()
        return {sku: before[sku] - now[sku] for sku in now if before[sku] != now[sku]}

    def net_units(self, payload):
        units = {}
        for one in payload["result"]["rows"]:
            sku = str(one["item"]["sku"])
            for key, sign in (("delivery_commission", 1), ("return_commission", -1)):
                if one[key]:
                    units[sku] = units.get(sku, 0) + sign * one[key]["quantity"]
        return {sku: quantity for sku, quantity in units.items() if quantity}
