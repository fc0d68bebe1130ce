"""All other tests rely on the fake Ozon, so it is tested as well, over plain HTTP."""

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fake_ozon import (
    FakeOzon,
    Seller,
    card,
    faults,
    published_example,
    random_report,
    side,
    totals,
)
from tests.fake_ozon.demo_seller import demo_seller, last_closed_months
from tests.fake_ozon.figures import row

PROJECT = Path(__file__).parents[2]
REPORT = "/v2/finance/realization"
MONTHS = [(2026, 8), (2026, 9), (2026, 10)]


@pytest.fixture
def post(ozon, seller):
    def send(path, body=None, **headers):
        usual = {"Client-Id": seller.client_id, "Api-Key": seller.api_key}
        answer = requests.post(
            ozon.url + path, json=body or {}, headers={**usual, **headers}, timeout=5
        )
        return answer.status_code, answer.json()

    return send


# ------------------------------------------------------------------ Ozon's behaviour


def test_ozon_s_own_words_for_wrong_credentials(post):
    assert post("/v1/roles", **{"Api-Key": ""})[0] == 401
    assert post("/v1/roles", **{"Client-Id": "shop"})[0] == 400
    status, envelope = post("/v1/roles", **{"Api-Key": "wrong"})
    assert (status, envelope["code"]) == (404, 5)
    assert envelope["message"].startswith("Invalid Api-Key")


def test_only_json_posts_are_answered(ozon):
    assert requests.get(ozon.url + "/v1/roles", timeout=5).status_code == 405
    answer = requests.post(ozon.url + "/v1/roles", data="x", timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (400, 4)


def test_a_month_without_a_report_and_months_that_are_none(post):
    assert post(REPORT, {"year": 2026, "month": 8}) == (
        404,
        {"code": 5, "message": "Report was not found", "details": []},
    )
    assert post(REPORT, {"year": 2026, "month": 13})[0] == 400
    assert post(REPORT, {"year": 2022, "month": 12})[0] == 400


def test_switched_off_methods_and_wrong_paths(post):
    assert post("/v3/finance/transaction/list")[1]["code"] == 9
    assert post("/v9/anything")[0] == 404


def test_product_pages_follow_each_other_and_tell_no_total(post, seller):
    seller.cards = [card(number, number) for number in range(1, 6)]
    body = {"filter": {}, "last_id": "", "limit": 3}
    first = post("/v3/product/list", body)[1]["result"]
    second = post("/v3/product/list", {**body, "last_id": first["last_id"]})[1]["result"]
    third = post("/v3/product/list", {**body, "last_id": second["last_id"]})[1]["result"]
    ids = [[item["product_id"] for item in page["items"]] for page in (first, second, third)]
    assert ids == [[1, 2, 3], [4, 5], []]
    assert "total" not in first and first["total_items"] == 5
    assert post("/v3/product/list", {**body, "limit": 1001})[0] == 400


def test_ids_in_the_filter_overrule_visibility(post):
    listed = post("/v3/product/list", {"filter": {"offer_id": ["ART-1003"]}, "limit": 10})[1]
    assert [item["product_id"] for item in listed["result"]["items"]] == [13]


def test_cards_are_limited_to_a_thousand_ids(post):
    assert post("/v3/product/info/list", {"sku": list(range(1001))})[0] == 400
    assert post("/v3/product/info/list", {})[0] == 400


def test_several_sellers_see_their_own(ozon, seller):
    other = Seller(client_id="777", api_key="other", reports={(2026, 8): published_example()})
    ozon.sellers.append(other)
    headers = {"Client-Id": "777", "Api-Key": "other"}
    for month, status in ((8, 200), (9, 404)):
        body = {"year": 2026, "month": month}
        answer = requests.post(ozon.url + REPORT, json=body, headers=headers, timeout=5)
        assert answer.status_code == status


# ------------------------------------------------------------------ faults on demand


def test_scripted_answers_come_once_and_in_order(ozon, post):
    ozon.script("/v1/roles", faults.INTERNAL_ERROR, faults.rate_limited())
    assert [post("/v1/roles")[0] for _ in range(3)] == [500, 429, 200]
    assert post("/v1/seller/info")[0] == 200


def test_standing_answers_stay_until_they_are_taken_back(ozon, post):
    ozon.always("/v1/roles", faults.INTERNAL_ERROR)
    assert [post("/v1/roles")[0] for _ in range(2)] == [500, 500]
    ozon.always("/v1/roles", None)
    assert post("/v1/roles")[0] == 200


def test_what_came_is_recorded(ozon, post):
    post("/v1/roles")
    post(REPORT, {"year": 2026, "month": 9})
    (request,) = ozon.asked(REPORT)
    assert (request.method, request.body) == ("POST", {"year": 2026, "month": 9})
    assert request.time >= ozon.requests[0].time


def test_a_stopped_server_answers_nobody_not_even_old_acquaintances(seller):
    headers = {"Client-Id": seller.client_id, "Api-Key": seller.api_key}
    with requests.Session() as session:
        with FakeOzon(seller) as ozon:
            session.post(ozon.url + "/v1/roles", json={}, headers=headers, timeout=5)
            address = ozon.url + "/v1/roles"
        with pytest.raises(requests.ConnectionError):
            session.post(address, json={}, headers=headers, timeout=5)


# ------------------------------------------------------------------ figures


def assert_identities(payload):
    for one in payload["result"]["rows"]:
        price, ratio = one["seller_price_per_instance"], one["commission_ratio"]
        for figures in filter(None, (one["delivery_commission"], one["return_commission"])):
            units = figures["quantity"]
            partners = sum(
                figures[key] for key in figures if key.startswith(("bank", "star", "pi"))
            )
            given = figures["amount"] + figures["bonus"] + partners
            assert price * units == given
            assert abs(figures["standard_fee"] - ratio * price * units) <= Decimal("0.005")
            assert figures["total"] == given - figures["standard_fee"]
            assert figures["amount"] == figures["price_per_instance"] * units >= 0


def test_the_published_example_has_the_published_sums():
    assert totals(published_example()) == (2800, 100, 290, 2610)


def test_the_one_live_row_that_was_published_comes_out_the_same():
    live = row(sku=1, price=37146, ratio="0.46", sold=side(1, points="19913.38", bank="170.62"))
    sold = live["delivery_commission"]
    assert (sold["amount"], sold["standard_fee"], sold["total"]) == (
        17062, Decimal("17087.16"), Decimal("20058.84")
    )  # fmt: skip


@settings(max_examples=40)
@given(random=st.randoms(use_true_random=False))
def test_random_reports_obey_the_identities(random):
    assert_identities(random_report(random))


def test_random_reports_hold_sales_returns_and_both_and_repeat():
    payload = random_report(Random(1), rows=100)
    kinds = {
        (one["delivery_commission"] is None, one["return_commission"] is None)
        for one in payload["result"]["rows"]
    }
    assert kinds == {(False, True), (True, False), (False, False)}
    assert payload == random_report(Random(1), rows=100)


# ------------------------------------------------------------------ the demo seller


@pytest.fixture(scope="module")
def shop():
    return demo_seller("123456", "key", MONTHS)


def test_the_demo_shop_has_every_difficulty_of_a_real_one(shop):
    names = [one["name"] for one in shop.cards]
    articles = [one["offer_id"] for one in shop.cards]
    assert len(shop.cards) == len(set(articles)) == len({one["id"] for one in shop.cards}) == 200
    assert len(set(names)) < len(names), "a name used by two cards"
    assert any(" " in article for article in articles)
    assert any(not article.isascii() for article in articles)
    assert any(one["is_archived"] for one in shop.cards)
    assert any(len(one["sources"]) > 1 for one in shop.cards)
    assert all(one["barcodes"][0].startswith("OZN") for one in shop.cards)


def test_the_demo_reports_have_every_difficulty_of_real_ones(shop):
    rows = [one for payload in shop.reports.values() for one in payload["result"]["rows"]]
    sold = [one["delivery_commission"] for one in rows if one["delivery_commission"]]
    for loyalty in ("bonus", "bank_coinvestment", "stars", "pick_up_point_coinvestment"):
        assert any(figures[loyalty] for figures in sold), loyalty
    assert any(one["delivery_commission"] and one["return_commission"] for one in rows)
    prices = {}
    for one in rows:
        prices.setdefault(one["item"]["sku"], set()).add(one["seller_price_per_instance"])
    assert max(map(len, prices.values())) > 1, "one SKU at several prices"


def test_the_demo_reports_add_up_and_no_chart_of_them_begins_below_zero(shop):
    for payload in shop.reports.values():
        assert_identities(payload)
        sums = totals(payload)
        assert min(sums.revenue, sums.base_fee, sums.accrual) > 0


def test_the_demo_months_have_points_below_zero_beyond_the_fee_and_as_usual(shop):
    first, middle, last = (totals(shop.reports[month]) for month in MONTHS)
    assert first.points < 0
    assert middle.points > middle.base_fee
    assert 0 < last.points < last.base_fee


def test_the_month_that_the_demo_leaves_has_three_products_of_its_own():
    reports = demo_seller("123456", "key", [*MONTHS, (2026, 7)]).reports

    def skus(month):
        return {one["item"]["sku"] for one in reports[month]["result"]["rows"]}

    assert len(skus((2026, 7)) - set.union(*map(skus, MONTHS))) == 3


def test_the_demo_is_the_same_every_time(shop):
    assert demo_seller("123456", "key", MONTHS) == shop


@pytest.mark.parametrize(
    "now, months",
    [
        (datetime(2026, 11, 23, tzinfo=timezone.utc), MONTHS),
        (datetime(2026, 10, 31, 21, 0, tzinfo=timezone.utc), MONTHS),  # November in Moscow
        (datetime(2026, 2, 1, tzinfo=timezone.utc), [(2025, 11), (2025, 12), (2026, 1)]),
    ],
)
def test_closed_months_are_moscow_s(now, months):
    assert last_closed_months(now) == months


def test_the_demo_server_runs_as_a_program():
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.fake_ozon", "--client-id", "42", "--months",
         "2026-08,2026-09,2026-10"],
        cwd=PROJECT, env={**os.environ, "OZON_API_KEY": "demo"}, text=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        address = server.stdout.readline().removeprefix("listening on ").strip()
        keys = {"Client-Id": "42", "Api-Key": "demo"}
        month = {"year": 2026, "month": 9}
        answer = requests.post(address + REPORT, json=month, headers=keys, timeout=5)
        roles = requests.post(f"{address}/v1/roles", json={}, headers=keys, timeout=5)
    finally:
        server.terminate()
        server.wait(timeout=5)
        server.stdout.close()
    assert answer.json()["result"]["header"]["start_date"] == "2026-09-01"
    end = datetime.strptime(roles.json()["expires_at"], "%Y-%m-%dT%H:%M:%S%z")
    left = end - datetime.now(timezone.utc)
    assert timedelta(days=89) < left <= timedelta(days=90), "Ozon's keys last three months"
