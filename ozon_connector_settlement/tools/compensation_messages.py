"""Messages about reports of compensations that cannot be used."""


def compensation_error_message(env, error):
    """The message for a report whose figures do not add up.

    :param error: a `domain.compensations.CompensationDoesNotTie`
    :return: a translated text
    """
    if not error.place:
        return env._(
            "The rows of Ozon's report of compensations add up to %(computed)s, but the report "
            "states %(stated)s. It was not booked. Compare it with the report in the seller "
            "cabinet and "
            "ask Ozon's support.", computed=error.computed, stated=error.stated,
        )
    if error.what == "total":
        return env._(
            "Row %(row)s of Ozon's report of compensations does not add up: value × quantity is "
            "%(computed)s, but its total is %(stated)s. The report was not booked. Compare it with "
            "the report in the seller cabinet and ask Ozon's support.",
            row=error.place, computed=error.computed, stated=error.stated,
        )
    return env._(
        "Row %(row)s of Ozon's report of compensations does not add up: its total less the "
        "reduction is %(computed)s, but the amount to be accrued is %(stated)s. The report was not "
        "booked. Compare it with the report in the seller cabinet and ask Ozon's support.",
        row=error.place, computed=error.computed, stated=error.stated,
    )


def compensation_file_message(env, error):
    """The message for a file that cannot be read.

    :param error: an `ozon_api.files.FileUnreadable`
    :return: a translated text
    """
    reasons = {
        "has no table of compensations": env._("it has no table of compensations"),
        "has several reports": env._("it has several reports, and which one counts is not certain"),
        "lacks a column": env._("it lacks a column"),
        "has a row without a quantity": env._("a row has no quantity"),
        "has a row without a type": env._("a row has no type of compensation"),
        "is not a number": env._("an amount is not a number"),
        "is not a whole number": env._("a quantity is not whole"),
        "is too large": env._("it is too large"),
        "is damaged": env._("it is damaged"),
        "is encrypted": env._("it is protected by a password"),
        "is an old .xls file": env._("it is an old .xls file"),
        "is no XLSX file": env._("it is not an XLSX file"),
    }
    return env._(
        "Ozon's report of compensations cannot be read: %(reason)s%(place)s. Nothing of it was "
        "booked; the rest of the month is not affected. It is requested again tomorrow; if this "
        "happens again, compare the file with the report in the seller cabinet and tell the "
        "authors of the Ozon connector.",
        reason=reasons.get(error.reason) or env._("its layout is unknown"),
        place=f" ({error.place})" if error.place else "",
    )
