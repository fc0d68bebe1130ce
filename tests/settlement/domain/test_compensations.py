"""The sums of a report of compensations, and where its goods go."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ozon_connector.domain.report_rows import Direction
from odoo.addons.ozon_connector.ozon_api.answers import DecommissionedGoods
from odoo.addons.ozon_connector.ozon_api.files import CompensationReport, CompensationRow
from odoo.addons.ozon_connector_settlement.domain import compensations as rules
from odoo.addons.ozon_connector_settlement.domain.compensations import (
    COMPENSATION,
    DECOMPENSATION,
    LEAVE,
    NOTHING,
    RETURN,
    Figure,
    Key,
)

LOST = "Потеря по вине Ozon на складе"
LOST_KEY = "потеря по вине оzоn на складе"
PAYABLE = Decimal("1.22")


def row(amount, quantity=1, *, reduced="0", value=None, total=None, sku="1001", **more):
    amount, reduced = Decimal(amount), Decimal(reduced)
    total = amount + reduced if total is None else Decimal(total)
    value = total / quantity if value is None else Decimal(value)
    return CompensationRow(**{
        "place": 4, "name": "Кружка", "offer_id": "A-1", "sku": sku, "barcode": "",
        "quantity": quantity, "type": LOST, "value": value, "total": total, "reduced": reduced,
        "amount": amount, **more,
    })  # fmt: skip


def report(*rows, stated=None):
    return CompensationReport("77", date(2026, 9, 5), False, "", rows, stated)


# ------------------------------------------------------------------ arithmetic


def test_ozons_own_example_is_without_vat():
    """(100 × 0.61) ÷ 1.22 = 50: the value less Ozon's part, and the rest is without VAT."""
    accrued = Decimal(100) * Decimal("0.61") / PAYABLE
    assert accrued == 50
    example = row("50", reduced="50", value="100", total="100")
    rules.check(report(example, stated=Decimal("50.00")))
    [figure] = rules.figures(COMPENSATION, [example]).values()
    assert figure == Figure(1, Decimal(100), Decimal(50), accrued)


@pytest.mark.parametrize(("wrong", "what"), [
    (row("800", 10, value="100", total="800"), "total"),
    (row("500", 10, value="100", total="1000", reduced="400"), "amount"),
])  # fmt: skip
def test_a_row_that_does_not_add_up_is_named(wrong, what):
    with pytest.raises(rules.CompensationDoesNotTie) as caught:
        rules.check(report(row("1"), wrong))
    assert (caught.value.place, caught.value.what) == (4, what)


def test_a_value_has_more_digits_than_a_kopeck():
    """Ozon's value 1229.5082 has a total of 1229.50."""
    rules.check(report(row("1229.50", value="1229.5082")))
    with pytest.raises(rules.CompensationDoesNotTie):
        rules.check(report(row("1229.50", value="1229.5282")))


def test_the_sum_under_the_rows_is_checked():
    rules.check(report(row("1"), row("2"), stated=Decimal(3)))
    with pytest.raises(rules.CompensationDoesNotTie, match="sum"):
        rules.check(report(row("1"), row("2"), stated=Decimal(4)))


# ------------------------------------------------------------------ figures


def test_rows_are_added_up_by_type_and_goods():
    found = rules.figures(COMPENSATION, [
        row("50", reduced="50"), row("25", 2), row("10", sku="1002"),
        row("7", type="Начисление по спору"),
    ])  # fmt: skip
    assert found[Key(LOST_KEY, "1001", "A-1", "")] == Figure(3, 125, 50, 75)
    assert len(found) == 3 and rules.amount(found) == 92


def test_types_are_one_however_they_are_spelled():
    latin = LOST.replace("о", "o").replace("е", "e").upper()
    assert len(rules.figures(COMPENSATION, [row("1"), row("1", type=f" {latin} ")])) == 1


@pytest.mark.parametrize("sign", [1, -1])
def test_decompensations_are_what_ozon_takes_whatever_their_sign(sign):
    given = row(sign * Decimal(30), reduced=sign * Decimal(20), value=50)
    rules.check(report(given))
    [figure] = rules.figures(DECOMPENSATION, [given]).values()
    assert figure == Figure(1, -50, -20, -30)


def test_a_negative_compensation_stays_negative():
    assert rules.amount(rules.figures(COMPENSATION, [row("-30")])) == -30


def test_what_was_written_off_has_units_and_no_money():
    goods = [DecommissionedGoods(None, "1001", units, "FBO", "EXPIRED", "NO_COMPENSATION", "")
             for units in (2, 3)]  # fmt: skip
    [(key, figure)] = rules.written_off(goods).items()
    assert (key.sku, figure) == ("1001", Figure(5, 0, 0, 0))


FIGURES = st.dictionaries(
    st.builds(Key, st.sampled_from("ab"), st.sampled_from("12"), st.just(""), st.just("")),
    st.builds(Figure, st.integers(-9, 9), *(st.decimals(-9, 9, places=2) for _ in range(3))),
)


@given(FIGURES, FIGURES)
def test_the_old_figures_and_the_changes_are_the_new_ones(old, new):
    merged = rules.merge(old, rules.changes(new, old))
    assert {key: figure for key, figure in merged.items() if any(figure)} == {
        key: figure for key, figure in new.items() if any(figure)
    }
    assert not rules.changes(new, new)


# ------------------------------------------------------------------ goods


@pytest.mark.parametrize(("goods", "quantity", "expected"), [
    (LEAVE, 2, (Direction.SALE, 2)),
    (RETURN, 2, (Direction.RETURN, 2)),
    (LEAVE, -2, (Direction.RETURN, 2)),
    (RETURN, -2, (Direction.SALE, 2)),
    (NOTHING, 2, None),
    (LEAVE, 0, None),
])  # fmt: skip
def test_goods_leave_or_come_back_and_a_correction_turns_them_round(goods, quantity, expected):
    assert rules.moved(goods, quantity) == expected


# ------------------------------------------------------------------ the settlement


def other(name, without, with_vat):
    return SimpleNamespace(
        name=name, without_vat=Decimal(without), with_vat=Decimal(with_vat),
    )


def test_the_settlement_says_a_sum_with_or_without_vat():
    says = rules.in_settlement([
        other("Компенсация", 50, 61), other("Декомпенсация", 20, 20), other("Прочее", 7, 7),
    ])  # fmt: skip
    assert says.has(Decimal(30)) and says.has(Decimal(41)) and not says.has(Decimal(37))
    assert says.names == ("Компенсация", "Декомпенсация")
    assert rules.in_settlement([other("Прочее", 7, 7)]) is None


@pytest.mark.parametrize("sign", [1, -1])
def test_decompensations_of_the_settlement_are_taken_whatever_their_sign(sign):
    assert rules.in_settlement([other("Декомпенсация", sign * 20, sign * 20)]).without_vat == -20
