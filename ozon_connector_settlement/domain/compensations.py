"""What Ozon pays for goods that it lost, what it takes back later, and which goods are gone.

Sources: the reports of /v1/finance/compensation and /decompensation, without VAT, and
/v1/analytics/decommissioned-goods, which states no money.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.ozon_connector.domain.report_rows import KOPECK, Direction, SettlementError
from odoo.addons.ozon_connector.domain.texts import unmarked

from .settlement_rows import normal

ZERO = Decimal("0.00")

COMPENSATION = "compensation"
DECOMPENSATION = "decompensation"
WRITTEN_OFF = "written_off"

# What happens to the goods of a type.
LEAVE, RETURN, NOTHING = "leave", "return", "nothing"
_DIRECTIONS = {LEAVE: Direction.SALE, RETURN: Direction.RETURN}
_OPPOSITE = {Direction.SALE: Direction.RETURN, Direction.RETURN: Direction.SALE}


class Key(NamedTuple):
    """What a figure belongs to: a type, as spelled by `settlement_rows.normal`, and a product."""

    type: str
    sku: str
    offer_id: str
    name: str


class Figure(NamedTuple):
    """Units and their amounts, in Ozon's sign: above 0 is what Ozon owes.

    :param total: the value of all units
    :param reduced: what is deducted from it
    :param amount: total − reduced
    """

    quantity: int
    total: Decimal
    reduced: Decimal
    amount: Decimal

    def __add__(self, other):
        return Figure(*(one + two for one, two in zip(self, other, strict=True)))

    def __sub__(self, other):
        return Figure(*(one - two for one, two in zip(self, other, strict=True)))


EMPTY = Figure(0, ZERO, ZERO, ZERO)


@dataclass
class CompensationDoesNotTie(SettlementError):
    """A figure of a report does not follow from its parts.

    :param place: the row of the sheet, 0 for the row of totals
    :param what: the name of the figure: total, amount or sum
    """

    place: int
    what: str
    stated: Decimal
    computed: Decimal

    def __str__(self):
        return f"row {self.place}, {self.what}: {self.stated}, computed {self.computed}"


def check(report):
    """Check the sums that a report states.

    A unit's value has more digits than a kopeck, so a total may differ from value × quantity by
    up to a kopeck for each unit.

    :param report: an `ozon_api.files.CompensationReport`
    :raises CompensationDoesNotTie: value × quantity is not the total, the total less the reduction
        is not the amount, or the amounts do not add up to the sum of the report
    """
    for row in report.rows:
        units = abs(row.quantity)
        product = row.value * units
        if abs(abs(product) - abs(row.total)) > KOPECK * units:
            raise CompensationDoesNotTie(row.place, "total", row.total, product)
        if row.total - row.reduced != row.amount:
            raise CompensationDoesNotTie(
                row.place, "amount", row.amount, row.total - row.reduced,
            )
    added = sum((row.amount for row in report.rows), ZERO)
    if report.stated is not None and report.stated != added:
        raise CompensationDoesNotTie(0, "sum", report.stated, added)


def figures(kind, rows):
    """The rows of a report by type and goods.

    No report of decompensations has been published. Whether its sum is above or below 0, it is what
    Ozon takes.

    :param kind: `COMPENSATION` or `DECOMPENSATION`
    :param rows: iterable of `ozon_api.files.CompensationRow`
    :return: {Key: Figure}
    """
    rows = list(rows)
    whole = sum((row.amount for row in rows), ZERO)
    sign = -1 if kind == DECOMPENSATION and whole > 0 else 1
    found = {}
    for row in rows:
        key = key_of(row)
        sums = (sign * amount for amount in (row.total, row.reduced, row.amount))
        found[key] = found.get(key, EMPTY) + Figure(abs(row.quantity), *sums)
    return found


def key_of(row):
    """:param row: an `ozon_api.files.CompensationRow`

    :return: a `Key`; it has a name only where the row has no SKU
    """
    name = "" if row.sku else unmarked(row.name)
    return Key(normal(row.type), unmarked(row.sku), unmarked(row.offer_id), name)


def written_off(goods):
    """Units that Ozon wrote off without paying for them, by reason and product.

    :param goods: iterable of `ozon_api.answers.DecommissionedGoods` that Ozon did not pay for
    :return: {Key: Figure}
    """
    found = {}
    for row in goods:
        key = Key(normal(row.reason), row.sku, "", "")
        found[key] = found.get(key, EMPTY) + Figure(row.quantity, ZERO, ZERO, ZERO)
    return found


def changes(new, old):
    """The difference between two versions: old + changes = new.

    :param new, old: {Key: Figure}
    :return: {Key: Figure} of what differs
    """
    differences = {key: new.get(key, EMPTY) - old.get(key, EMPTY) for key in {**old, **new}}
    return {key: figure for key, figure in differences.items() if any(figure)}


def merge(*all_figures):
    """:return: {Key: Figure} with the sums of all"""
    merged = {}
    for found in all_figures:
        for key, figure in found.items():
            merged[key] = merged.get(key, EMPTY) + figure
    return merged


def amount(found):
    """:return: Decimal; the sum of all figures"""
    return sum((figure.amount for figure in found.values()), ZERO)


def moved(goods, quantity):
    """Where units go.

    :param goods: `LEAVE`, `RETURN` or `NOTHING`
    :param quantity: below 0 in a correction that takes units back
    :return: (`Direction`, units above 0), or None for units that stay where they are
    """
    direction = _DIRECTIONS.get(goods)
    if not direction or not quantity:
        return None
    return (direction, quantity) if quantity > 0 else (_OPPOSITE[direction], -quantity)


class SettlementSays(NamedTuple):
    """A month's compensations in a settlement, by both readings of its sums."""

    without_vat: Decimal
    with_vat: Decimal
    names: tuple[str, ...]

    def has(self, stated):
        """Whether one of the two readings is this amount."""
        return stated in (self.without_vat, self.with_vat)


def in_settlement(others: Iterable):
    """The compensations in the section «Компенсации и прочие начисления».

    Its signs are not documented: decompensations count as what Ozon takes.

    :param others: iterable of objects with name, without_vat and with_vat
    :return: `SettlementSays`, or None where the section names no compensations
    """
    sums, names = [ZERO, ZERO], []
    for other in others:
        name = normal(other.name)
        if "компенсац" not in name:
            continue
        names.append(other.name)
        for place, stated in enumerate((other.without_vat, other.with_vat)):
            sums[place] += -abs(stated) if "декомпенсац" in name else stated
    return SettlementSays(*sums, tuple(names)) if names else None
