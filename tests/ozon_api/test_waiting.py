"""How long a call takes, what it repeats, and when it gives up."""

import contextlib
import socket
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from ozon_api import errors
from tests.fake_ozon import Answer, faults

ROLES = "/v1/roles"
ACCIDENTS = [
    faults.INTERNAL_ERROR,
    faults.page(502),
    faults.CIRCLE_IS_OPEN,
    faults.page(504),
    faults.RESET,
]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr("ozon_api.connection.FIRST_PAUSE", 0.01)


@pytest.fixture
def patient(connect):
    return connect(patient=True)


@pytest.fixture
def elapsed():
    started = time.monotonic()
    return lambda: time.monotonic() - started


def gaps(ozon):
    times = [request.time for request in ozon.requests]
    return [later - earlier for earlier, later in zip(times, times[1:], strict=False)]


# ------------------------------------------------------------------ in a web request


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_an_accident_is_tried_again_once_at_once(client, ozon, accident, elapsed):
    ozon.script(ROLES, accident)
    assert client.roles().roles
    assert len(ozon.requests) == 2
    assert elapsed() < 0.5


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_a_second_accident_is_the_end(client, ozon, accident):
    ozon.script(ROLES, accident, accident)
    with pytest.raises(errors.Unavailable) as caught:
        client.roles()
    assert len(ozon.requests) == 2
    assert caught.value.status == (None if accident.reset else accident.status)


def test_a_limit_is_reported_at_once(client, ozon, elapsed):
    ozon.script(ROLES, faults.rate_limited("7"))
    with pytest.raises(errors.RateLimited) as caught:
        client.roles()
    assert caught.value.retry_after == 7.0
    assert len(ozon.requests) == 1
    assert elapsed() < 0.5


def test_nothing_sleeps_even_when_ozon_asks_to(client, ozon, elapsed):
    ozon.script(ROLES, faults.refused(503, 14, "busy", Retry_After="5"))
    assert client.roles().roles
    assert elapsed() < 0.5


# ------------------------------------------------------------------ in a background job


def test_accidents_are_waited_out_with_growing_pauses(patient, ozon):
    ozon.script(ROLES, *ACCIDENTS[:3], faults.RESET)
    assert patient.roles().roles
    waited = gaps(ozon)
    assert len(waited) == 4
    assert all(gap >= pause for gap, pause in zip(waited, (0.01, 0.02, 0.04, 0.08), strict=True))


def test_a_limit_is_waited_out_for_as_long_as_ozon_asks(patient, ozon):
    ozon.script(ROLES, faults.rate_limited("1"))
    assert patient.roles().roles
    assert 1.0 <= gaps(ozon)[0] < 1.5


def test_a_pause_is_longer_than_ozon_asks_for_when_attempts_have_earned_it(
    connect, ozon, monkeypatch
):
    monkeypatch.setattr("ozon_api.connection.FIRST_PAUSE", 50)
    ozon.script(ROLES, faults.rate_limited("1"))
    with pytest.raises(errors.RateLimited):
        connect(patient=True, time_limit=20).roles()
    assert len(ozon.requests) == 1, "50 seconds do not fit into 20; the second asked for would"


def test_a_retry_after_of_nothing_is_not_taken_literally(patient, ozon):
    ozon.script(ROLES, *[faults.rate_limited("0")] * 3)
    assert patient.roles().roles
    assert all(gap >= pause for gap, pause in zip(gaps(ozon), (0.01, 0.02, 0.04), strict=True))


def test_the_page_of_an_accident_is_not_read_to_its_end(patient, ozon):
    pieces = iter([b" " * 1024 * 1024] * 200)
    ozon.script(ROLES, Answer(503, body=pieces))
    assert patient.roles().roles
    assert sum(1 for _ in pieces) > 150


def test_a_wait_beyond_the_time_limit_is_not_begun(connect, ozon, elapsed):
    ozon.script(ROLES, faults.rate_limited("3"))
    with pytest.raises(errors.RateLimited) as caught:
        connect(patient=True, time_limit=2).roles()
    assert caught.value.retry_after == 3.0
    assert caught.value.detail == "You have reached request rate limit per second"
    assert len(ozon.requests) == 1
    assert elapsed() < 0.5


def test_attempts_end_with_the_time_limit(connect, ozon, elapsed):
    ozon.always(ROLES, faults.INTERNAL_ERROR)
    with pytest.raises(errors.Unavailable) as caught:
        connect(patient=True, time_limit=0.2).roles()
    assert caught.value.status == 500
    assert 3 <= len(ozon.requests) <= 5
    assert elapsed() < 0.4


@pytest.mark.parametrize(
    "answer",
    [faults.refused(400, 3, "no"), faults.refused(401, 16, "no"), faults.refused(403, 7, "no"),
     faults.refused(404, 5, "Report was not found"), faults.refused(413, 3, "no", Retry_After="0")],
)  # fmt: skip
def test_a_refusal_is_final(patient, ozon, answer):
    ozon.script(ROLES, answer)
    with pytest.raises(errors.OzonError):
        patient.roles()
    assert len(ozon.requests) == 1


# ------------------------------------------------------------------ Retry-After


@pytest.mark.parametrize(
    "header, seconds",
    [("12", 12.0), ("soon", None), ("", None), ("-5", None), ("9" * 5000, None),
     ("999999999999", 21600.0), ("Fri, 99 Foo 2026 25:61:61 GMT", None),
     ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0)],
)  # fmt: skip
def test_what_ozon_asks_to_wait_is_told_if_it_makes_sense(client, ozon, header, seconds):
    ozon.script(ROLES, faults.rate_limited(header))
    with pytest.raises(errors.RateLimited) as caught:
        client.roles()
    assert caught.value.retry_after == seconds


def test_retry_after_may_be_a_date(client, ozon):
    in_a_minute = datetime.now(timezone.utc) + timedelta(seconds=60)
    ozon.script(ROLES, faults.rate_limited(format_datetime(in_a_minute, usegmt=True)))
    with pytest.raises(errors.RateLimited) as caught:
        client.roles()
    assert 55 <= caught.value.retry_after <= 60


def test_a_nonsensical_retry_after_does_not_stop_a_patient_client(patient, ozon):
    ozon.script(ROLES, faults.rate_limited("soon"))
    assert patient.roles().roles


def test_without_the_header_nothing_is_told(client, ozon):
    ozon.script(ROLES, *[faults.page(502)] * 2)
    with pytest.raises(errors.Unavailable) as caught:
        client.roles()
    assert caught.value.retry_after is None


# ------------------------------------------------------------------ slow and broken connections


@pytest.mark.parametrize(
    "drip, patience",
    [
        (Answer(json={"roles": []}, drip=0.05), False),
        (Answer(json={"roles": []}, drip=0.05), True),
        (Answer(body=b"{" + b" " * 500, drip=0.05, drip_body_only=True), False),
        (Answer(body=[b" "] * 500, drip=0.02, drip_body_only=True), True),
    ],
    ids=["headers", "headers, patiently", "body", "chunks"],
)
def test_a_drip_of_bytes_ends_with_the_time_limit(connect, ozon, drip, patience, elapsed):
    ozon.always(ROLES, drip)
    with pytest.raises(errors.Unavailable):
        connect(patient=patience, time_limit=0.2).roles()
    assert elapsed() < 0.4


def test_silence_ends_with_the_timeout(connect, ozon, elapsed):
    ozon.always(ROLES, Answer(delay=5))
    with pytest.raises(errors.Unavailable) as caught:
        connect(timeout=0.15).roles()
    assert "timed out" in caught.value.detail
    assert len(ozon.requests) == 2
    assert elapsed() < 0.6


def test_silence_ends_with_the_time_limit_if_that_is_sooner(connect, ozon, elapsed):
    ozon.always(ROLES, Answer(delay=5))
    with pytest.raises(errors.Unavailable):
        connect(patient=True, timeout=5, time_limit=0.2).roles()
    assert elapsed() < 0.4


def test_connecting_ends_with_the_time_limit(connect, elapsed):
    with socket.socket() as full, contextlib.ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):  # a full queue neither accepts nor refuses connections
            visitor = waiting.enter_context(socket.socket())
            visitor.setblocking(False)
            visitor.connect_ex(full.getsockname())
        with pytest.raises(errors.Unavailable):
            connect(base_url=f"http://127.0.0.1:{full.getsockname()[1]}", time_limit=0.2).roles()
    assert elapsed() < 0.4


def test_each_call_has_the_whole_time_limit(connect, ozon):
    unhurried = connect(time_limit=0.3)
    ozon.script(ROLES, *[Answer(json={"roles": []}, delay=0.18)] * 2)
    for _ in range(2):
        assert unhurried.roles().roles == ()


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(client, ozon):
    ozon.script(ROLES, Answer(body=b"{}" + b" " * 100, cut=2))
    with pytest.raises(errors.Unavailable):
        client.roles()


def test_ozon_may_hang_up_between_two_calls(connect, ozon):
    client = connect()
    ozon.script(ROLES, Answer(json={}, headers={"Connection": "close"}))
    client.roles()
    assert client.roles().roles


def test_one_connection_serves_many_calls(client, ozon, elapsed):
    for _ in range(50):
        client.roles()
    assert elapsed() < 1, "50 calls over a kept-alive connection take milliseconds each"


@pytest.mark.parametrize("patience", [False, True])
def test_a_server_that_is_gone(connect, ozon, patience, elapsed):
    client = connect(patient=patience, time_limit=0.3)
    client.roles()
    ozon.stop()
    with pytest.raises(errors.Unavailable) as caught:
        client.roles()
    assert caught.value.status is None
    assert elapsed() < 1
