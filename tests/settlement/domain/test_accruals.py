"""The parts of an accrual add up to its total, or its month stops."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.ozon_connector.ozon_api.answers.accruals import Accrual, AccruedFee, AccruedSale
from odoo.addons.ozon_connector_settlement.domain import accruals as rules

PUBLISHED = AccruedSale(
    sku="1001", quantity=1, seller_price=Decimal(2508), sale_price=Decimal("1142.10"),
    sale_amount=Decimal("2508.00"), bonus=Decimal("1354.48"), coinvestment=Decimal("11.42"),
    sale_commission=Decimal("-1304.16"), commission=Decimal("-1304.16"),
    commission_ratio=Decimal("0.52"), delivery_total=Decimal("-84.99"),
)
DELIVERY = (
    AccruedFee(32, "1001", None, Decimal("-75.00")), AccruedFee(29, "1001", None, Decimal("-9.99")),
)


def accrual(**changes):
    usual = {
        "accrual_id": "64097699624", "day": date(2026, 9, 24), "unit_number": "0238482108-0061-1",
        "category": "POSTING", "total": Decimal("1118.85"), "currency": "RUB",
        "delivery_schema": "Fbo", "sales": (PUBLISHED,), "fees": DELIVERY, "unknown": (),
    }
    return Accrual(**{**usual, **changes})


def test_the_published_sale_is_its_parts():
    parts = rules.parts(accrual())
    assert sum(part.amount for part in parts) == Decimal("1118.85")
    by_name = {part.type_name: part.amount for part in parts if part.type_name}
    assert by_name == {
        "SaleRevenue": Decimal("1142.10"), "SalePoints": Decimal("1354.48"),
        "SalePartnerPrograms": Decimal("11.42"), "SaleCommission": Decimal("-1304.16"),
    }


@pytest.mark.parametrize("changes, what", [
    ({"total": Decimal("1118.86")}, "total"),
    ({"sales": (PUBLISHED._replace(bonus=Decimal("1354.47")),)}, "sale_amount"),
    ({"sales": (PUBLISHED._replace(delivery_total=Decimal("-85.00")),)}, "delivery"),
    ({"fees": DELIVERY[:1]}, "delivery"),
])
def test_a_kopeck_that_is_wrong_names_the_accrual_and_both_figures(changes, what):
    with pytest.raises(rules.AccrualDoesNotTie) as caught:
        rules.parts(accrual(**changes))
    assert (caught.value.accrual_id, caught.value.what) == ("64097699624", what)
    assert caught.value.stated != caught.value.added


def test_money_under_a_new_name_stops_the_month():
    with pytest.raises(rules.UnknownAccrualFigure):
        rules.parts(accrual(unknown=(("posting.cashback", Decimal("5.00")),)))
