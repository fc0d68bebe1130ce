"""The report of mutual settlements, in various layouts and spellings."""

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ozon_api.files import (
    FileUnreadable,
    OtherAccrual,
    SettlementDoesNotTie,
    SettlementRow,
    read_mutual_settlement,
)
from tests.fake_ozon import Settlement
from tests.fake_ozon.bad_files import BAD_FILES, of_cells
from tests.fake_ozon.settlement_file import LIVE, NARROW, Layout, Other, latin, written

LAYOUTS = {
    "January 2026": LIVE,
    "narrow": NARROW,
    "moved columns": Layout(name="D", document="B", date="A", debit="M", credit="C"),
    "no column of dates": Layout(date=None),
    "headings further down": Layout(header=40),
    "roubles in Russian": Layout(currency=", руб."),
    "look-alike letters": Layout(spelling=latin),
    "capitals": Layout(spelling=str.upper),
    "spaces everywhere": Layout(spelling=lambda text: f"  {text} ".replace(" ", "\u00a0 ")),
    "ё for е": Layout(spelling=lambda text: text.replace("Отчет", "Отчёт")),
    "figures as texts": Layout(figure=written),
    "figures with units": Layout(figure=lambda amount: f"{written(amount)} руб."),
    "figures with points": Layout(figure=lambda amount: f"{amount:,.2f}"),
    "figures with minuses": Layout(figure=lambda amount: written(amount).replace("-", "−")),
    "tails of doubles": Layout(figure=lambda amount: float(amount) + 1e-7),
    "everything at once": Layout(
        name="F", document="K", date=None, debit="A", credit="B", currency=", руб",
        figure=written, spelling=latin,
    ),
}  # fmt: skip


def april():
    """The published rows of a real month."""
    settlement = Settlement(2026, 4, opening=Decimal("1000000.00"))
    settlement.add("Отчет о реализации", "2604-1", credit="26149512.63", debit="151715.49")
    settlement.add("Акт выполненных работ", "3648135", debit="4898080.79")
    settlement.add("Отчет о перевыставлении услуг", "3648150", debit="535869.81")
    settlement.add(
        "Фактическая оплата селлеров", "7042201", date(2026, 4, 22), debit="17286376.74"
    )
    settlement.others.append(Other("Компенсация", Decimal(50), Decimal(61), Decimal(11)))
    return settlement


def with_cells(settlement, change):
    """The result of reading a settlement with changed cells, row by row."""
    sheet = load_workbook(io.BytesIO(settlement.as_xlsx())).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    change(rows)
    plain = [[f"{c:%d.%m.%Y}" if hasattr(c, "year") else c for c in row] for row in rows]
    return read_mutual_settlement(of_cells(plain))


def row_of(rows, beginning):
    return next(row for row in rows if any(str(cell).startswith(beginning) for cell in row))


# ------------------------------------------------------------------ as it should be


def test_the_month_that_was_published():
    read = read_mutual_settlement(april().as_xlsx())
    assert read.closing - read.opening == Decimal("3277469.80")
    assert (read.opening, read.closing) == (1_000_000, Decimal("4277469.80"))
    assert (read.period_start, read.period_stop) == (date(2026, 4, 1), date(2026, 4, 30))
    assert (read.contract_number, read.contract_date) == ("ИР-118204/23", date(2023, 4, 17))
    assert (read.payer_name, read.payer_inn) == ('ООО "Интернет Решения"', "7704217370")
    assert (read.receiver_name, read.receiver_inn) == ('ООО "Домашний уют"', "7712345671")
    assert read.currency == "RUB"
    assert read.rows[1:4:2] == (
        SettlementRow("Акт выполненных работ", "№3648135 от 30.04.2026", "3648135",
                      date(2026, 4, 30), Decimal("4898080.79"), Decimal("0.00")),
        SettlementRow("Фактическая оплата селлеров", "№7042201 от 22.04.2026", "7042201",
                      date(2026, 4, 22), Decimal("17286376.74"), Decimal("0.00")),
    )  # fmt: skip
    assert read.other_accruals == (OtherAccrual("Компенсация", *map(Decimal, (50, 61, 11))),)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_and_spelling_says_the_same(layout):
    settlement = april()
    expected = read_mutual_settlement(settlement.as_xlsx())
    settlement.layout = LAYOUTS[layout]
    read = read_mutual_settlement(settlement.as_xlsx())
    names = [row.name.lower().replace("ё", "е") for row in read.rows]
    assert names == [row.name.lower() for row in expected.rows]
    assert [row[1:] for row in read.rows] == [row[1:] for row in expected.rows]
    for field in ("opening", "closing", "period_start", "period_stop", "contract_number",
                  "payer_name", "receiver_inn", "other_accruals"):  # fmt: skip
        assert getattr(read, field) == getattr(expected, field), field
    assert read.currency in ("RUB", expected.currency)


def test_ozon_may_be_owed_at_both_ends():
    settlement = Settlement(2026, 9, opening=Decimal("-100.50"))
    settlement.add("Акт выполненных работ", "1", debit="49.50")
    read = read_mutual_settlement(settlement.as_xlsx())
    assert (read.opening, read.closing) == (Decimal("-100.50"), -150)


def test_a_month_of_returns_has_figures_below_zero():
    settlement = Settlement(2026, 9)
    settlement.add("Отчет о реализации", "1", credit="-77428.40", debit="-17425.80")
    read = read_mutual_settlement(settlement.as_xlsx())
    assert read.rows[0][-2:] == (Decimal("-17425.80"), Decimal("-77428.40"))


def test_a_month_in_which_nothing_happened():
    read = read_mutual_settlement(Settlement(2026, 9).as_xlsx())
    assert (read.rows, read.other_accruals, read.opening, read.closing) == ((), (), 0, 0)


def test_totals_are_no_documents():
    def add_a_total(rows):
        at = rows.index(row_of(rows, "Конечное сальдо"))
        total = [None] * len(rows[at])
        total[1], total[8] = "Итого обороты", 999
        rows.insert(at, total)

    assert len(with_cells(april(), add_a_total).rows) == 4


def test_a_name_that_nobody_knows_is_kept():
    settlement = april()
    settlement.add("Взаимозачет по договору № 5", "12-К/4", credit="10")
    last = read_mutual_settlement(settlement.as_xlsx()).rows[-1]
    assert (last.name, last.number, last.credit) == ("Взаимозачет по договору № 5", "12-К/4", 10)


# ------------------------------------------------------------------ what is refused


def test_a_balance_that_does_not_follow_from_the_rows():
    settlement = april()
    settlement.closing = Decimal("4277470.00")
    with pytest.raises(SettlementDoesNotTie) as caught:
        read_mutual_settlement(settlement.as_xlsx())
    assert (caught.value.expected, caught.value.closing) == (
        Decimal("4277469.80"), Decimal("4277470.00"),
    )  # fmt: skip
    assert "4277469.80" in str(caught.value) and "4277470.00" in str(caught.value)


def test_a_row_that_is_missing_is_noticed():
    settlement = april()
    closing = settlement.balance
    settlement.rows.pop(1)
    settlement.closing = closing
    with pytest.raises(SettlementDoesNotTie):
        read_mutual_settlement(settlement.as_xlsx())


@pytest.mark.parametrize("name", ["a text", "an old .xls", "a password", "a bomb", "half a file"])
def test_a_file_that_is_no_workbook(name):
    make, reason = BAD_FILES[name]
    with pytest.raises(FileUnreadable, match=reason):
        read_mutual_settlement(make())


@pytest.mark.parametrize(
    "gone, reason",
    [
        ("Наименование", "has no table of settlements"),
        ("за период", "does not say its period"),
        ("Начальное сальдо", "does not say both balances"),
        ("Конечное сальдо", "does not say both balances"),
    ],
)
def test_a_workbook_in_which_something_is_not_to_be_found(gone, reason):
    def take_away(rows):
        row = row_of(rows, gone)
        row[:] = ["?" if str(cell).startswith(gone) else cell for cell in row]

    with pytest.raises((FileUnreadable, SettlementDoesNotTie)) as caught:
        with_cells(april(), take_away)
    assert getattr(caught.value, "reason", None) == reason


def test_another_report_of_ozon_is_none_of_settlements():
    with pytest.raises(FileUnreadable, match="has no table of settlements"):
        read_mutual_settlement(of_cells([["№", "Название товара", "Итого к начислению"]]))


@pytest.mark.parametrize("value", ["пять", "12.5.7x", "#REF!", True, "1" * 40])
def test_a_sum_that_is_none_is_told_with_its_cell(value):
    def spoil(rows):
        row_of(rows, "Акт выполненных работ")[8] = value

    with pytest.raises(FileUnreadable) as caught:
        with_cells(april(), spoil)
    assert caught.value.reason in ("is not a number", "is too large")
    assert caught.value.place == "I15"


def test_a_sum_without_a_name_is_told_with_its_cell():
    def spoil(rows):
        row_of(rows, "Акт выполненных работ")[1] = None

    with pytest.raises(FileUnreadable) as caught:
        with_cells(april(), spoil)
    assert (caught.value.reason, caught.value.place) == ("has a sum without a name", "B15")


# ------------------------------------------------------------------ random months and layouts

kopecks = st.integers(-(10**10), 10**10).map(lambda amount: Decimal(amount) / 100)
documents = st.lists(
    st.tuples(
        st.sampled_from(["Отчет о реализации", "Акт выполненных работ", "Выкуп товаров"]),
        st.integers(1, 10**8), st.integers(1, 30), kopecks, kopecks,
    ),
    max_size=8,
)  # fmt: skip
columns = st.permutations("ABCDEFGHIJKLMN").map(
    lambda letters: dict(
        zip(("name", "document", "date", "debit", "credit"), letters, strict=False)
    )
)
figures = st.sampled_from([float, written, lambda amount: f"{amount:,.2f}", str])
spellings = st.sampled_from([str, latin, str.upper, lambda text: f" {text}\u00a0 "])


@settings(max_examples=60, deadline=None)
@given(
    opening=kopecks, documents=documents, columns=columns, figure=figures, spelling=spellings,
    dated=st.booleans(), header=st.integers(12, 30), currency=st.sampled_from(["", ", RUR"]),
)  # fmt: skip
def test_any_month_in_any_layout(
    opening, documents, columns, figure, spelling, dated, header, currency
):
    settlement = Settlement(2026, 9, opening=opening)
    for name, number, day, debit, credit in documents:
        settlement.add(name, str(number), date(2026, 9, day), debit=debit, credit=credit)
    if not dated:
        columns = {**columns, "date": None}
    settlement.laid_out(
        **columns, figure=figure, spelling=spelling, header=header, currency=currency
    )
    read = read_mutual_settlement(settlement.as_xlsx())
    assert [(row.number, row.date, row.debit, row.credit) for row in read.rows] == [
        (row.number, row.day, row.debit, row.credit) for row in settlement.rows
    ]
    assert (read.opening, read.closing) == (opening, settlement.balance)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.sampled_from([
                "Наименование", "Дебет", "Кредит", "Дата", "Документ", "Начальное сальдо",
                "Конечное сальдо", "с 01.09.2026 по 30.09.2026", "Плательщик:", "ИНН 7704217370",
                "Итого", "", None, 5, -1.5, "№ 5 от 31.02.2026", "99.99.9999", "=1", "№",
                "Наименование начисления", "Сумма с НДС", True,
            ]),
            max_size=6,
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_sheet_at_all_is_read_or_refused(rows):
    try:
        read = read_mutual_settlement(of_cells(rows))
    except (FileUnreadable, SettlementDoesNotTie):
        return
    assert read.opening + sum(row.credit - row.debit for row in read.rows) == read.closing
