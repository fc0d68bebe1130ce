"""Goods that Ozon has written off: both schemes, all pages, and what is refused."""

from datetime import date

import pytest

from ozon_api import errors
from ozon_api.answers import decommissioned
from tests.fake_ozon import Answer, written_off
from tests.fake_ozon.compensations import DECOMMISSIONED

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


def test_both_schemes_are_asked_for_the_days_of_a_month(client, seller, ozon):
    seller.finance.decommissioned = [
        written_off(1001, 2, day=FIRST),
        written_off(1002, 1, day=LAST, delivery_schema="FBS", dispose_reason="OZON_LOSS",
                    compensation_type="CLOSED_COMPENSATION", posting_number="1-1-1"),
        written_off(1003, day=date(2026, 10, 1)),
    ]  # fmt: skip
    goods = client.decommissioned_goods(FIRST, LAST)
    assert [(one.sku, one.quantity, one.schema, one.day) for one in goods] == [
        ("1001", 2, "FBO", FIRST), ("1002", 1, "FBS", LAST),
    ]  # fmt: skip
    assert goods[0].compensation == decommissioned.NO_COMPENSATION
    assert goods[1].compensation in decommissioned.COMPENSATED
    assert (goods[1].reason, goods[1].posting_number) == ("OZON_LOSS", "1-1-1")
    asked = [request.body["filter"]["delivery_schema"] for request in ozon.asked(DECOMMISSIONED)]
    assert asked == ["FBO", "FBS"]


def test_all_pages_are_read(client, seller, ozon):
    seller.finance.decommissioned = [written_off(1001) for _ in range(201)]
    assert len(client.decommissioned_goods(FIRST, LAST)) == 201
    assert [r.body["page"] for r in ozon.asked(DECOMMISSIONED)] == [1, 2, 3, 1]


@pytest.mark.parametrize("total", [0, 1])
def test_the_number_of_rows_may_be_of_all_or_of_what_is_left(client, ozon, total):
    """Ozon's documentation says «the number of goods that are left»."""
    page = {"items": [written_off(1001)], "total_count": total}
    ozon.script(DECOMMISSIONED, Answer(json=page))
    assert len(client.decommissioned_goods(FIRST, LAST)) == 1


def test_rows_that_ozon_counts_and_does_not_give_are_missed(client, ozon):
    ozon.script(DECOMMISSIONED, Answer(json={"items": [], "total_count": 3}))
    with pytest.raises(errors.UnintelligibleAnswer, match="are missing"):
        client.decommissioned_goods(FIRST, LAST)


@pytest.mark.parametrize("key", ["sku", "quantity", "compensation_type", "dispose_reason"])
def test_a_row_that_lacks_something_is_refused(client, ozon, key):
    row = {**written_off(1001), key: None}
    ozon.script(DECOMMISSIONED, Answer(json={"items": [row], "total_count": 1}))
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        client.decommissioned_goods(FIRST, LAST)
    assert caught.value.field == f"items[0].{key}"


def test_a_quantity_of_nothing_is_refused(client, ozon):
    ozon.script(DECOMMISSIONED, Answer(json={"items": [written_off(1, 0)], "total_count": 1}))
    with pytest.raises(errors.UnintelligibleAnswer, match="quantity"):
        client.decommissioned_goods(FIRST, LAST)


def test_a_list_without_end_is_given_up(client, ozon, monkeypatch):
    monkeypatch.setattr(decommissioned, "MOST_PAGES", 2)
    full = {"items": [written_off(1001)] * decommissioned.PAGE_SIZE, "total_count": 0}
    ozon.always(DECOMMISSIONED, Answer(json=full))
    with pytest.raises(errors.UnintelligibleAnswer, match="are missing"):
        client.decommissioned_goods(FIRST, LAST)


def test_a_key_without_the_right_is_named(client, seller):
    for role in seller.roles:
        role["methods"].remove(DECOMMISSIONED)
    with pytest.raises(errors.MissingRole) as caught:
        client.decommissioned_goods(FIRST, LAST)
    assert caught.value.method == DECOMMISSIONED
