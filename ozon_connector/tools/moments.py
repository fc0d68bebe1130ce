"""Moments and months, as `domain.calendar` wants them and as people read them."""

from datetime import datetime, timezone

from odoo import fields
from odoo.tools import format_date

from ..domain import calendar


def utc_now() -> datetime:
    """Now, aware and in UTC, to the second."""
    return fields.Datetime.now().replace(tzinfo=timezone.utc)


def noon_of(day) -> datetime:
    """A moment of a day that is not in the future, naive and in UTC: noon in Moscow, or now."""
    return min(calendar.noon(day).replace(tzinfo=None), fields.Datetime.now())


def month_name(env, month) -> str:
    """A month in the language of the environment, such as «September 2026».

    :param month: its first day
    """
    name = format_date(env, month, date_format="LLLL y")
    return name[:1].upper() + name[1:]
