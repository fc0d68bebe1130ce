"""Who keeps the goods until buyers get them, by Ozon's accruals: Ozon or the seller.

Source: `delivery_schema` and `quantity` of the postings in /v1/finance/accrual/by-day. Ozon's
documentation does not promise a quantity; without one, nothing is derived.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from enum import Enum
from typing import NamedTuple

from odoo.addons.ozon_connector.domain.settlement import Direction


class Keeper(str, Enum):
    """Who keeps the goods until a buyer gets them."""

    OZON = "ozon"
    SELLER = "seller"


# In lower case: Ozon writes Fbo, FBO, rFBS and RFBS.
KEEPERS = {"fbo": Keeper.OZON, "fbs": Keeper.SELLER, "rfbs": Keeper.SELLER}
# Goods of every other scheme are assumed to be at Ozon.
SELLERS = tuple(scheme for scheme, keeper in KEEPERS.items() if keeper is Keeper.SELLER)


class Moved(NamedTuple):
    """Goods of postings with one scheme that were sold or came back.

    :param scheme: as Ozon writes it; "" where it does not say
    :param units: of the card
    :param untold: the number of postings that do not state their units
    """

    sku: str
    scheme: str
    direction: Direction
    units: int
    untold: int


class Row(NamedTuple):
    """Units of a card in a report. `quantity` is never below 0."""

    card: Hashable
    direction: Direction
    quantity: int


class Open(NamedTuple):
    """Units of a report that Ozon's postings do not cover, or state differently.

    :param told: {scheme: units}
    """

    card: Hashable
    direction: Direction
    reported: int
    told: dict[str, int]
    untold: int


def moved(accruals: Iterable) -> list[Moved]:
    """The goods in the accruals of a day, one `Moved` for each SKU, scheme and direction.

    :param accruals: `ozon_api.answers.accruals.Accrual`
    """
    units, untold = defaultdict(int), defaultdict(int)
    for accrual in accruals:
        for sale in accrual.sales:
            # A posting may have charges without a sale.
            if sale.sku and sale.sale_amount:
                direction = Direction.SALE if sale.sale_amount > 0 else Direction.RETURN
                key = (sale.sku, accrual.delivery_schema, direction)
                units[key] += abs(sale.quantity or 0)
                untold[key] += not sale.quantity
    return [Moved(*key, count, untold[key]) for key, count in sorted(units.items())]


def divide(
    rows: Iterable[Row], told: Iterable[tuple[Hashable, Moved]]
) -> tuple[list[dict[Keeper, int]], list[Open]]:
    """Divide the units of a report between Ozon and the seller.

    Units without a known scheme have no keeper. The seller keeps at most the reported units; if the
    postings state more, Ozon's part is cut.

    :param told: (card, `Moved`)
    :return: {keeper: units} for each row, and the cards whose postings do not add up to the
        reported units, including cards that only postings have
    """
    rows = list(rows)
    schemes, untold = defaultdict(lambda: defaultdict(int)), defaultdict(int)
    for card, one in told:
        schemes[card, one.direction][one.scheme] += one.units
        untold[card, one.direction] += one.untold
    reported = dict.fromkeys(schemes, 0)
    for row in rows:
        key = (row.card, row.direction)
        reported[key] = reported.get(key, 0) + row.quantity
    left = {}
    for key, count in reported.items():
        kept = dict.fromkeys(Keeper, 0)
        for scheme, units in schemes[key].items():
            if scheme.lower() in KEEPERS:
                kept[KEEPERS[scheme.lower()]] += units
        kept[Keeper.SELLER] = min(kept[Keeper.SELLER], count)
        kept[Keeper.OZON] = min(kept[Keeper.OZON], count - kept[Keeper.SELLER])
        left[key] = kept
    shares = [_take(left[row.card, row.direction], row.quantity) for row in rows]
    return shares, [
        Open(*key, count, dict(schemes[key]), untold[key]) for key, count in reported.items()
        if not _adds_up(count, schemes[key], untold[key])
    ]


def _take(left: dict[Keeper, int], count: int) -> dict[Keeper, int]:
    """Take up to so many units from what is left of each keeper, the seller's first."""
    taken = {}
    for keeper in (Keeper.SELLER, Keeper.OZON):
        taken[keeper] = min(left[keeper], count)
        left[keeper] -= taken[keeper]
        count -= taken[keeper]
    return taken


def _adds_up(count: int, schemes: dict[str, int], untold: int) -> bool:
    known = all(scheme.lower() in KEEPERS for scheme, units in schemes.items() if units)
    return known and not untold and sum(schemes.values()) == count


def of_correction(
    wanted: dict[Direction, object], before: dict[Direction, object], moves: dict[Direction, object]
) -> dict[Direction, object]:
    """The part of a correction's units that belongs to a place.

    :param wanted: what all versions of the month together have to move there
    :param before: what earlier documents of the month have moved there
    :param moves: what the correction moves in all places
    :return: never more than `moves`, in either direction
    """
    lacking = (
        wanted[Direction.SALE] - wanted[Direction.RETURN]
        - before[Direction.SALE] + before[Direction.RETURN]
    )
    return {
        Direction.SALE: max(0, min(lacking, moves[Direction.SALE])),
        Direction.RETURN: max(0, min(-lacking, moves[Direction.RETURN])),
    }
