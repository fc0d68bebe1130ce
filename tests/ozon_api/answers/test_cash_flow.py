"""Ozon's payment periods, week by week: their contents, their pages, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from ozon_api import errors
from ozon_api.answers import CashFlowPeriod, cash_flow
from tests.fake_ozon import Answer, seller_fee
from tests.fake_ozon.balance import CASH_FLOW

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)


def period(begin, end):
    return {"id": 1, "begin": f"{begin}T00:00:00Z", "end": f"{end}T00:00:00Z"}


def flow(begin="2026-04-01", end="2026-04-05", currency="RUB"):
    return {"period": period(begin, end), "orders_amount": 1000, "currency_code": currency}


def details(begin="2026-04-01", end="2026-04-05", **changes):
    return {
        "period": period(begin, end),
        "begin_balance_amount": 100.1,
        "end_balance_amount": -20.05,
        "invoice_transfer": 300,
        "payments": [{"payment": -420.15, "currency_code": "RUB"}],
        "loan": -5,
        "rfbs": {"total": 9, "transfer_delivery": 10, "partial_compensation": -1,
                 "transfer_delivery_return": 0},
        "others": {"total": 7, "items": [{"name": "OperationClaim", "price": 7.5},
                                         {"name": "OperationClaim", "price": -0.5}]},
        **changes,
    }  # fmt: skip


def answer(flows, parts, **more):
    return {"result": {"cash_flows": flows, "details": parts, "page_count": 1, **more}}


@pytest.fixture
def ask(client, ozon):
    """Requests periods while Ozon answers like this, with one page each."""

    def ask(*pages):
        ozon.script(CASH_FLOW, *(Answer(json=page) for page in pages))
        return client.cash_flow(FIRST, LAST)

    return ask


@pytest.fixture
def wrong(ask):
    """What an UnintelligibleAnswer says about an answer: the field and the problem."""

    def wrong(*pages):
        with pytest.raises(errors.UnintelligibleAnswer) as caught:
            ask(*pages)
        return caught.value.field, caught.value.problem

    return wrong


# ------------------------------------------------------------------ answers as they should be


def test_a_period_as_ozon_sends_it(ask, ozon):
    (found,) = ask(answer([flow()], [details()]))
    assert found == CashFlowPeriod(
        date_from=date(2026, 4, 1), date_to=date(2026, 4, 5), currency="RUB",
        opening=Decimal("100.10"), closing=Decimal("-20.05"), transfer=Decimal(300),
        payments=(Decimal("-420.15"),), loan=Decimal(-5),
        rfbs=(("transfer_delivery", Decimal(10)), ("partial_compensation", Decimal(-1))),
        others=(("OperationClaim", Decimal("7.50")), ("OperationClaim", Decimal("-0.50"))),
    )  # fmt: skip
    assert ozon.asked(CASH_FLOW)[0].body == {
        "date": {"from": "2026-04-01T00:00:00.000Z", "to": "2026-04-30T23:59:59.999Z"},
        "with_details": True, "page": 1, "page_size": cash_flow.PAGE_SIZE,
    }  # fmt: skip


def test_one_object_is_as_good_as_a_list_of_one(ask):
    assert ask(answer(flow(), details())) == ask(answer([flow()], [details()]))


def test_periods_come_in_the_order_of_time(ask):
    weeks = [("2026-04-06", "2026-04-12"), ("2026-04-01", "2026-04-05")]
    found = ask(answer([flow(*week) for week in weeks], [details(*week) for week in weeks]))
    assert [one.date_from.day for one in found] == [1, 6]


@pytest.mark.parametrize("parts", [[], None, "missing"])
def test_a_time_without_periods(ask, parts):
    page = answer([], parts, page_count=0)
    if parts == "missing":
        del page["result"]["details"]
    assert ask(page) == ()


def test_what_there_was_nothing_of_may_be_left_out(ask):
    empty = dict.fromkeys(["invoice_transfer", "payments", "loan", "rfbs", "others"])
    (found,) = ask(answer([flow()], [details(**empty)]))
    (same,) = ask(answer([flow()], [{k: v for k, v in details().items() if k not in empty}]))
    assert found == same
    assert (found.transfer, found.payments, found.loan, found.rfbs, found.others) == (
        0, (), 0, (), ()
    )  # fmt: skip


def test_a_new_figure_of_rfbs_does_not_pass_unnoticed(ask):
    (found,) = ask(answer([flow()], [details(rfbs={"total": 3, "tips": 3, "note": "text"})]))
    assert found.rfbs == (("tips", 3),)


# ------------------------------------------------------------------ pages


def page_of(day, count):
    week = (f"2026-04-{day:02}", f"2026-04-{day + 6:02}")
    return answer([flow(*week)], [details(*week)], page_count=count)


def test_all_pages_are_asked_for(ask, ozon):
    found = ask(page_of(6, 3), page_of(13, 3), page_of(20, 3))
    assert [one.date_from.day for one in found] == [6, 13, 20]
    assert [request.body["page"] for request in ozon.asked(CASH_FLOW)] == [1, 2, 3]


def test_more_pages_than_there_can_be_are_refused_at_once(wrong, ozon):
    too_many = cash_flow.MOST_PAGES + 1
    assert wrong(page_of(6, too_many)) == ("page_count", "is absurdly large")
    assert len(ozon.asked(CASH_FLOW)) == 1


def test_a_count_that_grows_has_an_end(wrong, ozon):
    days = [date(2026, 1, 1).replace(month=month, day=day) for month in (1, 2) for day in (1, 2, 3)]
    pages = [answer([flow(day, day)], [details(day, day)], page_count=place + 15)
             for place, day in enumerate(days, start=1)]
    assert wrong(*pages) == ("page_count", "is absurdly large")
    assert len(ozon.asked(CASH_FLOW)) == 6


def test_a_page_that_comes_twice_is_refused(wrong):
    assert wrong(page_of(6, 2), page_of(6, 2)) == ("details", "have a period twice")


def test_without_a_count_there_is_one_page_unless_it_is_full(ask, wrong, monkeypatch):
    assert len(ask(page_of(6, None))) == 1
    monkeypatch.setattr(cash_flow, "PAGE_SIZE", 1)
    assert wrong(page_of(6, None)) == ("page_count", "is missing")


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize("page, field, problem", [
    ({}, "details", "are missing"),
    ({"result": None}, "details", "are missing"),
    ({"result": []}, "result", "is not an object"),
    (answer("", []), "cash_flows", "is not a list"),
    (answer([], 5), "details", "is not a list"),
    (answer([flow()], []), "details", "are missing"),
    (answer([flow()], [details("2026-04-06", "2026-04-12")]), "details", "are missing"),
    (answer([flow()], [details(period=None)]), "details[0].period", "is missing"),
    (answer([flow()], [details(period={"begin": "2026-04-01"})]), "details[0].period.end",
     "is missing"),
    (answer([flow()], [details(period=period("soon", "2026-04-05"))]), "details[0].period.begin",
     "is not a date"),
    (answer([flow()], [details(begin_balance_amount=None)]), "details[0].begin_balance_amount",
     "is missing"),
    (answer([flow()], [details(loan="five")]), "details[0].loan", "is not a number"),
    (answer([flow()], [details(payments=[{"currency_code": "RUB"}])]),
     "details[0].payments[0].payment", "is missing"),
    (answer([flow()], [details(rfbs={"transfer_delivery": []})]),
     "details[0].rfbs.transfer_delivery", "is not a number"),
    (answer([flow()], [details(others={"items": [{"price": 1}]})]),
     "details[0].others.items[0].name", "is missing"),
    (answer([flow(currency="KZT")], [details()]), "", "has several currencies"),
    (answer([flow(currency="")], [details(payments=[])]), "details[0].currency_code",
     "is missing"),
    (answer([flow(currency="rub")], [details()]), "cash_flows[0].currency_code",
     "is not a currency"),
    (answer([], [], page_count=-1), "page_count", "is negative"),
])  # fmt: skip
def test_wrong_shapes_are_named(wrong, page, field, problem):
    assert wrong(page) == (field, problem)


# ------------------------------------------------------------------ a whole exchange


def test_weeks_are_cut_where_months_end_and_follow_each_other(client, seller):
    seller.finance.opening_balance = Decimal(1000)
    for day in range(1, 31):
        seller.accruals(date(2026, 4, day)).append(
            seller_fee(day, date(2026, 4, day), "", 41, -day)
        )
    seller.finance.payouts = {date(2026, 4, 8): Decimal(50), date(2026, 4, 9): Decimal(60)}
    found = client.cash_flow(FIRST, LAST)
    assert [(one.date_from.day, one.date_to.day) for one in found] == [
        (1, 5), (6, 12), (13, 19), (20, 26), (27, 30)
    ]  # fmt: skip
    assert [one.payments for one in found] == [(), (-50, -60), (), (), ()]
    assert (found[0].opening, found[0].closing) == (1000, 985)
    for earlier, later in zip(found, found[1:], strict=False):
        assert later.opening == earlier.closing
    whole = client.balance(FIRST, LAST)
    assert (whole.opening, whole.closing) == (found[0].opening, found[-1].closing)


def test_a_year_has_several_pages(client, ozon):
    found = client.cash_flow(date(2025, 1, 1), date(2026, 4, 30))
    assert len(found) > cash_flow.PAGE_SIZE
    assert [request.body["page"] for request in ozon.asked(CASH_FLOW)] == [1, 2]
