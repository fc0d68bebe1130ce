"""The pages of a day's accruals, and the list of their types, as Ozon handles them."""

import threading
import time
from datetime import date

import pytest

from ozon_api import errors
from tests.fake_ozon import Answer, faults, seller_fee
from tests.fake_ozon.finance import ACCRUALS, TYPES

DAY = date(2026, 9, 24)


# ------------------------------------------------------------------ pages


def test_a_day_comes_in_pages(client, seller, ozon):
    seller.accruals(DAY).extend(seller_fee(n, DAY, "", 41, "-1") for n in range(1, 6))
    seller.finance.page_size = 2
    ids, mark = [], ""
    for _ in range(3):
        page = client.accruals_by_day(DAY, mark)
        ids.append([accrual.accrual_id for accrual in page.accruals])
        mark = page.last_id
    assert ids == [["1", "2"], ["3", "4"], ["5"]]
    assert mark == ""
    assert ozon.asked(ACCRUALS)[1].body["last_id"] != ""


@pytest.fixture
def second_page(seller, client):
    """The mark of a day's second page."""
    seller.accruals(DAY).extend(seller_fee(n, DAY, "", 41, "-1") for n in range(1, 4))
    seller.finance.page_size = 2
    return client.accruals_by_day(DAY).last_id


def test_a_mark_dies_after_fifteen_minutes(client, seller, second_page):
    now = time.monotonic()
    seller.finance.clock = lambda: now + 15 * 60 + 1
    with pytest.raises(errors.PageExpired) as caught:
        client.accruals_by_day(DAY, second_page)
    assert (caught.value.method, caught.value.status) == (ACCRUALS, 400)
    assert len(client.accruals_by_day(DAY).accruals) == 2, "the day can be begun anew"


@pytest.mark.parametrize(
    "answer, error",
    [
        (faults.refused(400, 3, "anything"), errors.PageExpired),
        (faults.OBSOLETE, errors.PageExpired),  # the first page will show the real reason
        (faults.rate_limited(), errors.RateLimited),
        (faults.BAD_GATEWAY, errors.Unavailable),
        (faults.refused(403, 7, "Api-Key is missing a required role"), errors.MissingRole),
    ],
)
def test_other_refusals_of_a_later_page(client, ozon, second_page, answer, error):
    ozon.always(ACCRUALS, answer)
    with pytest.raises(error):
        client.accruals_by_day(DAY, second_page)


def test_refusals_of_the_first_page_are_what_they_are(client, ozon):
    with pytest.raises(errors.RequestRejected):
        client.accruals_by_day(date(2021, 12, 31))
    ozon.script(ACCRUALS, faults.OBSOLETE)
    with pytest.raises(errors.MethodSwitchedOff):
        client.accruals_by_day(DAY)


def test_questions_that_overlap_are_refused(connect, seller):
    seller.finance.seconds_a_day = 0.5
    first, second = connect(), connect()
    slow = threading.Thread(target=first.accruals_by_day, args=(DAY,))
    slow.start()
    time.sleep(0.2)
    with pytest.raises(errors.RateLimited):
        second.accruals_by_day(DAY)
    slow.join()
    assert second.accruals_by_day(DAY).accruals == ()


# ------------------------------------------------------------------ types


def test_types_have_a_key_and_a_russian_name(client):
    types = {one.id: one for one in client.accrual_types()}
    assert len(types) > 120
    assert (types[32].name, types[32].description) == ("Logistic", "Логистика")
    assert (types[16].name, types[69].name) == ("Drop-Off", "SaleCommission")


def test_types_are_refused_to_whoever_asks_too_often(client, seller):
    seller.finance.types_pause = 3600
    client.accrual_types()
    with pytest.raises(errors.RateLimited):
        client.accrual_types()


@pytest.mark.parametrize(
    "answer, field",
    [({}, "accrual_types"), ({"accrual_types": None}, "accrual_types"),
     ({"accrual_types": [{"name": "A"}]}, "accrual_types[0].id"),
     ({"accrual_types": [{"id": 1, "name": ""}]}, "accrual_types[0].name"),
     ({"accrual_types": [{"id": -1, "name": "A"}]}, "accrual_types[0].id")],
)  # fmt: skip
def test_types_without_a_key_are_refused(client, ozon, answer, field):
    ozon.script(TYPES, Answer(json=answer))
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        client.accrual_types()
    assert caught.value.field == field
