"""Ozon's methods about goods: the stock at Ozon, supplies and removals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from . import answers
from .answers import removals, stocks, supplies
from .connection import Connection
from .errors import UnintelligibleAnswer

MOST_PAGES = 200


class GoodsMethods(Connection):
    """Methods of the client about goods; all of them only read."""

    def fbo_stocks(self, skus: Iterable[str]) -> tuple[answers.FboStock, ...]:
        """The stock in Ozon's warehouses (/v1/product/info/stocks-by-warehouse/fbo)."""
        method = "/v1/product/info/stocks-by-warehouse/fbo"
        found: list[answers.FboStock] = []
        for some in _portions(skus, stocks.MOST_SKUS):
            body = {"skus": some, "limit": stocks.PAGE_SIZE}
            for page in self._marked(method, body, "cursor", answers.read_fbo_stocks):
                found += page.rows
        return tuple(found)

    def stock_states(self, skus: Iterable[str]) -> tuple[answers.StockStates, ...]:
        """Goods at Ozon by state (/v1/analytics/stocks), which Ozon counts twice a day."""
        found: list[answers.StockStates] = []
        for some in _portions(skus, stocks.MOST_SKUS):
            found += self.ask("/v1/analytics/stocks", {"skus": some}, answers.read_stock_states)
        return tuple(found)

    def supply_order_ids(self, mark: str = "") -> answers.SupplyOrdersPage:
        """A page of the ids of supply orders (/v3/supply-order/list), latest changes first.

        Only orders in which the goods have arrived, or will not arrive any more.
        """
        body = {
            "filter": {"states": sorted(supplies.ARRIVED | supplies.ENDED)},
            "last_id": mark,
            "limit": supplies.PAGE_SIZE,
            "sort_by": "ORDER_STATE_UPDATED_AT",
            "sort_dir": "DESC",
        }
        return self.ask("/v3/supply-order/list", body, answers.read_supply_order_ids)

    def supply_orders(self, order_ids: Iterable[str]) -> tuple[answers.SupplyOrder, ...]:
        """Orders for supplies with their supplies (/v3/supply-order/get)."""
        found: list[answers.SupplyOrder] = []
        for some in _portions(order_ids, supplies.ORDERS_AT_ONCE):
            body = {"order_ids": some}
            found += self.ask("/v3/supply-order/get", body, answers.read_supply_orders)
        return tuple(found)

    def declared_goods(self, bundle_id: str) -> tuple[answers.DeclaredGoods, ...]:
        """What a supply was to bring (/v1/supply-order/bundle)."""
        body = {"bundle_ids": [bundle_id], "limit": supplies.PAGE_SIZE}
        pages = self._marked(
            "/v1/supply-order/bundle", body, "last_id", answers.read_declared_goods
        )
        return tuple(goods for page in pages for goods in page.goods)

    def supply_acts(self, order_id: str) -> tuple[answers.SupplyActs, ...]:
        """The acts of an order's supplies (/v1/supply-order/act/summary/get)."""
        body = {"order_id": int(order_id)}
        return self.ask("/v1/supply-order/act/summary/get", body, answers.read_supply_acts)

    def act_goods(self, supply_id: str) -> tuple[answers.ActGoods, ...]:
        """The goods of a supply's acts (/v1/supply-order/act/product/get)."""
        body = {"supply_id": int(supply_id)}
        return self.ask("/v1/supply-order/act/product/get", body, answers.read_act_goods)

    def removals(
        self, source: str, date_from: date, date_to: date
    ) -> tuple[answers.RemovedGoods, ...]:
        """What was taken out of Ozon's warehouses by orders of these days.

        :param source: `removals.STOCK` (/v1/removal/from-stock/list), or `removals.SUPPLY`
            (/v1/removal/from-supply/list) for what was never taken into stock
        """
        body = {
            "date_from": date_from.isoformat(),
            "date_to": date_to.isoformat(),
            "limit": removals.PAGE_SIZE,
        }
        read = partial(answers.read_removals, source=source)
        pages = self._marked(removals.METHODS[source], body, "last_id", read)
        return tuple(goods for page in pages for goods in page.goods)

    def _marked(self, method: str, body: dict, key: str, read: Callable) -> list:
        """All pages of an answer in which each page has the mark of the next one.

        :param key: the key under which the mark goes back to Ozon
        """
        pages = [self.ask(method, {**body, key: ""}, read)]
        seen = {""}
        while pages[-1].mark:
            if pages[-1].mark in seen or len(pages) == MOST_PAGES:
                raise UnintelligibleAnswer(
                    method, status=200, field=key, detail="leads in a circle"
                )
            seen.add(pages[-1].mark)
            pages.append(self.ask(method, {**body, key: pages[-1].mark}, read))
        return pages


def _portions(ids: Iterable[str], size: int) -> list[list[str]]:
    """Ids in lists of at most this size, none of them twice."""
    ids = list(dict.fromkeys(map(str, ids)))
    return [ids[start : start + size] for start in range(0, len(ids), size)]
