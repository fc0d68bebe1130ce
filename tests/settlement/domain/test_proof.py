"""Which rows of Ozon's settlement are a document of services, and what contradicts it."""

from datetime import date
from decimal import Decimal
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain.proof import Row, Verdict, prove, with_paper

BEFORE, MONTH, AFTER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
kopecks = st.decimals("0.01", "99999.99", places=2)
numbers = count(1)


def row(amount, month=MONTH, day=date(2026, 9, 30)):
    return Row(next(numbers), month, day, Decimal(amount))


def test_without_a_row_nothing_is_proved():
    assert prove(Decimal(100), [], MONTH).verdict is Verdict.MISSING


def test_a_row_of_another_month_proves_only_by_the_very_total():
    strange = row(99, AFTER, date(2026, 10, 31))
    assert prove(Decimal(100), [strange], MONTH).verdict is Verdict.MISSING
    assert prove(Decimal(99), [strange], MONTH).rows == (strange,)


@given(parts=st.lists(kopecks, min_size=1, max_size=2))
def test_the_documents_of_a_month_prove_their_sum(parts):
    rows = [row(amount) for amount in parts]
    found = prove(sum(parts), rows, MONTH)
    assert (found.verdict, found.amount, found.difference) == (Verdict.PROVED, sum(parts), 0)


@given(first=kopecks, rest=kopecks)
def test_a_second_document_that_holds_the_first_counts_alone(first, rest):
    half, whole = row(first, day=date(2026, 9, 15)), row(first + rest)
    found = prove(first + rest, [half, whole], MONTH)
    assert found.verdict is Verdict.PROVED
    assert found.amount == first + rest


@given(owed=kopecks, points=kopecks, left=kopecks)
def test_points_explain_as_much_as_there_were(owed, points, left):
    found = prove(owed + points, [row(owed)], MONTH, left)
    if points <= left:
        assert (found.verdict, found.points, found.difference) == (Verdict.POINTS, points, 0)
    else:
        assert (found.verdict, found.points, found.difference) == (Verdict.DIFFERENT, 0, -points)


@given(owed=kopecks, amounts=st.lists(kopecks, min_size=1, max_size=3), left=kopecks)
def test_whatever_is_said_it_adds_up(owed, amounts, left):
    found = prove(owed, [row(amount) for amount in amounts], MONTH, left)
    assert owed + found.difference == found.amount + found.points
    assert found.amount == sum(one.amount for one in found.rows)
    assert 0 <= found.points <= left
    assert (found.verdict is Verdict.DIFFERENT) == bool(found.difference)


@given(first=kopecks, rest=kopecks, points=kopecks)
def test_half_of_a_month_is_never_taken_for_a_month_that_points_have_paid(first, rest, points):
    """Two documents add up to more than is owed: the first alone must not be read as the month."""
    half, other = row(first, day=date(2026, 9, 15)), row(rest)
    owed = first + rest + points
    found = prove(owed, [half, other], MONTH, owed)
    assert set(found.rows) == {half, other}


@given(kopecks, kopecks, kopecks)
def test_settlement_and_paper_prove_only_together(owed, by_settlement, by_paper):
    found = prove(owed, [row(by_settlement)], MONTH)
    told = prove(owed, [row(by_paper)], MONTH)
    both = with_paper(found, told)
    assert (both.verdict is Verdict.PROVED) == (owed == by_settlement == by_paper)
    assert both.difference == both.amount + both.points - owed
    assert with_paper(prove(owed, [], MONTH), told) == told


def test_what_contradicts_counts_before_what_proves():
    owed, left = Decimal(100), Decimal(30)
    by_points, whole, other = (
        prove(owed, [row(amount)], MONTH, left) for amount in (80, 100, 120)
    )
    assert with_paper(whole, other).amount == 120
    assert with_paper(other, whole).amount == 120
    # Each alone is possible, but one of them is wrong.
    for one, another in ((by_points, whole), (whole, by_points)):
        both = with_paper(one, another)
        assert (both.verdict, both.amount, both.points) == (Verdict.DIFFERENT, one.amount, 0)
        assert both.difference == one.amount - owed
    assert with_paper(by_points, by_points).points == 20
