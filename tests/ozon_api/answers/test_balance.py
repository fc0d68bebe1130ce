"""Ozon's balance of a period: its contents, optional fields, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from ozon_api import errors
from ozon_api.answers import BalanceSide, read_balance
from tests.fake_ozon import Answer, Sold, faults, item_fees, posting, seller_fee, to_json
from tests.fake_ozon.balance import BALANCE

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
NOTHING = BalanceSide(*[Decimal(0)] * 5)


def money(value, currency="RUB"):
    return {"value": value, "currency_code": currency}


def published():
    """The published figures, with details that match."""
    return {
        "cashflows": {
            "sales": {
                "amount": money(500000),
                "amount_details": {
                    "revenue": money(300000.5), "partner_programs": money(4999.5),
                    "points_for_discounts": "195000.00",
                },
                "fee": money(-250000),
            },
            "returns": {
                "amount": money(-40000),
                "amount_details": {
                    "revenue": money(-40000), "partner_programs": money(0),
                    "points_for_discounts": "0",
                },
                "fee": money(20000),
            },
            "services": [
                {"name": "logistics", "amount": money(-60000.1)},
                {"name": "acquiring", "amount": money(-39999.9)},
            ],
        },
        "total": {
            "opening_balance": money(200000), "accrued": money(130000),
            "closing_balance": money(250000), "payments": [money(-50000), money(-30000)],
        },
    }  # fmt: skip


def read(answer):
    return read_balance(to_json(answer), FIRST, LAST)


@pytest.fixture
def ask(client, ozon):
    """Requests a balance while Ozon answers like this."""

    def ask(answer):
        ozon.script(BALANCE, Answer(json=answer))
        return client.balance(FIRST, LAST)

    return ask


@pytest.fixture
def wrong(ask):
    """What an UnintelligibleAnswer says about an answer: the field and the problem."""

    def wrong(answer):
        with pytest.raises(errors.UnintelligibleAnswer) as caught:
            ask(answer)
        return caught.value.field, caught.value.problem

    return wrong


# ------------------------------------------------------------------ answers as they should be


def test_the_balance_that_was_published(ask, ozon):
    found = ask(published())
    assert (found.date_from, found.date_to, found.currency) == (FIRST, LAST, "RUB")
    assert (found.opening, found.accrued, found.closing) == (200000, 130000, 250000)
    assert found.sales == BalanceSide(
        Decimal(500000), Decimal(-250000), Decimal("300000.50"), Decimal("4999.50"), Decimal(195000)
    )
    assert (found.returns.amount, found.returns.fee) == (-40000, 20000)
    assert found.services == (
        ("logistics", Decimal("-60000.10")), ("acquiring", Decimal("-39999.90")),
    )  # fmt: skip
    assert found.payments == (-50000, -30000)
    assert ozon.asked(BALANCE)[0].body == {"date_from": "2026-09-01", "date_to": "2026-09-30"}


def test_a_service_that_comes_twice_stays_twice(ask):
    answer = published()
    answer["cashflows"]["services"] = [{"name": "offsets", "amount": money(n)} for n in (5, -7)]
    assert ask(answer).services == (("offsets", 5), ("offsets", -7))


def test_tails_of_floats_are_cut_to_kopecks():
    answer = published()
    answer["total"]["accrued"]["value"] = 26272.180000000004
    assert str(read(answer).accrued) == "26272.18"


def test_what_does_not_add_up_is_read_all_the_same(ask):
    answer = published()
    answer["total"]["accrued"]["value"] = 1
    assert ask(answer).accrued == 1


@pytest.mark.parametrize("written", [" 195000.00 ", "195000", 195000, "1.95e5"])
def test_points_are_a_text_as_a_rule(ask, written):
    answer = published()
    answer["cashflows"]["sales"]["amount_details"]["points_for_discounts"] = written
    assert ask(answer).sales.points == 195000


# ------------------------------------------------------------------ optional fields


@pytest.mark.parametrize("left_out", [lambda d, k: d.pop(k), lambda d, k: d.update({k: None})])
def test_what_there_was_nothing_of_may_be_left_out(ask, left_out):
    answer = published()
    for key in ("sales", "returns", "services"):
        left_out(answer["cashflows"], key)
    left_out(answer["total"], "payments")
    found = ask(answer)
    assert (found.sales, found.returns, found.services, found.payments) == (
        NOTHING, NOTHING, (), ()
    )  # fmt: skip


@pytest.mark.parametrize("points", ["", None])
def test_details_may_be_left_out(ask, points):
    answer = published()
    answer["cashflows"]["sales"]["amount_details"] = None
    answer["cashflows"]["returns"].update(fee=None, amount_details={"points_for_discounts": points})
    found = ask(answer)
    assert found.sales == BalanceSide(Decimal(500000), Decimal(-250000), *[Decimal(0)] * 3)
    assert found.returns == BalanceSide(Decimal(-40000), *[Decimal(0)] * 4)


def test_without_cash_flows_only_the_total_is_told(ask):
    found = ask({"total": published()["total"]})
    assert (found.closing, found.sales, found.services) == (250000, NOTHING, ())


def test_what_is_nothing_needs_no_currency(ask):
    answer = published()
    answer["total"]["opening_balance"] = {"value": 0}
    answer["total"]["payments"] = [money(0, "")]
    answer["cashflows"]["returns"]["fee"] = money(0, None)
    assert ask(answer).currency == "RUB"


# ------------------------------------------------------------------ what is refused


def at(answer, path):
    """The object that contains the last key of a path, and this key."""
    *way, last = path.split(".")
    for key in way:
        answer = answer[int(key) if key.isdigit() else key]
    return answer, last


@pytest.mark.parametrize("value", [None, "gone"])
@pytest.mark.parametrize("path", [
    "total", "total.opening_balance", "total.accrued", "total.closing_balance",
    "total.closing_balance.value", "cashflows.sales.fee.value",
])  # fmt: skip
def test_what_may_not_be_missing(wrong, path, value):
    answer = published()
    parent, key = at(answer, path)
    parent.pop(key) if value else parent.update({key: None})
    assert wrong(answer) == (path, "is missing")


@pytest.mark.parametrize("key", ["name", "amount"])
def test_a_service_has_a_name_and_a_sum(wrong, key):
    answer = published()
    answer["cashflows"]["services"][1][key] = None
    assert wrong(answer) == (f"cashflows.services[1].{key}", "is missing")


@pytest.mark.parametrize("path, value, problem", [
    ("total", [], "is not an object"),
    ("total.payments", {}, "is not a list"),
    ("total.accrued", 5, "is not an object"),
    ("total.accrued.value", "five", "is not a number"),
    ("total.accrued.value", True, "is not a number"),
    ("total.accrued.value", 1e300, "is too large"),
    ("total.opening_balance.currency_code", "rub", "is not a currency"),
    ("cashflows", "", "is not an object"),
    ("cashflows.services", {}, "is not a list"),
    ("cashflows.sales.amount_details.points_for_discounts", "3 166 821.88", "is not a number"),
    ("cashflows.sales.amount_details.points_for_discounts", {"value": 1}, "is not a number"),
    ("cashflows.sales.amount_details", "none", "is not an object"),
])  # fmt: skip
def test_wrong_types_are_named(wrong, path, value, problem):
    answer = published()
    parent, key = at(answer, path)
    parent[key] = value
    assert wrong(answer) == (path, problem)


@pytest.mark.parametrize("path", [
    "total.closing_balance.currency_code", "cashflows.sales.amount.currency_code",
    "cashflows.returns.amount_details.revenue.currency_code",
])  # fmt: skip
def test_a_second_currency_is_refused(wrong, path):
    answer = published()
    parent, key = at(answer, path)
    parent[key] = "KZT"
    assert wrong(answer) == (path, "is not the currency of the rest")


def test_a_second_currency_of_a_service_and_of_a_payment(wrong):
    answer = published()
    answer["cashflows"]["services"][0]["amount"] = money(-1, "BYN")
    assert wrong(answer)[0] == "cashflows.services[0].amount.currency_code"
    answer = published()
    answer["total"]["payments"][1] = money(-1, "")
    assert wrong(answer)[0] == "total.payments[1].currency_code"


def test_a_balance_without_any_currency(wrong):
    totals = {key: money(0, "") for key in ("opening_balance", "accrued", "closing_balance")}
    assert wrong({"total": totals}) == ("total.closing_balance.currency_code", "is missing")


# ------------------------------------------------------------------ a whole exchange


@pytest.fixture
def finance(seller):
    """A posting and a fee on the 1st, a return on the 2nd, a payout on the 3rd."""
    finance = seller.finance
    finance.opening_balance = Decimal("1000.00")
    finance.days = {
        FIRST: [
            posting(1, FIRST, "1", Sold(5, paid="80.5", points="15", partners="4.5", fee="-20",
                                        services=((32, "-6"), (29, "-3")))),
            seller_fee(2, FIRST, "2", 41, "-7"),
        ],
        date(2026, 9, 2): [
            posting(3, date(2026, 9, 2), "3", Sold(5, paid="-90", points="-10", fee="15")),
            item_fees(4, date(2026, 9, 2), "4", {5: [(32, "-1"), (14, "-2")]}),
        ],
    }  # fmt: skip
    finance.payouts = {date(2026, 9, 3): Decimal("300.00")}
    return finance


def test_the_balance_is_made_of_the_accruals(client, finance):
    found = client.balance(FIRST, LAST)
    assert found.sales == BalanceSide(
        Decimal(100), Decimal(-20), Decimal("80.5"), Decimal("4.5"), Decimal(15)
    )
    assert found.returns == BalanceSide(
        Decimal(-100), Decimal(15), Decimal(-90), Decimal(0), Decimal(-10)
    )
    assert dict(found.services) == {
        "courier_client_reinvoice": -3, "logistics": -7, "pay_per_click": -7, "defectrate": -2,
    }  # fmt: skip
    assert (found.opening, found.accrued, found.payments) == (1000, -24, (-300,))
    assert found.closing == 676


def test_a_day_begins_with_what_the_day_before_ended_with(client, finance):
    days = [client.balance(day, day) for day in (FIRST, date(2026, 9, 2), date(2026, 9, 3))]
    assert [(day.opening, day.closing) for day in days] == [(1000, 1064), (1064, 976), (976, 676)]


def test_the_fake_can_keep_accruals_out_and_shift_the_balance(client, finance):
    finance.outside_balance = lambda accrual: accrual["accrual_id"] == 2
    finance.balance_shift = Decimal("0.50")
    found = client.balance(FIRST, FIRST)
    assert (found.opening, found.accrued, found.closing) == (
        Decimal("1000.50"), 71, Decimal("1071.50")
    )  # fmt: skip
    assert "pay_per_click" not in dict(found.services)


def test_a_period_that_is_too_long_is_refused_as_such(client, finance):
    assert client.balance(date(2026, 8, 1), date(2026, 8, 31)).closing == 1000
    with pytest.raises(errors.PeriodTooLong) as caught:
        client.balance(date(2026, 8, 1), date(2026, 9, 1))
    assert (caught.value.method, caught.value.status) == (BALANCE, 400)
    assert caught.value.detail == "maximum period is one month"
    finance.longest_period = 30
    with pytest.raises(errors.PeriodTooLong):
        client.balance(date(2026, 8, 1), date(2026, 8, 31))


@pytest.mark.parametrize("answer, error", [
    (faults.refused(400, 9, "Maximum period is one month"), errors.PeriodTooLong),
    (faults.refused(400, 3, "date_from is invalid"), errors.RequestRejected),
    (faults.refused(403, 7, "Api-Key is missing a required role"), errors.MissingRole),
    (faults.OBSOLETE, errors.MethodSwitchedOff),
])  # fmt: skip
def test_other_refusals_are_what_they_are(client, ozon, answer, error):
    ozon.script(BALANCE, answer)
    with pytest.raises(errors.OzonError) as caught:
        client.balance(FIRST, LAST)
    assert type(caught.value) is error


def test_dates_that_are_none_are_rejected(client):
    with pytest.raises(errors.RequestRejected):
        client.balance(LAST, FIRST)
