"""Every request is reported to the listener, without any secrets."""

import pytest

from ozon_api import errors
from tests.conftest import KEY_MARK
from tests.fake_ozon import Answer, faults

ROLES = "/v1/roles"


@pytest.fixture
def seen():
    return []


@pytest.fixture
def observed(connect, seen, monkeypatch):
    monkeypatch.setattr("ozon_api.connection.FIRST_PAUSE", 0.01)

    def make(**arguments):
        return connect(observer=seen.append, **arguments)

    return make


def told(seen):
    return [(each.method, each.attempt, each.status, each.outcome) for each in seen]


def test_an_answer_is_told_with_its_size_and_duration(observed, seen, ozon):
    ozon.always(ROLES, Answer(body=b'{"roles": []}', delay=0.05))
    observed().roles()
    assert told(seen) == [(ROLES, 1, 200, "ok")]
    assert seen[0].size == len(b'{"roles": []}')
    assert 0.05 <= seen[0].duration < 5
    assert seen[0].moment.utcoffset().total_seconds() == 0


def test_each_attempt_is_told_and_pauses_are_not_counted(observed, seen, ozon):
    ozon.script(ROLES, faults.rate_limited("1"), faults.BAD_GATEWAY, faults.RESET)
    observed(patient=True).roles()
    assert told(seen) == [
        (ROLES, 1, 429, "rate_limited"),
        (ROLES, 2, 502, "unreachable"),
        (ROLES, 3, None, "unreachable"),
        (ROLES, 4, 200, "ok"),
    ]
    assert sum(each.duration for each in seen) < 1, "Retry-After alone was a second"


@pytest.mark.parametrize(
    ("answer", "status", "outcome", "attempts"),
    [
        (faults.refused(404, 5, "Invalid Api-Key"), 404, "refused", 1),
        (faults.OBSOLETE, 400, "refused", 1),
        (faults.rate_limited(), 429, "rate_limited", 1),
        (faults.BAD_GATEWAY, 502, "unreachable", 2),
        (faults.RESET, None, "unreachable", 2),
        (Answer(body=b"<html>"), 200, "unintelligible", 1),
        (Answer(302, body=b"", headers={"Location": "/"}), 302, "unintelligible", 1),
    ],
)
def test_each_failure_has_its_outcome(observed, seen, ozon, answer, status, outcome, attempts):
    ozon.always(ROLES, answer)
    with pytest.raises(errors.OzonError):
        observed().roles()
    assert told(seen) == [
        (ROLES, attempt, status, outcome) for attempt in range(1, attempts + 1)
    ]
    assert len(ozon.requests) == attempts


def test_a_month_without_a_report_is_no_failure(observed, seen):
    with pytest.raises(errors.ReportNotReady):
        observed().realization(2026, 10)
    assert [each.outcome for each in seen] == ["not_ready"]


def test_nothing_that_is_told_has_the_key_or_what_ozon_says(observed, seen, ozon, seller):
    ozon.always(ROLES, faults.refused(400, 3, f"bad key {seller.api_key}"))
    with pytest.raises(errors.OzonError):
        observed().roles()
    assert KEY_MARK not in repr(seen) and "bad key" not in repr(seen)
