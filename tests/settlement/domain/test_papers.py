"""Which of several documents make up a month: nothing counts twice, and nothing is guessed."""

from datetime import date
from decimal import Decimal
from random import Random

from odoo.addons.ozon_connector_settlement.domain.papers import ADDS, INCLUDES, REPLACES, parts_of

HALF, END = date(2026, 9, 15), date(2026, 9, 30)


def parts(owed, *papers):
    listed = [(total, day, Decimal(total)) for day, total in papers]
    return [tuple(part) for part in parts_of(listed, Decimal(owed))]


def test_readings():
    assert parts("10") == []
    assert parts("10", (END, "10")) == [("10", REPLACES)]
    assert parts("10", (END, "6"), (HALF, "4")) == [("4", REPLACES), ("6", ADDS)]
    assert parts("10", (HALF, "4"), (END, "10")) == [("4", REPLACES), ("10", INCLUDES)]
    assert parts("10", (HALF, "4"), (END, "9")) == []
    # One document is the whole month, the other one is something else: only the first counts.
    assert parts("10", (HALF, "10"), (END, "3")) == [("10", REPLACES)]
    assert parts("10", (HALF, "10"), (END, "10")) == []
    assert parts("10", (HALF, "30"), (END, "10")) == [("10", REPLACES)]


def test_whatever_is_taken_counts_to_the_kopeck():
    for seed in range(300):
        random = Random(seed)
        totals = [Decimal(random.randint(1, 9)) for _ in range(random.randint(1, 4))]
        owed = Decimal(random.randint(1, 20))
        papers = [(place, END, total) for place, total in enumerate(totals)]
        counted = Decimal(0)
        for place, role in parts_of(papers, owed):
            counted = totals[place] + (counted if role == ADDS else 0)
        assert counted in (0, owed), (seed, totals, owed)
