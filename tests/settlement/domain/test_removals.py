"""What happened to removed goods, and which document takes a loss out of stock."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector_settlement.domain import removals as rules

AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (8, 9, 10))


@pytest.mark.parametrize("state, box, destroyed, outcome", [
    ("завершена", "получена", None, rules.RECEIVED),
    ("завершена", "Утилизирована", None, rules.DESTROYED),
    ("завершена", "потеряна", None, rules.LOST),
    ("завершена", "компенсировано  продавцу", None, rules.COMPENSATED),
    ("завершена", "расформирована", None, rules.CANCELLED),
    ("завершена", "на СЦ", None, rules.UNDER_WAY),
    ("завершено", "", None, rules.RECEIVED),
    ("завершено", "", SEPTEMBER, rules.DESTROYED),
    ("создаётся", "", None, rules.UNDER_WAY),
    ("утилизировано", "", None, rules.DESTROYED),
    ("отклонено складом", "", None, rules.CANCELLED),
    ("телепортирована", "", None, rules.UNKNOWN),
    ("завершена", "съедена", None, rules.UNKNOWN),
])  # fmt: skip
def test_the_box_says_what_became_of_it_else_the_removal(state, box, destroyed, outcome):
    assert rules.outcome(state, box, destroyed) == outcome


def test_a_loss_is_tied_to_the_first_document_that_has_it():
    documents = {1: ("mug", AUGUST, 5), 2: ("mug", SEPTEMBER, 2), 3: ("plate", SEPTEMBER, 9)}
    losses = [
        rules.Loss(10, "mug", SEPTEMBER, 2), rules.Loss(11, "mug", SEPTEMBER, 1),
        rules.Loss(12, "mug", AUGUST, 4),
    ]  # fmt: skip
    assert rules.tied(losses, documents) == {10: 2, 12: 1}


def test_what_was_written_off_is_not_that_of_a_much_later_document():
    loss = rules.Loss(10, "mug", AUGUST, 2, until=rules.documents_until(AUGUST))
    assert rules.tied([loss], {1: ("mug", OCTOBER, 2)}) == {}
    assert rules.tied([loss], {1: ("mug", SEPTEMBER, 2)}) == {10: 1}


@pytest.mark.parametrize("told, left_out", [
    (None, True), ([], False), ([AUGUST], False), ([SEPTEMBER], False), ([AUGUST, SEPTEMBER], True),
])  # fmt: skip
def test_a_loss_is_left_out_when_two_months_have_not_named_it(told, left_out):
    assert rules.is_left_out(AUGUST, told) is left_out


@given(
    st.lists(st.integers(1, 5), max_size=8), st.lists(st.integers(1, 8), max_size=5),
)  # fmt: skip
def test_no_unit_of_a_document_stands_for_two_losses(losses, documents):
    rows = {place: ("mug", SEPTEMBER, units) for place, units in enumerate(documents)}
    lost = dict(enumerate(losses))
    found = rules.tied(
        [rules.Loss(one, "mug", SEPTEMBER, units) for one, units in lost.items()], rows,
    )  # fmt: skip
    for row, (_product, _month, units) in rows.items():
        assert sum(lost[one] for one in found if found[one] == row) <= units
