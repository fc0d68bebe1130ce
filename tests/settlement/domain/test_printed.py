"""The rows of a printed statement: every total is the sum of the rows that it names."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain.printed import (
    ACCRUED,
    CLASS,
    CLOSING,
    DETAIL,
    TOP,
    Line,
    table,
)
from odoo.addons.ozon_connector_settlement.domain.statement import (
    BALANCE,
    OPENING,
    ORDER,
    OTHER,
    PAYOUT,
)

D = Decimal
AMOUNTS = st.decimals(-10**6, 10**6, places=2)
LINES = st.lists(st.builds(
    Line, st.sampled_from([kind for kind in ORDER if kind != OPENING]),
    st.sampled_from(["", "№ 1", "=1+1"]), AMOUNTS, AMOUNTS,
))


def opening(ozon="0", booked="0"):
    return Line(OPENING, "", D(ozon), D(booked))


class TestTable(unittest.TestCase):
    def test_lines_stand_below_their_class_and_classes_below_what_ozon_accrued(self):
        rows = table([
            opening("10", "9"),
            Line("sales", "№ 1", D("100"), D("100")),
            Line("sales", "", D("5"), D("0"), "Not booked", "Book it."),
            Line("fee", "", D("-20"), D("0"), "Still a draft"),
            Line(OTHER, "Entry", D("0"), D("3")),
            Line(PAYOUT, "23.09", D("-50"), D("-50")),
            Line(BALANCE, "", D("1"), D("0")),
        ])
        self.assertEqual(
            [(row.level, row.kind, row.label, row.ozon, row.booked) for row in rows],
            [
                (TOP, OPENING, "", D("10"), D("9")),
                (TOP, ACCRUED, "", D("85"), D("100")),
                (CLASS, "sales", "", D("105"), D("100")),
                (DETAIL, "sales", "№ 1", D("100"), D("100")),
                (DETAIL, "sales", "", D("5"), D("0")),
                (CLASS, "fee", "", D("-20"), D("0")),
                (TOP, OTHER, "", D("0"), D("3")),
                (DETAIL, OTHER, "Entry", D("0"), D("3")),
                (TOP, PAYOUT, "", D("-50"), D("-50")),
                (DETAIL, PAYOUT, "23.09", D("-50"), D("-50")),
                (TOP, BALANCE, "", D("1"), D("0")),
                (TOP, CLOSING, "", D("46"), D("62")),
            ],
        )
        self.assertEqual([row.reason for row in rows if row.reason],
                         ["Not booked", "Still a draft"])  # fmt: skip
        self.assertEqual((rows[1].parts, rows[-1].parts), ((2, 5), (0, 1, 6, 8, 10)))

    def test_a_month_without_anything_has_its_totals_nevertheless(self):
        rows = table([opening("7", "7")])
        self.assertEqual([row.kind for row in rows], [OPENING, ACCRUED, PAYOUT, CLOSING])
        self.assertEqual((rows[-1].ozon, rows[-1].difference), (D("7"), 0))

    @given(LINES)
    def test_no_line_is_lost_or_counted_twice(self, lines):
        lines = [opening("1.01", "-2.02"), *lines]
        rows = table(lines)

        leaves = [row for row in rows if not row.parts and (row.label or row.ozon or row.booked)]
        self.assertEqual(rows[-1].ozon, sum(line.ozon for line in lines))
        self.assertEqual(rows[-1].booked, sum(line.booked for line in lines))
        self.assertEqual(sum(row.ozon for row in leaves), rows[-1].ozon)
        named = [part for row in rows for part in row.parts]
        self.assertEqual(sorted(named), list(range(len(rows) - 1)))
        for row in rows:
            if row.parts:
                self.assertEqual(row.ozon, sum(rows[part].ozon for part in row.parts))
                self.assertEqual(row.booked, sum(rows[part].booked for part in row.parts))
