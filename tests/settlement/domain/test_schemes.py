"""Goods of a report are divided between Ozon and the seller, and nothing is guessed."""

import json
from datetime import date
from random import Random

import pytest

from odoo.addons.ozon_connector.domain.settlement import Direction
from odoo.addons.ozon_connector.ozon_api.answers import read_accruals
from odoo.addons.ozon_connector_settlement.domain.schemes import (
    KEEPERS,
    Keeper,
    Moved,
    Row,
    divide,
    moved,
    of_correction,
)

from tests.fake_ozon.accrual_figures import Sold, posting

SALE, RETURN = Direction.SALE, Direction.RETURN
OZON, SELLER = Keeper.OZON, Keeper.SELLER
DAY = date(2026, 9, 15)


def told(**units):
    return [("card", Moved("1", scheme, SALE, count, 0)) for scheme, count in units.items()]


def shares(count, postings):
    [share], untold = divide([Row("card", SALE, count)], postings)
    return share[OZON], share[SELLER], len(untold)


@pytest.mark.parametrize(
    ("count", "postings", "expected"),
    [
        (8, told(Fbo=8), (8, 0, 0)),
        (8, told(FBO=5, Fbs=2, rFBS=1), (5, 3, 0)),
        (8, told(Fbs=3), (0, 3, 1)),  # nobody states the scheme of 5
        (8, [], (0, 0, 1)),
        (8, told(Fbs=9), (0, 8, 1)),  # more than was reported
        (8, told(Fbo=7, Fbs=3), (5, 3, 1)),
        (8, told(Fbs=3, Crossborder=5), (0, 3, 1)),  # an unknown scheme
        (0, told(Fbs=2), (0, 0, 1)),
    ],
)
def test_a_card_is_divided_by_what_is_told(count, postings, expected):
    assert shares(count, postings) == expected


def test_a_posting_without_units_tells_nothing_and_is_named():
    postings = [*told(Fbs=3), ("card", Moved("1", "Fbs", SALE, 0, 1))]
    [share], [untold] = divide([Row("card", SALE, 3)], postings)
    assert (share[SELLER], untold.reported, untold.untold) == (3, 3, 1)


def test_what_only_postings_have_is_named():
    _shares, [untold] = divide([], told(Fbs=3))
    assert (untold.card, untold.reported, untold.told) == ("card", 0, {"Fbs": 3})


def test_rows_of_a_card_get_together_what_is_told_of_it():
    """Random rows and postings: no unit is lost, and no keeper gets more than was stated."""
    random = Random(24)
    for _number in range(300):
        rows = [
            Row(random.choice("ab"), random.choice(list(Direction)), random.randint(0, 5))
            for _row in range(random.randint(1, 8))
        ]
        postings = [
            (random.choice("ab"), Moved("", random.choice(["Fbo", "fbs", "?", ""]),
                                        random.choice(list(Direction)), random.randint(0, 6), 0))
            for _one in range(random.randint(0, 8))
        ]  # fmt: skip
        found, untold = divide(rows, postings)
        for card in "ab":
            for direction in Direction:
                key = (card, direction)
                reported = sum(row.quantity for row in rows if row[:2] == key)
                said = {
                    keeper: sum(
                        one.units for of, one in postings if (of, one.direction) == key
                        and KEEPERS.get(one.scheme.lower()) is keeper
                    ) for keeper in Keeper
                }  # fmt: skip
                got = {
                    keeper: sum(
                        share[keeper] for row, share in zip(rows, found, strict=True)
                        if row[:2] == key
                    ) for keeper in Keeper
                }  # fmt: skip
                assert sum(got.values()) <= reported
                assert got[SELLER] == min(said[SELLER], reported)
                assert got[OZON] == min(said[OZON], reported - got[SELLER])
                everything = sum(one.units for of, one in postings if (of, one.direction) == key)
                unknown = everything - sum(said.values())
                is_open = any((one.card, one.direction) == key for one in untold)
                assert is_open == (bool(unknown) or sum(said.values()) != reported)
        for row, share in zip(rows, found, strict=True):
            assert 0 <= sum(share.values()) <= row.quantity


def test_accruals_are_read_by_sku_scheme_and_direction():
    answer = {"last_id": "", "accruals": [
        posting(1, DAY, "1-1", Sold(1001, 2, paid="200"), Sold(1002, 1), schema="Fbo"),
        posting(2, DAY, "1-2", Sold(1001, 3, paid="300"), schema="Fbo"),
        posting(3, DAY, "1-3", Sold(1001, 1, paid="100"), schema="rFBS"),
        posting(4, DAY, "1-4", Sold(1001, 1, paid="-100"), schema="Fbo"),
        posting(5, DAY, "1-5", Sold(1001, 1, paid="0", services=((29, "-10"),)), schema="Fbs"),
        posting(6, DAY, "1-6", Sold(1001, None, paid="100"), schema="Fbs"),
    ]}  # fmt: skip
    accruals = read_accruals(json.dumps(answer).encode()).accruals
    assert moved(accruals) == [
        Moved("1001", "Fbo", RETURN, 1, 0),
        Moved("1001", "Fbo", SALE, 5, 0),
        Moved("1001", "Fbs", SALE, 0, 1),
        Moved("1001", "rFBS", SALE, 1, 0),
        Moved("1002", "Fbo", SALE, 1, 0),
    ]


def test_a_correction_never_moves_more_than_it_says():
    nothing = {SALE: 0, RETURN: 0}
    more, less = {SALE: 2, RETURN: 0}, {SALE: 0, RETURN: 2}
    for wanted, before, moves, expected in (
        ({SALE: 5, RETURN: 0}, {SALE: 3, RETURN: 0}, more, more),
        ({SALE: 4, RETURN: 0}, {SALE: 3, RETURN: 0}, more, {SALE: 1, RETURN: 0}),
        ({SALE: 9, RETURN: 0}, {SALE: 3, RETURN: 0}, more, more),
        ({SALE: 1, RETURN: 0}, {SALE: 3, RETURN: 0}, more, nothing),
        ({SALE: 1, RETURN: 0}, {SALE: 3, RETURN: 0}, less, less),
        ({SALE: 3, RETURN: 2}, {SALE: 3, RETURN: 0}, less, less),
        (nothing, nothing, more, nothing),
    ):
        assert of_correction(wanted, before, moves) == expected
