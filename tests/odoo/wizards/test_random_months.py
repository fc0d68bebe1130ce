"""Random months by file and by API, compared in every value that Odoo stores.

OZON_FILE_MONTHS=300 compares 300 months; without it there are only a few. A failing month names its
seed, and OZON_FILE_SEED=seed starts with it.
"""

import os
from contextlib import closing
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from freezegun import freeze_time

from odoo import Command

from tests.fake_ozon import card, random_report, realization_file
from tests.fake_ozon.postings import by_order
from tests.fake_ozon.realization_file import APART, LAYOUTS, MODERN, OLD, PARTNERS, WITHOUT_LOYALTY
from tests.fake_ozon.seller import ALL_METHODS
from tests.odoo.stored import Stored, differences

from .test_file_import import FileCase

MONTHS = int(os.environ.get("OZON_FILE_MONTHS", 10))
FIRST = int(os.environ.get("OZON_FILE_SEED", 1))
NOW = "2026-10-08 09:00:00"
SKUS = range(1001, 1006)  # those of `random_report`
ORDERS = "/v1/finance/realization/posting"
PERIODS = [(2024, 5), (2025, 11), (2026, 1), (2026, 3), (2026, 9)]

# Differences between a requested and an imported month; everything else must be equal.
EXCEPTED = {
    "ir_attachment": "Ozon's answer here, files there",
    "message_attachment_rel": "the file is attached to the note of who brought it",
    "mail_message.message_id": "Odoo draws it by lot",
    "ozon_account.by_files": "the one has a key, the other none",
    "ozon_file_import": "the dialog of the files",
    "ozon_document_ozon_file_import_rel": "the dialog of the files",
    "ir_attachment_ozon_file_import_rel": "the dialog of the files",
    "ozon_posting_month.file_attachment_id": "the file with the orders",
    "ozon_posting_month.problem": "why the orders are not known: no right, or no key",
    "ozon_realization_report.raw_attachment_id": "Ozon's answer, or the file",
    "ozon_realization_report.brought_by_id": "who brought the file",
    "ozon_realization_report.compare_after": "Ozon was asked just now, and was not of a file",
    "stock_picking.name": "a number that the database does not give twice",
    "stock_move.reference": "the name of the transfer",
}
NOTE = "has brought the file"


def without_discounts(payload, keys):
    """The report of the same month, if the buyers had paid what these discounts paid."""
    for one in payload["result"]["rows"]:
        for side in filter(None, (one["delivery_commission"], one["return_commission"])):
            side["amount"] += sum(side[key] for key in keys)
            side["price_per_instance"] = Decimal(side["amount"]) / side["quantity"]
            side.update(dict.fromkeys(keys, 0))
    return payload


def without_loyalty(payload):
    return without_discounts(payload, PARTNERS)


def as_of_2024(payload):
    """A report with a net commission, as before there were points."""
    for one in without_discounts(payload, (*PARTNERS, "bonus"))["result"]["rows"]:
        for side in filter(None, (one["delivery_commission"], one["return_commission"])):
            side.update(commission=side["standard_fee"], standard_fee=0)
    return payload


def as_it_is(payload):
    return payload


# (name, layout, changes of the layout, changes of the report)
LAYOUTS_OF_MONTHS = [
    *((name, MODERN, changes, as_it_is) for name, changes in LAYOUTS.items()),
    ("the loyalty columns apart", MODERN, APART, as_it_is),
    ("no loyalty columns", MODERN, WITHOUT_LOYALTY, without_loyalty),
    ("of 2024", OLD, {}, as_of_2024),
]


@pytest.mark.exhaustive
class TestRandomMonths(FileCase):
    def arrange(self):
        super().arrange()
        self.fee_tax = self.purchase_tax(22, included=True)
        self.sale_tax = self.create_tax("sale", 22, included=True)
        self.create_tax("sale", 20, included=True)
        self.account = self.connect()
        self.stored = Stored(self.env)

    def test_a_month_by_file_is_the_month_by_api_in_every_stored_value(self):
        for seed in range(FIRST, FIRST + MONTHS):
            with self.subTest(seed=seed), freeze_time(NOW), closing(self.env.cr.savepoint()):
                self.draw(Random(seed))
                by_api = self.written_by(self.ask)
                by_file = self.written_by(self.bring_files)
                found = self.differences(by_api, by_file)
                self.assertFalse(found, "\n".join([f"{self.month} {self.layout[0]}", *found]))

    def test_a_kopeck_that_differs_is_seen_wherever_it_is_stored(self):
        with freeze_time(NOW), closing(self.env.cr.savepoint()):
            self.draw(Random(2))
            by_api = self.written_by(self.ask)
            side = next(filter(None, (
                one["delivery_commission"] for one in self.payload["result"]["rows"]
            )))  # fmt: skip
            for key in ("amount", "total"):
                side[key] += Decimal("0.01")
            by_file = self.written_by(self.bring_files)
        found = {line.split("'")[1] for line in self.differences(by_api, by_file)}
        for table in ("ozon_realization_report", "ozon_realization_report_line",
                      "account_move", "account_move_line"):  # fmt: skip
            self.assertIn(table, found)

    # How a month arrives

    def written_by(self, step):
        """:return: what a step writes to the database; then everything is rolled back"""
        with closing(self.env.cr.savepoint()):
            self.account.by_files = step == self.bring_files
            self.stored.begin()
            loaded = step()
            self.assertEqual(loaded.state, "to_review", loaded.error_message)
            return self.stored.read()

    def differences(self, by_api, by_file):
        """The differences, apart from a note for each imported file."""
        notes = {
            key for key, values in by_file.items()
            if key[0] == "mail_message" and NOTE in (values["body"] or "")
        }
        self.assertEqual(len(notes), 1)
        rest = {key: values for key, values in by_file.items() if key not in notes}
        return differences(by_api, rest, EXCEPTED)

    def ask(self):
        self.seller.reports = {self.month: self.payload}
        self.seller.postings = {self.month: self.orders}
        return self.import_month(self.account, *self.month)

    def bring_files(self):
        """Import the month into an account without a key: its orders, if known, and its report."""
        self.ozon.requests.clear()
        name, layout, changes, _fold = self.layout
        for told in filter(None, (self.orders, self.payload)):
            state, text = self.said(
                realization_file(told, layout, **changes), account_id=self.account.id,
            )
            self.assertEqual(state, "passed", (name, text))
        self.assertFalse(self.ozon.requests)
        return self.report_of(self.account)

    # Random values

    def draw(self, random):
        """A month of Ozon, the layout of its file, and the books that it is imported into."""
        self.month = random.choice(PERIODS)
        self.layout = random.choice(LAYOUTS_OF_MONTHS)
        year, month = self.month
        self.payload = self.layout[-1](random_report(random, year=year, month=month))
        knows_orders = self.payload["result"]["rows"] and random.random() < 0.7
        self.orders = self.draw_orders(random) if knows_orders else None
        # Without this right, Ozon does not return the orders.
        self.seller.roles = [{"name": "Finance", "methods": [
            method for method in ALL_METHODS if self.orders or method != ORDERS
        ]}]  # fmt: skip
        self.draw_settings(random)
        self.draw_goods(random)

    def draw_orders(self, random):
        """The report by order, with companies that bought some of the goods."""
        orders = by_order(self.payload)
        last = date.fromisoformat(orders["header"]["stop_date"])
        for one in orders["rows"]:
            if random.random() < 0.2:
                one["legal_entity_document"] = {
                    "number": f"С-{random.randint(1, 3)}", "sale_date": last.isoformat(),
                }
        return orders

    def draw_settings(self, random):
        self.account.write({
            "points_policy": random.choice(["discount", "income"]),
            # With "none" Ozon might not be asked for orders that a file contains.
            "company_sales": random.choice(["show", "split"] if self.orders else ["show", "none"]),
            "sale_tax_ids": random.choice([False, self.sale_tax.ids]),
            "fee_tax_ids": random.choice([
                [], [Command.create({"valid_from": "2020-01-01", "tax_ids": self.fee_tax.ids})],
            ]),
        })

    def draw_goods(self, random):
        """Load Ozon's cards of some of the goods, and stock of some goods."""
        self.seller.cards = [card(sku * 7, sku) for sku in SKUS if random.random() < 0.5]
        self.account.action_sync_products()
        self.bring({
            product.id: random.randint(1, 200) for product in self.account.product_ids.product_id
            if random.random() < 0.5
        }, self.account.location_id)  # fmt: skip
