"""The rate of a document of many days converts it into the sum of its days."""

from datetime import date
from decimal import Decimal

from domain.day_rates import day_sums, mean_rate
from domain.report_rows import Direction
from domain.settlement import CompanyInvoice
from tests.domain.test_postings import order

FIRST, SECOND = date(2026, 9, 5), date(2026, 9, 20)


def test_the_whole_is_worth_what_its_days_are():
    rate = mean_rate({FIRST: Decimal(600), SECOND: Decimal(1500)}, {FIRST: 30.0, SECOND: 25.0})
    assert round(2100 / rate, 10) == 600 / 30 + 1500 / 25


def test_a_company_s_goods_are_of_the_day_of_its_invoice():
    bought = order(ordered_on=FIRST)._replace(invoice=CompanyInvoice("7", SECOND))
    sums = day_sums([order(ordered_on=FIRST), bought, order(ordered_on=None)])
    assert sums == {Direction.RETURN: {
        FIRST: (Decimal(120), Decimal(0)), SECOND: (Decimal(120), Decimal(0)),
    }}
