"""Every fault at every method: the right record or a typed error, soon and in bounded memory."""

import json
import subprocess
import sys
import time

import pytest

from ozon_api import OzonClient, errors
from tests.fake_ozon import Answer, FakeOzon, Seller, card, faults, published_example, to_json
from tests.fake_ozon.goods import (
    ACT_PRODUCTS,
    ACT_SUMMARY,
    FBO_STOCKS,
    STOCK_STATES,
    SUPPLY_GET,
)
from tests.fake_ozon.spoiled import spoiled
from tests.ozon_api.test_strange_answers import CASH_FLOW, DAY, finance, goods

pytestmark = pytest.mark.exhaustive

METHODS = {
    "/v1/roles": (lambda client: client.roles(), {}),
    "/v1/seller/info": (lambda client: client.seller_info(), {}),
    "/v3/product/list": (lambda client: client.product_list(), {"limit": 1000, "filter": {}}),
    "/v3/product/info/list": (lambda client: client.product_cards(skus=["1"]), {"sku": ["1"]}),
    "/v2/finance/realization": (
        lambda client: client.realization(2026, 9), {"year": 2026, "month": 9},
    ),
    "/v1/finance/accrual/by-day": (
        lambda client: client.accruals_by_day(DAY), {"date": DAY.isoformat()},
    ),
    "/v1/finance/balance": (
        lambda client: client.balance(DAY, DAY),
        {"date_from": DAY.isoformat(), "date_to": DAY.isoformat()},
    ),
    "/v1/finance/products/buyout": (
        lambda client: client.buyouts(DAY, DAY),
        {"date_from": DAY.isoformat(), "date_to": DAY.isoformat()},
    ),
    "/v1/finance/cash-flow-statement/list": (
        lambda client: client.cash_flow(DAY, DAY), CASH_FLOW,
    ),
    "/v1/report/info": (lambda client: client.report_info("REPORT_1"), {"code": "REPORT_1"}),
    FBO_STOCKS: (lambda client: client.fbo_stocks(["1"]), {"skus": ["1"]}),
    STOCK_STATES: (lambda client: client.stock_states(["1"]), {"skus": ["1"]}),
    SUPPLY_GET: (lambda client: client.supply_orders(["700001"]), {"order_ids": ["700001"]}),
    ACT_SUMMARY: (lambda client: client.supply_acts("700001"), {"order_id": 700001}),
    ACT_PRODUCTS: (lambda client: client.act_goods("1"), {"supply_id": 1}),
}  # fmt: skip
SELLER = Seller(
    cards=[card(11, 1)], reports={(2026, 9): published_example()}, finance=finance(),
    goods=goods(),
)
GOOD = {path: SELLER.answer(path, body).json for path, (_, body) in METHODS.items()}
ACCIDENTS = [(path, name) for path in METHODS for name in faults.accidents(GOOD[path])]
SPOILED = [(path, fault) for path in METHODS for fault in spoiled(GOOD[path])]


@pytest.fixture(scope="module")
def world():
    with (
        FakeOzon(SELLER) as ozon,
        OzonClient(SELLER.client_id, SELLER.api_key, ozon.url, timeout=0.3, time_limit=2) as client,
    ):
        yield ozon, client


@pytest.fixture
def ask(world):
    """Calls a method while Ozon answers like this; returns the record or the OzonError."""
    ozon, client = world

    def ask(path, answer=None):
        ozon.always(path, answer)
        try:
            return METHODS[path][0](client)
        except errors.OzonError as error:
            return error

    yield ask
    for path in METHODS:
        ozon.always(path, None)


@pytest.mark.parametrize("path, name", ACCIDENTS, ids=[f"{p} {n}" for p, n in ACCIDENTS])
def test_an_accident_is_told_in_time_and_forgotten(ask, path, name):
    good = ask(path)
    started = time.monotonic()
    error = ask(path, faults.accidents(GOOD[path])[name])
    assert isinstance(error, errors.TemporaryError | errors.UnintelligibleAnswer)
    assert time.monotonic() - started < 4
    assert ask(path) == good


@pytest.mark.parametrize("path, fault", SPOILED, ids=[f"{p} {f.name}" for p, f in SPOILED])
def test_a_spoiled_answer_is_refused_or_read_as_far_as_it_says_something(ask, path, fault):
    """The result equals that without the fault, or is empty at the place of the fault."""
    found = ask(path, Answer(body=fault.body))
    if isinstance(found, errors.OzonError):
        assert type(found) is errors.UnintelligibleAnswer
        assert found.raw == fault.body
        # The error names the place of the fault, its surroundings, or what is missing within it.
        spot, named = (p.removeprefix("result").strip(".") for p in (fault.path, found.field))
        assert spot.startswith(named) or named.startswith(spot)
    else:
        assert fault.kind not in ("NaN", "Infinity"), "that is no JSON"
        assert len(repr(found)) < len(repr(ask(path))) + 600, "no text is endless"


@pytest.mark.parametrize(
    "field",
    ["quantity", "amount", "bonus", "standard_fee", "total", "commission", "compensation", "stars",
     "bank_coinvestment", "pick_up_point_coinvestment"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["a text", "a list", "an object", "true", "1e308", "10^400"])
def test_a_sum_that_is_no_sum_is_refused_by_its_name(ask, field, kind):
    path = f"result.rows[0].delivery_commission.{field}"
    [fault] = [f for _, f in SPOILED if (f.path, f.kind) == (path, kind)]
    found = ask("/v2/finance/realization", Answer(body=fault.body))
    assert (type(found), f"result.{found.field}") == (errors.UnintelligibleAnswer, path)


@pytest.mark.parametrize(
    "path", ["result.rows", "result.rows[0].delivery_commission.quantity", "result.header"]
)
@pytest.mark.parametrize("kind", ["missing", "null"])
def test_what_would_make_a_month_too_small_unnoticed_is_refused(ask, path, kind):
    [fault] = [f for _, f in SPOILED if (f.path, f.kind) == (path, kind)]
    found = ask("/v2/finance/realization", Answer(body=fault.body))
    assert (type(found), f"result.{found.field}") == (errors.UnintelligibleAnswer, path)


def test_a_row_in_which_both_sides_are_left_out_is_refused(ask):
    payload = json.loads(to_json(published_example()))
    for side in ("delivery_commission", "return_commission"):
        del payload["result"]["rows"][1][side]
    found = ask("/v2/finance/realization", Answer(json=payload))
    assert (type(found), found.field) == (errors.UnintelligibleAnswer, "rows[1]")
    assert found.detail.endswith("says neither what was sold nor what came back")


@pytest.mark.parametrize("absent", [None, {}, {"quantity": 0, "amount": 0, "total": 0.0}])
def test_a_row_with_nothing_on_either_side_holds_nothing_up(ask, absent):
    payload = json.loads(to_json(published_example()))
    for side in ("delivery_commission", "return_commission"):
        payload["result"]["rows"][1][side] = absent
    found = ask("/v2/finance/realization", Answer(json=payload))
    assert [(row.sold is None, row.returned is None) for row in found.rows] == [
        (False, True), (True, True), (True, False)
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["\x00", "a\ud800", "x" * 100_000])
def test_a_mark_of_the_next_page_that_cannot_be_kept_is_refused(ask, mark):
    answer = Answer(body=json.dumps({"result": {"items": [], "last_id": mark}}).encode())
    found = ask("/v3/product/list", answer)
    assert (type(found), found.field) == (errors.UnintelligibleAnswer, "last_id")


def test_a_key_that_expires_at_the_beginning_of_time_has_no_end(ask):
    answer = Answer(json={"expires_at": "0001-01-01T00:00:00Z", "roles": []})
    assert ask("/v1/roles", answer).expires_at is None


# ------------------------------------------------------------------ memory

# This is the peak of the process itself: `getrusage` reports at least the peak of the parent.
PEAK = """
import re, sys
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read()).group(1))
"""
ASK = PEAK + """
from ozon_api import OzonClient, errors
before = peak()
try:
    OzonClient("123456", "key", sys.argv[1]).realization(2026, 9)
except errors.UnintelligibleAnswer as error:
    print(peak() - before, error.detail)
"""


@pytest.mark.parametrize(
    "body, most",
    [(b" " * 200 * 10**6, 10), (faults.Huge(200 * 10**6), 150)],
    ids=["announced", "in pieces"],
)
def test_200_mb_are_refused_in_bounded_memory(world, body, most):
    """The peak of a separate process, as the increase in MB during the call."""
    ozon, _client = world
    ozon.always("/v2/finance/realization", Answer(body=body))
    try:
        done = subprocess.run(
            [sys.executable, "-c", ASK, ozon.url], capture_output=True, text=True, check=True,
            env={"PYTHONPATH": "ozon_connector"},
        )  # fmt: skip
    finally:
        ozon.always("/v2/finance/realization", None)
    kilobytes, told = done.stdout.split(maxsplit=1)
    assert told.strip() == "is too large"
    assert int(kilobytes) / 1024 < most


def test_the_largest_answer_that_is_taken_fits_into_a_worker():
    """A month of 100,000 rows, 64 MB, is read within the default limit of Odoo's workers."""
    code = PEAK + """
from ozon_api.answers import read_realization
from tests.fake_ozon import report, row, side, to_json
rows = [row(sku=1000 + n, sold=side(1), returned=side(1)) for n in range(100_000)]
content = to_json(report(rows))
del rows
read = read_realization(content)
print(len(content), len(read.rows), peak())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": "ozon_connector:."},
    )  # fmt: skip
    size, rows, peak = map(int, done.stdout.split())
    assert (rows, size > 60 * 10**6) == (100_000, True)
    assert peak / 1024 < 2048
