"""Daily accruals: their parts, and the deviations that are accepted."""

import json
import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozon_api import errors
from ozon_api.answers import AccruedFee, read_accruals
from tests.fake_ozon import (
    Answer,
    Sold,
    container_fees,
    item_fees,
    money,
    posting,
    seller_fee,
    to_json,
)
from tests.fake_ozon.finance import ACCRUALS

DAY = date(2026, 9, 24)
PUBLISHED = Sold(
    sku=1595200001, seller_price="2508", paid="1142.10", points="1354.48", partners="11.42",
    fee="-1304.16", ratio="0.52", services=((32, "-75"), (29, "-9.99")),
)  # fmt: skip


@pytest.fixture
def read(client, seller):
    """The accruals of a day as read by the client."""

    def read_day(*accruals):
        seller.finance.days[DAY] = list(accruals)
        return client.accruals_by_day(DAY).accruals

    return read_day


@pytest.fixture
def wrong_field(read):
    """The field of a day's only accrual that an UnintelligibleAnswer names."""

    def field(accrual):
        with pytest.raises(errors.UnintelligibleAnswer) as caught:
            read(accrual)
        return caught.value.field.removeprefix("accruals[0]").lstrip(".")

    return field


def published():
    """The only sale whose figures were published."""
    return posting(64097699624, DAY, "0238482108-0061-1", PUBLISHED)


# ------------------------------------------------------------------ accruals as they should be


def test_the_sale_that_was_published(read, ozon):
    (accrual,) = read(published())
    (sale,) = accrual.sales

    assert (accrual.accrual_id, accrual.day) == ("64097699624", DAY)
    assert (accrual.unit_number, accrual.category) == ("0238482108-0061-1", "POSTING")
    assert (accrual.total, accrual.currency) == (Decimal("1118.85"), "RUB")
    assert accrual.delivery_schema == "Fbo"
    assert (sale.sku, sale.quantity, sale.seller_price) == ("1595200001", 1, 2508)
    assert sale.sale_price + sale.bonus + sale.coinvestment == sale.sale_amount == 2508
    assert sale.sale_commission == sale.commission == -sale.sale_amount * sale.commission_ratio
    assert (sale.sale_commission, sale.delivery_total) == (Decimal("-1304.16"), Decimal("-84.99"))
    assert sale.sale_amount + sale.sale_commission + sale.delivery_total == accrual.total
    assert accrual.fees == (
        AccruedFee(32, "1595200001", 1, Decimal("-75.00")),
        AccruedFee(29, "1595200001", 1, Decimal("-9.99")),
    )
    assert accrual.unknown == ()
    assert ozon.asked(ACCRUALS)[0].body == {"date": "2026-09-24", "last_id": ""}


def test_the_day_that_was_published(read):
    accruals = read(
        posting(1, DAY, "1", Sold(5, paid="15000", fee="-2400.18", services=((32, "-96.10"),))),
        item_fees(2, DAY, "2", {5: [(46, "-500.17"), (54, "-30")], 6: [(46, "-2")]}),
        seller_fee(3, DAY, "3", 41, "-3353.58"),
    )
    by_category = {accrual.category: accrual.total for accrual in accruals}
    assert by_category == {
        "POSTING": Decimal("12503.72"), "ITEM": Decimal("-532.17"), "NON_ITEM": Decimal("-3353.58"),
    }  # fmt: skip
    assert sum(by_category.values()) == Decimal("8617.97")


def test_fees_of_products_of_the_seller_and_of_containers(read):
    of_products, of_the_seller, of_a_container = read(
        item_fees(1, DAY, "1", {5: [(46, "-1.5"), (54, "-3")], 6: [(46, "-2")]}),
        seller_fee(2, DAY, "", 41, "-7"),
        container_fees(3, DAY, "3", (97, "-4"), (12, "-5")),
    )
    assert of_products.fees == (
        AccruedFee(46, "5", 1, Decimal("-1.50")),
        AccruedFee(54, "5", 1, Decimal("-3.00")),
        AccruedFee(46, "6", 1, Decimal("-2.00")),
    )
    assert of_the_seller.fees == (AccruedFee(41, "", None, Decimal("-7.00")),)
    assert of_a_container.fees == (
        AccruedFee(97, "", None, Decimal("-4.00")),
        AccruedFee(12, "", None, Decimal("-5.00")),
    )
    for accrual in (of_products, of_the_seller, of_a_container):
        assert sum(fee.amount for fee in accrual.fees) == accrual.total
        assert accrual.sales == ()


def test_a_return_has_the_opposite_signs(read):
    back = Sold(5, paid="-90", points="-10", fee="10", services=((59, "-75"),))
    (accrual,) = read(posting(1, DAY, "1", back))
    (sale,) = accrual.sales
    assert (sale.sale_amount, sale.sale_commission, sale.bonus) == (-100, 10, -10)
    assert accrual.total == -165


def test_the_body_is_kept_byte_by_byte(client, ozon):
    body = b'\n{"accruals" :[ ],"last_id": "" }  '
    ozon.script(ACCRUALS, Answer(body=body))
    assert client.accruals_by_day(DAY).raw == body


def test_a_day_without_accruals(client, ozon):
    assert client.accruals_by_day(DAY).accruals == ()
    ozon.script(ACCRUALS, Answer(json={"accruals": None, "last_id": None}))
    page = client.accruals_by_day(DAY)
    assert (page.accruals, page.last_id) == ((), "")


# ------------------------------------------------------------------ accepted deviations


@pytest.mark.parametrize(
    "written, quantity", [(None, None), (3, 3), ("2", 2), (-1, -1), (0, 0)]
)
def test_a_quantity_may_be_left_out(read, written, quantity):
    accrual = published()
    accrual["posting"]["products"][0]["quantity"] = written
    (found,) = read(accrual)
    assert found.sales[0].quantity == found.fees[0].quantity == quantity


@pytest.mark.parametrize("block", ["commission", "delivery"])
@pytest.mark.parametrize("absent", [None, {}])
def test_a_posting_may_have_only_a_sale_or_only_services(read, block, absent):
    accrual = published()
    accrual["posting"]["products"][0][block] = absent
    (found,) = read(accrual)
    (sale,) = found.sales
    kept = {"commission": sale.delivery_total, "delivery": sale.sale_amount + sale.sale_commission}
    assert kept[block] == {"commission": Decimal("-84.99"), "delivery": Decimal("1203.84")}[block]
    assert len(found.fees) == (2 if block == "commission" else 0)


@pytest.mark.parametrize("absent", [None, {}, {"fees": None}, {"fees": []}])
def test_blocks_without_anything_in_them(read, absent):
    accrual = published()
    accrual["item_fees"] = accrual["container_fees"] = absent
    accrual["non_item_fee"] = {} if absent == {} else None
    assert len(read(accrual)[0].fees) == 2


@pytest.mark.parametrize("ratio", ["0.52", 'value:"0.520000"', 0.52, "value: 0.52"])
def test_a_share_in_every_spelling(read, ratio):
    accrual = published()
    accrual["posting"]["products"][0]["commission"]["commission_ratio"] = ratio
    assert read(accrual)[0].sales[0].commission_ratio == Decimal("0.52")


@pytest.mark.parametrize(
    "written, amount",
    [("-75", "-75.00"), (-75, "-75.00"), ("-9.990000000000002", "-9.99"), ("1e2", "100.00"),
     ("0.005", "0.01"), (" 7.5 ", "7.50")],
)  # fmt: skip
def test_a_sum_in_every_spelling(read, written, amount):
    accrual = seller_fee(1, DAY, "1", 41, "-1")
    accrual["non_item_fee"]["accrued"]["amount"] = written
    found = read(accrual)[0].fees[0].amount
    assert (str(found), found.as_tuple().exponent) == (amount, -2)


def test_nothing_needs_no_currency(read):
    accrual = published()
    commission = accrual["posting"]["products"][0]["commission"]
    commission["bonus"] = {"amount": "0", "currency": ""}
    commission["coinvestment"] = None
    (sale,) = read(accrual)[0].sales
    assert (sale.bonus, sale.coinvestment) == (0, 0)


def test_the_fees_of_thousands_of_products_at_once(read):
    skus = range(1, 8001)
    (accrual,) = read(item_fees(1, DAY, "1", {sku: [(46, "-0.01")] for sku in skus}))
    assert (len(accrual.fees), accrual.total) == (8000, -80)


# ------------------------------------------------------------------ refused deviations


def without(path):
    """The published accrual without the value at a path such as "posting.products.0.sku"."""
    accrual = published()
    *steps, last = path.split(".")
    parent = accrual
    for step in steps:
        parent = parent[int(step) if step.isdigit() else step]
    del parent[last]
    return accrual


@pytest.mark.parametrize(
    "path",
    ["accrual_id", "date", "accrued_category", "total_amount", "total_amount.amount",
     "total_amount.currency",
     "posting.products.0.commission.sale_amount", "posting.products.0.commission.sale_commission",
     "posting.products.0.commission.sale_amount.amount",
     "posting.products.0.delivery.total_accrued", "posting.products.0.delivery.services.0.type_id",
     "posting.products.0.delivery.services.0.accrued",
     "posting.products.0.delivery.services.0.accrued.amount"],
)  # fmt: skip
def test_what_may_not_be_missing_is_told_by_its_name(wrong_field, path):
    field = wrong_field(without(path))
    assert field == path.replace(".0", "[0]")


@pytest.mark.parametrize("key", ["total_amount", "sale_amount", "services"])
def test_several_currencies_in_an_accrual_are_refused(wrong_field, key):
    accrual = published()
    product = accrual["posting"]["products"][0]
    spots = {
        "total_amount": (accrual, "posting.products[0].delivery.total_accrued.currency"),
        "sale_amount": (product["commission"],
                        "posting.products[0].commission.sale_amount.currency"),
        "services": (product["delivery"]["services"][1],
                     "posting.products[0].delivery.services[1].accrued.currency"),
    }  # fmt: skip
    parent, field = spots[key]
    parent["accrued" if key == "services" else key]["currency"] = "KZT"
    assert wrong_field(accrual) == field


@pytest.mark.parametrize(
    "amount", ["", "пять", "1,5", "NaN", "1e400", True, [], {}, "10000000000000"]
)
def test_a_sum_that_is_none_is_refused(wrong_field, amount):
    accrual = seller_fee(1, DAY, "1", 41, "-1")
    accrual["non_item_fee"]["accrued"]["amount"] = amount
    assert wrong_field(accrual) == "non_item_fee.accrued.amount"


def test_an_answer_without_accruals_is_refused(client, ozon):
    ozon.script(ACCRUALS, Answer(json={"last_id": ""}), Answer(json={"accruals": {}}))
    for _ in range(2):
        with pytest.raises(errors.UnintelligibleAnswer) as caught:
            client.accruals_by_day(DAY)
        assert caught.value.field == "accruals"


# ------------------------------------------------------------------ unknown figures


@pytest.mark.parametrize("amount", ["-5", 5, "0.01"])
def test_a_sum_without_a_name_is_told_wherever_it_stands(read, amount):
    accrual = published()
    product = accrual["posting"]["products"][0]
    service = product["delivery"]["services"][1]
    new = {"new": {"amount": amount, "currency": "RUB"}}
    for parent in (accrual, accrual["posting"], product, product["commission"], service):
        parent.update(new)
    accrual["new_fees"] = {"fees": [{"type_id": 1, "accrued": money(7)}]}
    unknown = dict(read(accrual)[0].unknown)
    assert unknown == {
        **dict.fromkeys(
            ["new", "posting.new", "posting.products[0].new", "posting.products[0].commission.new",
             "posting.products[0].delivery.services[1].new"],
            Decimal(amount),
        ),
        "new_fees.fees[0].accrued": 7,
    }  # fmt: skip


def test_what_is_no_sum_or_nothing_needs_no_name(read):
    accrual = published()
    accrual.update(warehouse_id=5, note="текст", new={"amount": "0", "currency": "RUB"}, more=[1])
    assert read(accrual)[0].unknown == ()


def test_so_many_sums_without_a_name_are_told_in_part(read):
    accrual = published()
    accrual["new"] = [money(number) for number in range(1, 100)]
    assert len(read(accrual)[0].unknown) == 10


# ------------------------------------------------------------------ random days

sums = st.integers(-(10**9), 10**9).map(lambda kopecks: Decimal(kopecks) / 100)
fees = st.lists(st.tuples(st.integers(1, 300), sums), max_size=4).map(tuple)
sold = st.builds(
    Sold, sku=st.integers(1, 10**10), quantity=st.integers(1, 50), paid=sums, points=sums,
    partners=sums, fee=sums, services=fees,
)  # fmt: skip
accruals = st.one_of(
    st.lists(sold, max_size=4).map(lambda products: posting(1, DAY, "1", *products)),
    st.dictionaries(st.integers(1, 10**10), fees, max_size=4).map(
        lambda by_sku: item_fees(1, DAY, "1", by_sku)
    ),
    st.tuples(st.integers(1, 300), sums).map(lambda fee: seller_fee(1, DAY, "1", *fee)),
    fees.map(lambda of_it: container_fees(1, DAY, "1", *of_it)),
)


@settings(deadline=None)
@given(st.lists(accruals, max_size=6))
def test_no_kopeck_is_lost_between_ozon_and_us(day):
    for accrual in read_accruals(to_json({"accruals": day, "last_id": ""})).accruals:
        sold_for = sum(s.sale_amount + s.sale_commission for s in accrual.sales)
        assert sold_for + sum(fee.amount for fee in accrual.fees) == accrual.total
        services = sum(s.delivery_total for s in accrual.sales)
        assert not accrual.sales or services == sum(fee.amount for fee in accrual.fees)
        for sale in accrual.sales:
            assert sale.sale_price + sale.bonus + sale.coinvestment == sale.sale_amount
        assert accrual.unknown == ()


def test_a_large_month_is_read_in_seconds():
    content = json.dumps({"accruals": [published()] * 30_000, "last_id": ""}).encode()
    started = time.process_time()
    assert len(read_accruals(content).accruals) == 30_000
    assert time.process_time() - started < 15
