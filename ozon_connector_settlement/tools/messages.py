"""Messages about accruals, balances, buy-outs and settlement files that cannot be used."""

from odoo.addons.ozon_connector.ozon_api.files import SettlementDoesNotTie

from ..domain import accruals


def accrual_error_message(env, error):
    """The message for an accrual that cannot be booked.

    :param error: a `SettlementError` of `domain.accruals`
    :return: a translated text
    """
    match error:
        case accruals.AccrualDoesNotTie():
            return env._(
                "Ozon's accrual %(accrual)s of %(unit)s does not add up: its %(what)s is "
                "%(stated)s, but its parts add up to %(added)s. The bills of services of this "
                "month wait, because a wrong sum would be booked. The day is read again tomorrow; "
                "if this happens again, ask Ozon's support about this accrual.",
                accrual=error.accrual_id, unit=error.unit_number or "—", what=error.what,
                stated=error.stated, added=error.added,
            )
        case accruals.UnknownAccrualFigure():
            return env._(
                "Ozon's accrual %(accrual)s has an unknown amount: %(path)s = %(value)s. The bills "
                "of services of this month wait. Please tell the authors of the Ozon connector.",
                accrual=error.accrual_id, path=error.path, value=error.value,
            )
        case accruals.StrangeAccrual(what="repeated"):
            return env._(
                "Ozon sent the accrual %(accrual)s twice (%(value)s). It would be booked twice, so "
                "the bills of services of this month wait. The day is read again tomorrow.",
                accrual=error.accrual_id, value=error.value,
            )
        case _:
            return env._(
                "Ozon sent the accrual %(accrual)s of another day (%(value)s). The bills of "
                "services of this month wait. The day is read again tomorrow.",
                accrual=error.accrual_id, value=error.value,
            )


def balance_problems_text(env, problems, currency):
    """The figures of a balance that do not add up, each with the sum of its parts.

    :param problems: list of `domain.balance.BalanceDoesNotTie`
    :param currency: the `res.currency` of the balance
    :return: a text without words that need a translation of their own
    """
    fields_of = {
        "closing": "closing_balance", "sales": "sales_amount", "returns": "returns_amount",
    }
    fields = env["ozon.month"]._fields
    return "; ".join(
        f"{fields[fields_of.get(one.what, one.what)]._description_string(env)} "
        f"{currency.format(float(one.stated))} ≠ {currency.format(float(one.added))}"
        for one in problems
    )


def buyout_error_message(env, error):
    """The message for buy-outs that cannot be booked.

    :param error: a `domain.buyouts.UnknownBuyoutFigure`
    :return: a translated text
    """
    return env._(
        "Row %(row)s of Ozon's buy-outs has an unknown figure: %(path)s = %(value)s. The buy-outs "
        "were not booked, because without this figure the income could be too low. Update the "
        "Ozon connector.",
        row=error.row_number, path=error.path, value=error.value,
    )


def file_error_message(env, error):
    """The message for a settlement file of Ozon that cannot be used.

    :param error: a `FileUnreadable` or `SettlementDoesNotTie` of `ozon_api.files`
    :return: a translated text
    """
    if isinstance(error, SettlementDoesNotTie):
        return env._(
            "Ozon's settlement does not add up: the opening balance %(opening)s and documents of "
            "%(change)s give %(expected)s, but the closing balance is %(closing)s. It proves no "
            "bill. It is ordered again tomorrow; if this happens again, ask Ozon's support.",
            opening=error.opening, change=error.change, expected=error.expected,
            closing=error.closing,
        )
    reasons = {
        "is not a number": env._("an amount is not a number"),
        "is too large": env._("it is too large"),
        "has no table of settlements": env._("it has no table of documents"),
        "does not say its period": env._("it does not say which month it is"),
        "does not say both balances": env._("it does not say both balances"),
        "has a sum without a name": env._("a sum has no name"),
        "is damaged": env._("it is damaged"),
        "is encrypted": env._("it is protected by a password"),
        "is an old .xls file": env._("it is an old .xls file"),
        "is no XLSX file": env._("it is not an XLSX file"),
    }
    return env._(
        "Ozon's settlement file cannot be read: %(reason)s%(place)s. It proves no bill of "
        "services. It is ordered again tomorrow; if this happens again, look at the file in the "
        "seller cabinet.",
        reason=reasons.get(error.reason) or env._("its layout is unknown"),
        place=f" ({error.place})" if error.place else "",
    )
