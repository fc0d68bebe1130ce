"""Moscow months: which reports are due, when they are late, when to ask again.

A month is the date of its first day. Moments are aware datetimes in UTC.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone

# Moscow has been on UTC+3 all year round since 2014; the oldest report is from 2023.
MOSCOW = timezone(timedelta(hours=3), "MSK")
FIRST_MONTH = date(2023, 8, 1)  # /v2/finance/realization has nothing older
DUE_DAY = 7  # of the following month
LATE_DAY = 12
RUN_AT = time(6, 0)

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)


def month_of(day: date) -> date:
    """The month a day belongs to."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The month after one."""
    return (month + timedelta(days=31)).replace(day=1)


def month_before(month: date) -> date:
    """The month before the one that a day belongs to."""
    return month_of(month - timedelta(days=1))


def last_day(month: date) -> date:
    """The last day of a month."""
    return next_month(month) - timedelta(days=1)


def months(first: date, last: date) -> Iterator[date]:
    """Every month from `first` to `last`, both included; nothing when `last` is before `first`."""
    month = month_of(first)
    while month <= month_of(last):
        yield month
        month = next_month(month)


def months_between(first: date, last: date) -> int:
    """How many months lie from the month of `first` to the month of `last`; 0 if it is the same."""
    return (last.year - first.year) * 12 + last.month - first.month


def noon(day: date) -> datetime:
    """Noon in Moscow, which is on the same day in all of Russia, from UTC+2 to UTC+12."""
    return datetime.combine(day, time(12), MOSCOW).astimezone(timezone.utc)


def last_closed_month(now: datetime) -> date:
    """The month before the current one in Moscow."""
    return month_before(month_of(now.astimezone(MOSCOW).date()))


def due_at(month: date, day: int = DUE_DAY) -> datetime:
    """When we first ask for a month's document: 06:00 in Moscow on this day of the next month."""
    return _moscow_morning(next_month(month).replace(day=day))


def due_months(first: date, now: datetime, day: int = DUE_DAY) -> list[date]:
    """The months, beginning with `first`, whose documents are due by now."""
    return [month for month in months(first, last_closed_month(now)) if due_at(month, day) <= now]


def is_late(month: date, now: datetime, day: int = LATE_DAY) -> bool:
    """Whether a month's document is late: from this day of the next month on."""
    return now >= _moscow_morning(next_month(month).replace(day=day))


def next_morning(now: datetime) -> datetime:
    """The next 06:00 in Moscow after `now`."""
    today = now.astimezone(MOSCOW).date()
    morning = _moscow_morning(today)
    return morning if morning > now else _moscow_morning(today + timedelta(days=1))


def end_of_day(day: date) -> datetime:
    """The last second of a day in Moscow."""
    return datetime.combine(day, time(23, 59, 59), MOSCOW).astimezone(timezone.utc)


def pause_after(failures: int) -> timedelta:
    """How long to wait after the n-th fault in a row: 5, 15, 45 minutes … 6 hours at most."""
    # The exponent is bounded so that a long series of faults does not overflow a timedelta.
    return min(FIRST_PAUSE * 3 ** min(failures - 1, 10), LONGEST_PAUSE)


def _moscow_morning(day: date) -> datetime:
    return datetime.combine(day, RUN_AT, MOSCOW).astimezone(timezone.utc)
