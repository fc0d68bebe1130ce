"""Movements on Ozon's balance without a service become an entry for each type and month."""

from datetime import date
from decimal import Decimal

from odoo import Command
from odoo.exceptions import UserError

from tests.settlement.month_case import MonthCase

D = Decimal
SET_OFF, TRANSFER, CHARITY, DEPOSIT = 72, 62, 7, 83
NEXT_DAY = "2026-10-08 04:00:00"


class MovementCase(MonthCase):
    """In addition: 317.12 set off against another contract, 200.00 passed on from buyers."""

    def arrange(self):
        super().arrange()
        self.plant(date(2026, 9, 28), (SET_OFF, "-317.12"))
        self.plant(date(2026, 9, 5), (TRANSFER, "249"))
        self.plant(date(2026, 9, 10), (TRANSFER, "-49"))
        self.contract = self.env["res.partner"].create({"name": "Ozon, второй договор"})
        # The debt of the other contract is on a payable account, too.
        self.other_debt = self.ledger_account("76.77", "liability_payable")
        self.passed_on = self.ledger_account("91.78", "income_other")

    def type_of(self, number):
        return self.env["ozon.accrual.type"].search([
            ("company_id", "=", self.company.id), ("ozon_id", "=", number),
        ])

    def choose_accounts(self):
        self.env["ozon.accrual.type"]._ensure(self.company)
        self.type_of(SET_OFF).write({
            "account_id": self.other_debt.id, "partner_id": self.contract.id,
        })
        self.account.service_rule_ids = [Command.create({
            "group": "transfer", "valid_from": "2026-01-01",
            "ledger_account_id": self.passed_on.id,
        })]

    def movement(self, number, correction=0):
        found = self.env["ozon.balance.movement"].search([
            ("account_id", "=", self.account.id), ("type_id", "=", self.type_of(number).id),
            ("correction_number", "=", correction),
        ])
        self.assertLessEqual(len(found), 1)
        return found

    def lines(self, entry):
        return sorted(
            (line.account_id.code, line.partner_id.name or "", D(str(line.balance)))
            for line in entry.line_ids
        )

    def balances(self):
        rows = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", self.company.id)],
            ["account_id"], ["balance:sum"],
        )
        return {account.code: round(balance, 2) for account, balance in rows if round(balance, 2)}

    def book_movements(self):
        for movement in self.env["ozon.balance.movement"].search([("state", "=", "to_review")]):
            movement.action_confirm()


class TestMovements(MovementCase):
    def test_a_type_without_account_waits_and_is_named_while_all_others_go_on(self):
        self.ask()
        self.assertEqual(self.act().state, "to_review")
        set_off, transfer = self.movement(SET_OFF), self.movement(TRANSFER)
        for movement in set_off, transfer:
            self.assertEqual((movement.state, movement.waits_for_setup), ("ready", True))
            self.assertIn(movement.type_id.title, movement.setup_problem)
        for row in ("balance", D("-317.12"), "set_off"), ("transfer", D("200"), "to_book"):
            self.assertIn(row, self.differences())
        [row] = self.env["ozon.requirement"]._rows(self.account, names=["counter_account"])
        self.assertEqual(row["state"], "confirm")
        self.assertIn(set_off.type_id.title, row["text"])
        setup = self.env["ozon.setup"].browse(self.account.action_set_up()["res_id"])
        self.assertEqual(
            setup.action_mend("counter_account")["res_model"], "ozon.accrual.type",
        )
        self.bring_goods(self.env["ozon.realization.report"].search([]))
        month = self.month()
        month.action_confirm()
        self.assertIn(set_off.type_id.title, month.confirm_problems)

        with self.at(NEXT_DAY):
            self.choose_accounts()
        self.ask(NEXT_DAY)
        self.assertEqual((set_off.state, transfer.state), ("to_review", "to_review"))
        self.assertIn(("balance", D("-317.12"), "draft"), self.differences())
        [row] = self.env["ozon.requirement"]._rows(self.account, names=["counter_account"])
        self.assertEqual(row["state"], "passed")

    def test_a_day_that_changes_is_followed_and_what_is_booked_gets_a_correction(self):
        self.company.account_storno = True
        self.choose_accounts()
        self.ask()
        self.receive_payout()
        self.book()
        self.movement(SET_OFF).action_confirm()
        self.plant(date(2026, 9, 29), (SET_OFF, "17.12"), (TRANSFER, "1"))
        self.env["ozon.accrual.feed"]._read_again(
            self.account, date(2026, 9, 29), date(2026, 9, 29),
        )
        self.ask(NEXT_DAY)

        self.assertEqual(self.movement(TRANSFER).amount, 201)
        self.assertEqual(self.movement(TRANSFER).move_id.amount_total, 201)
        set_off = self.movement(SET_OFF)
        self.assertTrue(set_off.changed)
        self.assertEqual(set_off.move_id.state, "posted")
        set_off.action_create_correction()
        correction = self.movement(SET_OFF, 1)
        self.assertEqual((correction.state, correction.amount), ("to_review", 17.12))
        # The correction has negative amounts on the same sides as the corrected entry.
        self.assertEqual(
            sorted((line.account_id.code, line.debit, line.credit)
                   for line in correction.move_id.line_ids),
            [("60.01", 0, -17.12), ("76.77", -17.12, 0)],
        )
        with self.assertRaisesRegex(UserError, "correction"):
            correction.action_confirm()
            set_off.action_reset()
        self.book_movements()
        self.assertEqual(self.balances()["76.77"], 300)
        self.ask("2026-10-09 04:00:00")
        self.assertEqual(self.differences(), [])

    def test_a_type_that_is_moved_takes_its_movement_along(self):
        self.plant(date(2026, 9, 15), (CHARITY, "-33"), (DEPOSIT, "-10"))
        self.choose_accounts()
        self.type_of(DEPOSIT).account_id = self.passed_on
        self.ask()
        self.movement(DEPOSIT).action_confirm()
        self.assertFalse(self.movement(CHARITY))

        with self.at(NEXT_DAY):
            self.type_of(CHARITY).write({"group": "balance", "account_id": self.passed_on.id})
            (self.type_of(TRANSFER) | self.type_of(DEPOSIT)).write({"group": "service"})
        self.ask(NEXT_DAY)

        self.assertEqual(
            (self.movement(CHARITY).state, self.movement(CHARITY).amount), ("to_review", -33),
        )
        self.assertEqual(self.movement(TRANSFER).state, "cancelled")
        self.assertEqual(self.act().amount, 75.5 - 200 + 10)
        deposit = self.movement(DEPOSIT)
        self.assertTrue(deposit.changed)
        deposit.action_create_correction()
        self.assertEqual(self.movement(DEPOSIT, 1).amount, 10)

        with self.at(NEXT_DAY):
            self.type_of(TRANSFER).group = "transfer"
        self.ask("2026-10-09 04:00:00")
        self.assertEqual(self.movement(TRANSFER).state, "to_review")

    def test_an_entry_by_hand_of_the_same_sum_is_told(self):
        self.by_hand(-317.12)
        self.ask()
        # While the movement waits for an account, the manual entry counts in its place.
        self.assertNotIn("set_off", [reason for *_row, reason in self.differences()])
        with self.at(NEXT_DAY):
            self.choose_accounts()
        self.ask(NEXT_DAY)
        [twice] = [one for one in self.movement(SET_OFF).checks if one["name"] == "twice"]
        self.assertEqual(twice["state"], "failed")

    def test_switched_off_nothing_is_made_and_the_accruals_name_it(self):
        self.account.book_movements = False
        self.ask()
        self.assertFalse(self.movement(SET_OFF))
        self.assertIn(("balance", D("-317.12"), "set_off"), self.differences())


class TestDrafts(MovementCase):
    """Each type has its accounts, and each movement its draft."""

    def arrange(self):
        super().arrange()
        self.choose_accounts()
        self.ask()

    def test_booked_and_taken_back_and_booked_again_the_month_ties(self):
        self.receive_payout()
        self.book()
        set_off, transfer = self.movement(SET_OFF), self.movement(TRANSFER)
        self.assertEqual((set_off.amount, transfer.amount), (-317.12, 200.0))
        self.assertEqual((set_off.accrual_count, transfer.accrual_count), (1, 2))
        for movement in set_off, transfer:
            entry = movement.move_id
            self.assertEqual(
                (entry.move_type, entry.state, entry.date), ("entry", "draft", date(2026, 9, 30)),
            )
            self.assertEqual({check["state"] for check in movement.checks}, {"passed"})
        partner = self.account.partner_id.name
        self.assertEqual(self.lines(set_off.move_id), [
            ("60.01", partner, D("-317.12")), ("76.77", self.contract.name, D("317.12")),
        ])
        self.assertEqual(self.lines(transfer.move_id), [
            ("62.01", partner, D("200.0")), ("91.78", "", D("-200.0")),
        ])

        self.book_movements()
        booked = self.balances()
        self.assertEqual(set_off.netting_move_id.state, "posted")
        self.assertNotIn("60.01", booked)
        self.assertEqual(booked["76.77"], 317.12)
        entries = set_off.move_id | transfer.move_id
        self.assertEqual(set(entries.mapped("ozon_kind")), {"other"})
        self.assertEqual(set_off.netting_move_id.ozon_kind, "netting")
        self.assertEqual(set(entries.mapped("ozon_period")), {date(2026, 9, 1)})
        self.ask(NEXT_DAY)
        self.assertEqual(self.differences(), [])
        self.assertEqual(self.month().state, "tied")
        named = {line.name for line in self.month().line_ids if line.kind == "balance"}
        self.assertEqual(named, {set_off.type_id.title})
        booked = self.balances()

        for movement in set_off, transfer:
            movement.action_reset()
            self.assertEqual(movement.move_id.state, "draft")
        self.book_movements()
        self.assertEqual(self.balances(), booked)
        # Odoo's own buttons do the same.
        transfer.move_id.button_draft()
        self.assertEqual(transfer.state, "to_review")
        transfer.move_id.action_post()
        self.assertEqual((transfer.state, self.balances()), ("posted", booked))

    def test_an_entry_that_says_something_else_is_not_posted(self):
        set_off = self.movement(SET_OFF)
        entry = set_off.move_id
        ozons, other = entry.line_ids.sorted("balance")
        entry.line_ids = [
            Command.update(ozons.id, {"balance": -300}), Command.update(other.id, {"balance": 300}),
        ]
        self.assertEqual(set_off.failed_checks, 1)
        with self.assertRaisesRegex(UserError, "adds up to"):
            set_off.action_confirm()
        entry.line_ids = [
            Command.update(ozons.id, {"balance": -317.12, "account_id": self.passed_on.id}),
            Command.update(other.id, {"balance": 317.12}),
        ]
        with self.assertRaisesRegex(UserError, "on Ozon's accounts"):
            set_off.action_confirm()
        set_off.action_draft_again()
        set_off.action_confirm()
        self.assertEqual(set_off.state, "posted")

    def test_a_locked_month_moves_the_entry_and_says_so(self):
        self.company.fiscalyear_lock_date = "2026-09-30"
        set_off = self.movement(SET_OFF)
        set_off.action_confirm()
        self.assertGreater(set_off.move_id.date, date(2026, 9, 30))
        self.assertIn("dates", [
            check["name"] for check in set_off.checks if check["state"] == "failed"
        ])
        self.ask(NEXT_DAY)
        self.assertIn(("balance", D("-317.12"), "other_month"), self.differences())


class LoanCase(MonthCase):
    """A loan of 400.00, which the cash flow names."""

    def arrange(self):
        super().arrange()
        self.seller.finance.loans[date(2026, 9, 16)] = D("-400")

    def movement(self):
        return self.env["ozon.balance.movement"].search([("account_id", "=", self.account.id)])


class TestLoans(LoanCase):
    """The cash flow names the loan, but its place in the balance is unknown. The rest is booked."""

    def arrange(self):
        super().arrange()
        self.load()
        self.receive_payout()
        self.book()

    def test_in_the_balance_it_is_booked_wherever_the_balance_has_it(self):
        loans = self.env["ozon.accrual.type"]._loan_of(self.company)
        loans.account_id = self.ledger_account("66.77", "liability_current")
        for place in "services", "closing":
            with self.subTest(place=place):
                self.seller.finance.loan_place = place
                savepoint = self.env.cr.savepoint()
                self.ask()
                month, movement = self.month(), self.movement()
                self.assertEqual((month.loan_told, month.loan_amount), (-400, -400))
                self.assertIn(("balance", D("-400"), "loan"), self.differences())
                self.ask(NEXT_DAY)
                movement = self.movement()
                self.assertEqual((movement.state, movement.amount), ("to_review", -400))
                movement.action_confirm()
                self.ask("2026-10-09 04:00:00")
                self.assertEqual((self.month().state, self.differences()), ("tied", []))
                self.assertEqual(len(self.movement()), 1)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_outside_the_balance_it_is_shown_and_not_booked(self):
        self.ask()
        self.ask(NEXT_DAY)
        month = self.month()
        self.assertEqual((month.state, month.loan_told, month.loan_amount), ("tied", -400, 0))
        self.assertFalse(self.movement())


class TestLoanAmongAccruals(LoanCase):
    def test_among_the_accruals_it_is_not_booked_twice(self):
        self.plant(date(2026, 9, 16), (DEPOSIT, "-400"))
        self.ask()
        self.assertEqual(self.month().loan_amount, 0)
        self.assertEqual(self.movement().type_id.ozon_id, DEPOSIT)
