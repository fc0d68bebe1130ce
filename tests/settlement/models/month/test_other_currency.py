"""Books in dirhams: Ozon's roubles tie in roubles, at any rate of the day."""

from datetime import date
from decimal import Decimal

from odoo import Command

from tests.fake_ozon import Seller, row, side
from tests.settlement.common import LOGISTICS, MONTH
from tests.settlement.models.movement.test_movements import (
    NEXT_DAY,
    SET_OFF,
    TRANSFER,
    MovementCase,
)
from tests.settlement.models.points.test_points_acts import PointsCase
from tests.settlement.month_case import MonthCase

D = Decimal
# Roubles for a dirham, by the day from which the rate is valid.
RATES = {"2026-01-01": 20, "2026-09-15": 24, "2026-09-30": 22.5, "2026-10-05": 25}


class InDirhams(MonthCase):
    def keep_books_in_dirhams(self):
        dirham, ruble = self.env.ref("base.AED"), self.env.ref("base.RUB")
        dirham.active = True
        self.env["res.currency.rate"].create([
            {"name": "2026-01-01", "currency_id": dirham.id, "rate": 1,
             "company_id": self.company.id},
            *(
                {"name": day, "currency_id": ruble.id, "rate": rate, "company_id": self.company.id}
                for day, rate in RATES.items()
            ),
        ])  # fmt: skip
        self.company.currency_id = dirham
        self.bank().currency_id = ruble
        self.set_up_exchange_differences()

    def set_up_exchange_differences(self):
        """Odoo reconciles nothing without these accounts, so Set Up names and proposes them."""
        setup = self.env["ozon.setup"].create({"account_id": self.account.id})
        [row] = [one for one in setup.checks if one["name"] == "exchange_journal"]
        self.assertEqual(row["state"], "confirm")
        self.assertIn("payouts cannot be booked", row["text"])
        setup.action_apply("exchange_journal")
        self.assertEqual(self.company.currency_exchange_journal_id.type, "general")
        self.assertTrue(self.company.income_currency_exchange_account_id)
        self.assertTrue(self.company.expense_currency_exchange_account_id)

    def in_rubles(self, move):
        """The debit of an entry in the currency of Ozon's contract."""
        [currency] = move.line_ids.currency_id
        self.assertEqual(currency.name, "RUB")
        return sum(
            (D(str(line.amount_currency)) for line in move.line_ids if line.amount_currency > 0),
            D(0),
        )


class TestMonthInDirhams(InDirhams, MovementCase):
    def test_the_whole_month_ties_in_rubles(self):
        self.keep_books_in_dirhams()
        self.choose_accounts()
        self.ask()
        self.receive_payout()
        self.book()
        movements = {number: self.movement(number) for number in (SET_OFF, TRANSFER)}
        self.book_movements()
        self.ask(NEXT_DAY)

        self.assertEqual(
            {number: self.in_rubles(one.move_id) for number, one in movements.items()},
            {SET_OFF: D("317.12"), TRANSFER: D("200")},
        )
        # At the rate of the month's last day.
        self.assertEqual(
            sorted(movements[SET_OFF].move_id.line_ids.mapped("balance")), [-14.09, 14.09],
        )
        month = self.month()
        self.assertEqual((month.currency_id.name, self.differences()), ("RUB", []))
        self.assertEqual((month.state, month.difference), ("tied", 0))
        self.assertEqual(month.booked_closing, 724.5 - 317.12 + 200)

        for movement in movements.values():
            movement.action_reset()
        self.ask("2026-10-08 09:00:00")
        self.assertEqual(self.month().difference, 200 - 317.12)
        self.book_movements()
        self.ask("2026-10-09 04:00:00")
        self.assertEqual((self.month().state, self.differences()), ("tied", []))


class TestPointsInDirhams(InDirhams, PointsCase):
    """600 points, of which 198 pay the fee."""

    def rows(self):
        return [row(sku=1001, price="100", ratio="0.20", sold=side(10, points="60"))]

    def test_the_premium_is_booked_and_ties_in_rubles(self):
        self.keep_books_in_dirhams()
        self.account.premium_account_id = self.income
        self.account.premium_document = "entry"
        self.ask()
        act = self.points_act()
        self.assertEqual((act.amount, act.currency_id.name, act.state), (402, "RUB", "to_review"))
        self.assertEqual(self.in_rubles(act.move_id), 402)
        self.assertEqual(sorted(act.move_id.line_ids.mapped("balance")), [-17.87, 17.87])
        self.book()
        act.action_confirm()
        self.next_day()
        self.assertEqual((self.month().state, self.differences()), ("tied", []))


class TestTwoCabinets(MovementCase):
    """Ozon numbers the accruals of each account separately, so the numbers may coincide."""

    def arrange(self):
        super().arrange()
        seller = Seller(client_id="654321")
        self.ozon.sellers.append(seller)
        self.other = self.connect(seller, import_from=MONTH)
        day = date(2026, 9, 28)
        for accrual in self.seller.accruals(day):
            seller.accruals(day).append(dict(accrual))
        first = self.seller
        self.seller = seller
        self.plant(date(2026, 9, 12), (TRANSFER, "-10"), (LOGISTICS, "-1"))
        self.seller = first

    def test_each_moves_its_own_balance(self):
        self.choose_accounts()
        self.other.service_rule_ids = [Command.create({
            "group": "transfer", "valid_from": "2026-01-01",
            "ledger_account_id": self.passed_on.id,
        })]
        self.ask()
        self.receive_payout()
        of_other = self.env["ozon.balance.movement"].search([("account_id", "=", self.other.id)])
        self.assertEqual(
            {one.type_id.ozon_id: one.amount for one in of_other},
            {SET_OFF: -317.12, TRANSFER: -10},
        )
        self.assertEqual(self.movement(SET_OFF).amount, -317.12)
        self.book()
        self.book_movements()
        for act in self.env["ozon.service.act"].search([("account_id", "=", self.other.id)]):
            act.action_confirm()
        self.ask(NEXT_DAY)
        self.assertEqual(self.differences(), [])
        months = self.month() | self.month(account=self.other)
        self.assertEqual(months.mapped("state"), ["tied", "tied"])
        self.assertEqual(self.month(account=self.other).booked_closing, -317.12 - 10 - 1)
