"""The demo shop's accruals and settlements tie with its realization reports to the kopeck."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from ozon_api import OzonClient, errors
from ozon_api.files import read_compensations, read_mutual_settlement
from tests.fake_ozon import FakeOzon, totals
from tests.fake_ozon.demo_seller import demo_seller
from tests.fake_ozon.demo_settlement import (
    ACT,
    BOUGHT_OUT,
    COMPENSATIONS,
    DECOMPENSATIONS,
    DOCUMENTS,
    INSURANCE,
    ITEM_COMPENSATION,
    OVERUSE,
    PAYOUT,
    PREMIUM,
    REALIZATION,
    REINVOICING,
    SET_OFFS,
    STARS,
    TRANSFERS,
    after_points,
)
from tests.fake_ozon.figures import rounded

MONTHS = [(2026, 8), (2026, 9), (2026, 10)]
every_month = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def shop():
    return demo_seller("123456", "key", MONTHS)


@pytest.fixture(scope="module")
def client(shop):
    shop.finance.polls = 0
    with FakeOzon(shop) as ozon, OzonClient("123456", "key", ozon.url) as client:
        yield client


@pytest.fixture(scope="module")
def accruals(shop, client):
    """All accruals as read by the client, by month."""
    by_month = {month: [] for month in MONTHS}
    for day in shop.finance.days:
        by_month[day.year, day.month] += client.accruals_by_day(day).accruals
    return by_month


@pytest.fixture(scope="module")
def settlements(client):
    """The settlement of each month: ordered, fetched and read."""

    def fetch(year, month):
        code = client.order_mutual_settlement(year, month)
        return read_mutual_settlement(client.report_file(client.report_info(code).file_url))

    return {month: fetch(*month) for month in MONTHS}


@every_month
def test_postings_add_up_to_the_realization_report(shop, accruals, month):
    sales = [sale for accrual in accruals[month] for sale in accrual.sales]
    expected = totals(shop.reports[month])
    assert sum(s.sale_price + s.coinvestment for s in sales) == expected.revenue
    assert sum(s.bonus for s in sales) == expected.points
    assert sum(s.sale_commission for s in sales) == -expected.base_fee
    assert sum(s.sale_amount + s.sale_commission for s in sales) == expected.accrual


@every_month
def test_units_of_each_product_are_those_of_the_report(shop, accruals, month):
    units = Counter()
    for row in shop.reports[month]["result"]["rows"]:
        for key, sign in (("delivery_commission", 1), ("return_commission", -1)):
            if row[key]:
                units[str(row["item"]["sku"])] += sign * row[key]["quantity"]
    accrued = Counter()
    for sale in (sale for accrual in accruals[month] for sale in accrual.sales):
        accrued[sale.sku] += sale.quantity if sale.sale_amount > 0 else -sale.quantity
    assert accrued == units


@every_month
def test_every_accrual_is_its_parts(accruals, month):
    ids = [accrual.accrual_id for accrual in accruals[month]]
    assert len(ids) == len(set(ids))
    for accrual in accruals[month]:
        assert (accrual.day.year, accrual.day.month) == month
        sold = sum(sale.sale_amount + sale.sale_commission for sale in accrual.sales)
        assert sold + sum(fee.amount for fee in accrual.fees) == accrual.total
        for sale in accrual.sales:
            assert sale.sale_price + sale.bonus + sale.coinvestment == sale.sale_amount


@every_month
def test_the_settlement_names_what_was_accrued_for_services(accruals, settlements, month):
    taken = Counter()
    for fee in (fee for accrual in accruals[month] for fee in accrual.fees):
        if fee.type_id != ITEM_COMPENSATION:
            taken[DOCUMENTS.get(fee.type_id, ACT)] -= fee.amount
    rows = {row.name: row for row in settlements[month].rows if row.name in taken}
    assert set(taken) == {ACT, REINVOICING, STARS, INSURANCE, TRANSFERS, SET_OFFS}
    assert {name: row.debit - row.credit for name, row in rows.items()} == taken
    assert len({row.number for row in rows.values()}) == 6
    assert {row.date for row in rows.values()} == {settlements[month].period_stop}


@pytest.mark.parametrize(("month", "name", "sign"), [
    ((2026, 8), COMPENSATIONS, 1), ((2026, 9), DECOMPENSATIONS, -1),
])  # fmt: skip
def test_a_loss_is_paid_for_and_one_unit_of_it_is_found_again(
    client, accruals, settlements, month, name, sign
):
    ask = client.compensations if sign > 0 else client.decompensations
    code = ask(date(*month, 1))
    report = read_compensations(client.report_file(client.report_info(code).file_url))
    [row] = [row for row in settlements[month].rows if row.name == name]
    [accrued] = [
        fee.amount for accrual in accruals[month] for fee in accrual.fees
        if fee.type_id == ITEM_COMPENSATION
    ]
    assert [one.amount for one in report.rows] == [sign * accrued]
    assert row.credit - row.debit == accrued
    assert row.number == report.number
    assert report.rows[0].value == 2 * report.rows[0].amount / report.rows[0].quantity


def test_the_last_month_has_neither(client):
    for ask in (client.compensations, client.decompensations):
        with pytest.raises(errors.ReportNotReady):
            ask(date(2026, 10, 1))


@every_month
def test_the_settlement_has_the_realization_report_after_points(shop, settlements, month):
    [row] = [row for row in settlements[month].rows if row.name == REALIZATION]
    fee, _left = after_points(shop.reports[month])
    assert (row.credit, row.debit) == (totals(shop.reports[month]).revenue, fee)
    assert row.number == shop.reports[month]["result"]["header"]["number"]


def test_balances_follow_each_other(settlements):
    for earlier, later in zip(MONTHS, MONTHS[1:], strict=False):
        assert settlements[earlier].closing == settlements[later].opening


@every_month
def test_documents_change_the_balance_by_what_was_accrued(accruals, settlements, month):
    settlement = settlements[month]
    paid = sum(row.debit for row in settlement.rows if row.name == PAYOUT)
    accrued = sum(accrual.total for accrual in accruals[month])
    bought = sum(row.credit for row in settlement.rows if row.name == BOUGHT_OUT)
    assert bool(bought) == (month == MONTHS[-1])
    assert settlement.closing == settlement.opening + accrued + bought - paid


@every_month
def test_the_balance_is_what_the_settlement_says(client, settlements, month):
    settlement = settlements[month]
    balance = client.balance(settlement.period_start, settlement.period_stop)
    assert (balance.opening, balance.closing) == (settlement.opening, settlement.closing)
    paid = [-row.debit for row in settlement.rows if row.name == PAYOUT]
    assert paid and list(balance.payments) == paid


@every_month
def test_the_balance_is_made_of_the_accruals(client, settlements, accruals, month):
    balance = client.balance(settlements[month].period_start, settlements[month].period_stop)
    fees = sum(fee.amount for accrual in accruals[month] for fee in accrual.fees)
    services = dict(balance.services)
    bought = services.pop("buyouts", 0)
    assert balance.accrued == sum(accrual.total for accrual in accruals[month]) + bought
    assert sum(services.values()) == fees
    assert balance.sales.amount > 0 > balance.returns.amount


def test_weeks_end_with_what_the_next_one_begins_with(client, settlements):
    weeks = client.cash_flow(date(2026, 8, 1), date(2026, 10, 31))
    assert weeks[0].opening == settlements[MONTHS[0]].opening
    assert weeks[-1].closing == settlements[MONTHS[-1]].closing
    for earlier, later in zip(weeks, weeks[1:], strict=False):
        assert later.opening == earlier.closing


def test_payouts_are_of_wednesdays_and_above_nothing(settlements):
    payouts = [row for one in settlements.values() for row in one.rows if row.name == PAYOUT]
    assert len({row.number for row in payouts}) == len(payouts) > 6
    assert {row.date.weekday() for row in payouts} == {2}
    assert min(row.debit for row in payouts) > 0


def test_points_that_come_back_are_billed_and_those_beyond_the_fee_are_paid(shop, settlements):
    rows = {
        (month, row.name): row for month in MONTHS for row in settlements[month].rows
        if row.name in (OVERUSE, PREMIUM)
    }  # fmt: skip
    assert set(rows) == {(MONTHS[0], OVERUSE), (MONTHS[1], PREMIUM)}
    lacking, left = (after_points(shop.reports[month])[1] for month in MONTHS[:2])
    assert rows[MONTHS[0], OVERUSE].debit == -lacking > 0
    assert rows[MONTHS[1], PREMIUM].credit == left > 0


@every_month
def test_something_is_set_off_and_passed_on_in_every_month(settlements, month):
    rows = {row.name: row for row in settlements[month].rows}
    assert rows[SET_OFFS].debit > 0 and rows[TRANSFERS].credit > 0


def test_services_of_every_category_and_of_penalties(accruals):
    for of_month in accruals.values():
        found = {accrual.category for accrual in of_month}
        assert found == {"POSTING", "ITEM", "NON_ITEM", "CONTAINER_FEES"}
        assert {14, 94} <= {fee.type_id for accrual in of_month for fee in accrual.fees}


def test_the_file_is_the_same_every_time(shop):
    again = demo_seller("123456", "key", MONTHS)
    assert again.finance.days == shop.finance.days
    files = [one.finance.settlements[2026, 8].as_xlsx() for one in (shop, again)]
    assert files[0] == files[1]


def test_a_year_of_months_is_settled_in_whole_kopecks():
    months = [(2026, month) for month in range(1, 13)]
    finance = demo_seller("123456", "key", months).finance
    assert min(finance.days) >= date(2026, 1, 1) and max(finance.days) <= date(2026, 12, 31)
    for settlement in finance.settlements.values():
        for row in settlement.rows:
            for amount in (row.debit, row.credit):
                assert amount == amount.quantize(Decimal("0.01"))


def test_in_the_last_month_ozon_buys_some_goods(shop, client, accruals):
    bought = {
        month: client.buyouts(date(*month, 1), date(*month, 30)).rows for month in MONTHS
    }
    assert [len(rows) for rows in bought.values()] == [0, 0, 5]
    sold = {unit.unit_number for of_month in accruals.values() for unit in of_month}
    skus = {str(row["item"]["sku"]) for row in shop.reports[MONTHS[-1]]["result"]["rows"]}
    for row in bought[MONTHS[-1]]:
        unit = row.seller_price * (100 - row.deduction) / 100
        assert row.amount == row.buyout_price * row.quantity == rounded(unit) * row.quantity
        assert row.posting_number not in sold
        assert row.sku in skus


def test_in_the_last_month_a_company_buys_goods_of_the_report(client):
    orders = client.realization_postings(*MONTHS[-1]).rows
    rows = client.realization(*MONTHS[-1]).rows
    assert [one.row.sold for one in orders] == [row.sold for row in rows]
    [bought] = [one for one in orders if one.invoice_number]
    [document] = client.company_sales(*MONTHS[-1])
    assert (document.number, document.postings) == (
        bought.invoice_number, (bought.posting_number,),
    )
    assert document.buyer
    assert bought.row.sold
