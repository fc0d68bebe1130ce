"""The goods that Ozon buys: the contents of a row, optional fields, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from ozon_api import errors
from ozon_api.answers import read_buyouts
from ozon_api.answers.buyouts import joined
from tests.fake_ozon import Answer, buyout, to_json
from tests.fake_ozon.buyouts import BUYOUT, example

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


def read(*rows):
    return read_buyouts(to_json({"products": list(rows)})).rows


@pytest.fixture
def refused(client, ozon):
    """The problem with an answer that has these rows."""

    def ask(*rows):
        ozon.always(BUYOUT, Answer(json={"products": list(rows)}))
        with pytest.raises(errors.UnintelligibleAnswer) as caught:
            client.buyouts(FIRST, LAST)
        assert caught.value.raw
        return caught.value.field, caught.value.problem

    return ask


def test_the_rows_of_ozons_documentation():
    first, second = read(*example())
    assert first.row_number == 1
    assert (first.posting_number, first.sku) == ("0208194185-0001-1", "985111329")
    assert (first.offer_id, first.name) == ("y9604060-S", "Футболка Daniele Patrici")
    assert (first.seller_price, first.deduction) == (Decimal(95), Decimal("3.13"))
    assert (first.quantity, first.buyout_price) == (1, Decimal("92.3"))
    assert first.amount == Decimal("92.30")
    assert (first.vat, first.unknown) == (Decimal(20), ())
    assert (second.row_number, second.amount) == (2, Decimal("2023.30"))


def test_ozon_is_asked_for_days(client, ozon, seller):
    for day in (FIRST, LAST, date(2026, 10, 1)):
        seller.finance.buyouts[day] = [buyout(f"{day}-1", 1001, "100", "20")]
    answer = client.buyouts(FIRST, LAST)
    assert [row.posting_number for row in answer.rows] == ["2026-09-01-1", "2026-09-30-1"]
    assert ozon.requests[-1].body == {"date_from": "2026-09-01", "date_to": "2026-09-30"}
    assert b"2026-09-30-1" in answer.raw


def test_a_period_that_is_too_long_has_an_error_of_its_own(client, seller):
    seller.finance.longest_buyout_period = 28
    with pytest.raises(errors.PeriodTooLong):
        client.buyouts(FIRST, LAST)


def test_pieces_are_one_answer_whose_rows_are_counted_through():
    pieces = [
        read_buyouts(to_json({"products": [buyout(posting, 1, "100", "20")]}))
        for posting in ("1-1", "2-1")
    ]
    whole = joined(pieces)
    assert [(row.row_number, row.posting_number) for row in whole.rows] == [(1, "1-1"), (2, "2-1")]
    assert whole.raw == b"[%s,%s]" % (pieces[0].raw, pieces[1].raw)
    assert joined(pieces[:1]) is pieces[0]


@pytest.mark.parametrize("products", [[], None])
def test_a_month_without_buy_outs(products):
    assert read_buyouts(to_json({"products": products})).rows == ()


def test_an_answer_without_the_list_may_have_lost_it(client, ozon):
    ozon.always(BUYOUT, Answer(json={}))
    with pytest.raises(errors.UnintelligibleAnswer, match="are missing"):
        client.buyouts(FIRST, LAST)


def test_numbers_may_be_texts():
    texts = {"seller_price_per_instance": "100", "buyout_price": "80.0", "amount": "160.00",
             "quantity": "2", "vat_percent": "22"}  # fmt: skip
    [row] = read({**buyout("1-1", 1, "100", "20"), **texts})
    assert (row.seller_price, row.buyout_price, row.amount) == (100, 80, 160)
    assert (row.quantity, row.vat) == (2, 22)


def test_floats_have_tails():
    assert read(buyout("1-1", 1, "100", "20", amount=80.00000000000001))[0].amount == 80


def test_a_rate_of_nothing_is_a_rate():
    assert read(buyout("1-1", 1, "100", "0", vat=0))[0].vat == 0


@pytest.mark.parametrize(
    "key",
    ["posting_number", "quantity", "seller_price_per_instance", "deduction_by_category_percent",
     "buyout_price", "amount", "vat_percent"],
)  # fmt: skip
def test_a_row_that_lacks_a_figure_is_named(refused, key):
    good, lacking, null = (buyout(f"{n}-1", 1, "100", "20") for n in range(3))
    del lacking[key]
    null[key] = None
    assert refused(good, lacking) == (f"products[1].{key}", "is missing")
    assert refused(null) == (f"products[0].{key}", "is missing")


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("quantity", "1.5", "is not whole"),
        ("quantity", -1, "is negative"),
        ("amount", "сто", "is not a number"),
        ("vat_percent", "НДС", "is not a number"),
        ("vat_percent", 120, "is not a rate"),
        ("vat_percent", -1, "is not a rate"),
        ("sku", 1.5, "is not an id"),
    ],
)
def test_what_is_no_figure_is_named(refused, key, value, problem):
    row = {**buyout("1-1", 1, "100", "20"), key: value}
    assert refused(row) == (f"products[0].{key}", problem)


def test_a_row_that_is_nothing_is_named(refused):
    assert refused(buyout("1-1", 1, "100", "20"), None) == ("products[1]", "is not an object")


def test_a_figure_that_nobody_knows_is_told():
    [row] = read({**buyout("1-1", 1, "100", "20"), "bonus": {"points": 5}, "colour": "белый"})
    assert row.unknown == (("bonus.points", Decimal(5)),)
