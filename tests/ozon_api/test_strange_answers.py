"""Whatever Ozon answers, a call ends in a typed record or a typed error, and nothing else."""

import copy
import gzip
import json
import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozon_api import OzonClient, errors
from ozon_api.answers import (
    AccrualPage,
    Balance,
    Buyouts,
    KeyInfo,
    ProductListPage,
    RealizationReport,
    ReportInfo,
    SellerInfo,
    SupplyOrdersPage,
)
from tests.fake_ozon import (
    Answer,
    FakeOzon,
    FakeSupply,
    Finance,
    Goods,
    Seller,
    Settlement,
    Sold,
    Supplied,
    buyout,
    card,
    faults,
    posting,
    published_example,
    removed,
    to_json,
)
from tests.fake_ozon.finance import Order
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

pytestmark = pytest.mark.exhaustive

DAY = date(2026, 9, 24)
# The request for cash flows.
CASH_FLOW = {
    "date": {"from": f"{DAY}", "to": f"{DAY}"}, "page": 1, "page_size": 50, "with_details": True,
}  # fmt: skip
METHODS = {
    "/v1/roles": (lambda client: client.roles(), KeyInfo),
    "/v1/seller/info": (lambda client: client.seller_info(), SellerInfo),
    "/v3/product/list": (lambda client: client.product_list(), ProductListPage),
    "/v3/product/info/list": (lambda client: client.product_cards(skus=["1"]), list),
    "/v2/finance/realization": (lambda client: client.realization(2026, 9), RealizationReport),
    "/v1/finance/accrual/by-day": (lambda client: client.accruals_by_day(DAY), AccrualPage),
    "/v1/finance/accrual/types": (lambda client: client.accrual_types(), tuple),
    "/v1/finance/balance": (lambda client: client.balance(DAY, DAY), Balance),
    "/v1/finance/products/buyout": (lambda client: client.buyouts(DAY, DAY), Buyouts),
    "/v1/finance/cash-flow-statement/list": (lambda client: client.cash_flow(DAY, DAY), tuple),
    "/v1/report/info": (lambda client: client.report_info("REPORT_1"), ReportInfo),
    FBO_STOCKS: (lambda client: client.fbo_stocks(["1"]), tuple),
    STOCK_STATES: (lambda client: client.stock_states(["1"]), tuple),
    SUPPLY_LIST: (lambda client: client.supply_order_ids(), SupplyOrdersPage),
    SUPPLY_GET: (lambda client: client.supply_orders(["700001"]), tuple),
    BUNDLE: (lambda client: client.declared_goods("bundle-1"), tuple),
    ACT_SUMMARY: (lambda client: client.supply_acts("700001"), tuple),
    ACT_PRODUCTS: (lambda client: client.act_goods("1"), tuple),
    REMOVED_FROM_STOCK: (lambda client: client.removals("stock", DAY, DAY), tuple),
}
every_method = pytest.mark.parametrize("path", METHODS)


@pytest.fixture(scope="module")
def world():
    """One server and one client for the whole module: hypothesis asks hundreds of times."""
    seller = Seller(
        cards=[card(11, 1)], reports={(2026, 9): published_example()}, finance=finance(),
        goods=goods(),
    )
    with (
        FakeOzon(seller) as ozon,
        OzonClient(seller.client_id, seller.api_key, ozon.url, timeout=2) as client,
    ):
        yield ozon, client


def finance():
    """A posting with a service, a payout, a buy-out, and an ordered settlement."""
    sold = Sold(sku=1, fee="-10", services=((32, "-5"),))
    orders = {"REPORT_1": Order((2026, 9), made_on=time.monotonic())}
    return Finance(
        days={DAY: [posting(1, DAY, "1", sold)]},
        payouts={DAY: Decimal(50)},
        buyouts={DAY: [buyout("1-1", 1, "100", "20")]},
        settlements={(2026, 9): Settlement(2026, 9)},
        polls=0,
        link="https://cdn.example.org/REPORT_1.xlsx?signature=a%2Bb",
        orders=orders,
    )


def goods():
    """A supply with all four acts, goods in stock and removed goods."""
    line = Supplied(1, declared=10, accepted=7, surplus=1, shortage=2, defect=1)
    return Goods(supplies=[FakeSupply(1, [line])], removed=[removed(1, 1, day=DAY)])


def outcome(world, path, answer):
    """The record or the OzonError. Any other exception fails the test."""
    ozon, client = world
    call, record = METHODS[path]
    ozon.always(path, answer)
    try:
        result = call(client)
    except errors.OzonError as error:
        assert error.method == path
        return error
    finally:
        ozon.always(path, None)
    assert isinstance(result, record)
    return result


@every_method
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b"0",
        b'"text"',
        b"{",
        b'{"a": 1,}',
        b"{}{}",
        b"\xff\xfe\xfa",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e99999999999999999999}',
        b'{"a": ' + b"9" * 10_000 + b"}",
        b"[" * 200_000,
        b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
        b"<html>maintenance</html>",
        b"\x00" * 100,
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_not_a_json_object_is_unintelligible_and_kept(world, path, body):
    error = outcome(world, path, Answer(body=body))
    assert type(error) is errors.UnintelligibleAnswer
    assert (error.status, error.field, error.raw) == (200, "", body)


def test_a_shape_nested_too_deeply_to_look_through_is_unintelligible(world):
    depth = 900  # JSON itself can be read at this depth; the search for unknown figures is deeper
    nested = b"[" * depth + b"5" + b"]" * depth
    body = b'{"header": {}, "rows": [{"new": %b}]}' % nested
    found = outcome(world, "/v2/finance/realization", Answer(body=body))
    assert isinstance(found, errors.UnintelligibleAnswer) or found.rows[0].unknown


@every_method
@pytest.mark.parametrize(
    "answer",
    [
        Answer(201, json={}),
        Answer(204, body=b""),
        Answer(206, json={}),
        Answer(304, body=b""),
        Answer(418, body=b"\xff\x00"),
        Answer(400, body=b"[" * 100_000),
        Answer(403, json={"error": "text", "message": None}),
        Answer(404, json=None, body=b"null"),
        Answer(451, json={"code": [], "message": []}),
        Answer(499, body=b""),
        Answer(500, body=b""),
        Answer(599, body=b"\x80"),
        Answer(999, body=b"{}"),
        faults.RESET,
        Answer(body=b"{}", headers={"Content-Length": "5", "X": "y"}, cut=1),
        Answer(body=b"{}", headers={"Content-Encoding": "gzip"}),
        Answer(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}),
        Answer(body=b"{}", headers={"Content-Type": "text/html; charset=nonsense"}, status=400),
        Answer(body=b"{}", headers={"Set-Cookie": "=;=;\x80", "Location": "::"}, status=500),
        Answer(body=b"{}", headers={f"X-{number}": "x" for number in range(200)}),
        Answer(body=b"{}", headers={"X": "x" * 100_000}),
    ],
)
def test_strange_http_ends_in_a_typed_error(world, path, answer):
    assert isinstance(outcome(world, path, answer), errors.OzonError)


@every_method
@pytest.mark.parametrize("kind", ["text/html", "text/plain; charset=cp1251", "image/png", ""])
def test_a_good_answer_of_a_wrong_content_type_is_read_all_the_same(world, path, kind):
    ozon, client = world
    good = ozon.answer(request_for(client, ozon, path)).json
    wrong = Answer(body=to_json(good), headers={"Content-Type": kind})
    assert outcome(world, path, wrong) == METHODS[path][0](client)


def test_an_answer_without_end_is_given_up_in_bounded_memory(world):
    pieces = iter([b" " * 1024 * 1024] * 2000)
    error = outcome(world, "/v1/roles", Answer(body=pieces))
    assert type(error) is errors.UnintelligibleAnswer
    assert error.raw is None
    unread = sum(1 for _ in pieces)
    assert unread > 2000 - 256 - 20, "only what is on the way passes the limit of 256 MiB"


def test_a_small_answer_that_unpacks_to_a_huge_one_is_given_up(connect, ozon):
    bomb = gzip.compress(b" " * 1024 * 1024) * 300
    ozon.script("/v1/roles", Answer(body=bomb, headers={"Content-Encoding": "gzip"}))
    # It is given up because of its size or, if urllib3 unpacks slowly, because of its time.
    with pytest.raises((errors.UnintelligibleAnswer, errors.Unavailable)):
        connect(time_limit=1.5).roles()


def test_a_packed_answer_is_unpacked(world):
    packed = gzip.compress(to_json(published_example()))
    answer = Answer(body=packed, headers={"Content-Encoding": "gzip"})
    assert len(outcome(world, "/v2/finance/realization", answer).rows) == 3


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@every_method
@settings(max_examples=25, deadline=None)
@given(value=anything)
def test_any_json_at_all(world, path, value):
    outcome(world, path, Answer(body=json.dumps(value).encode()))


@every_method
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_good_answer_with_any_one_value_replaced(world, path, data):
    ozon, client = world
    good = json.loads(to_json(ozon.answer(request_for(client, ozon, path)).json))
    spoiled = copy.deepcopy(good)
    parent, key = data.draw(st.sampled_from(list(places(spoiled))))
    parent[key] = data.draw(anything)
    outcome(world, path, Answer(body=json.dumps(spoiled).encode()))


def request_for(client, ozon, path):
    """A request that the real client sends to this path."""
    METHODS[path][0](client)
    return ozon.requests[-1]


def places(value):
    """Every (container, key) within a JSON value."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from places(value[key])
