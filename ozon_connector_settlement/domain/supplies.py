"""What a supply brought to Ozon: declared, accepted, surplus, shortage, defect.

Source: the acts of /v1/supply-order/act/*. Ozon does not say whether its act of acceptance
includes surplus and broken goods, so there are two readings.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from odoo.addons.ozon_connector.ozon_api.answers import supplies as ozon

BESIDE = "beside"  # the acts of surplus and defect come on top of the act of acceptance
WITHIN = "within"  # the act of acceptance includes everything that arrived


class Counted(NamedTuple):
    """Units of a card in a supply.

    :param declared: by the seller
    :param accepted: by the act of acceptance
    :param surplus, shortage, defect: by the acts about them
    """

    declared: int
    accepted: int
    surplus: int
    shortage: int
    defect: int


_KINDS = {
    ozon.ACCEPTANCE: "accepted", ozon.SURPLUS: "surplus", ozon.SHORTCOMING: "shortage",
    ozon.DEFECT: "defect",
}  # fmt: skip
NOTHING = Counted(0, 0, 0, 0, 0)


def counted(
    declared: Iterable[ozon.DeclaredGoods], goods: Iterable[ozon.ActGoods]
) -> dict[str, Counted]:
    """What a supply declares, and what its acts state.

    :return: {SKU: `Counted`}, including goods that were not declared
    """
    found: dict[str, Counted] = {}
    for row in declared:
        one = found.get(row.sku, NOTHING)
        found[row.sku] = one._replace(declared=one.declared + row.quantity)
    for row in goods:
        one, kind = found.get(row.sku, NOTHING), _KINDS[row.type]
        found[row.sku] = one._replace(**{kind: getattr(one, kind) + row.fact})
    return found


def as_declared(found: Mapping[str, Counted]) -> dict[str, Counted]:
    """Count a supply without acts as if everything declared had arrived.

    :return: {SKU: `Counted`}
    """
    return {
        sku: Counted(one.declared, one.declared, 0, 0, 0) for sku, one in found.items()
    }


def arrived(one: Counted, reading: str) -> int:
    """The units that have arrived at Ozon.

    :param reading: `BESIDE` or `WITHIN`
    """
    if reading == WITHIN:
        return one.accepted
    return one.accepted + one.surplus + one.defect


def ties(one: Counted, reading: str) -> bool:
    """Whether the acts add up to what was declared.

    :param reading: `BESIDE` or `WITHIN`
    """
    if reading == WITHIN:
        return one.accepted == one.declared - one.shortage + one.surplus
    return one.accepted + one.defect == one.declared - one.shortage


def changes(new: Mapping[str, Counted], old: Mapping[str, Counted], reading: str):
    """The goods of which the new acts state another number of arrived units than the old ones.

    :return: {SKU: (units by the old act, units by the new one)}
    """
    numbers = {
        sku: tuple(arrived(said.get(sku, NOTHING), reading) for said in (old, new))
        for sku in sorted({*new, *old})
    }
    return {sku: (was, now) for sku, (was, now) in numbers.items() if was != now}
