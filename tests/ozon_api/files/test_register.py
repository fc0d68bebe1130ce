"""Registers of documents in unknown layouts: columns are found by their meaning."""

from datetime import date
from decimal import Decimal

import pytest

from ozon_api.files import FileUnreadable, recognise
from tests.fake_ozon.register_file import HEADINGS, register_file
from tests.fake_ozon.settlement_file import latin

DAY = date(2026, 9, 30)
ACT = (1, "Акт выполненных работ", "5512", DAY, 75.5)


def read(*arguments, **words):
    found = recognise(register_file(*arguments, **words))
    assert (found.kind, found.month) == ("register", None)
    return found


def documents(*arguments, **words):
    return [
        (row.name, row.number, row.day, row.total)
        for row in read(*arguments, **words).report.rows
    ]


EXPECTED = [("Акт выполненных работ", "5512", DAY, Decimal("75.50"))]


@pytest.mark.parametrize(("headings", "row"), [
    (HEADINGS, ACT),
    (tuple(map(latin, HEADINGS)), ACT),
    (("Сумма без НДС", "Сумма НДС", "Стоимость с учётом НДС", "ДАТА УПД", "№ УПД", "Документ"),
     (61.89, 13.61, "75,50 ₽", "30.09.2026", 5512, "Акт выполненных работ")),
    (("Наименование", "Номер", "Дата", "Дата оплаты", "Номер договора", "Итого"),
     ("Акт выполненных работ", " 5512 ", "30.09.2026", "05.10.2026", "ИР-1", "75.50")),
    (("Вид документа", "Номер и дата документа", "Контрагент", "Сумма"),
     ("Акт выполненных работ", "№ 5512 от 30.09.2026", "ООО «Озон»", 75.5)),
    (("Тип", "Номер и дата документа", "Сумма"),
     ("Акт выполненных работ", "5512 от 30.09.2026", 75.5000000001)),
])  # fmt: skip
def test_columns_are_found_by_what_they_mean_wherever_they_are(headings, row):
    assert documents([row], headings) == EXPECTED


def test_what_stands_above_says_whose_register_it_is():
    found = read([ACT], above=[
        "Реестр УПД по выкупленным товарам", "Договор № ИР-118204/23 от 17.04.2023",
        "ООО «Домашний уют», ИНН 7712345671",
    ])  # fmt: skip
    assert (found.inns, found.contract) == ({"7712345671"}, "ИР-118204/23")
    assert found.report.currency == "RUB"
    assert "выкупленным" in found.report.title
    assert read([ACT], [*HEADINGS[:-1], "Сумма с НДС, BYN"]).report.currency == "BYN"


def test_totals_counts_of_columns_and_empty_rows_are_no_documents():
    second = (2, "УПД", "5513", DAY, 24.5)
    rows = [(1, 2, 3, 4, 5), ACT, (), second, ("Итого", None, None, None, 100), ("Подпись",)]
    assert documents(rows) == [*EXPECTED, ("УПД", "5513", DAY, Decimal("24.50"))]


@pytest.mark.parametrize(("rows", "headings", "reason", "place"), [
    ([ACT, ("Итого", None, None, None, 99)], HEADINGS,
     "has a total that is not the sum of its rows", "75.50 ≠ 99.00"),
    ([ACT, ("Итого", None, None, None, 75.5), ACT], HEADINGS, "has rows below its total", "A4"),
    ([(1, "Акт", "", DAY, 1)], HEADINGS, "has a row that is not whole", "C2"),
    ([(1, "Акт", "5", "потом", 1)], HEADINGS, "has a row that is not whole", "D2"),
    ([(1, "Акт", "5", DAY, "много")], HEADINGS, "is not a number", "E2"),
    ([(1, "Акт", "5", DAY, 1.005)], HEADINGS, "has parts of a kopeck", "E2"),
    ([ACT], [*HEADINGS[:-1], "Сумма без НДС"], "lacks a column", "Сумма с НДС"),
    ([(*ACT, 70)], [*HEADINGS, "Сумма с НДС после баллов"],
     "has two columns that may be the same", "F1"),
    ([(*ACT, DAY)], [*HEADINGS, "Дата отчёта"], "has two columns that may be the same", "F1"),
    # Row numbers are not document numbers.
    ([(1, DAY, 5)], ["№", "Дата", "Сумма"], "is no report of Ozon", ""),
])  # fmt: skip
def test_what_could_be_misread_is_refused_with_its_place(rows, headings, reason, place):
    with pytest.raises(FileUnreadable) as caught:
        recognise(register_file(rows, headings, sheet="Лист1"))
    assert (caught.value.reason, caught.value.place) == (reason, place)


def test_another_marketplace_is_none():
    with pytest.raises(FileUnreadable, match="another marketplace"):
        recognise(register_file([ACT], above=["Реестр документов Wildberries"]))
