"""What a person reads when the figures of Ozon's accruals or settlement do not add up."""

from ..domain import accruals


def accrual_error_message(env, error):
    """The message for an accrual that cannot be booked.

    :param error: a `SettlementError` of `domain.accruals`
    """
    match error:
        case accruals.AccrualDoesNotTie():
            return env._(
                "Ozon's accrual %(accrual)s of %(unit)s does not add up: its %(what)s is "
                "%(stated)s, its parts are %(added)s. The bills of services of this month wait, so "
                "that no wrong sum is booked. The day is read again tomorrow; if it stays, ask "
                "Ozon's support about this accrual.",
                accrual=error.accrual_id, unit=error.unit_number or "—", what=error.what,
                stated=error.stated, added=error.added,
            )
        case accruals.UnknownAccrualFigure():
            return env._(
                "Ozon's accrual %(accrual)s has an amount that the connector does not know: "
                "%(path)s = %(value)s. The bills of services of this month wait. Please tell the "
                "authors of the Ozon connector.",
                accrual=error.accrual_id, path=error.path, value=error.value,
            )
        case accruals.StrangeAccrual(what="repeated"):
            return env._(
                "Ozon sent the accrual %(accrual)s twice (%(value)s). Booked twice, the month "
                "would be wrong, so its bills of services wait. The day is read again tomorrow.",
                accrual=error.accrual_id, value=error.value,
            )
        case _:
            return env._(
                "Ozon sent the accrual %(accrual)s of another day (%(value)s). The bills of "
                "services of this month wait. The day is read again tomorrow.",
                accrual=error.accrual_id, value=error.value,
            )


def file_error_message(env, error):
    """The message for a file of Ozon that cannot be used.

    :param error: a `FileUnreadable` of `ozon_api.files`
    """
    return env._("Ozon's file cannot be read: %s", error)
