"""Which currency a name means, and whether a rate can be between two currencies."""

import pytest

from domain import currencies


@pytest.mark.parametrize("name", ["RUB", "rub", "RUR", " руб. ", "Рубль", "₽", "643", "810"])
def test_the_rouble_has_many_names(name):
    assert currencies.code_of(name) == "RUB"


def test_other_names_stay():
    assert [currencies.code_of(name) for name in ("cny", " KZT ", "", None)] == [
        "CNY", "KZT", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"), [("CNY", True), ("РУБ", False), ("RUBL", False), ("1X2", False)]
)
def test_a_code_has_three_latin_letters(name, expected):
    assert currencies.is_code(name) is expected


def test_a_rate_near_the_real_one_does_not_deviate():
    assert currencies.deviation(5.5, "RUB", "KZT") < 1.5
    assert currencies.deviation(0.18, "KZT", "RUB") < 1.5


def test_a_rate_turned_round_or_of_another_base_does():
    assert currencies.deviation(1 / 90, "RUB", "KZT") > 100
    assert currencies.deviation(480, "RUB", "KZT") > 50


def test_of_an_unknown_currency_nothing_is_said():
    assert currencies.deviation(1.0, "RUB", "MXN") is None
    assert currencies.deviation(0.0, "RUB", "KZT") is None
