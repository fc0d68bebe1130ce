"""Reports that Ozon creates on order: the order, the waiting, and the file on another host."""

import logging
from datetime import datetime, timezone
from decimal import Decimal

import pytest

from ozon_api import errors
from tests.fake_ozon import Answer, Settlement, faults
from tests.fake_ozon.finance import FOREVER

SETTLEMENT = "/v1/finance/mutual-settlement"
INFO = "/v1/report/info"
FILE = "report/file"


@pytest.fixture
def finance(seller):
    """The seller's `Finance`, with a settlement for September 2026."""
    seller.finance.settlements[2026, 9] = Settlement(2026, 9, opening=Decimal("100.00"))
    return seller.finance


@pytest.fixture
def link(client, finance):
    """A link to a file that is ready."""
    finance.polls = 0
    return client.report_info(client.order_mutual_settlement(2026, 9)).file_url


# ------------------------------------------------------------------ the order


def test_a_report_is_ordered_waited_for_and_fetched(client, finance, ozon):
    finance.polls = 2
    code = client.order_mutual_settlement(2026, 9)
    told = [client.report_info(code) for _ in range(3)]

    assert [info.status for info in told] == ["waiting", "processing", "success"]
    assert [info.file_url != "" for info in told] == [False, False, True]
    assert {(info.code, info.report_type) for info in told} == {(code, "MUTUAL_SETTLEMENT")}
    assert told[0].expires_at is None and told[2].expires_at > datetime.now(timezone.utc)
    assert client.report_file(told[2].file_url)[:4] == b"PK\3\4"
    assert ozon.asked(SETTLEMENT)[0].body == {"date": "2026-09", "language": "RU"}


def test_a_month_that_is_not_closed_has_no_report_yet(client):
    with pytest.raises(errors.ReportNotReady) as caught:
        client.order_mutual_settlement(2026, 10)
    assert (caught.value.method, caught.value.status) == (SETTLEMENT, 404)


def test_a_report_may_fail_and_ozon_says_why(client, finance):
    finance.failure = "INTERNAL"
    code = client.order_mutual_settlement(2026, 9)
    client.report_info(code)
    failed = client.report_info(code)
    assert (failed.status, failed.error, failed.file_url) == ("failed", "INTERNAL", "")


def test_a_report_may_never_be_made(client, finance):
    finance.polls = FOREVER
    code = client.order_mutual_settlement(2026, 9)
    assert {client.report_info(code).status for _ in range(5)} == {"waiting", "processing"}


def test_a_code_that_ozon_no_longer_knows(client, finance):
    code = client.order_mutual_settlement(2026, 9)
    finance.clock = lambda: 10**9
    with pytest.raises(errors.FileGone):
        client.report_info(code)


def test_a_method_that_is_gone_is_not_taken_for_a_report_that_is(client, ozon):
    ozon.script(INFO, faults.OBSOLETE, Answer(404, body=b"404 page not found"))
    for _ in range(2):
        with pytest.raises(errors.MethodSwitchedOff):
            client.report_info("REPORT_1")


@pytest.mark.parametrize(
    "answer, field",
    [
        ({"result": {"code": "1"}}, "status"),
        ({"result": {"code": "1", "status": "success"}}, "file"),
        ({"result": {"code": "1", "status": "success", "file": "file:///etc/passwd"}}, "file"),
        ({"result": {"code": "1", "status": "success", "file": "https://a.ru/b c"}}, "file"),
        ({"result": {"code": "1", "status": "success", "file": "https://" + "a" * 4000}}, "file"),
        ({"result": {"code": "1", "status": "success", "file": 5}}, "file"),
        ({"result": {"code": "1", "status": "waiting", "expires_at": "soon"}}, "expires_at"),
    ],
)
def test_an_answer_that_does_not_say_what_became_of_the_report(client, ozon, answer, field):
    ozon.script(INFO, Answer(json=answer))
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        client.report_info("1")
    assert caught.value.field == field


def test_an_order_without_a_code(client, ozon):
    ozon.script(SETTLEMENT, Answer(json={"result": {}}))
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        client.order_mutual_settlement(2026, 9)
    assert caught.value.field == "code"


# ------------------------------------------------------------------ the file


def test_a_file_is_asked_for_without_the_key(client, seller, ozon, link):
    client.report_file(link)
    (request,) = [one for one in ozon.requests if one.method == "GET"]
    told = str(request.headers)
    assert "signature=" in request.query
    assert seller.api_key not in told and seller.client_id not in told
    assert "Cookie" not in told and "Authorization" not in told


def test_an_expired_link_is_gone(client, finance, link):
    finance.link_life = -1
    with pytest.raises(errors.FileGone) as caught:
        client.report_file(link)
    assert (caught.value.method, caught.value.status) == (FILE, 403)


@pytest.mark.parametrize(
    "link",
    ["http://example.org/a.xlsx", "ftp://127.0.0.1/a.xlsx", "file:///etc/passwd", "", "a.xlsx",
     "https://user:secret@example.org/a", "http://127.0.0.1@example.org/a", "https://a b/c",
     "http://example.org\\@127.0.0.1/a", "http://192.168.0.10/a", "https://пример.рф/a",
     "http://127.0.0.2/a", "//example.org/a", "https://example.org/\r\nX: y", "https:///a"],
)  # fmt: skip
def test_a_link_where_others_could_read_along_is_not_followed(client, link):
    with pytest.raises(errors.UnsafeLink):
        client.report_file(link)


def test_ozon_itself_leads_nobody_to_this_machine(connect, ozon):
    with pytest.raises(errors.UnsafeLink):
        connect(base_url="https://example.org").report_file(f"{ozon.url}/files/a.xlsx")


def test_a_redirect_is_followed_to_safe_places_only(client, ozon, link):
    path = link.removeprefix(ozon.url).partition("?")[0]
    ozon.script("/files/elsewhere.xlsx", _redirect(link))
    assert client.report_file(f"{ozon.url}/files/elsewhere.xlsx")[:2] == b"PK"
    ozon.script(path, _redirect("http://example.org/a.xlsx"))
    with pytest.raises(errors.UnsafeLink):
        client.report_file(link)


def test_redirects_without_end_are_left(client, ozon):
    ozon.always("/files/a.xlsx", _redirect("/files/a.xlsx"))
    with pytest.raises(errors.UnintelligibleAnswer):
        client.report_file(f"{ozon.url}/files/a.xlsx")
    assert len(ozon.requests) == 4


def _redirect(link):
    return Answer(302, body=b"", headers={"Location": link})


@pytest.mark.parametrize(
    "answer, error",
    [
        (Answer(404, body=b""), errors.FileGone),
        (faults.BAD_GATEWAY, errors.Unavailable),
        (faults.rate_limited(), errors.RateLimited),
        (faults.RESET, errors.Unavailable),
        (Answer(body=b"PK" * 9, cut=4), errors.Unavailable),
        (Answer(body=b"PK", headers={"Content-Encoding": "br"}), errors.UnintelligibleAnswer),
        (Answer(body=faults.Huge(51 * 2**20)), errors.UnintelligibleAnswer),
        (Answer(body=b"PK", delay=30), errors.Unavailable),
        (Answer(body=b"P" * 10**5, drip=0.01), errors.Unavailable),
    ],
    ids=["404", "502", "429", "reset", "breaks off", "packed", "51 MB", "silence", "drip"],
)
def test_accidents_of_files_are_ozon_errors_that_tell_no_signature(
    connect, ozon, link, answer, error, caplog
):
    ozon.always(link.removeprefix(ozon.url).partition("?")[0], answer)
    with caplog.at_level(logging.INFO), pytest.raises(error) as caught:
        connect(timeout=1, time_limit=2).report_file(link)
    assert caught.value.method == FILE
    signature = link.partition("signature=")[2]
    assert signature not in f"{caught.value!r} {caught.value.__cause__!r} {caplog.text}"
    assert caught.value.__context__ is None


def test_fifty_megabytes_are_taken(client, ozon):
    ozon.always("/files/a.xlsx", Answer(body=faults.Huge(50 * 2**20)))
    assert len(client.report_file(f"{ozon.url}/files/a.xlsx")) == 50 * 2**20


def test_a_file_is_counted_and_told_of_like_any_request(connect, link):
    told, entered = [], []

    class Leave:
        def enter(self):
            entered.append(1)
            return 0

        def leave(self):
            pass

    connect(observer=told.append, limiter=Leave()).report_file(link)
    (exchange,) = told
    assert (exchange.method, exchange.outcome, exchange.status) == (FILE, "ok", 200)
    assert exchange.size > 1000 and entered == [1]
