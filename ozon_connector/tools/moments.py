"""Moments and months, as `domain.calendar` wants them and as people read them."""

from datetime import datetime, timedelta, timezone

from odoo import fields
from odoo.tools import format_date

from ..domain import calendar


def utc_now() -> datetime:
    """Now, aware and in UTC, to the second."""
    return fields.Datetime.now().replace(tzinfo=timezone.utc)


def noon_of(day) -> datetime:
    """A moment of a day that is not in the future, naive and in UTC: noon in Moscow, or now."""
    return min(calendar.noon(day).replace(tzinfo=None), fields.Datetime.now())


def moment_to_retry(error, failures=1) -> datetime:
    """When to ask Ozon again after a fault: after our own pause, or Ozon's if that is longer.

    :param error: an `OzonError`
    :param failures: how often it has failed in a row
    :return: a naive moment in UTC
    """
    pause = max(calendar.pause_after(failures), timedelta(seconds=error.retry_after or 0))
    return fields.Datetime.now() + pause


def month_name(env, month) -> str:
    """A month in the language of the environment, such as «September 2026».

    :param month: its first day
    """
    name = format_date(env, month, date_format="LLLL y")
    return name[:1].upper() + name[1:]
