"""Random years of a seller with two places, compared with a small model without Odoo.

Supplies, transfers, sales and returns by scheme, sets, losses, goods without documents, and months
that are taken back. OZON_YEARS=50 tries 50 whole years; without it there is one short year.
"""

import os
from calendar import monthrange
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from freezegun import freeze_time

from odoo import Command

from tests.fake_ozon import card, report, row, side
from tests.fake_ozon.accrual_figures import posting
from tests.odoo.models.realization.test_confirmation import BooksCase
from tests.settlement.common import SettlementCase, Sold

YEAR = 2025
YEARS = int(os.environ.get("OZON_YEARS", 1))
MONTHS = 12 if "OZON_YEARS" in os.environ else 3
OZON, OWN = "ozon", "own"
# SKU: (good, units of it)
CARDS = {1: (1, 1), 2: (2, 1), 3: (3, 1), 4: (4, 1), 11: (1, 3), 13: (3, 2)}
GOODS = {
    1: ("average", "periodic"), 2: ("fifo", "periodic"),
    3: ("average", "real_time"), 4: ("fifo", "real_time"),
}  # fmt: skip

# Odoo stores the value of a move in whole kopecks but continues with the unrounded value. In a year
# this makes a difference of a kopeck for one product in a hundred.
ROUNDED = 0.0101


class Shelves:
    """The stock of each place by day, as a list of movements."""

    def __init__(self):
        self.moves = defaultdict(list)

    def move(self, day, place, good, units):
        self.moves[place, good].append((day, units))

    def on_hand(self, place, good, day=date.max):
        return sum(units for moved, units in self.moves[place, good] if moved <= day)


@pytest.mark.exhaustive
class TestRandomYears(SettlementCase, BooksCase):
    def arrange(self):
        super().arrange()
        self.vendor = self.env["res.partner"].create({"name": "Поставщик"})

    def test_goods_are_where_the_model_says_and_cost_what_was_paid(self):
        first = int(os.environ.get("OZON_YEAR_SEED", 1))
        for seed in range(first, first + YEARS):
            with self.subTest(seed=seed):
                savepoint = self.env.cr.savepoint(flush=True)
                try:
                    self.live_a_year(Random(seed))
                finally:
                    savepoint.rollback()
                    self.env.invalidate_all()
                    self.seller.finance.days.clear()

    def live_a_year(self, random):
        self.random, self.shelves = random, Shelves()
        self.bought, self.days = defaultdict(float), set()
        self.left_on = dict.fromkeys(GOODS, date.min)
        self.set_up_the_seller()
        for month in range(1, MONTHS + 1):
            self.live_a_month(month)
        for place, location in self.places.items():
            for number, good in self.goods.items():
                for day in sorted(self.days):
                    self.assertEqual(
                        good.with_context(
                            location=location.id, to_date=datetime.combine(day, time(23)),
                        ).qty_available,
                        self.shelves.on_hand(place, number, day), (place, number, day),
                    )
        for number, good in self.goods.items():
            self.check_cost(number, good)

    def set_up_the_seller(self):
        self.account.fbs_location_id = self.account._warehouse().lot_stock_id
        self.places = {OZON: self.account.location_id, OWN: self.account.fbs_location_id}
        self.goods = {}
        for number, (method, valuation) in GOODS.items():
            good = self.perpetual(method, 0.0)
            good.categ_id.property_valuation = valuation
            good.write({"default_code": f"G{number}", "ozon_code": False, "name": f"Т{number}"})
            self.env["product.value"].search([("product_id", "=", good.id)]).date = "2024-01-01"
            self.goods[number] = good
        self.seller.cards = [
            card(100 + sku, sku, offer_id=f"G{sku}" if units == 1 else f"SET{sku}",
                 name=f"К{sku}") for sku, (_good, units) in CARDS.items()
        ]  # fmt: skip
        self.account.product_ids.unlink()
        self.account.action_sync_products()
        for one in self.account.product_ids:
            number, units = CARDS[int(one.sku)]
            if units != 1:
                one.write({"product_id": self.goods[number].id, "units": units})
            self.assertEqual(one.product_id, self.goods[number])

    # A month

    def live_a_month(self, month):
        first = date(YEAR, month, 1)
        last = first.replace(day=monthrange(YEAR, month)[1])
        confirmed = last + timedelta(days=3)  # before the next supply
        self.days |= {last, confirmed}
        self.supply(first.replace(day=5))
        scrapped = self.lose(first.replace(day=20))
        sold = self.sell(first, scrapped)
        with freeze_time(datetime.combine(confirmed, time(9))):
            self.read_accruals(first, last)
            self.publish(report([
                row(sku=sku, offer_id=f"G{sku}", name=f"К{sku}", price="100",
                    sold=side(figures["sold"]), returned=side(figures["returned"]))
                for sku, figures in sold.items()
            ], YEAR, month), YEAR, month)  # fmt: skip
            loaded = self.import_month(self.account, YEAR, month)
            self.assertEqual(loaded.state, "to_review", loaded.error_message)
            self.assertEqual(self.state(loaded, "places"), "passed")
            self.fill(loaded, first, last, confirmed)
            loaded.action_confirm()
            if self.random.random() < 0.3:
                loaded.action_reset()
                loaded.action_confirm()
        self.note_sales(sold, last, confirmed)
        self.assertEqual(self.state(loaded, "stock"), "passed")
        ties = next(one for one in loaded.checks if one["name"] == "cost_ties")
        self.assertNotEqual(ties["state"], "failed", ties["text"])

    def state(self, loaded, name):
        self.env.invalidate_all()
        return next(one["state"] for one in loaded.checks if one["name"] == name)

    def supply(self, day):
        """Buy goods for the seller's warehouse, and bring a part of them to Ozon."""
        with freeze_time(datetime.combine(day, time(9))):
            order = self.env["purchase.order"].create({
                "partner_id": self.vendor.id,
                "order_line": [Command.create({
                    "product_id": good.id, "product_qty": self.random.randint(15, 40),
                    "price_unit": self.random.randint(100, 9999) / 100, "tax_ids": False,
                }) for good in self.goods.values()],
            })  # fmt: skip
            order.button_confirm()
            order.picking_ids.move_ids.picked = True
            order.picking_ids._action_done()
            order.action_create_invoice()
            order.invoice_ids.invoice_date = day
            order.invoice_ids.action_post()
            brought = {
                number: self.random.randint(0, int(line.product_qty) // 2)
                for number, line in zip(self.goods, order.order_line, strict=True)
            }
            self.transfer(brought)
        for (number, units), line in zip(brought.items(), order.order_line, strict=True):
            self.bought[number] += line.price_subtotal
            self.shelves.move(day, OWN, number, line.product_qty - units)
            self.shelves.move(day, OZON, number, units)
        self.days.add(day)

    def transfer(self, units):
        places = {
            "location_id": self.places[OWN].id, "location_dest_id": self.places[OZON].id,
        }  # fmt: skip
        picking = self.env["stock.picking"].create({
            **places,
            "picking_type_id": self.account._warehouse().int_type_id.id,
            "move_ids": [Command.create({
                **places, "product_id": self.goods[number].id, "product_uom_qty": count,
            }) for number, count in units.items() if count],
        })  # fmt: skip
        if picking.move_ids:
            picking.action_confirm()
            picking.action_assign()
            picking.button_validate()

    def lose(self, day):
        """Lose a unit in one of the places.

        :return: the number of the product
        """
        number, place = self.random.randint(1, len(GOODS)), self.random.choice((OZON, OWN))
        if self.shelves.on_hand(place, number) < 1:
            return None
        with freeze_time(datetime.combine(day, time(9))):
            self.env["stock.scrap"].create({
                "product_id": self.goods[number].id, "scrap_qty": 1,
                "location_id": self.places[place].id,
            }).action_validate()  # fmt: skip
        self.shelves.move(day, place, number, -1)
        self.left_on[number] = day
        self.days.add(day)
        return number

    def sell(self, first, scrapped):
        """Create postings of every card; units sold beyond the stock were bought without documents.

        :return: {SKU: {"sold", "returned": units, "of": {(place, sold or returned): units}}}
        """
        result = {}
        left = {
            (place, number): self.shelves.on_hand(place, number)
            for place in self.places for number in self.goods
        }  # fmt: skip
        for sku, (number, factor) in CARDS.items():
            of = defaultdict(int)
            own = self.random.randint(0, int(left[OWN, number] // factor // 2))
            left[OWN, number] -= own * factor
            # Ozon may lack units that the seller's warehouse has. They will be transferred.
            there = left[OZON, number] + left[OWN, number] // 2
            ozon = self.random.randint(0, int(max(there, 0) // factor))
            extra = number != scrapped and factor == 1 and self.random.random() < 0.15
            if extra and not left[OZON, number] % 2:
                ozon = int(left[OZON, number] + left[OWN, number]) + 3
            taken = min(ozon * factor, left[OZON, number])
            left[OZON, number] -= taken
            left[OWN, number] -= min(left[OWN, number], ozon * factor - taken)
            of[OZON, "sold"], of[OWN, "sold"] = ozon, own
            for place in self.places:
                of[place, "returned"] = self.random.randint(0, 2)
            for (place, way), count in of.items():
                self.post(first, sku, place, way, count)
            result[sku] = {
                way: sum(count for (_place, one), count in of.items() if one == way)
                for way in ("sold", "returned")
            } | {"of": of}
        return {sku: one for sku, one in result.items() if one["sold"] or one["returned"]}

    def post(self, first, sku, place, way, count):
        """Create one posting for each unit, with Ozon's names for its scheme."""
        schemes = ("Fbo", "FBO") if place == OZON else ("Fbs", "rFBS", "FBS")
        for _unit in range(count):
            day = first.replace(day=self.random.randint(1, 28))
            self.seller.accruals(day).append(posting(
                next(self.numbers), day, "1-1",
                Sold(sku, paid="100" if way == "sold" else "-100"),
                schema=self.random.choice(schemes),
            ))  # fmt: skip

    def read_accruals(self, first, last):
        self.env["ozon.accrual.day"]._ensure(self.account, first, last)
        days = self.env["ozon.accrual.day"].search([
            ("account_id", "=", self.account.id), ("date", ">=", first), ("date", "<=", last),
        ])
        with self.account._client(patient=True) as client:
            for day in days:
                day._read_page(client)

    def fill(self, loaded, first, last, confirmed):
        """Bring missing units from the seller's warehouse; receive the rest without documents."""
        before = first - timedelta(days=1)
        for line in loaded.shortage or []:
            self.assertTrue(line["missing"] > 0)
        lacking = self.short(loaded, self.places[OZON])
        spare = {
            number: self.own_spare(loaded, number) for number in lacking
        }  # fmt: skip
        beyond = {
            number: count - max(spare[number], 0) for number, count in lacking.items()
            if count > spare[number]
        }  # fmt: skip
        beyond = {(OZON, number): count for number, count in beyond.items()} | {
            (OWN, number): count
            for number, count in self.short(loaded, self.places[OWN]).items()
        }  # fmt: skip
        for place in self.places:
            goods = {number: count for (where, number), count in beyond.items() if where == place}
            if goods:
                self.receive_for_a_kopeck(loaded, place, goods, before)
        self.env.invalidate_all()
        if self.short(loaded, self.places[OZON]):
            action = loaded.action_transfer_goods()
            transfer = self.env["stock.picking"].browse(action["res_id"])
            transfer.action_confirm()
            transfer.action_assign()
            transfer.button_validate()
            self.assertEqual(transfer.state, "done")
            for move in transfer.move_ids:
                number = next(n for n, good in self.goods.items() if good == move.product_id)
                day = last if GOODS[number][1] == "periodic" else confirmed
                self.shelves.move(day, OWN, number, -move.quantity)
                self.shelves.move(day, OZON, number, move.quantity)
        self.env.invalidate_all()
        self.assertFalse(loaded.shortage)

    def short(self, loaded, place):
        """:return: {number of the product: units that a place lacks}"""
        self.env.invalidate_all()
        numbers = {good: number for number, good in self.goods.items()}
        return {
            numbers[line.product]: line.missing for line in loaded._shortage()
            if line.place == place
        }  # fmt: skip

    def own_spare(self, loaded, number):
        """The units that the seller's warehouse does not need for its own sales."""
        units = loaded._place_units()[self.places[OWN]].get(self.goods[number].id)
        needed = sum(units.values()) if units else 0
        needed = max(0, needed - 2 * (list(units.values())[1] if units else 0))
        return self.shelves.on_hand(OWN, number) - needed

    def receive_for_a_kopeck(self, loaded, place, goods, day):
        dialog = self.env["ozon.kopeck.receipt"].create({
            "report_id": loaded.id, "company_id": self.company.id, "date": day,
            "number": f"{loaded.period}-{place}", "location_id": self.places[place].id,
            "confirmed": True,
            "line_ids": [
                Command.create({"product_id": self.goods[number].id, "quantity": count})
                for number, count in goods.items()
            ],
        })  # fmt: skip
        dialog.action_receive()
        for number, count in goods.items():
            self.bought[number] += 0.01 * count
            # An earlier date would change the cost of perpetually valued goods that have left.
            came = max(day, self.left_on[number]) if GOODS[number][1] == "real_time" else day
            self.shelves.move(came, place, number, count)
            self.days.add(came)

    def note_sales(self, sold, last, confirmed):
        for sku, figures in sold.items():
            number, factor = CARDS[sku]
            day = last if GOODS[number][1] == "periodic" else confirmed
            for (place, way), count in figures["of"].items():
                sign = -1 if way == "sold" else 1
                if way == "sold" and count:
                    self.left_on[number] = day
                self.shelves.move(day, place, number, sign * count * factor)

    # Cost

    def check_cost(self, number, good):
        """The cost of purchases equals sales and losses, less returns, plus what is left."""
        self.env.flush_all()
        self.env.invalidate_all()
        moves = self.env["stock.move"].search([
            ("product_id", "=", good.id), ("state", "=", "done"),
        ])
        bought = moves.filtered(lambda move: move.is_in and move.purchase_line_id)
        returned = moves.filtered(lambda move: move.is_in and not move.purchase_line_id)
        left = good.with_company(self.company).total_value
        self.assertAlmostEqual(sum(bought.mapped("value")), self.bought[number], 2)
        left_stock = moves.filtered("is_out")
        self.assertAlmostEqual(
            self.bought[number],
            sum(left_stock.mapped("value")) - sum(returned.mapped("value")) + left,
            msg=(number, GOODS[number]), delta=ROUNDED,
        )
