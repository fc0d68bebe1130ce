"""The present moment, as `domain.calendar` wants it."""

from datetime import datetime, timezone

from odoo import fields


def utc_now() -> datetime:
    """Now, aware and in UTC, to the second."""
    return fields.Datetime.now().replace(tzinfo=timezone.utc)
