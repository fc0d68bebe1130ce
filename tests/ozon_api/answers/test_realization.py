"""The realization report: deviations that are accepted, and those that are refused."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozon_api import errors
from ozon_api.answers import ReportSide, read_realization
from tests.fake_ozon import (
    Answer,
    published_example,
    random_report,
    report,
    row,
    side,
    to_json,
    totals,
)

REPORT = "/v2/finance/realization"
EMPTY_SIDE = dict.fromkeys(ReportSide._fields, 0)


@pytest.fixture
def read(client, seller):
    """The report as read by the client from a given payload."""

    def read_payload(payload):
        seller.reports[2026, 9] = payload
        return client.realization(2026, 9)

    return read_payload


@pytest.fixture
def read_row(read):
    """The only row of a report: Ozon's usual row (one unit at 100 roubles) with changes."""

    def read_changed(sold=None, item=None, **changes):
        changed = json.loads(to_json(row(sku=1001, sold=side(1))))
        changed["delivery_commission"].update(sold or {})
        changed["item"].update(item or {})
        payload = report([changed])
        changed.update(changes)  # after `report` has numbered the row
        (only,) = read(payload).rows
        return only

    return read_changed


@pytest.fixture
def wrong_field(read_row):
    """The field that an UnintelligibleAnswer names."""

    def field(**changes):
        with pytest.raises(errors.UnintelligibleAnswer) as caught:
            read_row(**changes)
        return caught.value.field

    return field


def sums(read_report):
    """Revenue, points, gross commission and accrual, as used in accounting."""
    sides = [(one.sold, 1) for one in read_report.rows if one.sold]
    sides += [(one.returned, -1) for one in read_report.rows if one.returned]
    return (
        sum(
            sign * (s.amount + s.bank_coinvestment + s.stars + s.pick_up_point_coinvestment)
            for s, sign in sides
        ),
        sum(sign * s.bonus for s, sign in sides),
        sum(sign * s.standard_fee for s, sign in sides),
        sum(sign * s.total for s, sign in sides),
    )


# ------------------------------------------------------------------ the report as it should be


def test_the_example_that_ozon_publishes(client, ozon):
    read = client.realization(2026, 9)

    assert sums(read) == (2800, 100, 290, 2610)
    first, second, third = read.rows
    assert (first.row_number, first.sku, first.offer_id) == (1, "1001", "ART-1001")
    assert (first.name, first.barcode) == ("Товар 1001", "OZN1001")
    assert (first.seller_price_per_instance, first.commission_ratio) == (100, Decimal("0.1"))
    assert (second.sold.quantity, second.sold.price_per_instance, second.sold.bonus) == (
        10,
        90,
        100,
    )
    assert (first.returned, third.sold, third.returned.quantity) == (None, None, 1)
    assert first.unknown == second.unknown == third.unknown == ()
    assert ozon.requests[0].body == {"month": 9, "year": 2026}


def test_the_title_page(read):
    header = read(published_example()).header
    assert header.number == "2609-4187733"
    assert (header.start_date, header.stop_date) == (date(2026, 9, 1), date(2026, 9, 30))
    assert (header.doc_date, header.contract_date) == (date(2026, 10, 3), date(2023, 4, 17))
    assert (header.contract_number, header.currency) == ("ИР-118204/23", "RUB")
    assert (header.payer_name, header.payer_inn) == ('ООО "Интернет Решения"', "7704217370")
    assert (header.payer_kpp, header.receiver_kpp) == ("997750001", "771201001")
    assert (header.receiver_name, header.receiver_inn) == ('ООО "Домашний уют"', "7712345671")


def test_the_body_is_kept_byte_by_byte(client, ozon):
    body = b'\n{"result" :{"header":{}, "rows":[ ]}}  '
    ozon.script(REPORT, Answer(body=body))
    assert client.realization(2026, 9).raw == body


def test_a_row_of_a_live_answer_keeps_every_kopeck(read):
    live = row(
        sku=958696442, price=37146, ratio="0.46", sold=side(1, points="19913.38", bank="170.62")
    )
    (only,) = read(report([live])).rows
    assert only.sold == ReportSide(
        quantity=1,
        price_per_instance=Decimal(17062),
        amount=Decimal("17062.00"),
        bonus=Decimal("19913.38"),
        bank_coinvestment=Decimal("170.62"),
        stars=Decimal(0),
        pick_up_point_coinvestment=Decimal(0),
        standard_fee=Decimal("17087.16"),
        commission=Decimal(0),
        compensation=Decimal(0),
        total=Decimal("20058.84"),
    )


def test_one_row_may_hold_a_sale_and_a_return(read):
    both = row(sku=1, sold=side(3), returned=side(2, stars="1.50"))
    (only,) = read(report([both])).rows
    assert (only.sold.quantity, only.returned.quantity, only.returned.stars) == (3, 2, 3)


@settings(max_examples=40)
@given(random=st.randoms(use_true_random=False))
def test_no_kopeck_is_lost_between_ozon_and_us(random):
    payload = random_report(random)
    assert sums(read_realization(to_json(payload))) == totals(payload)


def test_a_month_that_is_not_closed_has_no_report_yet(client):
    with pytest.raises(errors.ReportNotReady) as caught:
        client.realization(2026, 10)
    assert caught.value.status == 404
    assert not isinstance(caught.value, errors.CredentialsError)


# ------------------------------------------------------------------ accepted deviations


def test_a_month_without_sales_has_no_rows(read):
    assert read({"result": {"header": {"number": "1"}, "rows": []}}).rows == ()


def test_the_wrapper_may_be_left_out(read):
    assert read(published_example()["result"]).header.number == "2609-4187733"


@pytest.mark.parametrize("absent", [None, {}, EMPTY_SIDE, {"quantity": 0, "amount": 0.0}])
def test_a_side_is_absent_in_every_way_ozon_says_so(read_row, absent):
    assert read_row(return_commission=absent).returned is None
    returned = {"quantity": 1, "amount": 5}
    assert read_row(delivery_commission=absent, return_commission=returned).sold is None


def test_missing_and_null_figures_are_zero(read_row):
    sold = read_row(delivery_commission={"quantity": 2, "amount": 10, "bonus": None}).sold
    assert (sold.amount, sold.bonus, sold.stars, sold.total) == (10, 0, 0, 0)


@pytest.mark.parametrize(
    "sku, understood",
    [(1001, "1001"), ("1001", "1001"), (0, ""), ("0", ""), ("", ""), (None, "")],
)
def test_a_sku_is_text_and_empty_when_there_is_none(read_row, sku, understood):
    assert read_row(item={"sku": sku}).sku == understood


@pytest.mark.parametrize("nameless", [{}, {"item": None}, {"item": {}}])
def test_a_row_may_name_no_goods(read, nameless):
    (only,) = read(report([{**nameless, "delivery_commission": {"quantity": 1}}])).rows
    assert (only.sku, only.offer_id, only.name, only.barcode) == ("", "", "", "")
    assert only.sold.quantity == 1


@pytest.mark.parametrize(
    "changes, number",
    [({"rowNumber": 7}, 7), ({"rowNumber": None, "row_number": 8}, 8), ({"rowNumber": "9"}, 9),
     ({"rowNumber": None}, 1)],
)  # fmt: skip
def test_a_row_s_number_in_either_spelling_or_its_place(read_row, changes, number):
    assert read_row(**changes).row_number == number


def test_kopeck_noise_is_rounded_away(read_row):
    sold = {"amount": 26272.180000000004, "bonus": 0.005, "total": 100.49499999}
    noisy = read_row(sold=sold).sold
    assert (str(noisy.amount), str(noisy.bonus), str(noisy.total)) == (
        "26272.18", "0.01", "100.49"
    )  # fmt: skip


def test_a_price_per_unit_is_left_as_sent(read_row):
    price = read_row(sold={"price_per_instance": 33.333333}).sold.price_per_instance
    assert price == Decimal("33.333333")


def test_numbers_may_come_as_text(read_row):
    read = read_row(sold={"amount": " 90.50 ", "quantity": "2"}, seller_price_per_instance="100.10")
    assert (read.sold.amount, read.sold.quantity) == (Decimal("90.50"), 2)
    assert read.seller_price_per_instance == Decimal("100.10")


@pytest.mark.parametrize("written", [0.45, "0.45", 'value:"0.450000"', "value:0.45"])
def test_the_fee_share_is_read_from_every_form_seen(read_row, written):
    assert read_row(commission_ratio=written).commission_ratio == Decimal("0.45")


@pytest.mark.parametrize(
    "written, understood",
    [("2026-09-30", date(2026, 9, 30)), ("2026-09-30T00:00:00Z", date(2026, 9, 30)),
     ("30.09.2026", date(2026, 9, 30)), ("30.09.2026 0:00:00", date(2026, 9, 30)),
     ("", None), (None, None)],
)  # fmt: skip
def test_dates_are_read_in_every_form_seen(read, written, understood):
    assert read(report([], doc_date=written)).header.doc_date == understood


def test_foreign_text_is_freed_of_control_characters(client, ozon):
    dirty = row(sku=1, sold=side(1), name="Кружка\x00 \x1b[1m«А»\n\u202eб\ud800")
    ozon.script(REPORT, Answer(body=json.dumps(report([dirty]), default=str).encode()))
    assert client.realization(2026, 9).rows[0].name == "Кружка [1m«А» б"


def test_foreign_text_is_cut_to_sane_lengths(read_row):
    assert len(read_row(item={"name": "я" * 10_000}).name) == 500
    assert len(read_row(item={"offer_id": "я" * 10_000}).offer_id) == 250


def test_articles_keep_their_spaces_colons_and_letters(read_row):
    article = "2026-01-13 16:56:03  PDF_плетёный"
    assert read_row(item={"offer_id": article}).offer_id == article


# ------------------------------------------------------------------ refused deviations


@pytest.mark.parametrize(
    "value", ["", "dear", "NaN", "Infinity", "1e400000", True, [], {}, 1e13, "-1000000000001"]
)
@pytest.mark.parametrize("field", ["amount", "bonus", "standard_fee", "price_per_instance"])
def test_money_that_is_no_sane_number_stops_the_report(wrong_field, field, value):
    assert wrong_field(sold={field: value}) == f"rows[0].delivery_commission.{field}"


@pytest.mark.parametrize("quantity", [1.5, "0.5", -1, "-2", "many", True])
def test_a_quantity_is_whole_and_not_negative(wrong_field, quantity):
    assert wrong_field(sold={"quantity": quantity}) == "rows[0].delivery_commission.quantity"


@pytest.mark.parametrize(
    "changes, field",
    [({"delivery_commission": 5}, "rows[0].delivery_commission"),
     ({"return_commission": [{}]}, "rows[0].return_commission"),
     ({"return_commission": {"total": "x"}}, "rows[0].return_commission.total"),
     ({"seller_price_per_instance": "x"}, "rows[0].seller_price_per_instance"),
     ({"commission_ratio": 'value:"much"'}, "rows[0].commission_ratio"),
     ({"rowNumber": "first"}, "rows[0].rowNumber"),
     ({"item": {"sku": 1.5}}, "rows[0].item.sku"),
     ({"item": {"name": {}}}, "rows[0].item.name")],
)  # fmt: skip
def test_the_field_that_cannot_be_read_is_named(wrong_field, changes, field):
    assert wrong_field(**changes) == field


@pytest.mark.parametrize(
    "payload, field",
    [([], ""), ("report", ""), (None, ""), ({}, "header"), ({"result": []}, "result"),
     ({"result": {"rows": []}}, "header"), ({"header": None}, "header"),
     ({"header": {"number": []}}, "header.number"),
     ({"header": {"doc_date": "yesterday"}}, "header.doc_date"),
     ({"header": {"stop_date": "2026-02-31"}}, "header.stop_date"),
     ({"header": {}, "rows": {}}, "rows"), ({"header": {}}, "rows"),
     ({"header": {}, "rows": [{"return_commission": {"quantity": 1}}, 5]}, "rows[1]")],
)  # fmt: skip
def test_an_answer_of_another_shape_is_refused_and_kept(client, ozon, payload, field):
    ozon.script(REPORT, Answer(body=json.dumps(payload).encode()))
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        client.realization(2026, 9)
    assert caught.value.field == field
    assert caught.value.raw == json.dumps(payload).encode()
    assert caught.value.status == 200


# ------------------------------------------------------------------ unknown figures


@pytest.mark.parametrize(
    "changes, unknown",
    [
        ({"new_fee": 5}, [("new_fee", 5)]),
        ({"new_fee": 0.01}, [("new_fee", Decimal("0.01"))]),
        ({"new": {"fees": [{"amount": 0}, {"amount": -7}]}}, [("new.fees[1].amount", -7)]),
        ({"sold": {"new_fee": 3}}, [("delivery_commission.new_fee", 3)]),
        ({"sold": {"new_fee": "3.50"}}, [("delivery_commission.new_fee", Decimal("3.5"))]),
        ({"sold": {"new": {"a": ["2"]}}}, [("delivery_commission.new.a[0]", 2)]),
        ({"return_commission": {"quantity": 0, "gift": 4}}, [("return_commission.gift", 4)]),
        ({"a": 1, "sold": {"b": 2}}, [("a", 1), ("delivery_commission.b", 2)]),
    ],
)
def test_a_number_we_have_no_name_for_is_reported(read_row, changes, unknown):
    assert list(read_row(**changes).unknown) == unknown


@pytest.mark.parametrize(
    "changes",
    [
        {"new_fee": 0},
        {"new_fee": None},
        {"new_flag": True},
        {"new_code": "12345"},
        {"sold": {"note": "three", "new_fee": "0.00"}},
        {"item": {"weight": 300}},
        {"order": {"posting_number": 5}, "legal_entity_document": {"number": 6}},
    ],
)
def test_what_cannot_be_money_is_not_reported(read_row, changes):
    assert read_row(**changes).unknown == ()


@given(
    sums=st.lists(
        st.decimals(-(10**11), 10**11, places=4) | st.integers(-(10**11), 10**11),
        min_size=9,
        max_size=9,
    ),
    place=st.integers(0, 8),
)
@settings(max_examples=200, deadline=None)
def test_a_sum_written_as_text_is_read_as_the_number_is(sums, place):
    names = ReportSide._fields[2:]
    written = dict(zip(names, map(str, sums), strict=True))
    as_text = {**written, names[place]: f'"{sums[place]}"'}

    def read_side(fields):
        members = "".join(f', "{name}": {value}' for name, value in fields.items())
        side_text = f'{{"quantity": 1, "price_per_instance": 100{members}}}'
        answer = f'{{"header": {{}}, "rows": [{{"delivery_commission": {side_text}}}]}}'
        return read_realization(answer.encode()).rows[0].sold

    assert read_side(written) == read_side(as_text)
    assert [figure.as_tuple().exponent for figure in read_side(written)[2:]] == [-2] * 9
