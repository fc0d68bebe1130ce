"""The reports of compensations, under various headings."""

from datetime import date
from decimal import Decimal

import pytest

from ozon_api.files import CompensationRow, FileUnreadable, read_compensations
from tests.fake_ozon import Compensations
from tests.fake_ozon.bad_files import BAD_FILES, good, of_cells
from tests.fake_ozon.compensations import (
    AMOUNT,
    COLUMNS,
    LOST,
    QUANTITY,
    REDUCED,
    TOTAL,
    TYPE,
    VALUE,
    Layout,
    both,
)
from tests.fake_ozon.settlement_file import latin, written

LAYOUTS = {
    "of September 2026": Layout(),
    "with a currency": Layout(currency=", RUB"),
    "with roubles in Russian": Layout(currency=", руб."),
    "look-alike letters": Layout(spelling=latin),
    "capitals": Layout(spelling=str.upper),
    "ё for е": Layout(spelling=lambda text: text.replace("Отчет", "Отчёт")),
    "spaces everywhere": Layout(spelling=lambda text: f"  {text} ".replace(" ", "\u00a0 ")),
    "a hyphen for the dash": Layout(headings={TOTAL: "Действительная стоимость - всего"}),
    "prices by another name": Layout(headings={
        VALUE: "Цена товара", TOTAL: "Цена, всего", QUANTITY: "Количество",
    }),
    "moved columns": Layout(columns=COLUMNS[::-1]),
    "the sum of all units first": Layout(
        columns=("№", TOTAL, VALUE, *(c for c in COLUMNS[1:] if c not in (TOTAL, VALUE))),
    ),
    "figures as texts": Layout(figure=written),
    "tails of doubles": Layout(figure=lambda amount: float(amount) + 1e-9),
    "a title further down": Layout(title_row=4, header_row=9),
    "a row that counts the columns": Layout(numbered=True),
    "a row of sums": Layout(with_total=True),
    "everything at once": Layout(
        columns=COLUMNS[::-1], currency=", руб.", spelling=latin, figure=written, numbered=True,
        with_total=True,
    ),
}  # fmt: skip


def report():
    found = Compensations(number="77", day=date(2026, 9, 5))
    found.add(1001, "50", reduced="50")
    found.add(1002, "200.40", 3, reduced="99.99")
    return found


def problem(content):
    with pytest.raises(FileUnreadable) as caught:
        read_compensations(content)
    return caught.value.reason, caught.value.place


def test_a_report_has_a_number_a_date_and_rows():
    read = read_compensations(report().as_xlsx())
    assert (read.number, read.date) == ("77", date(2026, 9, 5))
    assert read.is_decompensation is False
    assert read.rows[0] == CompensationRow(
        place=4, name="Товар 1001", offer_id="ART-1001", sku="1001", barcode="4600000001001",
        quantity=1, type=LOST, value=Decimal(100), total=Decimal(100), reduced=Decimal(50),
        amount=Decimal(50),
    )  # fmt: skip
    assert read.rows[1].value * 3 == pytest.approx(Decimal("300.39"))
    assert read.currency == ""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_and_spelling_says_the_same(layout):
    expected = read_compensations(report().as_xlsx())
    given = report()
    given.layout = LAYOUTS[layout]
    read = read_compensations(given.as_xlsx())
    assert (read.number, read.date) == (expected.number, expected.date)
    for row, wanted in zip(read.rows, expected.rows, strict=True):
        assert row._replace(place=0, value=0) == wanted._replace(place=0, value=0)
        assert row.value == pytest.approx(wanted.value)
    assert read.currency == ("RUB" if given.layout.currency else "")
    assert read.stated == (Decimal("250.40") if given.layout.with_total else None)


def test_decompensations_say_so_in_their_title():
    given = Compensations(is_decompensation=True)
    given.add(1001, "50")
    assert read_compensations(given.as_xlsx()).is_decompensation is True


def test_a_report_without_a_title_has_neither_number_nor_date():
    given = [[None], list(COLUMNS), [1, "Кружка", "A", 1001, "4", 1, LOST, 100, 100, 50, 50]]
    read = read_compensations(of_cells(given))
    assert (read.number, read.date, read.is_decompensation) == ("", None, None)
    assert [row.amount for row in read.rows] == [50]


def test_numbers_that_a_spreadsheet_keeps_as_doubles_are_whole():
    given = report()
    given.lines[0].values.update({"SKU": 1001.0, QUANTITY: 1.0})
    assert read_compensations(given.as_xlsx()).rows[0][3:6] == ("1001", "4600000001001", 1)


@pytest.mark.parametrize("column", [QUANTITY, TYPE, VALUE, TOTAL, REDUCED, AMOUNT])
def test_a_missing_column_is_named(column):
    given = report().laid_out(columns=tuple(name for name in COLUMNS if name != column))
    assert problem(given.as_xlsx()) == ("lacks a column", column)


@pytest.mark.parametrize(("key", "value", "reason", "place"), [
    (QUANTITY, None, "has a row without a quantity", "F4"),
    (QUANTITY, 0, "has a row without a quantity", "F4"),
    (QUANTITY, 1.5, "is not a whole number", "F4"),
    (QUANTITY, "много", "is not a number", "F4"),
    (TYPE, None, "has a row without a type", "G4"),
    (AMOUNT, "сто", "is not a number", "K4"),
    (VALUE, 10**13, "is too large", "H4"),
])  # fmt: skip
def test_a_row_that_is_not_whole_is_named(key, value, reason, place):
    given = report()
    given.lines[0].values[key] = value
    assert problem(given.as_xlsx()) == (reason, place)


def test_two_reports_in_one_file_are_not_guessed_at():
    assert problem(both(report(), report())) == ("has several reports", "")


def test_another_report_is_none_of_compensations():
    assert problem(good()) == ("has no table of compensations", "")


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_are_refused(name):
    make, reason = BAD_FILES[name]
    assert problem(make())[0] == reason
