"""Says what a failure means for the books and what to do, in the words of a bookkeeper."""

import logging
import re

from odoo.tools import formatLang
from odoo.tools.translate import LazyTranslate

from ..domain import report_rows, settlement
from ..ozon_api import errors

_lt = LazyTranslate(__name__)
_logger = logging.getLogger(__name__)

OZON_ERRORS = {
    errors.InvalidClientId: _lt(
        "Ozon does not accept the Client-Id: it must be a number. Nothing was loaded. "
        "Copy it from the seller cabinet, Settings ▸ API keys."
    ),
    errors.KeyForAnotherAddress: _lt(
        "The key was entered for another address of Ozon's API than the one in the settings now. "
        "So that nobody can have keys sent elsewhere, nothing was sent. If the new address is "
        "right, enter the key again; otherwise ask the administrator to restore the old one."
    ),
    errors.InvalidApiKey: _lt(
        "Ozon does not accept the API key: it is wrong, has expired or belongs to another "
        "Client-Id. Nothing can be loaded until it is replaced. Make a new key in the seller "
        "cabinet, Settings ▸ API keys, and enter it on the account."
    ),
    errors.MissingRole: _lt(
        "The API key may not use this part of Ozon. Nothing was loaded. Make a key of the type "
        "«Admin» or «Admin read only» in the seller cabinet and enter it on the account."
    ),
    errors.KeyDeactivated: _lt(
        "The API key was switched off in the seller cabinet. Nothing can be loaded. Switch it on "
        "there or enter another one on the account."
    ),
    errors.KeyIpRestricted: _lt(
        "The API key works from certain IP addresses only, and this server's is not among them. "
        "Nothing was loaded. Add the address to the key in the seller cabinet, or make a key "
        "without the restriction."
    ),
    errors.CompanyBlocked: _lt(
        "Ozon has blocked the seller's company, so no reports can be loaded. "
        "Please ask Ozon's support for sellers."
    ),
    errors.OfferNotSigned: _lt(
        "The seller has not accepted Ozon's new offer, so Ozon gives no reports. "
        "Sign in at the seller cabinet, accept the offer, then try again."
    ),
    errors.RateLimited: _lt(
        "Ozon asks to wait: too many requests were sent with this Client-Id. Nothing was changed. "
        "Reports are asked for again automatically; otherwise try again in a minute."
    ),
    errors.Unavailable: _lt(
        "Ozon cannot be reached or does not answer properly at the moment. Nothing was changed. "
        "Reports are asked for again automatically; otherwise try again later."
    ),
    errors.ReportNotReady: _lt(
        "Ozon has not published the report of this month yet, so there is nothing to book. It is "
        "asked for again every morning. If the month had no sales, no report may come at all."
    ),
    errors.ReportNotMade: _lt(
        "Ozon is making the report. Nothing is booked yet. It is asked for again automatically in "
        "a moment."
    ),
    errors.PageExpired: _lt(
        "Ozon gives the parts of a long list for 15 minutes only, and this time has passed. "
        "Nothing of the list was changed. It is asked for again from the beginning automatically."
    ),
    errors.PeriodTooLong: _lt(
        "Ozon does not answer for so many days at once. Nothing was changed. Update the Ozon "
        "connector; if there is no update yet, tell its authors."
    ),
    errors.ReportTooLarge: _lt(
        "Ozon does not send a report with so many rows at once, so facts that only the orders "
        "show stay unknown. Nothing in the books was changed. Download the realization report by "
        "order in the seller cabinet and drop its file on the list of reports, or choose the VAT "
        "rate in the rows."
    ),
    errors.FileGone: _lt(
        "Ozon keeps an ordered report for a short time, and this one is no longer there. Nothing "
        "was changed. It is ordered again automatically; otherwise order it again."
    ),
    errors.UnsafeLink: _lt(
        "Ozon's link to the file of a report is not safe: files are taken over https only. "
        "Nothing was loaded. Tell Ozon's support, or download the file in the seller cabinet."
    ),
    errors.MethodSwitchedOff: _lt(
        "Ozon has switched off the method that the connector uses. Nothing was loaded. "
        "Update the Ozon connector; if there is no update yet, tell its authors."
    ),
    errors.RequestRejected: _lt(
        "Ozon rejected the request. Nothing was loaded. Check that the seller cabinet gives this "
        "report (sellers with a Kazakhstan contract have none) and try again."
    ),
    errors.UnintelligibleAnswer: _lt(
        "Ozon's answer differs from its documentation, so it was not booked: a guess could "
        "falsify the books. Its raw text is attached if there is one. Try again later; if it "
        "stays so, update the Ozon connector."
    ),
    errors.InsecureAddress: _lt(
        "The address of Ozon's API is not safe: keys are sent over https only. Nothing was sent. "
        "Ask the administrator to correct the system parameter ozon_connector.api_url."
    ),
    errors.WithoutKey: _lt(
        "The account has no API key: it works by files, so Ozon was not asked. Download the report "
        "in the seller cabinet and drop the file on the list of reports."
    ),
    errors.OzonError: _lt(
        "The exchange with Ozon failed. Nothing was changed. Try again later."
    ),
}

# What is wrong with an answer, as `ozon_api.reading.WrongShape` says it.
PROBLEMS = {
    "are missing": _lt("are missing"),
    "has a key twice": _lt("has a key twice"),
    "has an empty id": _lt("has an empty id"),
    "has several currencies": _lt("has several currencies"),
    "have a period twice": _lt("have a period twice"),
    "is absurdly large": _lt("is absurdly large"),
    "is missing": _lt("is missing"),
    "is missing or not an object": _lt("is missing or not an object"),
    "is more than present": _lt("is more than present"),
    "is negative": _lt("is negative"),
    "is nested too deeply": _lt("is nested too deeply"),
    "is not JSON": _lt("is not JSON"),
    "is not a link": _lt("is not a link"),
    "is not a currency": _lt("is not a currency"),
    "is not a date": _lt("is not a date"),
    "is not a list": _lt("is not a list"),
    "is not a mark of a page": _lt("is not a mark of a page"),
    "is not a moment": _lt("is not a moment"),
    "is not a number": _lt("is not a number"),
    "is not a rate": _lt("is not a rate"),
    "is not a text": _lt("is not a text"),
    "is not an id": _lt("is not an id"),
    "is not an object": _lt("is not an object"),
    "is not known": _lt("is not known"),
    "is not the currency of the rest": _lt("is not the currency of the rest"),
    "is not the one of the total": _lt("is not the one of the total"),
    "is not true or false": _lt("is not true or false"),
    "is not whole": _lt("is not whole"),
    "is packed in another way": _lt("is packed in another way"),
    "is too large": _lt("is too large"),
    "is too long": _lt("is too long"),
    "is true without a mark": _lt("is true without a mark"),
    "leads from one place to the next": _lt("leads from one place to the next"),
    "leads in a circle": _lt("leads in a circle"),
    "neither an answer nor an error": _lt("is neither an answer nor an error"),
    "says neither what was sold nor what came back":
        _lt("says neither what was sold nor what came back"),
}
# Why there was no answer, as `ozon_api.transport.REASONS` names it.
NO_ANSWER = {
    "certificate": _lt("The certificate of the address is not valid."),
    "timeout": _lt("There was no answer in time."),
    "connection": _lt("There is no connection to the address."),
    "broken": _lt("The answer broke off."),
}
ROW = re.compile(r"(?:products|rows)\[(\d+)\]\.?")
PLACE = re.compile(r"\[(\d+)\]\.?")


def ozon_error_message(env, error):
    """A text for a person about an `ozon_api.errors.OzonError`.

    Ozon's own words follow, or what is wrong with its answer. They are plain text and must be
    shown as such.
    """
    lazy = next(OZON_ERRORS[cls] for cls in type(error).__mro__ if cls in OZON_ERRORS)
    return " ".join(filter(None, (env._(lazy), _particulars(env, error))))


def _particulars(env, error):
    """What is known about this failure beyond its kind; "" if nothing is."""
    match error:
        case errors.UnintelligibleAnswer():
            return _what_is_wrong(env, error)
        case errors.Unavailable(reason=str(reason)) if reason:
            return env._(NO_ANSWER[reason])
        case errors.InsecureAddress() | errors.UnsafeLink() | errors.KeyForAnotherAddress():
            return env._("Address: %s", error.detail) if "://" in error.detail else ""
        case _ if error.status and error.detail:
            return env._("Ozon's answer: «%s»", error.detail)
    return ""


def _what_is_wrong(env, error):
    """The spot in an answer, and what is wrong there; rows are counted as people count."""
    if not error.problem:
        return ""
    problem = env._(PROBLEMS[error.problem]) if error.problem in PROBLEMS else error.problem
    row = ROW.match(error.field)
    field = _as_people_count(env, error.field[row.end():] if row else error.field)
    if row and field:
        return env._(
            "In row %(row)s of the report, «%(field)s» %(problem)s.",
            row=int(row[1]) + 1, field=field, problem=problem,
        )
    if row:
        return env._("Row %(row)s of the report %(problem)s.", row=int(row[1]) + 1, problem=problem)
    if field:
        return env._("In the answer, «%(field)s» %(problem)s.", field=field, problem=problem)
    return env._("The answer %s.", problem)


def _as_people_count(env, path):
    """«details[0].payments[1].payment» becomes «details, row 1, payments, row 2, payment»."""
    words = PLACE.sub(lambda place: f", {env._('row %s', int(place[1]) + 1)}, ", path)
    return words.strip(", ")


def settlement_error_message(env, error):
    """A text for a person about a `domain.settlement.SettlementError`: which figures, where."""
    match error:
        case settlement.UnknownFigure():
            return env._(
                "Row %(row)s of Ozon's report has a figure that the connector does not know: "
                "%(field)s = %(value)s. The report was not booked, because dropping a figure "
                "could understate income. Update the Ozon connector.",
                row=error.row_number, field=_as_people_count(env, error.field), value=error.value,
            )
        case report_rows.RepeatedRow(row_number=None):
            return env._(
                "Rows %(first)s (%(first_goods)s) and %(second)s (%(second_goods)s) of Ozon's "
                "report are equal and have no number, so they may be one row that was sent twice. "
                "The report was not booked, because goods and money could be doubled. Load it "
                "again; if it stays so, ask Ozon's support.", **_repeated(error),
            )
        case report_rows.RepeatedRow():
            return env._(
                "Row number %(number)s is twice in Ozon's report: in place %(first)s "
                "(%(first_goods)s) and in place %(second)s (%(second_goods)s). The report was not "
                "booked, because a row that was sent twice would double goods and money. Load it "
                "again; if it stays so, ask Ozon's support.",
                number=error.row_number, **_repeated(error),
            )
        case settlement.RowDoesNotTie(direction=settlement.Direction.SALE):
            return env._(
                "Row %(row)s of Ozon's report does not add up: the total accrued for what was sold "
                "is %(total)s, its parts give %(expected)s. The report was not booked. Compare it "
                "with the report in the seller cabinet and ask Ozon's support.",
                row=error.row_number, **_figures(env, error),
            )
        case settlement.RowDoesNotTie():
            return env._(
                "Row %(row)s of Ozon's report does not add up: the total for what was returned is "
                "%(total)s, its parts give %(expected)s. The report was not booked. Compare it "
                "with the report in the seller cabinet and ask Ozon's support.",
                row=error.row_number, **_figures(env, error),
            )
        case _:
            _logger.info("Ozon: %s", error)
            return env._(
                "The documents would not tie with Ozon's report, so nothing was booked. Please "
                "tell the authors of the Ozon connector; the server's log says which sum differs."
            )


def _figures(env, error):
    return {name: formatLang(env, float(getattr(error, name))) for name in ("total", "expected")}


def _repeated(error):
    return {
        "first": error.places[0], "second": error.places[1],
        "first_goods": error.goods[0], "second_goods": error.goods[1],
    }
