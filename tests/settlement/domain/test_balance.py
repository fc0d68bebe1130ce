"""Ozon's balance adds up or says where it does not, in one piece or in several."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector.ozon_api.answers import Balance, BalanceSide
from odoo.addons.ozon_connector_settlement.domain.balance import (
    BalanceDoesNotJoin,
    join,
    pieces_of,
    problems_of,
)

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
DAY = timedelta(days=1)


def side(amount, fee, points=0, partners=0):
    revenue = Decimal(amount) - points - partners
    return BalanceSide(Decimal(amount), Decimal(fee), revenue, Decimal(partners), Decimal(points))


PUBLISHED = Balance(
    date_from=FIRST, date_to=LAST, currency="RUB", opening=Decimal(200000),
    accrued=Decimal(130000), closing=Decimal(250000),
    sales=side(500000, -250000, points=200000, partners=5000), returns=side(-40000, 20000),
    services=(("logistics", Decimal(-60000)), ("acquiring", Decimal(-40000))),
    payments=(Decimal(-50000), Decimal(-30000)),
)  # fmt: skip
KOPECK = Decimal("0.01")


# ------------------------------------------------------------------ sums


def test_the_published_balance_adds_up():
    assert problems_of(PUBLISHED) == []


@pytest.mark.parametrize("changes, what", [
    ({"accrued": Decimal(130000) + KOPECK}, ["accrued", "closing"]),
    ({"closing": Decimal(250000) - KOPECK}, ["closing"]),
    ({"opening": Decimal(200000) + KOPECK}, ["closing"]),
    ({"payments": (Decimal(-50000),)}, ["closing"]),
    ({"services": PUBLISHED.services[1:]}, ["accrued"]),
    ({"sales": replace(PUBLISHED.sales, points=Decimal(0))}, ["sales"]),
    ({"sales": replace(PUBLISHED.sales, partner_programs=Decimal(0))}, ["sales"]),
    ({"sales": replace(PUBLISHED.sales, fee=Decimal(0))}, ["accrued"]),
    ({"returns": replace(PUBLISHED.returns, revenue=Decimal(0))}, ["returns"]),
    ({"returns": replace(PUBLISHED.returns, amount=Decimal(0))}, ["returns", "accrued"]),
])  # fmt: skip
def test_what_is_wrong_names_both_figures(changes, what):
    problems = problems_of(replace(PUBLISHED, **changes))
    assert [problem.what for problem in problems] == what
    for problem in problems:
        assert problem.stated != problem.added
        assert str(problem.stated) in str(problem) and str(problem.added) in str(problem)
        assert (problem.date_from, problem.date_to) == (FIRST, LAST)


# ------------------------------------------------------------------ pieces


@pytest.mark.parametrize("last, longest, days", [
    (date(2026, 9, 30), 31, [(1, 30)]),
    (date(2026, 9, 30), 30, [(1, 30)]),
    (date(2026, 9, 30), 28, [(1, 28), (29, 30)]),
    (date(2026, 9, 29), 28, [(1, 28), (29, 29)]),
    (date(2026, 9, 3), 1, [(1, 1), (2, 2), (3, 3)]),
    (date(2026, 9, 1), 28, [(1, 1)]),
])  # fmt: skip
def test_pieces_are_as_long_as_they_may_be(last, longest, days):
    pieces = pieces_of(FIRST, last, longest)
    assert [(begin.day, end.day) for begin, end in pieces] == days


@given(
    first=st.dates(date(2024, 1, 1), date(2026, 12, 31)), days=st.integers(1, 400),
    longest=st.integers(1, 31),
)  # fmt: skip
def test_pieces_are_the_whole_period_without_gaps(first, days, longest):
    last = first + (days - 1) * DAY
    pieces = pieces_of(first, last, longest)
    assert (pieces[0][0], pieces[-1][1]) == (first, last)
    assert all(0 <= (end - begin).days < longest for begin, end in pieces)
    for (_begin, end), (begin, _end) in zip(pieces, pieces[1:], strict=False):
        assert begin == end + DAY


# ------------------------------------------------------------------ pieces added up


def after(earlier, **changes):
    """The balance of the next day, on which nothing happened."""
    day = earlier.date_to + DAY
    quiet = replace(
        earlier, date_from=day, date_to=day, opening=earlier.closing, accrued=Decimal(0),
        sales=side(0, 0), returns=side(0, 0), services=(), payments=(),
    )  # fmt: skip
    return replace(quiet, **changes)


def test_one_piece_is_the_whole():
    assert join([PUBLISHED]) == PUBLISHED


@pytest.mark.parametrize("changes, what, ends, begins", [
    ({"date_from": date(2026, 10, 2)}, "dates", LAST, date(2026, 10, 2)),
    ({"date_from": LAST}, "dates", LAST, LAST),
    ({"currency": "KZT"}, "currency", "RUB", "KZT"),
    ({"opening": Decimal("249999.99")}, "balance", Decimal(250000), Decimal("249999.99")),
])  # fmt: skip
def test_pieces_that_do_not_go_on_name_both_ends(changes, what, ends, begins):
    with pytest.raises(BalanceDoesNotJoin) as caught:
        join([PUBLISHED, after(PUBLISHED, **changes)])
    assert (caught.value.what, caught.value.ends, caught.value.begins) == (what, ends, begins)
    assert str(ends) in str(caught.value) and str(begins) in str(caught.value)


def test_the_last_of_three_pieces_is_looked_at_too():
    second = after(PUBLISHED)
    with pytest.raises(BalanceDoesNotJoin):
        join([PUBLISHED, second, second])


kopecks = st.decimals("-9999.99", "9999.99", places=2)
sides = st.builds(
    lambda fee, *parts: BalanceSide(sum(parts), fee, *parts), kopecks, kopecks, kopecks, kopecks
)
services = st.lists(st.tuples(st.sampled_from(["logistics", "offsets", "acquiring"]), kopecks))
days = st.tuples(sides, sides, services, st.lists(kopecks, max_size=2))


def balance_of(of_days, first, opening):
    """What Ozon states for these days together, computed without `join`."""
    sums = [[getattr(one[place], name) for one in of_days] for place in (0, 1)
            for name in ("amount", "fee", "revenue", "partner_programs", "points")]
    sums = [sum(figures, Decimal(0)) for figures in sums]
    slugs = [service for one in of_days for service in one[2]]
    by_slug = {slug: sum(a for name, a in slugs if name == slug) for slug, _amount in slugs}
    payments = tuple(payment for one in of_days for payment in one[3])
    accrued = sums[0] + sums[1] + sums[5] + sums[6] + sum(by_slug.values())
    return Balance(
        date_from=first, date_to=first + (len(of_days) - 1) * DAY, currency="RUB",
        opening=opening, accrued=accrued, closing=opening + accrued + sum(payments),
        sales=BalanceSide(*sums[:5]), returns=BalanceSide(*sums[5:]),
        services=tuple(by_slug.items()), payments=payments,
    )  # fmt: skip


@given(
    month=st.lists(days, min_size=1, max_size=31), opening=kopecks, longest=st.integers(1, 31)
)
def test_a_month_in_pieces_is_the_month_as_a_whole(month, opening, longest):
    whole = balance_of(month, FIRST, opening)
    pieces, balance = [], opening
    for begin, end in pieces_of(FIRST, whole.date_to, longest):
        of_days = month[(begin - FIRST).days : (end - FIRST).days + 1]
        pieces.append(balance_of(of_days, begin, balance))
        balance = pieces[-1].closing
    assert join(pieces) == whole
    assert problems_of(whole) == []
