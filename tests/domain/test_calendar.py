"""Months in Moscow: when reports are due, late, and requested again."""

from datetime import date, datetime, timedelta, timezone

import pytest

from domain import calendar


def utc(*moment):
    return datetime(*moment, tzinfo=timezone.utc)


OCTOBER = date(2026, 10, 1)


def test_months_are_counted_from_first_to_last_across_a_new_year():
    assert list(calendar.months(date(2025, 11, 15), date(2026, 2, 1))) == [
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    ]  # fmt: skip
    assert list(calendar.months(date(2026, 2, 1), date(2026, 1, 31))) == []


@pytest.mark.parametrize(
    ("month", "last"),
    [(date(2024, 2, 1), 29), (date(2026, 2, 1), 28), (OCTOBER, 31), (date(2026, 12, 1), 31)],
)
def test_the_last_day_of_a_month(month, last):
    assert calendar.last_day(month) == month.replace(day=last)


@pytest.mark.parametrize("hours", [2, 3, 7, 12])
def test_noon_is_on_the_same_day_in_all_of_russia(hours):
    noon = calendar.noon(date(2026, 9, 30))
    assert noon == utc(2026, 9, 30, 9, 0)
    assert noon.astimezone(timezone(timedelta(hours=hours))).date() == date(2026, 9, 30)


def test_a_month_closes_at_midnight_in_moscow_not_in_greenwich():
    assert calendar.last_closed_month(utc(2026, 10, 31, 20, 59, 59)) == date(2026, 9, 1)
    assert calendar.last_closed_month(utc(2026, 10, 31, 21, 0)) == OCTOBER
    assert calendar.last_closed_month(utc(2026, 12, 31, 21, 0)) == date(2026, 12, 1)


def test_a_report_is_due_on_the_7th_at_six_in_moscow():
    assert calendar.due_at(OCTOBER) == utc(2026, 11, 7, 3, 0)
    assert calendar.due_at(date(2026, 12, 1)) == utc(2027, 1, 7, 3, 0)


def test_due_months_are_all_those_whose_7th_has_passed():
    august = date(2026, 8, 1)
    assert calendar.due_months(august, utc(2026, 11, 7, 2, 59)) == [august, date(2026, 9, 1)]
    assert calendar.due_months(august, utc(2026, 11, 7, 3, 0))[-1] == OCTOBER
    assert calendar.due_months(OCTOBER, utc(2026, 11, 6, 12, 0)) == []


def test_a_report_is_late_from_the_12th_on():
    assert not calendar.is_late(OCTOBER, utc(2026, 11, 12, 2, 59))
    assert calendar.is_late(OCTOBER, utc(2026, 11, 12, 3, 0))


def test_the_next_morning_is_today_s_if_it_is_still_to_come():
    assert calendar.next_morning(utc(2026, 11, 7, 2, 0)) == utc(2026, 11, 7, 3, 0)
    assert calendar.next_morning(utc(2026, 11, 7, 3, 0)) == utc(2026, 11, 8, 3, 0)


def test_pauses_grow_to_six_hours():
    minutes = [calendar.pause_after(n) / timedelta(minutes=1) for n in (1, 2, 3, 4, 5, 6, 1000)]
    assert minutes == [5, 15, 45, 135, 360, 360, 360]
