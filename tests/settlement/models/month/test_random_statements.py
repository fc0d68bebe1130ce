"""Randomly planted differences in real books: each is found with its reason, and no others.

OZON_ALL_CASES=1 tries 30 worlds; without it there are ten.
"""

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from tests.settlement.month_case import MonthCase

# Every third one has each kind of difference, and months without any.
WORLDS = range(30) if os.environ.get("OZON_ALL_CASES") else range(2, 30, 3)
NOW = "2026-10-08 04:00:00"
COMPENSATION, SET_OFF, UNKNOWN = 10, 72, 999
# What each document of the month states, by class.
SAID = {
    "report": {"sales": "1850", "returns": "-300", "points": "50", "fee": "-260"},
    "service": {"service": "-75.50"},
    "star": {"star": "-40"},
}


@pytest.mark.exhaustive
class TestRandomStatements(MonthCase):
    def arrange(self):
        super().arrange()
        self.load()
        self.report = self.env["ozon.realization.report"].search([
            ("account_id", "=", self.account.id),
        ])
        self.bring_goods(self.report)
        self.bank()

    def test_random_worlds(self):
        tried = set()
        for number in WORLDS:
            finance = self.seller.finance
            kept = {day: list(accruals) for day, accruals in finance.days.items()}
            savepoint = self.env.cr.savepoint()
            with self.subTest(world=number):
                world = Random(number)
                self.planted = Counter()
                for way in world.sample(self.ways(), world.randint(0, 5)):
                    way(world)
                    tried.add(way.__name__)
                self.book_the_rest()
                self.ask(NOW)
                # The balance has accruals of days that were read before, so these are read again.
                self.ask(NOW)
                self.assert_statement()
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            finance.days, finance.opening_balance = kept, Decimal(0)
        self.assertEqual(tried, {way.__name__ for way in self.ways()})

    def assert_statement(self):
        month = self.month()
        self.assertFalse(month.error_message)
        found = Counter(self.differences())
        self.assertEqual(found, self.planted)
        total = sum(
            (amount * count for (_kind, amount, _reason), count in self.planted.items()),
            Decimal(0),
        )
        booked = Decimal(str(month.booked_closing)).quantize(total)
        self.assertEqual(booked + total, Decimal(str(month.closing_balance)).quantize(total))
        self.assertEqual(month.state == "tied", not self.planted)

    # The planted differences

    def ways(self):
        self.kept_back = set()
        return [
            self.draft_service, self.draft_star, self.draft_report, self.dated_elsewhere,
            self.payout_on_way, self.compensation, self.set_off, self.unknown, self.by_hand_alone,
            self.opening, self.paid_by_nobody,
        ]

    def plant_difference(self, kind, amount, reason):
        self.planted[kind, Decimal(amount).quantize(Decimal("0.01")), reason] += 1

    def amount(self, world):
        return Decimal(world.randint(1, 10**6)) / 100 * world.choice([1, -1])

    def keep_back(self, name, reason="draft"):
        if name not in self.kept_back:
            self.kept_back.add(name)
            for kind, amount in SAID[name].items():
                self.plant_difference(kind, amount, reason)
            return True
        return False

    def draft_service(self, world):
        self.keep_back("service")

    def draft_star(self, world):
        self.keep_back("star")

    def draft_report(self, world):
        self.keep_back("report")

    def dated_elsewhere(self, world):
        if self.keep_back("star", "other_month"):
            act = self.act("star")
            act.bill_id.date = "2026-10-02"
            act.action_confirm()

    def payout_on_way(self, world):
        self.kept_back.add("payout")
        self.plant_difference("payout", "-500", "on_way")

    def accrue(self, world, type_id, kind, reason):
        amount = self.amount(world)
        self.plant(date(2026, 9, world.randint(11, 30)), (type_id, str(amount)))
        self.plant_difference(kind, amount, reason)

    def compensation(self, world):
        self.accrue(world, COMPENSATION, "compensation", "not_loaded")

    def set_off(self, world):
        self.accrue(world, SET_OFF, "balance", "set_off")

    def unknown(self, world):
        self.accrue(world, UNKNOWN, "unknown", "unknown_kind")

    def by_hand_alone(self, world):
        amount = self.amount(world)
        self.by_hand(float(amount))
        self.plant_difference("other", -amount, "by_hand")

    def opening(self, world):
        amount = self.amount(world)
        self.seller.finance.opening_balance = amount
        self.plant_difference("opening", amount, "no_opening")

    def paid_by_nobody(self, world):
        amount = abs(self.amount(world))
        line = self.receive_payout(float(amount), "2026-09-29")
        receivable = self.account.partner_id.with_company(
            self.company
        ).property_account_receivable_id
        _liquidity, suspense, _others = line._seek_for_lines()
        suspense.account_id = receivable
        self.plant_difference("payout", amount, "no_source")

    def book_the_rest(self):
        if "payout" not in self.kept_back:
            self.receive_payout()
        for name, document in (
            ("report", self.report), ("service", self.act()), ("star", self.act("star")),
        ):
            if name not in self.kept_back:
                document.action_confirm()
