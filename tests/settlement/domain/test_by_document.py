"""A month compared with Ozon's mutual settlement has the same differences, by document."""

import unittest
from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain.by_document import by_document
from odoo.addons.ozon_connector_settlement.domain.statement import (
    FEE,
    PAYOUT,
    POINTS,
    REALIZATION,
    RETURNS,
    SALES,
    ZERO,
    Books,
    Claim,
    Entry,
    OzonMonth,
    Part,
    Reason,
    compare,
)

amounts = st.integers(1, 10**7).map(lambda kopecks: D(kopecks) / 100)


def claims_of(key, *amounts_by_class, is_booked=True):
    return tuple(
        Claim(kind, key, amount, amount if is_booked else ZERO, is_draft=not is_booked)
        for kind, amount in amounts_by_class
    )


def sides(rows, claims, entries=(), opening=ZERO):
    """:param rows: rows of the settlement, as (class, amount)"""
    by_class = {}
    for kind, amount in rows:
        by_class[kind] = by_class.get(kind, ZERO) + amount
    parts = tuple(
        Part(kind, "row", amount, Reason.TO_BOOK) for kind, amount in rows
        if kind not in (REALIZATION, PAYOUT)
    )
    booked = opening + sum(claim.booked for claim in claims) + sum(one.amount for one in entries)
    closing = opening + sum(by_class.values())
    return by_document(
        OzonMonth(opening, closing, by_class, parts),
        Books(opening, booked, tuple(claims), tuple(entries)),
    )


def found(rows):
    return [(row.kind, row.difference, row.reason) for row in rows if row.reason]


class TestByDocument(unittest.TestCase):
    report = ((SALES, D("900")), (RETURNS, D("-100")), (FEE, D("-200")), (POINTS, D("30")))

    def test_a_report_is_one_amount_and_points_stand_in_what_they_lower(self):
        rows = compare(*sides(
            [(REALIZATION, D("630")), ("service", D("-45"))],
            claims_of("report", *self.report)
            + claims_of("act", ("service", D("-50")), (POINTS, D("5"))),
        ))

        self.assertEqual(found(rows), [])
        self.assertEqual(
            [(row.kind, row.ozon) for row in rows if row.key],
            [(REALIZATION, D("630")), ("service", D("-45"))],
        )

    def test_an_entry_of_another_month_is_of_the_class_of_its_document(self):
        late = [
            Entry(kind, "bill", amount, Reason.EARLIER_MONTH)
            for kind, amount in ((FEE, D("-200")), (POINTS, D("30")))
        ]
        rows = compare(*sides([], (), late))

        self.assertEqual(found(rows), [(REALIZATION, D("170"), Reason.EARLIER_MONTH)])

    def test_lines_of_the_bank_that_add_up_are_the_payouts(self):
        bank = [
            Entry(PAYOUT, number, D(amount), Reason.NO_SOURCE)
            for number, amount in enumerate(("-300", "-77", "-450"))
        ]
        rows = compare(*sides([(PAYOUT, D("-750"))], (), bank))

        self.assertEqual(found(rows), [(PAYOUT, D("77"), Reason.NO_SOURCE)])

    def test_what_the_bank_has_not_received_is_on_its_way(self):
        bank = [Entry(PAYOUT, 1, D("-300"), Reason.NO_SOURCE)]
        rows = compare(*sides([(PAYOUT, D("-750"))], (), bank))

        self.assertEqual(found(rows), [(PAYOUT, D("-450"), Reason.ON_WAY)])

    def test_a_row_without_a_document_is_named_beside_one_that_has_one(self):
        rows = compare(*sides(
            [("service", D("-50")), ("service", D("-8"))],
            claims_of("act", ("service", D("-50"))),
        ))

        self.assertEqual(found(rows), [("service", D("-8"), Reason.TO_BOOK)])

    @given(st.data())
    @settings(max_examples=300)
    def test_every_planted_difference_is_found_and_none_is_invented(self, data):
        rows, claims, planted = [], (), []
        documents = data.draw(st.lists(st.sampled_from(
            [REALIZATION, "service", "reinvoiced", "star"]
        ), unique=True))
        for key in documents:
            gross, points = data.draw(amounts), data.draw(st.just(ZERO) | amounts)
            is_booked = data.draw(st.booleans())
            if key == REALIZATION:
                fee = data.draw(amounts)
                parts = ((SALES, gross), (FEE, -fee), (POINTS, points))
            else:
                parts = ((key, -gross), (POINTS, points))
            total = sum(amount for _kind, amount in parts)
            rows.append((key, total))
            claims += claims_of(key, *parts, is_booked=is_booked)
            if not is_booked and total:
                planted.append((key, total, Reason.DRAFT))
        bank = data.draw(st.lists(amounts, max_size=5))
        entries = [
            Entry(PAYOUT, ("bank", number), -amount, Reason.NO_SOURCE)
            for number, amount in enumerate(bank)
        ]
        on_way = data.draw(st.just(ZERO) | amounts)
        if bank or on_way:
            rows.append((PAYOUT, -sum(bank) - on_way))
        if on_way:
            planted.append((PAYOUT, -on_way, Reason.ON_WAY))
        opening = data.draw(amounts)

        ozon, books = sides(rows, claims, entries, opening)
        compared = compare(ozon, books)
        self.assertEqual(sorted(found(compared)), sorted(planted))
        self.assertEqual(
            books.closing + sum(row.difference for row in compared), ozon.closing,
        )
