"""What an accrual of Ozon is made of, and whether its parts add up.

Source: /v1/finance/accrual/by-day. Amounts have Ozon's sign: below 0 is what Ozon takes.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.ozon_connector.domain.report_rows import SettlementError

ZERO = Decimal("0.00")

# The parts of a sale. Ozon's list has no types for them, except for the fee: 69.
SALE_REVENUE = "SaleRevenue"
SALE_POINTS = "SalePoints"
SALE_PARTNERS = "SalePartnerPrograms"
SALE_FEE = "SaleCommission"


class Part(NamedTuple):
    """One amount of an accrual.

    :param type_id: Ozon's number of the type; 0 for the parts of a sale
    :param type_name: the name of the type for the parts of a sale, else ""
    :param sku: "" where the amount belongs to no product
    :param quantity: units, 0 where Ozon does not say
    """

    type_id: int
    type_name: str
    sku: str
    quantity: int
    amount: Decimal


@dataclass
class AccrualDoesNotTie(SettlementError):
    """The parts of an accrual do not add up to its total."""

    accrual_id: str
    unit_number: str
    what: str  # the name of the figure: total, sale_amount or delivery
    stated: Decimal
    added: Decimal

    def __str__(self):
        return (
            f"accrual {self.accrual_id} ({self.unit_number}), {self.what}: {self.stated}, "
            f"its parts are {self.added}"
        )


@dataclass
class UnknownAccrualFigure(SettlementError):
    """An accrual has a figure under an unknown name, which may be money."""

    accrual_id: str
    path: str
    value: Decimal

    def __str__(self):
        return f"accrual {self.accrual_id}: {self.path} = {self.value}"


@dataclass
class StrangeAccrual(SettlementError):
    """An accrual of another day than the requested one, or one that came twice."""

    accrual_id: str
    what: str  # date or repeated
    value: str

    def __str__(self):
        return f"accrual {self.accrual_id}, {self.what}: {self.value}"


def parts(accrual):
    """Split an accrual, and check each sum that Ozon states.

    :param accrual: an `ozon_api.answers.accruals.Accrual`
    :return: list of `Part` without zeros; their sum is the accrual's total
    :raises AccrualDoesNotTie: a sum that Ozon states is not the sum of its parts
    :raises UnknownAccrualFigure: the accrual has a figure under an unknown name
    """
    if accrual.unknown:
        path, value = accrual.unknown[0]
        raise UnknownAccrualFigure(accrual.accrual_id, path, value)
    found = []
    for sale in accrual.sales:
        found += _sale_parts(accrual, sale)
    found += [Part(fee.type_id, "", fee.sku, fee.quantity or 0, fee.amount)
              for fee in accrual.fees]
    _check_delivery(accrual)
    _check(accrual, "total", accrual.total, sum((part.amount for part in found), ZERO))
    return [part for part in found if part.amount]


def _sale_parts(accrual, sale):
    """What buyers paid, points, payouts of partners' programmes, and the fee."""
    revenue = [
        Part(0, SALE_REVENUE, sale.sku, sale.quantity or 0, sale.sale_price),
        Part(0, SALE_POINTS, sale.sku, 0, sale.bonus),
        Part(0, SALE_PARTNERS, sale.sku, 0, sale.coinvestment),
    ]
    added = sum((part.amount for part in revenue), ZERO)
    _check(accrual, "sale_amount", sale.sale_amount, added)
    return [*revenue, Part(0, SALE_FEE, sale.sku, 0, sale.sale_commission)]


def _check_delivery(accrual):
    """Check the total that Ozon states for the services of a delivery. It is not stored."""
    if accrual.sales:
        stated = sum((sale.delivery_total for sale in accrual.sales), ZERO)
        _check(accrual, "delivery", stated, sum((fee.amount for fee in accrual.fees), ZERO))


def _check(accrual, what, stated, added):
    if stated != added:
        raise AccrualDoesNotTie(accrual.accrual_id, accrual.unit_number, what, stated, added)
