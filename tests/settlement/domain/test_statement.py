"""Ozon's balance compared with the books: all planted differences are found, and no others."""

import unittest
from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain.statement import (
    FEE,
    OPENING,
    OTHER,
    PAYOUT,
    POINTS,
    RETURNS,
    SALES,
    Books,
    Claim,
    Entry,
    OzonMonth,
    Part,
    Reason,
    StatementDoesNotTie,
    Verdict,
    apart,
    compare,
    verdict,
    with_buyouts,
)

ZERO = Decimal("0.00")
amounts = st.integers(1, 10**9).map(lambda kopecks: Decimal(kopecks) / 100)


def money(text):
    return Decimal(text)


def month(**changes):
    """The month of the published example: 200 000 becomes 250 000."""
    return OzonMonth(**{
        "opening": money("200000"), "closing": money("250000"),
        "amounts": {
            SALES: money("500000"), RETURNS: money("-40000"), POINTS: ZERO,
            FEE: money("-230000"), "service": money("-100000"), PAYOUT: money("-80000"),
        },
        **changes,
    })


def booked(**changes):
    claims = {
        SALES: Claim(SALES, "report", money("500000"), money("500000")),
        RETURNS: Claim(RETURNS, "report", money("-40000"), money("-40000")),
        FEE: Claim(FEE, "report", money("-230000"), money("-230000")),
        "service": Claim("service", "act", money("-100000"), money("-100000")),
        PAYOUT: Claim(PAYOUT, "payout", money("-80000"), money("-80000")),
    }
    claims.update(changes.pop("claims", {}))
    opening = changes.pop("opening", money("200000"))
    entries = changes.pop("entries", ())
    closing = opening + sum(claim.booked for claim in claims.values()) + sum(
        entry.amount for entry in entries
    )
    return Books(opening, closing, tuple(claims.values()), entries, **changes)


def differences(rows):
    return [(row.kind, row.difference, row.reason) for row in rows if row.difference]


class TestStatement(unittest.TestCase):
    def test_a_month_that_ties(self):
        rows = compare(month(), booked())

        self.assertEqual(differences(rows), [])
        self.assertIs(verdict(rows), Verdict.TIED)
        self.assertEqual(sum(row.ozon for row in rows), money("250000"))

    def test_a_kopeck_is_a_difference(self):
        rows = compare(month(), booked(claims={
            "service": Claim("service", "act", money("-100000"), money("-99999.99")),
        }))

        self.assertEqual(differences(rows), [("service", money("-0.01"), Reason.AMOUNT)])
        self.assertIs(verdict(rows), Verdict.DIFFERENT)

    def test_two_differences_that_cancel_out_are_two(self):
        rows = compare(month(), booked(claims={
            SALES: Claim(SALES, "report", money("500000"), money("499900")),
            FEE: Claim(FEE, "report", money("-230000"), money("-229900")),
        }))

        self.assertEqual(sum(row.difference for row in rows), 0)
        self.assertIs(verdict(rows), Verdict.DIFFERENT)

    def test_steps_that_are_still_to_come_leave_a_month_to_review(self):
        rows = compare(month(), booked(claims={
            "service": Claim("service", "act", money("-100000"), is_draft=True),
            SALES: Claim(SALES, "report", None), RETURNS: Claim(RETURNS, "report", None),
            FEE: Claim(FEE, "report", None),
            PAYOUT: Claim(PAYOUT, "payout", money("-80000")),
        }))

        self.assertEqual(differences(rows), [
            (SALES, money("500000"), Reason.NOT_LOADED),
            (RETURNS, money("-40000"), Reason.NOT_LOADED),
            (FEE, money("-230000"), Reason.NOT_LOADED),
            ("service", money("-100000"), Reason.DRAFT),
            (PAYOUT, money("-80000"), Reason.ON_WAY),
        ])
        self.assertIs(verdict(rows), Verdict.TO_REVIEW)

    def test_the_document_says_less_than_the_balance(self):
        rows = compare(month(), booked(claims={
            "service": Claim("service", "act", money("-99450"), money("-99450")),
        }))

        self.assertEqual(differences(rows), [("service", money("-550"), Reason.AMOUNT)])

    def test_the_books_begin_without_the_opening_balance(self):
        for earlier, reason in (
            (None, Reason.NO_OPENING), (money("200000"), Reason.EARLIER),
            (money("7"), Reason.UNEXPLAINED),
        ):
            rows = compare(month(), booked(opening=ZERO, earlier_difference=earlier))
            self.assertEqual(differences(rows), [(OPENING, money("200000"), reason)])

    def test_ozons_own_figures_do_not_add_up(self):
        rows = compare(month(closing=money("250003.50")), booked())

        self.assertEqual(differences(rows), [("ozon", money("3.50"), Reason.UNEXPLAINED)])

    def test_parts_that_no_document_holds_stand_by_their_names(self):
        parts = (
            Part("compensation", "Потеря товара", money("500"), Reason.TO_BOOK),
            Part("balance", "Взаимозачёт", money("-317.12"), Reason.SET_OFF),
        )
        rows = compare(month(closing=money("250182.88"), parts=parts, amounts={
            **month().amounts, "compensation": money("500"), "balance": money("-317.12"),
        }), booked())

        self.assertEqual(differences(rows), [
            ("compensation", money("500"), Reason.TO_BOOK),
            ("balance", money("-317.12"), Reason.SET_OFF),
        ])
        self.assertIn("Потеря товара", [row.name for row in rows])

    def test_parts_that_cancel_each_other_out_are_differences(self):
        parts = tuple(
            Part("compensation", name, money(amount), Reason.TO_BOOK)
            for name, amount in (("Потеря", "12.50"), ("Ошибка", "-12.50"))
        )
        rows = compare(
            month(parts=parts, amounts={**month().amounts, "compensation": ZERO}), booked(),
        )

        self.assertEqual(sorted(row.difference for row in rows if row.difference), [
            money("-12.50"), money("12.50"),
        ])
        self.assertIs(verdict(rows), Verdict.DIFFERENT)

    def test_a_class_whose_document_is_still_to_come_is_not_loaded(self):
        parts = (Part("compensation", "Потеря товара", money("500"), Reason.TO_BOOK),)
        ozon = month(closing=money("250500"), parts=parts, amounts={
            **month().amounts, "compensation": money("500"),
        })
        waiting = Claim("compensation", "file", None)
        rows = compare(ozon, booked(claims={"compensation": waiting}))
        self.assertEqual(differences(rows), [
            ("compensation", money("500"), Reason.NOT_LOADED),
        ])
        self.assertIs(verdict(rows), Verdict.TO_REVIEW)

    def test_parts_are_not_shown_beside_the_documents_that_hold_them(self):
        """A compensation and a decompensation of the same amount leave nothing to explain."""
        parts = tuple(
            Part("compensation", name, money(amount), Reason.TO_BOOK)
            for name, amount in (("Компенсация", "50"), ("Декомпенсация", "-50"))
        )
        claims = {
            key: Claim("compensation", key, money(amount), money(amount))
            for key, amount in (("lost", "50"), ("found", "-50"))
        }
        rows = compare(
            month(parts=parts, amounts={**month().amounts, "compensation": ZERO}),
            booked(claims=claims),
        )
        self.assertIs(verdict(rows), Verdict.TIED)
        self.assertEqual([row.key for row in rows if row.kind == "compensation"],
                         ["lost", "found"])

    def test_an_entry_by_hand_settles_the_only_row_of_its_amount(self):
        parts = (Part("compensation", "Потеря товара", money("500"), Reason.TO_BOOK),)
        ozon = month(closing=money("250500"), parts=parts, amounts={
            **month().amounts, "compensation": money("500"),
        })
        by_hand = Entry(OTHER, "entry", money("500"), Reason.BY_HAND)

        rows = compare(ozon, booked(entries=(by_hand,)))
        self.assertIs(verdict(rows), Verdict.TIED)
        self.assertEqual([row.key for row in rows if row.kind == "compensation"], ["entry"])

        rows = compare(ozon, booked(entries=(by_hand, by_hand._replace(key="another"))))
        self.assertIs(verdict(rows), Verdict.DIFFERENT)
        self.assertEqual(len(differences(rows)), 3)

    def test_what_ozon_settles_apart_is_more_in_the_books(self):
        sold = Claim("buyout", "buyout", money("92.30"), money("92.30"))
        for outside, reason in (
            (frozenset(["buyout"]), Reason.BUYOUT), (frozenset(), Reason.NO_SOURCE),
        ):
            rows = compare(month(outside=outside), booked(claims={"buyout": sold}))
            self.assertEqual(differences(rows), [("buyout", money("-92.30"), reason)])
            self.assertIs(verdict(rows), Verdict.TIED if outside else Verdict.DIFFERENT)
            self.assertEqual(apart(rows), money("92.30") if outside else ZERO)

    def test_what_is_settled_apart_and_not_paid_yet_is_carried_on_in_sight(self):
        books = booked(opening=money("200092.30"), earlier_difference=money("-92.30"),
                       apart_before=money("92.30"))
        rows = compare(month(outside=frozenset(["buyout"])), books)

        self.assertEqual(
            differences(rows), [("buyout_before", money("-92.30"), Reason.BUYOUT)],
        )
        self.assertEqual(rows[0].booked, money("200000"))
        self.assertIs(verdict(rows), Verdict.TIED)

    def test_paid_it_is_gone(self):
        paid = Entry("buyout", "bank", money("-92.30"), Reason.NO_SOURCE)
        books = booked(opening=money("200092.30"), earlier_difference=money("-92.30"),
                       apart_before=money("92.30"), entries=(paid,))
        rows = compare(month(outside=frozenset(["buyout"])), books)

        self.assertEqual(apart(rows), ZERO)
        self.assertEqual(books.closing, money("250000"))
        self.assertIs(verdict(rows), Verdict.TIED)

    def test_another_difference_of_before_is_not_hidden_by_it(self):
        for opening, earlier, reason in (
            ("200097.30", "-97.30", Reason.EARLIER), ("200097.30", "-92.30", Reason.UNEXPLAINED),
            ("200097.30", None, Reason.NO_OPENING),
        ):
            books = booked(opening=money(opening), apart_before=money("92.30"),
                           earlier_difference=earlier and money(earlier))
            rows = compare(month(outside=frozenset(["buyout"])), books)
            self.assertEqual(differences(rows), [
                (OPENING, money("-5.00"), reason),
                ("buyout_before", money("-92.30"), Reason.BUYOUT),
            ])
            self.assertIs(verdict(rows), Verdict.DIFFERENT)

    def test_a_class_of_their_own_where_ozons_balance_has_them(self):
        amounts = {SALES: money("500"), "service": money("-100")}
        stated = money("92.30")
        for sales, services, expected in (
            # The balance has buy-outs as a service without accruals.
            ("500", "92.30", ({**amounts, "buyout": stated}, ZERO)),
            # It has them among sales, beyond the accruals of sales.
            ("407.70", "0", ({**amounts, SALES: money("407.70"), "buyout": stated}, ZERO)),
            ("407.70", "5", ({**amounts, SALES: money("407.70"), "buyout": stated}, money("5"))),
            # It does not have them at all.
            ("500", "92.31", (amounts, money("92.31"))),
        ):
            self.assertEqual(
                with_buyouts(amounts, stated, money(sales), money(services)), expected,
            )
        self.assertEqual(with_buyouts(amounts, ZERO, ZERO, ZERO), (amounts, ZERO))

    def test_what_is_booked_is_in_a_row_or_it_stops(self):
        books = booked()
        lost = Books(books.opening, books.closing + 1, books.claims)
        with self.assertRaises(StatementDoesNotTie) as caught:
            compare(month(), lost)
        self.assertIn("250001", str(caught.exception))


KINDS = (SALES, RETURNS, FEE, "service", "reinvoiced", "star", "insurance")


class World:
    """A month in which everything ties, and in which differences are planted one by one."""

    def __init__(self, draw):
        self.draw = draw
        self.opening = self.booked_opening = draw(amounts)
        self.amounts = {kind: self.signed() for kind in KINDS}
        self.amounts[PAYOUT] = self.amounts[POINTS] = ZERO
        self.claims = {
            kind: Claim(kind, kind, amount, amount)
            for kind, amount in self.amounts.items() if kind in KINDS
        }
        for number in range(draw(st.integers(0, 4))):
            paid = -draw(amounts)
            self.amounts[PAYOUT] += paid
            self.claims[number] = Claim(PAYOUT, number, paid, paid)
        self.entries, self.parts, self.earlier, self.beyond = [], [], None, ZERO
        self.planted = Counter()

    def signed(self):
        return self.draw(st.sampled_from([1, -1])) * self.draw(amounts)

    def plant(self, how):
        getattr(self, how)()

    def untouched(self):
        """A claim without a planted difference."""
        ties = [key for key, claim in self.claims.items()
                if claim.kind in KINDS and claim.booked == claim.stated]
        return self.draw(st.sampled_from(ties)) if ties else None

    def change(self, reason, **changes):
        key = self.untouched()
        if key is None:
            return
        claim = self.claims[key]
        self.claims[key] = claim._replace(booked=ZERO, **changes)
        self.planted[claim.kind, claim.stated, reason] += 1

    def draft(self):
        self.change(Reason.DRAFT, is_draft=True)

    def not_loaded(self):
        self.change(Reason.NOT_LOADED, stated=None)

    def not_booked(self):
        self.change(Reason.TO_BOOK)

    def other_month(self):
        key = self.untouched()
        if key is not None:
            claim = self.claims[key]
            self.claims[key] = claim._replace(booked=ZERO, elsewhere=claim.stated)
            self.planted[claim.kind, claim.stated, Reason.OTHER_MONTH] += 1

    def amount(self):
        key = self.untouched()
        if key is None:
            return
        claim, other = self.claims[key], self.signed()
        if other and claim.stated != other:
            self.claims[key] = claim._replace(booked=claim.stated - other)
            self.planted[claim.kind, other, Reason.AMOUNT] += 1

    def payout_on_way(self):
        paid = [key for key, claim in self.claims.items()
                if claim.kind == PAYOUT and claim.booked == claim.stated]
        if paid:
            claim = self.claims[paid[0]]
            self.claims[paid[0]] = claim._replace(booked=ZERO)
            self.planted[PAYOUT, claim.stated, Reason.ON_WAY] += 1

    def entry_of(self, reason, kind):
        amount = self.signed()
        self.entries.append(Entry(kind, object(), amount, reason))
        self.planted[kind, -amount, reason] += 1

    def earlier_month(self):
        self.entry_of(Reason.EARLIER_MONTH, "service")

    def correction(self):
        self.entry_of(Reason.CORRECTION, SALES)

    def no_source(self):
        self.entry_of(Reason.NO_SOURCE, PAYOUT)

    def accrued(self):
        amount, kind = self.signed(), self.draw(st.sampled_from(["compensation", "balance"]))
        reason = self.draw(st.sampled_from([Reason.TO_BOOK, Reason.SET_OFF, Reason.LOAN]))
        self.parts.append(Part(kind, str(len(self.parts)), amount, reason))
        self.amounts[kind] = self.amounts.get(kind, ZERO) + amount
        self.planted[kind, amount, reason] += 1

    def premium(self):
        amount = self.draw(amounts)
        if not self.amounts[POINTS]:
            self.amounts[POINTS] = amount
            self.planted[POINTS, amount, Reason.PREMIUM] += 1

    def opening_differs(self):
        amount = self.signed()
        if self.booked_opening == self.opening:
            self.booked_opening -= amount
            self.earlier = self.draw(st.sampled_from([None, amount]))
            reason = Reason.NO_OPENING if self.earlier is None else Reason.EARLIER
            self.planted[OPENING, amount, reason] += 1

    def ozon_shift(self):
        if not self.beyond:
            self.beyond = self.signed()
            self.planted["ozon", self.beyond, Reason.UNEXPLAINED] += 1

    def ozon(self):
        closing = self.opening + sum(self.amounts.values()) + self.beyond
        return OzonMonth(self.opening, closing, self.amounts, tuple(self.parts))

    def books(self):
        closing = self.booked_opening + sum(claim.booked for claim in self.claims.values())
        closing += sum(entry.amount for entry in self.entries)
        return Books(
            self.booked_opening, closing, tuple(self.claims.values()), tuple(self.entries),
            self.earlier,
        )


WAYS = (
    "draft", "not_loaded", "not_booked", "other_month", "amount", "payout_on_way",
    "earlier_month", "correction", "no_source", "accrued", "premium", "opening_differs",
    "ozon_shift",
)


class TestRandomWorlds(unittest.TestCase):
    @settings(max_examples=400)
    @given(st.data())
    def test_every_planted_difference_is_found_with_its_reason_and_none_is_invented(self, data):
        world = World(data.draw)
        for way in data.draw(st.lists(st.sampled_from(WAYS), max_size=8)):
            world.plant(way)
        ozon, books = world.ozon(), world.books()

        rows = compare(ozon, books)

        found = Counter(
            (row.kind, row.difference, row.reason) for row in rows if row.difference
        )
        self.assertEqual(found, world.planted)
        self.assertEqual(
            books.closing + sum(row.difference for row in rows), ozon.closing,
        )
        self.assertEqual(verdict(rows) is Verdict.TIED, not world.planted)
        self.assertTrue(all(row.reason for row in rows if row.difference))
        self.assertFalse(any(row.reason for row in rows if not row.difference))
