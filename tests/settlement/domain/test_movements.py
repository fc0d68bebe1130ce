"""Loans in the cash flow: the balance decides whether it contains them."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain.movements import (
    NO_LOAN,
    PAYABLE,
    RECEIVABLE,
    HeldLoan,
    held,
    side_of,
)
from odoo.addons.ozon_connector_settlement.domain.statement import (
    Books,
    Claim,
    OzonMonth,
    Part,
    Reason,
    compare,
)

D = Decimal
ZERO = D("0.00")
amounts = st.decimals(-10**6, 10**6, places=2).filter(bool)


class TestLoans(unittest.TestCase):
    def test_a_loan_among_the_services_of_the_balance_is_booked(self):
        self.assertEqual(held(D("-500"), D("-500"), ZERO), HeldLoan(D("-500"), ZERO))

    def test_a_loan_beside_all_figures_of_the_balance_is_booked(self):
        self.assertEqual(held(D("-500"), ZERO, D("-500")), HeldLoan(ZERO, D("-500")))

    def test_the_sign_is_that_of_the_balance(self):
        """Ozon does not document whether the cash flow states what it takes above or below 0."""
        self.assertEqual(held(D("500"), D("-500"), ZERO).amount, D("-500"))
        self.assertEqual(held(D("500"), ZERO, D("-500")).amount, D("-500"))

    def test_a_loan_outside_the_balance_is_not_booked(self):
        self.assertEqual(held(D("-500"), ZERO, ZERO), NO_LOAN)

    def test_another_difference_is_no_loan(self):
        self.assertEqual(held(D("-500"), D("-499.99"), D("-500.01")), NO_LOAN)
        self.assertEqual(held(ZERO, D("-500"), ZERO), NO_LOAN)

    @given(amounts, amounts, amounts)
    def test_no_loan_is_booked_twice(self, loan, services, closing):
        for found in held(loan, loan, loan), held(loan, services, closing):
            self.assertIn(ZERO, found)
            self.assertIn(abs(found.amount), (ZERO, abs(loan)))

    def test_what_ozon_owes_is_receivable(self):
        self.assertEqual((side_of(D("1")), side_of(D("-1"))), (RECEIVABLE, PAYABLE))


class TestInTheStatement(unittest.TestCase):
    """A movement covers its own type. Other types of the same class have rows of their own."""

    def rows(self, *claims, parts=()):
        amounts = {"balance": sum((one.stated for one in claims), ZERO) + sum(
            (part.amount for part in parts), ZERO,
        )}
        ozon = OzonMonth(ZERO, sum(amounts.values()), amounts, tuple(parts))
        booked = sum((one.booked for one in claims), ZERO)
        return [
            (row.name, row.difference, row.reason)
            for row in compare(ozon, Books(ZERO, booked, tuple(claims))) if row.kind == "balance"
        ]

    def claim(self, amount, booked=ZERO, **vals):
        return Claim("balance", object(), amount, booked, name="Взаимозачет", **vals)

    def test_a_booked_movement_ties(self):
        self.assertEqual(self.rows(self.claim(D("-5"), D("-5"))), [("Взаимозачет", ZERO, None)])

    def test_a_draft_waits_for_a_person(self):
        rows = self.rows(self.claim(D("-5"), is_draft=True))
        self.assertEqual(rows, [("Взаимозачет", D("-5"), Reason.DRAFT)])

    def test_one_that_lacks_its_account_says_what_it_is(self):
        rows = self.rows(self.claim(D("-5"), is_draft=True, lacks=Reason.SET_OFF))
        self.assertEqual(rows, [("Взаимозачет", D("-5"), Reason.SET_OFF)])

    def test_beside_it_a_type_that_has_no_movement_is_named(self):
        rows = self.rows(
            self.claim(D("-5"), D("-5")), parts=[Part("balance", "Заём", D("7"), Reason.LOAN)],
        )
        self.assertEqual(sorted(rows, key=str), sorted([
            ("Взаимозачет", ZERO, None), ("Заём", D("7"), Reason.LOAN),
        ], key=str))
