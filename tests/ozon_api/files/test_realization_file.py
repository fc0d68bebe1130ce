"""The realization report as a file: what is read, and what is refused instead of guessed."""

import random
from datetime import date
from decimal import Decimal

import pytest

from domain import settlement
from ozon_api.answers import read_realization, read_realization_postings
from ozon_api.files import FileUnreadable, read_realization_file
from tests.fake_ozon import (
    bad_files,
    published_example,
    random_report,
    report,
    row,
    side,
    to_json,
)
from tests.fake_ozon.postings import by_order, with_company
from tests.fake_ozon.realization_file import APART, LAYOUTS, OLD, SOLD, WITHOUT_LOYALTY
from tests.fake_ozon.realization_file import realization_file as written_file

EXAMPLE = published_example()


def read(payload=EXAMPLE, *layout, **changes):
    return read_realization_file(written_file(payload, *layout, **changes))


def booked(told):
    """The parts of a report that the books keep."""
    return told.header, settlement.movements(told.rows)


def refusal(content):
    with pytest.raises(FileUnreadable) as caught:
        read_realization_file(content)
    return caught.value.reason, caught.value.place


# ------------------------------------------------------------------ the same as the API's answer

@pytest.mark.parametrize("name", LAYOUTS)
def test_a_month_is_read_like_the_answer_of_the_api(name):
    for seed in range(6):
        payload = random_report(random.Random(f"{name} {seed}"))
        if not any(one["delivery_commission"] or one["return_commission"]
                   for one in payload["result"]["rows"]):  # fmt: skip
            continue
        told = read_realization_file(written_file(payload, **LAYOUTS[name])).report
        assert booked(told) == booked(read_realization(to_json(payload)))


@pytest.mark.parametrize("seed", range(10))
def test_three_hundred_random_months_are_the_same_by_file_and_by_api(seed):
    """Thirty months for each seed; every stored value is compared."""
    for number in range(30):
        payload = random_report(random.Random(f"{seed}/{number}"))
        content = written_file(payload)
        told = read_realization_file(content)
        assert booked(told.report) == booked(read_realization(to_json(payload)))
        assert told.report.raw == content
        assert told.postings is None


def test_the_report_by_order_is_read_like_its_answer():
    payload, _document = with_company(EXAMPLE, 0, "С-17", "ООО «Покупатель»", "7701234567")
    told = read(payload)
    answer = read_realization_postings(to_json(payload))
    assert settlement.movements(told.report.rows) == settlement.movements(
        one.row for one in answer.rows
    )
    assert [one[1:] for one in told.postings.rows] == [one[1:] for one in answer.rows]
    assert told.postings.rows[0].invoice_number == "С-17"


def test_the_report_by_order_of_a_random_month():
    for seed in range(20):
        payload = by_order(random_report(random.Random(seed), rows=9))
        told, answer = read(payload), read_realization_postings(to_json(payload))
        assert [one[1:] for one in told.postings.rows] == [one[1:] for one in answer.rows]


def test_a_file_of_2024_with_the_old_names_and_columns():
    rows = [row(sku=1001, sold=side(2)), row(sku=1002, returned=side(1))]
    for one in rows:
        for key in ("delivery_commission", "return_commission"):
            if one[key]:
                one[key].update(commission=one[key]["standard_fee"], standard_fee=0)
    payload = report(rows, 2024, 3)
    told = read(payload, OLD)
    assert booked(told.report) == booked(read_realization(to_json(payload)))


def test_loyalty_columns_may_be_missing_or_stand_apart():
    assert booked(read(EXAMPLE, **WITHOUT_LOYALTY).report) == booked(read().report)
    rows = [row(sku=1, sold=side(2, bank="3", stars="2", pick_up="1"))]
    told = read(report(rows), **APART).report
    sold = told.rows[0].sold
    assert (sold.bank_coinvestment, sold.stars, sold.pick_up_point_coinvestment) == (6, 4, 2)


def test_the_title_says_whose_report_it_is():
    header = read().report.header
    assert (header.number, header.doc_date) == ("2609-4187733", date(2026, 10, 3))
    assert (header.payer_inn, header.receiver_inn) == ("7704217370", "7712345671")
    assert (header.contract_number, header.currency) == ("ИР-118204/23", "RUB")


def test_codes_kept_as_numbers_are_codes():
    payload = report([row(sku=9007199254740000, barcode="4600000000001", sold=side(1))])
    payload["result"]["rows"][0]["item"]["offer_id"] = "00012"
    goods = read(payload).report.rows[0]
    assert (goods.sku, goods.offer_id, goods.barcode) == (
        "9007199254740000", "00012", "4600000000001",
    )  # fmt: skip


# ------------------------------------------------------------------ what is not guessed


def test_a_column_that_is_not_known_stops_the_report_and_names_it():
    payload = published_example()
    for one in payload["result"]["rows"]:
        for key in ("delivery_commission", "return_commission"):
            if one[key]:
                one[key]["new"] = Decimal("1.50")
    told = read(payload, sold={**SOLD, "new": "Новый сбор{}"})
    with pytest.raises(settlement.UnknownFigure, match="Новый сбор"):
        settlement.movements(told.report.rows)


def test_parts_of_a_kopeck_are_named_and_not_rounded():
    payload = published_example()
    payload["result"]["rows"][0]["delivery_commission"]["amount"] = Decimal("2000.005")
    assert refusal(written_file(payload, total=False)) == ("has parts of a kopeck", "F16")


def test_a_total_that_is_not_the_sum_of_its_rows():
    reason, place = refusal(written_file(EXAMPLE, figure=_one_more(2900)))
    assert reason == "has a total that is not the sum of its rows"
    assert place == "F19: 2901.00 ≠ 2900.00"


def _one_more(sum_):
    """Figures with one sum that is a rouble too high."""
    return lambda amount: float(amount) + (Decimal(str(amount)) == sum_)


def test_half_a_month_several_months_and_no_month():
    half = report([row(sku=1, sold=side(1))], start_date="2026-09-01", stop_date="2026-09-15")
    assert refusal(written_file(half)) == ("is not of one whole month", "01.09.2026 – 15.09.2026")
    second = report([row(sku=1, sold=side(1))], start_date="2026-09-16")
    assert refusal(written_file(second))[0] == "is not of one whole month"
    quarter = report([row(sku=1, sold=side(1))], start_date="2026-07-01")
    assert refusal(written_file(quarter))[0] == "is not of one whole month"
    none = bad_files.of_cells([["Реализовано", None, None, None, "Возвращено клиентом"]])
    assert refusal(none)[0] == "has no table of sales and returns"


def test_a_month_that_begins_with_the_contract():
    began = report([row(sku=1, sold=side(1))], start_date="2026-09-16",
                   contract_date="2026-09-16")  # fmt: skip
    assert read(began).report.header.start_date == date(2026, 9, 16)


@pytest.mark.parametrize("key", ["amount", "quantity", "total", "standard_fee"])
def test_a_column_that_lacks_is_named(key):
    kept = {name: text for name, text in SOLD.items() if name != key}
    reason, place = refusal(written_file(EXAMPLE, sold=kept))
    assert reason == "lacks a column" and place


def test_a_formula_that_nobody_worked_out_is_named():
    content = bad_files.with_parts({}, written_file(EXAMPLE))
    sheet = bad_files.part(content, bad_files.SHEET)
    old = b'<c r="F16"><v>2000</v></c>'
    assert old in sheet
    sheet = sheet.replace(old, b'<c r="F16"><f>SUM(A1:A2)</f></c>')
    changed = bad_files.with_parts({bad_files.SHEET: sheet}, content)
    assert refusal(changed) == ("has a formula without a value", "F16")


def test_goods_that_are_called_total_are_goods():
    payload = report([row(sku=1, sold=side(1)), row(sku=2, sold=side(1))])
    payload["result"]["rows"][0]["item"].update(name="Итого", offer_id="", barcode="")
    payload["result"]["rows"][0]["item"]["sku"] = 0
    assert len(read(payload).report.rows) == 2  # it has a row number, so it is a row of goods


@pytest.mark.parametrize("name", bad_files.BAD_FILES)
def test_a_bad_file_is_refused(name):
    make, reason = bad_files.BAD_FILES[name]
    assert refusal(make())[0] == reason


def test_another_marketplace():
    content = bad_files.of_cells([
        ["Еженедельный отчёт о реализации", None], ["№", "Номер поставки", "Предмет", "К оплате"],
    ])  # fmt: skip
    assert refusal(content) == ("has no table of sales and returns", "")


def test_negative_units_are_refused_with_their_row():
    payload = published_example()
    payload["result"]["rows"][1]["delivery_commission"]["quantity"] = -1
    reason, place = refusal(written_file(payload, total=False))
    assert reason == "is negative" and "17" in place


def test_a_large_month():
    rows = [row(sku=1000 + place % 50, sold=side(1)) for place in range(8000)]
    told = read(by_order(report(rows)))
    assert (len(told.report.rows), len(told.postings.rows)) == (8000, 8000)


# ------------------------------------------------------------------ the connector's own spreadsheet

OWN = [
    ["Intermediary report No. 2609-4187733 of 10/03/2026"],
    ["Contract", "ИР-118204/23 04/17/2023"],
    ["Intermediary", "ООО «Интернет Решения», ИНН 7704217370, КПП 997750001"],
    ["Principal", "ООО «Домашний уют, и сад», ИНН 7712345671, КПП 771201001"],
    ["Period", "09/01/2026 – 09/30/2026"],
    ["Currency", "RUB"],
    [],
    ["No.", "Product name", "Article", "SKU", "Barcode", "Goods sold", *[None] * 6,
     "Returned by buyers"],
    [*[None] * 5, *["Selling price", "Qty", "Amount sold", "Points for discounts",
                    "Payouts of partners' loyalty programmes", "Gross commission of Ozon",
                    "Total to be accrued"],
     *["Selling price", "Qty", "Amount returned", "Points for discounts",
       "Payouts of partners' loyalty programmes", "Gross commission of Ozon", "Total returned"]],
    [1, "Cup", "A-1", "1001", "OZN1001", 100, 2, 200, 0, 0, 20, 180],
    [1, "Cup", "A-1", "1001", "OZN1001", *[None] * 7, 100, 1, 100, 0, 0, 10, 90],
    [1, "Cup", "A-1", "1001", "OZN1001", 100, 1, 100, 0, 0, 10, 90],
    [None, "Total", *[None] * 4, 3, 300, 0, 0, 30, 270, None, 1, 100, 0, 0, 10, 90],
]  # fmt: skip


def test_the_connectors_own_spreadsheet_in_english():
    told = read_realization_file(bad_files.of_cells(OWN)).report
    header, (row_,) = told.header, told.rows
    assert (header.number, header.doc_date) == ("2609-4187733", date(2026, 10, 3))
    assert (header.start_date, header.stop_date) == (date(2026, 9, 1), date(2026, 9, 30))
    assert (header.contract_number, header.contract_date, header.currency) == (
        "ИР-118204/23", date(2023, 4, 17), "RUB",
    )  # fmt: skip
    assert header.receiver_name == "ООО «Домашний уют, и сад»"
    assert (header.receiver_inn, header.receiver_kpp) == ("7712345671", "771201001")
    assert (header.payer_inn, header.payer_kpp) == ("7704217370", "997750001")
    # A row that is booked in parts is a single row of Ozon.
    assert (row_.sold.quantity, row_.sold.amount, row_.returned.amount) == (3, 300, 100)


def test_its_corrections_are_no_months():
    rows = [[OWN[0][0] + " (correction 1)"], *OWN[1:]]
    assert refusal(bad_files.of_cells(rows))[0] == "is a correction"
