"""Which bank line belongs to which payout, and on which day Ozon paid."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain.payouts import (
    Candidate,
    PaymentsDoNotJoin,
    Payout,
    assign,
    dates_of,
    find,
    names_payer,
)

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
THOUSAND = Decimal("1000.00")
days = st.integers(0, 29).map(lambda count: FIRST + timedelta(days=count))
# There are few amounts, so that some coincide.
amounts = st.sampled_from([Decimal("1000.00"), Decimal("1000.01"), Decimal("-50.00")])


def line(key, day, amount=THOUSAND, kind="line"):
    return Candidate(key, date(2026, 9, day), amount, kind)


def payout(key, day, amount=THOUSAND, owner=1):
    return Payout(key, owner, date(2026, 9, day), amount)


def assigned(payouts, candidates, days_before=1, days_after=7):
    return assign({
        one: find(one.amount, one.date, candidates, days_before, days_after) for one in payouts
    })


# Which candidate is which payout


def test_only_the_very_amount_within_the_window_the_nearest_day_first():
    lines = [
        line(1, 1), line(2, 2), line(3, 10), line(4, 11), line(5, 4, THOUSAND + Decimal("0.01")),
    ]
    assert find(THOUSAND, date(2026, 9, 3), lines, 1, 7) == (lines[1], lines[2])


def test_one_is_taken_several_wait_and_none_is_neither():
    alone, torn, lonely = payout(1, 3), payout(2, 3, Decimal(70)), payout(3, 3, Decimal(5))
    lines = [line(1, 4), line(2, 4, Decimal(70)), line(3, 5, Decimal(70))]
    found = assigned([alone, torn, lonely], lines)
    assert found.taken == {alone: lines[0]}
    assert found.waiting == {torn: (lines[1], lines[2])}


def test_two_payouts_wait_for_a_person_while_the_bank_has_one_line():
    one, two = payout(1, 3), payout(2, 8)
    found = assigned([one, two], [line(1, 9)])
    assert found.taken == {}
    assert set(found.waiting) == {one, two}


def test_as_many_lines_as_payouts_pair_in_the_order_of_their_days():
    one, two = payout(1, 3), payout(2, 8)
    lines = [line(7, 9), line(8, 8)]
    assert assigned([two, one], lines).taken == {one: lines[1], two: lines[0]}


def test_those_of_two_cabinets_are_not_told_apart_by_their_days():
    one, two = payout(1, 3, owner=1), payout(2, 8, owner=2)
    assert assigned([one, two], [line(7, 9), line(8, 8)]).taken == {}


def test_a_payment_and_a_line_may_be_the_same_money():
    one, two = payout(1, 3), payout(2, 4)
    assert assigned([one, two], [line(7, 4, kind="payment"), line(8, 6)]).taken == {}


def test_far_apart_they_are_no_rivals():
    one, two = payout(1, 3), payout(2, 20)
    lines = [line(7, 4), line(8, 21)]
    assert assigned([one, two], lines[:1]).taken == {one: lines[0]}
    assert assigned([one, two], lines).taken == {one: lines[0], two: lines[1]}


@given(
    payouts=st.lists(st.tuples(days, amounts, st.integers(1, 2)), max_size=6),
    lines=st.lists(st.tuples(days, amounts, st.sampled_from(["line", "payment"])), max_size=6),
    shuffled=st.randoms(),
)
def test_no_candidate_is_taken_twice_and_the_order_does_not_matter(payouts, lines, shuffled):
    payouts = [Payout(key, owner, day, amount)
               for key, (day, amount, owner) in enumerate(payouts)]  # fmt: skip
    lines = [Candidate(key, day, amount, kind) for key, (day, amount, kind) in enumerate(lines)]
    found = assigned(payouts, lines)
    assert len(set(found.taken.values())) == len(found.taken)
    assert found.taken.keys().isdisjoint(found.waiting)
    for one, candidate in found.taken.items():
        assert candidate in find(one.amount, one.date, lines, 1, 7)
        # No waiting payout could have taken it.
        assert not any(candidate in others for others in found.waiting.values())
    for one in set(payouts) - set(found.taken) - set(found.waiting):
        assert find(one.amount, one.date, lines, 1, 7) == ()
    shuffled.shuffle(payouts)
    shuffled.shuffle(lines)
    assert assigned(payouts, lines) == found


# Who paid


@pytest.mark.parametrize("text", [
    "Выплата по договору, ИНН 7704217370, НДС не облагается", "7704217370/770301001",
    'ООО "ИНТЕРНЕТ РЕШЕНИЯ"', "ИНТЕРНЕТ-РЕШЕНИЯ, ООО",
])  # fmt: skip
def test_a_text_names_the_payer(text):
    assert names_payer(text, ["7704217370"], "ООО «Интернет Решения» (Ozon)")


@pytest.mark.parametrize("text", [
    "", "Оплата по счёту 77042173701", "ООО «Интернет Плюс»",
    "40702810177042173700",
])  # fmt: skip
def test_a_text_that_names_somebody_else(text):
    assert not names_payer(text, ["7704217370"], "ООО «Интернет Решения» (Ozon)")


def test_a_name_of_nothing_but_its_legal_form_is_everybody_s():
    assert not names_payer("ООО Ромашка", [], "ООО (Ozon)")


# On which day


class Ozon:
    """Answers like /v1/finance/balance, and counts the requests."""

    def __init__(self, payments):
        self.payments = payments
        self.asked = []

    def __call__(self, first, last):
        self.asked.append((first, last))
        return tuple(-amount for day, amount in self.payments if first <= day <= last)


def by_day(payments):
    dates = {}
    for day, amount in payments:
        dates.setdefault(day, []).append(amount)
    return {day: sorted(found) for day, found in dates.items()}


@given(payments=st.lists(st.tuples(days, amounts), max_size=8))
def test_each_payment_gets_its_day(payments):
    ozon = Ozon(payments)
    assert dates_of(ozon, FIRST, LAST) == by_day(payments)
    assert len(ozon.asked) == len(set(ozon.asked)), "a question was asked twice"
    # Each day with a payment was confirmed by a request of its own.
    assert {(day, day) for day, _amount in payments} <= set(ozon.asked)


def test_it_asks_little():
    nothing, one = Ozon([]), Ozon([(date(2026, 9, 23), THOUSAND)])
    assert dates_of(nothing, FIRST, LAST) == {}
    assert len(nothing.asked) == 1
    assert dates_of(one, FIRST, LAST) == {date(2026, 9, 23): [THOUSAND]}
    assert len(one.asked) <= 7


def test_a_single_day_is_one_question():
    ozon = Ozon([(FIRST, THOUSAND)])
    assert dates_of(ozon, FIRST, FIRST) == {FIRST: [THOUSAND]}
    assert ozon.asked == [(FIRST, FIRST)]


@given(payments=st.lists(st.tuples(days, amounts), max_size=6),
       more=st.lists(st.tuples(days, amounts), max_size=3))  # fmt: skip
def test_what_is_known_is_not_looked_for_again(payments, more):
    known, ozon = by_day(payments), Ozon(payments + more)
    assert dates_of(ozon, FIRST, LAST, known) == by_day(payments + more)
    if not more:
        assert ozon.asked == [(FIRST, LAST)]


def test_what_is_known_but_gone_is_forgotten():
    ozon = Ozon([(date(2026, 9, 9), THOUSAND)])
    known = {date(2026, 9, 2): [Decimal(7)]}
    assert dates_of(ozon, FIRST, LAST, known) == {date(2026, 9, 9): [THOUSAND]}


@pytest.mark.parametrize("parts", [(Decimal(-600), Decimal(-400)), (Decimal(-999),), ()])
def test_parts_that_are_not_the_whole_are_told(parts):
    def payments_of(first, last):
        return (-THOUSAND,) if (first, last) == (FIRST, LAST) else parts

    with pytest.raises(PaymentsDoNotJoin) as told:
        dates_of(payments_of, FIRST, LAST)
    assert told.value.whole == -THOUSAND
    assert told.value.first >= FIRST
    assert told.value.last <= LAST


def test_the_sums_of_one_half_may_not_stand_in_the_other():
    """Ozon states the payment in the week, but on none of its days."""
    wanted = Counter()

    def payments_of(first, last):
        wanted[first, last] += 1
        return () if first == last else (-THOUSAND,)

    with pytest.raises(PaymentsDoNotJoin):
        dates_of(payments_of, FIRST, LAST)
    assert max(wanted.values()) == 1
