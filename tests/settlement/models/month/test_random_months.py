"""Random months of accruals: bills equal accruals, with any tax and in any order."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from odoo import Command

from tests.settlement.common import DUE, SettlementCase, Sold

TYPES = (1, 2, 12, 29, 32, 14, 74, 76, 18, 62, 10, 72)
BILLED = ("service", "reinvoiced", "penalty", "financing", "insurance", "star")
MONTHS = 6


@pytest.mark.exhaustive
class TestRandomMonths(SettlementCase):
    def amount(self, random):
        return Decimal(random.randint(-500_00, 60_00)) / 100

    def plant_month(self, random):
        for _number in range(random.randint(1, 40)):
            day = date(2026, 9, random.randint(1, 30))
            kind = random.random()
            if kind < 0.4:
                self.plant(day, (random.choice(TYPES), self.amount(random)))
            elif kind < 0.7:
                fees = [(random.choice(TYPES), self.amount(random)) for _fee in range(3)]
                self.plant_items(day, {1001: fees, 1002: fees[:1]})
            else:
                sign = random.choice((1, 1, -1))
                price = sign * Decimal(random.randint(1_00, 3000_00)) / 100
                self.plant_posting(day, Sold(
                    1001, paid=price, points=sign * random.randint(0, 9), fee=-price / 2,
                    services=((32, self.amount(random)), (29, self.amount(random))),
                ) if price * 100 % 2 == 0 else Sold(1001, paid=price))

    def forget(self):
        acts = self.env["ozon.service.act"].search([("account_id", "=", self.account.id)])
        for act in acts.filtered(lambda act: act.state == "posted"):
            act.action_reset()
        acts.filtered(lambda act: act.state == "to_review").bill_id.unlink()
        for act in acts.exists():
            act.bill_id = False
        acts.exists().unlink()
        self.env["ozon.accrual.day"].search([]).unlink()
        self.account.accrual_feed_ids.unlink()
        self.seller.finance.days.clear()

    def test_bills_are_what_was_accrued(self):
        taxes = [
            self.env["account.tax"], self.create_tax("purchase", 22, included=True),
            self.create_tax("purchase", 20, included=False),
        ]
        for seed in range(MONTHS):
            with self.subTest(seed=seed):
                random = Random(seed)
                self.plant_month(random)
                self.account.service_bills = random.choice(("by_kind", "in_one"))
                self.account.fee_tax_ids = [
                    Command.clear(), Command.create({
                        "valid_from": "2026-01-01",
                        "tax_ids": [Command.set(random.choice(taxes).ids)],
                    }),
                ]
                self.load(DUE)
                acts = self.env["ozon.service.act"].search([("account_id", "=", self.account.id)])
                billed = sum(
                    (Decimal(str(bill.amount_total_in_currency_signed)) for bill in acts.bill_id),
                    Decimal(0),
                )
                self.assertEqual(billed, self.sum_of_accruals(*BILLED), acts.mapped("problem"))
                self.book_twice(acts.filtered("bill_id"))
                self.forget()

    def book_twice(self, acts):
        """Confirm, reset, confirm: the books must be the same."""
        for act in acts:
            act.action_confirm()
        booked = self.books()
        for act in acts:
            act.action_reset()
            act.action_confirm()
        self.assertEqual(self.books(), booked)

    def books(self):
        rows = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", self.company.id)],
            ["account_id"], ["balance:sum"],
        )
        return {account.code: round(balance, 2) for account, balance in rows if round(balance, 2)}
