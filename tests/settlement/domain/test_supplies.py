"""What a supply brought, by both readings of Ozon's acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector.ozon_api.answers import ActGoods, DeclaredGoods
from odoo.addons.ozon_connector_settlement.domain import supplies as rules
from odoo.addons.ozon_connector_settlement.domain.supplies import BESIDE, WITHIN, Counted

UNITS = st.integers(0, 500)


def declared(sku, quantity):
    return DeclaredGoods(sku, "", "", "", quantity)


def act(kind, sku, fact):
    return ActGoods("1", kind, sku, "", "", 0, fact, fact)


def test_the_acts_of_a_supply_are_put_together_by_card():
    found = rules.counted(
        [declared("1", 6), declared("1", 4), declared("2", 1)],
        [act("ACCEPTANCE", "1", 7), act("SHORTCOMING", "1", 2), act("DEFECT", "1", 1),
         act("SURPLUS", "3", 2)],
    )  # fmt: skip
    assert found == {
        "1": Counted(10, 7, 0, 2, 1), "2": Counted(1, 0, 0, 0, 0), "3": Counted(0, 0, 2, 0, 0),
    }  # fmt: skip


@pytest.mark.parametrize("one, reading, units, ties", [
    (Counted(10, 7, 2, 2, 1), BESIDE, 10, True),
    (Counted(10, 7, 2, 2, 1), WITHIN, 7, False),
    (Counted(10, 10, 2, 2, 1), WITHIN, 10, True),
    (Counted(10, 10, 2, 2, 1), BESIDE, 13, False),
    (Counted(10, 10, 0, 0, 0), BESIDE, 10, True),
    (Counted(10, 10, 0, 0, 0), WITHIN, 10, True),
])  # fmt: skip
def test_both_readings(one, reading, units, ties):
    assert (rules.arrived(one, reading), rules.ties(one, reading)) == (units, ties)


@given(UNITS, UNITS, UNITS, UNITS)
def test_the_numbers_tell_the_reading_where_something_is_broken_or_too_much(
    accepted, surplus, shortage, defect
):
    whole = Counted(accepted + defect + shortage, accepted, surplus, shortage, defect)
    assert rules.ties(whole, BESIDE)
    assert rules.ties(whole, WITHIN) == (surplus + defect == 0)


def test_without_acts_a_person_may_take_what_was_declared():
    found = rules.as_declared(rules.counted([declared("1", 5)], []))
    assert rules.arrived(found["1"], BESIDE) == rules.arrived(found["1"], WITHIN) == 5


def test_a_changed_act_is_told_by_card():
    old = {"1": Counted(10, 10, 0, 0, 0), "2": Counted(3, 3, 0, 0, 0)}
    new = {"1": Counted(10, 8, 0, 1, 1), "2": Counted(3, 3, 0, 0, 0)}
    assert rules.changes(new, old, BESIDE) == {"1": (10, 9)}
    assert rules.changes(new, old, WITHIN) == {"1": (10, 8)}
