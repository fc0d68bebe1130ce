"""Per product: value in − value out = value left = the stock account, in any order of events.

Random months, purchases, returns and resets in random order, compared with a small independent
model.
"""

import os
import time
from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from random import Random

from odoo import Command

from tests.fake_ozon import card, report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase

METHODS = ("standard", "average", "fifo")
VALUATIONS = ("periodic", "real_time")
COMBINATIONS = [(method, valuation) for method in METHODS for valuation in VALUATIONS]


class IdentityCase(BooksCase):
    """`self.good` is the product, `self.account` the account that sells it as SKU 1001."""

    def arrange(self):
        super().arrange()
        self.account = self.connect()
        self.vendor = self.env["res.partner"].create({"name": "Поставщик"})
        self.stock_account, self.cost_account = (
            self.env["account.account"].search(
                [("code", "=", code), ("company_ids", "in", self.company.ids)]
            )
            for code in ("41.01", "90.02")
        )

    def category(self, method, valuation):
        category = self.perpetual_category(method)
        category.property_valuation = valuation
        return category

    def make_good(self, method, valuation, cost=0.0):
        """A product created in Odoo before anything of it was bought."""
        good = self.perpetual(method, cost)
        good.categ_id.property_valuation = valuation
        self.env["product.value"].search([("product_id", "=", good.id)]).date = "2025-01-01"
        return good

    def buy(self, good, units, price, day=None):
        """Buy, receive in the account's location and post the bill, backdated if a day is given."""
        day = day and date.fromisoformat(day)
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": good.id, "product_qty": units, "price_unit": price,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )  # fmt: skip
        order.button_confirm()
        picking = order.picking_ids
        picking.location_dest_id = self.account.location_id
        picking.move_ids.location_dest_id = self.account.location_id
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        if day:
            picking.date_done = datetime(day.year, day.month, day.day, 12)
        order.action_create_invoice()
        order.invoice_ids.write({"invoice_date": day or date(2026, 11, 1)})
        order.invoice_ids.action_post()
        return picking

    def load(self, month, sold=0, returned=0, sku=1001, rows=None):
        sides = {}
        if sold:
            sides["sold"] = side(sold)
        if returned:
            sides["returned"] = side(returned)
        rows = rows or [row(sku=sku, price="1000", ratio="0.10", **sides)]
        self.publish(report(rows, month=month), month=month)
        loaded = self.import_month(self.account, month=month)
        self.assertEqual(loaded.state, "to_review", loaded.error_message)
        return loaded

    def book(self, month, sold=0, returned=0, **values):
        loaded = self.load(month, sold, returned, **values)
        loaded.action_confirm()
        return loaded

    def moves(self, good):
        return self.env["stock.move"].search(
            [("product_id", "=", good.id), ("state", "=", "done")], order="date, id"
        )

    def value_left(self, good):
        self.env.flush_all()
        self.env.invalidate_all()
        return round(good.with_company(self.company).total_value, 2)

    def units_left(self, good):
        self.env.invalidate_all()
        return good.with_company(self.company).qty_available

    def in_less_out(self, good):
        moves = self.moves(good)
        return round(
            sum(moves.filtered("is_in").mapped("value"))
            - sum(moves.filtered("is_out").mapped("value")), 2,
        )  # fmt: skip

    def balance(self, good, account=None):
        self.env.flush_all()
        items = self.env["account.move.line"].search(
            [
                ("product_id", "=", good.id),
                ("account_id", "=", (account or self.stock_account).id),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(sum(items.mapped("balance")), 2)

    def tie(self, good):
        """Check the identity to the kopeck."""
        left = self.value_left(good)
        self.assertEqual(self.in_less_out(good), left)
        if good.valuation == "real_time":
            self.assertEqual(self.balance(good), left)
        if not self.units_left(good):
            self.assertEqual(left, 0.0)

    def check_of(self, month, name="cost_ties"):
        self.env.invalidate_all()
        [check] = [check for check in month.checks if check["name"] == name]
        return check


class TestPerpetualFirstInFirstOut(IdentityCase):
    def test_a_return_keeps_the_value_that_its_credit_note_booked(self):
        good = self.make_good("fifo", "real_time")
        self.buy(good, 10, 100.0)
        self.buy(good, 10, 200.0)
        month = self.book(9, sold=15, returned=5)
        self.assertEqual(self.value_left(good), 1666.67)
        self.assertEqual(self.balance(good), 1666.67)
        self.assertEqual(self.balance(good, self.cost_account), 1333.33)
        self.assertEqual(self.check_of(month)["state"], "passed", self.check_of(month))
        self.tie(good)

    def test_what_came_back_is_sold_again_where_the_stock_is_too_small(self):
        good = self.make_good("fifo", "real_time")
        self.buy(good, 5, 100.0)
        self.buy(good, 5, 200.0)
        self.book(9, sold=12, returned=5)
        # 10 units cost 1500; each returned one cost 150.
        self.assertEqual(self.value_left(good), 450.0)
        self.tie(good)

    def test_a_return_of_an_earlier_month_s_sale_costs_what_that_did(self):
        good = self.make_good("fifo", "real_time")
        self.buy(good, 10, 100.0)
        self.book(8, sold=8)
        self.buy(good, 10, 200.0)
        self.book(9, returned=3)
        self.assertEqual(self.value_left(good), 2 * 100 + 2000 + 3 * 100)
        self.tie(good)

    def test_a_later_price_of_the_product_changes_no_return(self):
        for method in ("average", "fifo"):
            with self.subTest(method=method):
                savepoint = self.env.cr.savepoint(flush=True)
                good = self.make_good(method, "real_time")
                self.buy(good, 10, 100.0)
                self.book(9, sold=8, returned=3)
                [back] = self.moves(good).filtered(lambda move: move.picking_id.ozon_report_id
                                                   and move.is_in)  # fmt: skip
                good.standard_price = 500.0
                self.assertEqual(back.value, 300.0)
                back._set_value()
                self.assertEqual(back.value, 300.0)
                savepoint.rollback()
                self.env.invalidate_all()


class TestCardYoungerThanItsReceipt(IdentityCase):
    """The goods were received before their card was loaded; the receipt is backdated."""

    def card_s_good(self, valuation):
        self.company.cost_method = "average"
        self.seller.cards = [card(11, 1001)]
        self.account.action_sync_products()
        good = self.account.product_ids.product_id
        good.categ_id = self.category("average", valuation)
        return good

    def test_a_product_that_we_make_costs_what_was_paid_before(self):
        for valuation in VALUATIONS:
            with self.subTest(valuation=valuation):
                savepoint = self.env.cr.savepoint(flush=True)
                good = self.card_s_good(valuation)
                self.buy(good, 40, 100.0, "2026-09-05")
                month = self.book(9, sold=30)
                self.assertEqual(sum(month.picking_ids.move_ids.mapped("value")), 3000.0)
                self.assertEqual(self.value_left(good), 1000.0)
                self.tie(good)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_what_is_sold_to_the_last_unit_costs_all_that_was_paid(self):
        good = self.card_s_good("real_time")
        self.buy(good, 8, 100.0, "2026-09-05")
        self.book(9, sold=10, returned=2)
        self.assertEqual(self.units_left(good), 0)
        self.assertEqual(self.balance(good, self.cost_account), 800.0)
        self.tie(good)

    def test_of_another_product_the_report_says_what_is_wrong_and_what_to_do(self):
        good = self.perpetual("average", 0.0)
        self.buy(good, 8, 100.0, "2026-09-05")
        month = self.load(9, sold=7, returned=1)
        check = self.check_of(month)
        self.assertEqual(check["state"], "failed")
        self.assertIn(good.display_name, check["text"])
        self.assertIn("800.00", check["text"])
        # Odoo notes a price only if it changes.
        good.standard_price = 1.0
        good.standard_price = 100.0
        self.assertEqual(self.check_of(month)["state"], "passed", self.check_of(month))
        month.action_confirm()
        self.assertEqual(self.balance(good, self.cost_account), 600.0)
        self.tie(good)


class TestStandardCost(IdentityCase):
    def test_what_was_bought_at_another_price_is_named(self):
        good = self.make_good("standard", "real_time", 100.0)
        self.buy(good, 10, 110.0)
        month = self.book(9, sold=11, returned=1)
        self.assertEqual((self.units_left(good), self.balance(good)), (0, 100.0))
        check = self.check_of(month)
        self.assertEqual(check["state"], "info")
        self.assertIn(f"{good.display_name} (100.00", check["text"])

    def test_with_an_account_for_price_differences_it_ties(self):
        good = self.make_good("standard", "real_time", 100.0)
        self.company.anglo_saxon_accounting = True
        good.categ_id.property_price_difference_account_id = self.cost_account
        self.buy(good, 10, 110.0)
        month = self.book(9, sold=4, returned=1)
        self.assertEqual((self.balance(good), self.value_left(good)), (700.0, 700.0))
        self.assertEqual(self.check_of(month)["state"], "passed", self.check_of(month))


class TestCountedGoods(IdentityCase):
    def test_what_was_counted_without_an_entry_is_named(self):
        good = self.make_good("average", "real_time")
        self.buy(good, 10, 100.0)
        month = self.book(8, sold=3)
        self.env["stock.quant"].with_context(inventory_mode=True).create(
            {
                "product_id": good.id, "location_id": self.account.location_id.id,
                "inventory_quantity": 5,
            }
        ).action_apply_inventory()  # fmt: skip
        self.assertEqual((self.balance(good), self.value_left(good)), (700.0, 500.0))
        check = self.check_of(month)
        self.assertEqual(check["state"], "info")
        self.assertIn(f"{good.display_name} (200.00", check["text"])
        self.assertIn("closing", check["text"])


class TestCostOfAnotherCompany(IdentityCase):
    def test_the_report_names_it_and_what_to_do(self):
        """Odoo counts a cost entered in one company in all of them."""
        good = self.make_good("average", "real_time")
        self.buy(good, 10, 100.0, "2026-08-05")
        good.with_company(self.create_company("ООО «Другая»")).standard_price = 7.0
        month = self.load(9, sold=4)
        check = self.check_of(month)
        self.assertEqual(check["state"], "failed")
        self.assertIn(good.display_name, check["text"])
        self.assertIn("930.00", check["text"])
        good.standard_price = 1.0
        good.standard_price = 100.0
        month.action_confirm()
        self.assertEqual(self.check_of(month)["state"], "passed", self.check_of(month))
        self.assertEqual(self.value_left(good), 600.0)
        self.tie(good)


class TestPeriodicAverage(IdentityCase):
    def test_what_is_dated_into_the_month_costs_what_it_did_in_the_month(self):
        good = self.make_good("average", "periodic")
        self.buy(good, 10, 100.0, "2026-08-05")
        self.buy(good, 10, 300.0, "2026-10-05")
        self.book(9, sold=10, returned=2)
        self.assertEqual(self.value_left(good), 3200.0)
        at_month_s_end = good.with_company(self.company).with_context(to_date="2026-09-30")
        self.assertEqual(round(at_month_s_end.total_value, 2), 200.0)
        self.tie(good)

    def test_months_in_the_wrong_order_cost_what_they_do_in_the_right_one(self):
        values = []
        for months in ((8, 9, 10), (10, 9, 8), (9, 8, 10)):
            savepoint = self.env.cr.savepoint(flush=True)
            good = self.make_good("average", "periodic")
            for day, price in (("2026-08-01", 100), ("2026-09-01", 200), ("2026-10-01", 333)):
                self.buy(good, 10, price, day)
            for month in months:
                self.book(month, sold=5 + month % 3, returned=2)
                self.tie(good)
            values.append(
                (self.value_left(good),
                 sorted(self.moves(good).filtered("picking_id.ozon_report_id").mapped("value")))
            )  # fmt: skip
            savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(values[1:], values[:1] * 2)


class TestWhatOthersMoved(IdentityCase):
    """Transfers outside of reports keep their value, unless it depends on a report's transfer."""

    def sell(self, good, units, day):
        """A manual, backdated delivery."""
        location = self.account.location_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.account._warehouse().out_type_id.id,
                "location_id": location.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": good.id, "product_uom_qty": units,
                            "location_id": location.id,
                            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                        }
                    )
                ],
            }
        )  # fmt: skip
        picking.action_confirm()
        picking.move_ids.quantity = units
        picking.move_ids.picked = True
        picking.button_validate()
        picking.move_ids.date = f"{day} 12:00:00"
        return picking.move_ids

    def test_a_sale_that_depends_on_no_report_keeps_its_value(self):
        good = self.make_good("average", "periodic")
        self.buy(good, 10, 100.0, "2026-08-05")
        before = self.sell(good, 2, "2026-09-10")
        after = self.sell(good, 2, "2026-10-10")
        for move, value in (before, 222.22), (after, 333.33):
            move.value = value  # as Odoo valued them with what was known then
        month = self.book(9, sold=3)
        month.action_reset()
        month.action_confirm()
        self.buy(good, 1, 50.0, "2026-10-20")
        self.assertEqual((before.value, after.value), (222.22, 333.33))
        self.assertEqual(sum(month.picking_ids.move_ids.mapped("value")), 300.0)
        check = self.check_of(month)
        self.assertEqual(check["state"], "info")
        self.assertIn(f"{good.display_name} (-", check["text"])
        self.assertIn("155.55", check["text"])

    def test_a_sale_after_goods_of_a_report_follows_them_there_and_back(self):
        for method, sold, value in ("average", 8, 183.33), ("fifo", 10, 200.0):
            with self.subTest(method=method):
                savepoint = self.env.cr.savepoint(flush=True)
                good = self.make_good(method, "periodic")
                self.buy(good, 10, 100.0, "2026-08-05")
                self.buy(good, 10, 200.0, "2026-10-05")
                sale = self.sell(good, 1, "2026-10-10")
                alone = sale.value
                month = self.book(9, sold=sold)
                self.assertEqual(sale.value, value)
                self.tie(good)
                month.action_reset()
                self.assertEqual(sale.value, alone)
                savepoint.rollback()
                self.env.invalidate_all()


class TestGoodsThatCameBackAndWereSoldSince(IdentityCase):
    """Perpetual valuation: the returned goods of a reset month took part in a later cost."""

    def test_the_month_books_the_difference_when_it_is_confirmed_again(self):
        for method in ("average", "fifo"):
            with self.subTest(method=method):
                savepoint = self.env.cr.savepoint(flush=True)
                good = self.make_good(method, "real_time")
                self.buy(good, 10, 100.0)
                self.book(7, sold=10)
                month = self.book(8, returned=4)
                self.buy(good, 10, 200.0)
                later = self.book(9, sold=8)
                month.action_reset()
                self.assertEqual(self.in_less_out(good), self.value_left(good))
                check = self.check_of(later)
                self.assertEqual(check["state"], "failed")
                self.assertIn("when you confirm it again", check["text"])
                month.action_confirm()
                self.tie(good)
                for booked in month, later:
                    self.assertEqual(self.check_of(booked)["state"], "passed")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_the_last_units_take_the_whole_value_along(self):
        good = self.make_good("average", "real_time")
        self.buy(good, 10, 100.0)
        self.book(7, sold=10)
        month = self.book(8, returned=4)
        self.buy(good, 10, 200.0)
        self.book(9, sold=10)
        month.action_reset()
        self.assertEqual((self.units_left(good), self.value_left(good)), (0, 0.0))
        self.assertEqual(self.in_less_out(good), 0.0)
        month.action_confirm()
        self.tie(good)


class TestBothValuationsInOneMonth(IdentityCase):
    def test_each_product_is_dated_as_it_is_valued(self):
        periodic = self.make_good("average", "periodic")
        periodic.write({"ozon_code": "1002", "default_code": "ART-1002"})
        perpetual = self.make_good("average", "real_time")
        for good in perpetual, periodic:
            self.buy(good, 10, 100.0, "2026-08-05")
        rows = [row(sku=sku, price="1000", sold=side(4), returned=side(1)) for sku in (1001, 1002)]
        month = self.load(9, rows=rows)
        for _time in range(2):
            month.action_confirm()
            for good in perpetual, periodic:
                self.assertEqual(self.value_left(good), 700.0)
                self.tie(good)
            at_month_s_end = periodic.with_company(self.company).with_context(to_date="2026-10-01")
            self.assertEqual(at_month_s_end.qty_available, 7)
            month.action_reset()
            self.env.invalidate_all()
            self.assertEqual(at_month_s_end.qty_available, 10)


class TestSoldBeforeBought(IdentityCase):
    def test_the_report_names_the_cost_that_is_in_no_entry(self):
        for method in ("average", "fifo"):
            with self.subTest(method=method):
                savepoint = self.env.cr.savepoint(flush=True)
                self.account.allow_negative_stock = True
                good = self.make_good(method, "real_time")
                month = self.book(9, sold=5)
                check = self.check_of(month)
                self.assertEqual(check["state"], "failed")
                self.assertIn(f"{good.display_name} (5 units)", check["text"])
                self.buy(good, 10, 100.0)
                check = self.check_of(month)
                self.assertEqual(check["state"], "failed")
                self.assertIn("500.00", check["text"])
                groups = self.env["ozon.report.analysis"]._read_group(
                    [], ["product_id"], ["cost:sum", "margin:sum"]
                )
                self.assertEqual([group[1:] for group in groups], [(False, False)])

                month.action_reset()
                month.action_confirm()
                self.assertEqual(self.check_of(month)["state"], "passed", self.check_of(month))
                self.tie(good)
                savepoint.rollback()
                self.env.invalidate_all()


class Model:
    """The cost of goods by counting units, sharing no code with the addon."""

    def __init__(self, method, price):
        self.method, self.price = method, Fraction(price)
        self.bought, self.booked = [], []
        self.is_known = True  # whether nothing was returned before any purchase or sale

    def left(self, in_order_of_dates):
        """The units and value left after everything booked so far.

        in_order_of_dates: the order of periodic valuation; else the order of booking.
        """
        events = self.bought + [
            event for number, booked in enumerate(self.booked) for event in [booked]
        ]
        events.sort(key=lambda event: event["day"] if in_order_of_dates else event["number"])
        self.is_known = True
        units = []  # the cost of each unit, in the order in which they leave
        last = None  # the cost of the last sold unit
        for event in events:
            if event["kind"] == "buy":
                price = self.price if self.method == "standard" else Fraction(event["price"])
                units += [price] * event["units"]
                self._level(units)
                continue
            first = min(event["sold"], len(units))
            cost = sum(units[:first], Fraction(0))
            unit = cost / first if first else last
            if units and (unit is None or self.method == "average"):
                unit = sum(units, Fraction(0)) / len(units)
            if self.method == "standard":
                unit = self.price
            if event["returned"] and unit is None:
                self.is_known, unit = False, Fraction(0)
            units += [unit] * event["returned"]
            del units[: event["sold"]]
            self._level(units)
            if event["sold"]:
                last = unit
        return len(units), float(round(sum(units, Fraction(0)), 2))

    def _level(self, units):
        if self.method == "average" and units:
            units[:] = [sum(units, Fraction(0)) / len(units)] * len(units)


class TestRandomBooks(IdentityCase):
    """Months, purchases, returns and resets in random order."""

    SECONDS = float(os.environ.get("OZON_COST_SECONDS", 70))
    FIRST_SEED = int(os.environ.get("OZON_COST_SEED", 1))

    def test_the_identity_holds_whatever_happens(self):
        started, seed, played = time.monotonic(), self.FIRST_SEED, defaultdict(int)
        while time.monotonic() < started + self.SECONDS or seed < self.FIRST_SEED + 6:
            method, valuation = COMBINATIONS[seed % len(COMBINATIONS)]
            savepoint = self.env.cr.savepoint(flush=True)
            try:
                self.play(Random(seed), method, valuation)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}, {method}, {valuation}: {error}") from error
            finally:
                savepoint.rollback()
                self.env.invalidate_all()
            played[method, valuation] += 1
            seed += 1
        print(f"seeds {self.FIRST_SEED} to {seed - 1}: {dict(played)}")  # noqa: T201
        self.assertEqual(len(played), 6)

    def play(self, random, method, valuation):
        price = random.randint(100, 90_000) / 100
        good = self.make_good(method, valuation, price if method == "standard" else 0.0)
        model = Model(method, Fraction(str(price)))
        last_only = random.random() < 0.5
        self.number, booked, reset, told = 0, {}, [], []
        months = list(range(1, 11))
        random.shuffle(months)
        exact = True
        self.play_purchase(random, good, model, valuation, many=True)
        for _step in range(random.randint(4, 8)):
            kind = random.choice(["buy", "book", "book", "book", "reset"])
            if kind == "buy":
                self.play_purchase(random, good, model, valuation)
            elif kind == "book" and (reset or months):
                month = reset.pop() if reset else self.play_load(random, good, months, model)
                if month:
                    month.action_confirm()
                    booked[month] = self.play_booked(model, month)
            elif kind == "reset" and booked:
                month = list(booked)[-1] if last_only else random.choice(list(booked))
                exact = exact and month == list(booked)[-1]
                if self.units_left(good) < 10:
                    self.play_purchase(random, good, model, valuation, many=True)
                    exact = exact and valuation == "periodic"
                month.action_reset()
                model.booked.remove(booked.pop(month))
                reset.append(month)
            told.append(kind)
            self.compare(good, model, valuation, exact, list(booked), told)

    def play_purchase(self, random, good, model, valuation, many=False):
        self.number += 1
        units = random.randint(20, 40) if many else random.randint(1, 12)
        price = float(model.price) if model.method == "standard" else (
            random.randint(1, 90_000) / 100
        )
        day = f"2026-{random.randint(1, 10):02}-{random.randint(1, 28):02}"
        if many:
            day = "2025-12-01"
        self.buy(good, units, price, day if valuation == "periodic" else None)
        model.bought.append(
            {"kind": "buy", "units": units, "price": str(price), "day": (day, self.number),
             "number": self.number}
        )  # fmt: skip

    def play_load(self, random, good, months, model):
        there = int(self.units_left(good))
        sold = random.randint(0, max(min(there, 9), 0))
        returned = random.randint(0, 4)
        if not (sold or returned):
            return None
        return self.load(months.pop(), sold, returned)

    def play_booked(self, model, month):
        self.number += 1
        sides = {line.direction: line.quantity for line in month.line_ids}
        model.booked.append(
            {"kind": "book", "sold": sides.get("sale", 0), "returned": sides.get("return", 0),
             "day": (str(month.date_to), 10**6), "number": self.number}
        )  # fmt: skip
        return model.booked[-1]

    def compare(self, good, model, valuation, exact, booked, told):
        units, value = model.left(in_order_of_dates=valuation == "periodic")
        self.assertEqual(self.units_left(good), units, told)
        try:
            self.tie(good)
        except AssertionError as error:
            # Units sold after the return have their cost in other entries.
            self.assertFalse(exact, (told, error))
            for month in booked:
                self.assertEqual(self.check_of(month)["state"], "failed", (told, error))
            return
        if exact:
            self.assertAlmostEqual(self.value_left(good), value, delta=0.05, msg=str(told))
        for month in booked:
            check = self.check_of(month)
            self.assertEqual(check["state"], "passed", (told, check))
