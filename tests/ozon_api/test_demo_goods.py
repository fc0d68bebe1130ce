"""The demo shop's goods at Ozon: supplies in each stage, and a count from Ozon."""

from collections import Counter

import pytest

from ozon_api import OzonClient
from ozon_api.answers.supplies import ACCEPTANCE
from tests.fake_ozon import FakeOzon
from tests.fake_ozon.demo_seller import demo_seller
from tests.fake_ozon.goods import lying

MONTHS = [(2026, 8), (2026, 9), (2026, 10)]


@pytest.fixture(scope="module")
def shop():
    # The demo leaves an earlier month to its reader.
    return demo_seller("123456", "key", [*MONTHS, (2026, 7)])


@pytest.fixture(scope="module")
def client(shop):
    with FakeOzon(shop) as ozon, OzonClient("123456", "key", ozon.url) as client:
        yield client


def test_supplies_in_each_stage_of_acceptance(client):
    orders = client.supply_orders(client.supply_order_ids().ids)
    states = Counter(supply.state for order in orders for supply in order.supplies)
    assert states == {
        "COMPLETED": 2, "REPORT_REJECTED": 1, "ACCEPTANCE_AT_STORAGE_WAREHOUSE": 1,
    }  # fmt: skip
    assert {str(order.changed_at.date()) for order in orders} == {"2026-10-31"}
    [first] = [order for order in orders if order.supplies[0].supply_id == "31240001"]
    goods = client.act_goods("31240001")
    assert any(row.type == ACCEPTANCE for row in goods)
    assert len(client.declared_goods(first.supplies[0].bundle_id)) == 4


def test_nothing_at_ozon_is_below_zero_and_all_of_it_is_told(shop, client):
    units = lying(shop)
    assert min(units.values()) == 0
    told = Counter()
    for row in client.stock_states([sku for sku, count in units.items() if count]):
        told[int(row.sku)] += sum(row.states.values())
    assert told == Counter({sku: count for sku, count in units.items() if count > 0})


def test_what_is_there_is_what_came_back_and_what_was_supplied(shop):
    supplied = Counter()
    for supply in shop.goods.supplies[:2]:
        for line in supply.lines:
            supplied[line.sku] += line.arrived
    units = lying(shop)
    for sku, count in units.items():
        assert count - supplied[sku] - shop.goods.shifts.get(sku, 0) >= 0
    assert {-2, 1} == set(shop.goods.shifts.values())
    assert sum(units.values()) > sum(supplied.values()) > 100
