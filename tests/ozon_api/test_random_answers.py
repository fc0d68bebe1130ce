"""Random answers on their whole way: real HTTP, the client, the settlement of the month.

Each ends in the right figures or in an error that names the problem; dev/torture tries thousands.
"""

import copy
import json
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import settlement
from ozon_api import OzonClient, errors
from tests.fake_ozon import (
    Answer,
    FakeOzon,
    Seller,
    card,
    published_example,
    random_report,
    to_json,
    totals,
)
from tests.fake_ozon.goods import (
    ACT_PRODUCTS,
    ACT_SUMMARY,
    BUNDLE,
    FBO_STOCKS,
    REMOVED_FROM_STOCK,
    STOCK_STATES,
    SUPPLY_GET,
    SUPPLY_LIST,
)
from tests.ozon_api.test_strange_answers import (
    CASH_FLOW,
    DAY,
    METHODS,
    anything,
    finance,
    goods,
    places,
)

pytestmark = pytest.mark.exhaustive

REALIZATION = "/v2/finance/realization"
KOPECK = Decimal("0.01")
MONEY = (
    "amount", "bonus", "bank_coinvestment", "stars", "pick_up_point_coinvestment", "compensation",
    "standard_fee", "commission", "total",
)  # fmt: skip
SIDES = {"delivery_commission": 1, "return_commission": -1}
NO_FIGURES = st.sampled_from([
    "NaN", "Infinity", "-Infinity", "1e308", "-1e308", "1e13", "9" * 400, '"12,5"', '"1e400"',
    '"пять"', "true", "[]", "{}", "[1]", '{"value": 1}',
])  # fmt: skip


@pytest.fixture(scope="module")
def world():
    """One server and one client for the whole module: hypothesis asks thousands of times."""
    seller = Seller(cards=[card(11, 1)], reports={(2026, 9): published_example()})
    with (
        FakeOzon(seller) as ozon,
        OzonClient(seller.client_id, seller.api_key, ozon.url, timeout=5) as client,
    ):
        yield ozon, client


def load(world, body):
    """The movements of a report when Ozon answers with this body."""
    ozon, client = world
    ozon.always(REALIZATION, Answer(body=body))
    return settlement.movements(client.realization(2026, 9).rows)


def month_of(seed):
    """A random month of at least one row, as JSON with figures that can be changed."""
    random = Random(seed)
    return random_report(random, rows=random.randint(1, 8))


def sides_of(payload):
    """Every side in the rows of a report."""
    return [one[key] for one in payload["result"]["rows"] for key in SIDES if one[key]]


def check_documents(movements, figures):
    """The lines of the documents add up to the figures; a defect would raise `PlanDoesNotTie`."""
    keyed = [(settlement.goods_key(movement), movement) for movement in movements]
    settlement.fee_lines(keyed, figures)
    settlement.income_lines(keyed, figures)
    settlement.units(keyed)
    assert figures.income - figures.fee_payable + figures.points_left == figures.accrual


@settings(deadline=None)
@given(seed=st.integers(0, 2**32), policy=st.sampled_from(settlement.PointsPolicy))
def test_any_month_that_adds_up_is_settled_to_the_kopeck(world, seed, policy):
    payload = month_of(seed)
    movements = load(world, to_json(payload))
    figures = settlement.settle(movements, policy)
    expected = totals(payload)
    assert (figures.revenue, figures.points, figures.base_fee, figures.accrual) == expected
    check_documents(movements, figures)


@settings(deadline=None)
@given(
    seed=st.integers(0, 2**32),
    place=st.integers(0),
    field=st.sampled_from(MONEY),
    kopecks=st.integers(-(10**9), 10**9).filter(bool),
)
def test_a_single_figure_off_by_a_kopeck_or_more_stops_the_month(
    world, seed, place, field, kopecks
):
    payload = month_of(seed)
    side = (sides := sides_of(payload))[place % len(sides)]
    side[field] += Decimal(kopecks) / 100
    with pytest.raises(settlement.RowDoesNotTie):
        load(world, to_json(payload))


@settings(deadline=None)
@given(
    seed=st.integers(0, 2**32), place=st.integers(0), name=st.text(min_size=1, max_size=12),
    value=st.integers(-(10**9), 10**9).filter(bool),
)  # fmt: skip
def test_a_figure_of_an_unknown_name_stops_the_month(world, seed, place, name, value):
    payload = month_of(seed)
    side = (sides := sides_of(payload))[place % len(sides)]
    side[f"{name}_new"] = value
    with pytest.raises(settlement.UnknownFigure):
        load(world, to_json(payload))


@settings(deadline=None)
@given(
    seed=st.integers(0, 2**32), place=st.integers(0), field=st.sampled_from((*MONEY, "quantity")),
    written=NO_FIGURES,
)  # fmt: skip
def test_what_is_no_figure_is_not_understood(world, seed, place, field, written):
    payload = month_of(seed)
    side = (sides := sides_of(payload))[place % len(sides)]
    side[field] = "HERE"
    body = to_json(payload).replace(b'"HERE"', written.encode())
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        load(world, body)
    assert caught.value.raw == body


@settings(deadline=None)
@given(path=st.sampled_from(sorted(METHODS)), seed=st.integers(0, 2**32), data=st.data())
def test_whatever_is_changed_in_an_answer_it_is_right_or_refused(world, path, seed, data):
    ozon, client = world
    call, record = METHODS[path]
    spoiled = json.loads(to_json(good_answer(path, seed)))
    for _ in range(data.draw(st.integers(1, 4), label="changes")):
        spots = list(places(spoiled))
        if not spots:
            break
        parent, key = data.draw(st.sampled_from(spots), label="spot")
        change(parent, key, data)
    body = json.dumps(spoiled).encode()
    ozon.always(path, Answer(body=body))
    try:
        result = call(client)
    except errors.OzonError as error:
        assert error.method == path
        return
    finally:
        ozon.always(path, None)
    assert isinstance(result, record)
    if path == REALIZATION:
        check_accepted(result, body)


def good_answer(path, seed):
    if path == REALIZATION:
        return month_of(seed)
    bodies = {
        "/v3/product/list": {"limit": 1000},
        "/v3/product/info/list": {"sku": ["1"]},
        "/v1/finance/accrual/by-day": {"date": DAY.isoformat()},
        "/v1/finance/balance": {"date_from": DAY.isoformat(), "date_to": DAY.isoformat()},
        "/v1/finance/products/buyout": {
            "date_from": DAY.isoformat(), "date_to": DAY.isoformat(),
        },
        "/v1/finance/cash-flow-statement/list": CASH_FLOW,
        "/v1/report/info": {"code": "REPORT_1"},
        FBO_STOCKS: {"skus": ["1"]},
        STOCK_STATES: {"skus": ["1"]},
        SUPPLY_LIST: {"limit": 100, "filter": {"states": ["COMPLETED"]}},
        SUPPLY_GET: {"order_ids": ["700001"]},
        BUNDLE: {"bundle_ids": ["bundle-1"]},
        ACT_SUMMARY: {"order_id": 700001},
        ACT_PRODUCTS: {"supply_id": 1},
        REMOVED_FROM_STOCK: {"date_from": f"{DAY}", "date_to": f"{DAY}", "limit": 10},
    }
    cards = [card(11, 1), card(12, 2, more_skus=(3,))]
    seller = Seller(cards=cards, finance=finance(), goods=goods())
    return copy.deepcopy(seller.answer(path, bodies.get(path, {})).json)


def change(parent, key, data):
    """Replace, remove or repeat one value of an answer."""
    how = data.draw(st.sampled_from(["replace", "replace", "remove", "repeat"]), label="how")
    if how == "replace":
        parent[key] = data.draw(anything, label="value")
    elif how == "remove":
        del parent[key]
    elif isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    else:
        parent[f"{key}_again"] = copy.deepcopy(parent[key])


def check_accepted(report, body):
    """A month that is booked adds up, and its accrual equals Ozon's own totals."""
    try:
        movements = settlement.movements(report.rows)
    except settlement.SettlementError:
        return
    figures = settlement.settle(movements)
    check_documents(movements, figures)
    answer = json.loads(body, parse_float=Decimal)
    rows = (answer.get("result") or answer).get("rows") or []
    accrued = sum(
        sign * Decimal(str((one.get(key) or {}).get("total") or 0)).quantize(KOPECK, ROUND_HALF_UP)
        for one in rows
        for key, sign in SIDES.items()
    )
    assert figures.accrual == accrued
