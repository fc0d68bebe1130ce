"""Stock, supplies and removals at Ozon: pages, portions, and what is refused."""

from datetime import date

import pytest

from ozon_api import errors
from ozon_api.answers import removals, stocks, supplies
from tests.fake_ozon import Answer, FakeSupply, Sold, Supplied, posting, removed, written_off
from tests.fake_ozon.goods import (
    ACT_ACCEPT,
    ACT_PRODUCTS,
    ACT_SUMMARY,
    AVAILABLE,
    FBO_STOCKS,
    METHODS,
    REMOVED_FROM_STOCK,
    STOCK_STATES,
    SUPPLY_GET,
    SUPPLY_LIST,
)

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
LINE = Supplied(1001, declared=10, accepted=7, surplus=2, shortage=2, defect=1)


class TestStates:
    def test_the_units_of_all_warehouses_are_added(self, client, seller):
        seller.goods.opening = {1001: 7}
        seller.goods.states = {1001: {"outbound_pending_delivery": 2, "requested_stock_count": 5}}
        seller.reports.clear()
        rows = client.stock_states(["1001", "1002"])
        assert len(rows) == 2, "two warehouses, and a card of which nothing is there has no row"
        assert stocks.states_by_sku(rows) == {"1001": {
            AVAILABLE: 5, "outbound_pending_delivery": 2, "requested_stock_count": 5,
        }}

    def test_a_hundred_skus_are_asked_for_at_once_and_none_twice(self, client, ozon):
        client.stock_states([*map(str, range(1, 206)), "1"])
        assert [len(one.body["skus"]) for one in ozon.asked(STOCK_STATES)] == [100, 100, 5]
        client.stock_states([])
        assert len(ozon.asked(STOCK_STATES)) == 3

    def test_a_state_that_nobody_knows_is_told(self, client, ozon):
        row = {"sku": 1, "frozen_stock_count": 3, "stale_stock_count": 0, "ads": 1.5}
        ozon.script(STOCK_STATES, Answer(json={"items": [row]}))
        [found] = client.stock_states(["1"])
        assert (found.states, found.unknown) == ({}, ("frozen_stock_count",))

    @pytest.mark.parametrize("body", [{}, {"items": [{"sku": 1, "transit_stock_count": -1}]}])
    def test_what_would_count_wrong_is_refused(self, client, ozon, body):
        ozon.script(STOCK_STATES, Answer(json=body))
        with pytest.raises(errors.UnintelligibleAnswer):
            client.stock_states(["1"])

    def test_the_count_ties_with_supplies_sales_losses_and_removals(self, client, seller):
        seller.goods.opening = {1001: 5}
        seller.goods.supplies = [FakeSupply(1, [LINE])]
        seller.reports.clear()
        seller.accruals(FIRST).extend([
            posting(1, FIRST, "1-1", Sold(1001, 4)),
            posting(2, FIRST, "1-2", Sold(1001, paid=-100)),
        ])  # fmt: skip
        seller.finance.decommissioned = [written_off(1001, 2)]
        seller.goods.removed = [removed(1, 1001, 3)]
        [states] = stocks.states_by_sku(client.stock_states(["1001"])).values()
        assert sum(states.values()) == 5 + (7 + 2 + 1) - 4 + 1 - 2 - 3


class TestWarehouses:
    def test_all_pages_are_read(self, client, seller, ozon):
        seller.goods.opening = {1001: 3, 1002: 1, 1003: 2}
        seller.goods.reserved = {1001: 1}
        seller.reports.clear()
        seller.goods.cut = 2
        rows = client.fbo_stocks(["1001", "1002", "1003"])
        assert [(row.sku, row.present, row.reserved) for row in rows] == [
            ("1001", 3, 1), ("1002", 1, 0), ("1003", 2, 0),
        ]  # fmt: skip
        assert [one.body["cursor"] for one in ozon.asked(FBO_STOCKS)] == ["", "2"]

    def test_a_mark_that_leads_back_ends(self, client, ozon):
        page = {"products": [], "has_next": True, "cursor": "1"}
        ozon.always(FBO_STOCKS, Answer(json=page))
        with pytest.raises(errors.UnintelligibleAnswer, match="circle"):
            client.fbo_stocks(["1"])

    @pytest.mark.parametrize("body, field", [
        ({}, "products"),
        ({"products": [], "has_next": True}, "has_next"),
        ({"products": [{"sku": 1, "present": 1, "reserved": 2}]}, "products[0].reserved"),
    ])  # fmt: skip
    def test_what_would_count_wrong_is_refused(self, client, ozon, body, field):
        ozon.script(FBO_STOCKS, Answer(json=body))
        with pytest.raises(errors.UnintelligibleAnswer) as caught:
            client.fbo_stocks(["1"])
        assert caught.value.field == field


class TestSupplies:
    def test_an_order_leads_to_the_goods_of_its_acts(self, client, seller):
        seller.goods.supplies = [FakeSupply(1, [LINE])]
        [order_id] = client.supply_order_ids().ids
        [order] = client.supply_orders([order_id])
        [supply] = order.supplies
        assert (order.number, supply.state, supply.arrived_at.date()) == (
            "2000000001", supplies.COMPLETED, date(2026, 9, 5),
        )  # fmt: skip
        [declared] = client.declared_goods(supply.bundle_id)
        assert (declared.sku, declared.quantity) == ("1001", 10)
        [acts] = client.supply_acts(order_id)
        assert acts.agreed and {act.type: act.fact for act in acts.acts} == {
            "ACCEPTANCE": 7, "SURPLUS": 2, "SHORTCOMING": 2, "DEFECT": 1,
        }  # fmt: skip
        found = {goods.type: (goods.sku, goods.fact) for goods in client.act_goods("1")}
        assert found["SHORTCOMING"] == ("1001", 2)

    def test_a_hundred_orders_stand_on_a_page_the_last_one_first(self, client, seller, ozon):
        seller.goods.supplies = [
            FakeSupply(number, [LINE], changed=f"2026-09-05T{number // 60:02}:{number % 60:02}:00Z")
            for number in range(1, 121)
        ]  # fmt: skip
        page = client.supply_order_ids()
        assert (len(page.ids), page.ids[0]) == (100, "700120")
        rest = client.supply_order_ids(page.mark)
        assert (len(rest.ids), rest.mark) == (20, "")
        assert len(client.supply_orders([*page.ids, *rest.ids])) == 120
        assert [len(one.body["order_ids"]) for one in ozon.asked(SUPPLY_GET)] == [50, 50, 20]
        assert ozon.asked(SUPPLY_LIST)[0].body["sort_dir"] == "DESC"

    def test_the_goods_of_a_supply_come_in_pages(self, client, seller):
        seller.goods.supplies = [FakeSupply(1, [Supplied(n, 1, 1) for n in range(1, 6)])]
        seller.goods.cut = 2
        assert len(client.declared_goods("bundle-1")) == 5

    @pytest.mark.parametrize("path, body, call", [
        (SUPPLY_LIST, {}, lambda client: client.supply_order_ids()),
        (SUPPLY_GET, {}, lambda client: client.supply_orders(["1"])),
        (ACT_SUMMARY, {}, lambda client: client.supply_acts("1")),
        (ACT_PRODUCTS, {}, lambda client: client.act_goods("1")),
        (ACT_PRODUCTS, {"supply_acts": [{"type": "GIFT", "items": []}]},
         lambda client: client.act_goods("1")),
        (ACT_PRODUCTS, {"supply_acts": [{"type": "DEFECT", "items": [{"fact_quantity": 1}]}]},
         lambda client: client.act_goods("1")),
    ])  # fmt: skip
    def test_what_would_lose_goods_is_refused(self, client, ozon, path, body, call):
        ozon.script(path, Answer(json=body))
        with pytest.raises(errors.UnintelligibleAnswer):
            call(client)

    def test_no_act_is_ever_signed(self, client, seller):
        """Ozon's method that accepts an act is a write; the client cannot call it."""
        assert ACT_ACCEPT not in METHODS
        names = {name for name in dir(client) if "accept" in name}
        assert names == set()


class TestRemovals:
    def test_each_source_is_asked_for_the_days(self, client, seller):
        seller.goods.removed = [
            removed(1, 1001, 3, day=FIRST), removed(2, 1002, day=LAST, supply=True),
            removed(3, 1001, day=date(2026, 10, 1)),
        ]  # fmt: skip
        found = [
            goods for source in removals.METHODS for goods in client.removals(source, FIRST, LAST)
        ]  # fmt: skip
        assert [(one.removal_id, one.source, one.quantity) for one in found] == [
            ("1", removals.STOCK, 3), ("2", removals.SUPPLY, 1),
        ]  # fmt: skip
        assert (found[0].box_state, found[0].given_out_on, found[0].destroyed_on) == (
            "получена", FIRST, None,
        )  # fmt: skip

    def test_all_pages_are_read(self, client, seller, ozon, monkeypatch):
        seller.goods.removed = [removed(number, 1001, day=FIRST) for number in range(501)]
        assert len(client.removals(removals.STOCK, FIRST, LAST)) == 501
        assert [one.body["last_id"] for one in ozon.asked(REMOVED_FROM_STOCK)] == ["", "500"]

    def test_a_row_without_a_state_is_refused(self, client, ozon):
        row = {**removed(1, 1001), "return_state": None}
        page = {"returns_summary_report_rows": [row], "last_id": ""}
        ozon.script(REMOVED_FROM_STOCK, Answer(json=page))
        with pytest.raises(errors.UnintelligibleAnswer, match="return_state"):
            client.removals(removals.STOCK, FIRST, LAST)


@pytest.mark.parametrize("path", sorted(METHODS))
def test_a_key_without_the_right_is_named(client, seller, path):
    seller.goods.supplies = [FakeSupply(1, [LINE])]
    for role in seller.roles:
        role["methods"].remove(path)
    with pytest.raises(errors.MissingRole) as caught:
        client.fbo_stocks(["1001"])
        client.stock_states(["1001"])
        client.supply_order_ids()
        client.supply_orders(["700001"])
        client.declared_goods("bundle-1")
        client.supply_acts("700001")
        client.act_goods("1")
        client.removals(removals.STOCK, FIRST, LAST)
        client.removals(removals.SUPPLY, FIRST, LAST)
    assert caught.value.method == path
