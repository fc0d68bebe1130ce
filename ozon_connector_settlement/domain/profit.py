"""The profit of each product in a month, in its parts and to the kopeck.

Amounts have Ozon's sign: above 0 is income, below 0 is a cost. The parts are the classes of Ozon's
statement and include VAT. Profit = parts + VAT + cost of goods; VAT and cost have signs of their
own, so the profit is without VAT. Payouts, loans, deposits and set-offs only move money and do not
belong to the profit.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from odoo.addons.ozon_connector.domain.settlement import Direction

from .groups import GROUP_OF_FEE, GROUP_OF_SALES

ZERO = Decimal("0.00")
NONE = Decimal(0)
# Digits of shares of units; shares of money have 2.
UNIT_DIGITS = 6

# The parts that come from the realization report.
REVENUE = "revenue"
POINTS = "points"
FEE = "fee"
# The parts of services, by group; advertising and returns are separated from their groups.
ADVERTISING = "advertising"
RETURN_COSTS = "return_costs"
SERVICES = (
    "service", "reinvoiced", ADVERTISING, RETURN_COSTS, "penalty", "financing", "insurance",
    "star", "unknown",
)
BUYOUT = "buyout"
COMPENSATION = "compensation"
TRANSFER = "transfer"
CORRECTION = "correction"
OF_REPORT = (REVENUE, POINTS, FEE)
OF_ACCRUALS = (*SERVICES, COMPENSATION, TRANSFER, CORRECTION)
PARTS = (*OF_REPORT, *SERVICES, BUYOUT, COMPENSATION, TRANSFER, CORRECTION)
# What moves Ozon's balance but is neither income nor cost.
NO_PART = "none"

# Types by the names of Ozon's list (`data/accrual_types.csv`).
ADVERTISING_TYPES = frozenset([
    "BrandCommission", "BrandPromotion", "BrandShelf", "ExternalPromotion",
    "InternetSiteAdvertising", "Marketing", "PayPerClick", "PointsForReviews",
    "PremiumCashbackIndividualPoints", "PremiumCashbackPromotion", "PremiumMailingCommission",
    "Promotion", "PushCampaign", "ReviewsPin", "SaleReview", "Stencil", "VideoCover",
    "SocialMediaAdvertising", "AcceleratedReviewCollection", "FirstCustomerReview",
    "CustomerChatPoints", "DisplayAdvertisingPlacement", "LeadGeneration",
])
RETURN_TYPES = frozenset([
    "BackwardShipment", "Cancellation", "ClientReturn", "PartialReturn",
    "PickUpPointReturnAcceptance", "PreparingToReturn", "ReturnFlowLogistic",
    "ReturnStorageInTheWarehouse", "RfbsEasyReturn", "TemporaryPlacement",
    "TemporaryPlacementsAgent", "B2CBackwardLogistics", "B2CPickUpPointReturnAcceptance",
    "B2CTemporaryPlacement",
])
# Money that only moves: it is owed to somebody else, or comes back.
MOVING_TYPES = frozenset(["Loan", "SetOff", "BrandDeposit"])

NAMES_OF_SCHEMES = {"fbo": "FBO", "fbs": "FBS", "rfbs": "rFBS"}


class Rule(str, Enum):
    """How services without a product are shared among the products."""

    NONE = "none"
    REVENUE = "revenue"
    UNITS = "units"
    VOLUME = "volume"


class Key(NamedTuple):
    """A row of the result.

    :param product: 0 for goods without a product, None for amounts that belong to no goods
    :param scheme: "" where the scheme is unknown
    """

    product: int | None
    scheme: str = ""


# The amounts that belong to no goods, until they are shared.
POOL = Key(None)


class Goods(NamedTuple):
    """Units of a card in a realization report. Amounts are above 0 as a rule.

    :param units: of the product, while `quantity` is of the card
    """

    card: Hashable
    product: int
    direction: Direction
    quantity: int
    units: Decimal
    revenue: Decimal
    points: Decimal
    fee: Decimal


class Told(NamedTuple):
    """What Ozon's postings state about the units of a card.

    :param schemes: {scheme: units}
    :param untold: the number of postings that do not state their units
    """

    schemes: dict[str, int]
    untold: int


@dataclass
class Row:
    """The figures of a row.

    shared: the part of the services that was shared among products; the parts include it.
    cost: None where it is unknown, 0 where no goods moved.
    """

    sold: Decimal = NONE
    returned: Decimal = NONE
    parts: dict[str, Decimal] = field(default_factory=dict)
    shared: Decimal = ZERO
    vat: Decimal = ZERO
    cost: Decimal | None = ZERO

    @property
    def units(self):
        """Units sold less units returned."""
        return self.sold - self.returned

    def add(self, part, amount):
        """:param part: one of `PARTS`"""
        self.parts[part] = self.parts.get(part, ZERO) + amount

    def part(self, *names):
        """:return: Decimal; the sum of these parts"""
        return sum((self.parts.get(name, ZERO) for name in names), ZERO)

    @property
    def profit(self):
        """Without VAT; None where the cost is not known."""
        return None if self.cost is None else self.part(*PARTS) + self.vat + self.cost


def part_of(name, group):
    """The part of the profit that an accrual type belongs to.

    :param name: Ozon's name of the type
    :param group: as in `data/accrual_types.csv`
    :return: one of `OF_ACCRUALS`, `NO_PART`, or None for sales and their fee, which are in the
        realization report
    """
    if group in (GROUP_OF_SALES, GROUP_OF_FEE):
        return None
    if group == "balance":
        return NO_PART if name in MOVING_TYPES else CORRECTION
    if group in ("service", "reinvoiced"):
        if name in ADVERTISING_TYPES:
            return ADVERTISING
        if name in RETURN_TYPES:
            return RETURN_COSTS
    return group


def scheme_name(scheme):
    """:param scheme: in any of the ways Ozon writes it

    :return: the usual spelling, as in `NAMES_OF_SCHEMES`; an unknown scheme stays as it is
    """
    return NAMES_OF_SCHEMES.get(scheme.lower(), scheme)


def divide(amount: Decimal, weights: list[Decimal], digits: int = 2) -> list[Decimal]:
    """Divide an amount by weights. The largest remainders get what rounding leaves.

    :param weights: with up to 6 digits; their sum is not 0, and a weight of 0 gets nothing
    :param digits: of the shares and of the amount
    :raises AssertionError: the shares do not add up to the amount
    """
    scaled = [int(Decimal(weight).scaleb(UNIT_DIGITS)) for weight in weights]
    total = sum(scaled)
    sign = -1 if total < 0 else 1
    total, scaled = sign * total, [sign * weight for weight in scaled]
    whole = int(amount.scaleb(digits))
    shares = [whole * weight // total for weight in scaled]
    rest = whole - sum(shares)
    order = sorted(range(len(scaled)), key=lambda place: -(whole * scaled[place] % total))
    for place in order[:rest]:
        shares[place] += 1
    result = [Decimal(share).scaleb(-digits) for share in shares]
    if sum(result, NONE) != amount:
        raise AssertionError(f"{amount} is divided into {sum(result, NONE)}")
    return result


def of_report(goods: Iterable[Goods], told: dict) -> dict[Key, Row]:
    """The rows of the realization report by product and scheme.

    The units of a card have schemes only where its postings add up to its units in the report. If
    there are several schemes, its figures are divided by units.

    :param told: {(card, direction): Told}
    """
    goods, reported, rows = list(goods), defaultdict(int), defaultdict(Row)
    for one in goods:
        reported[one.card, one.direction] += one.quantity
    for one in goods:
        schemes = _schemes(told.get((one.card, one.direction)), reported[one.card, one.direction])
        for scheme, share in _split(one, schemes):
            _add_goods(rows[Key(one.product, scheme)], share)
    return rows


def _schemes(told, reported):
    """:return: {scheme: units}, or {} where the postings do not cover all units"""
    if not told or told.untold or sum(told.schemes.values()) != reported:
        return {}
    schemes = {scheme: units for scheme, units in told.schemes.items() if units}
    return schemes if all(schemes) else {}


def _split(one, schemes):
    """:return: list of (scheme, `Goods`)"""
    if len(schemes) < 2:
        return [(next(map(scheme_name, schemes), ""), one)]
    weights = list(map(Decimal, schemes.values()))
    columns = (
        divide(one.units, weights, UNIT_DIGITS),
        *(divide(amount, weights) for amount in (one.revenue, one.points, one.fee)),
    )
    return [
        (scheme_name(scheme), Goods(one.card, one.product, one.direction, 0, *figures))
        for scheme, *figures in zip(schemes, *columns, strict=True)
    ]


def _add_goods(row, one):
    sign = 1 if one.direction is Direction.SALE else -1
    if one.direction is Direction.SALE:
        row.sold += one.units
    else:
        row.returned += one.units
    row.add(REVENUE, sign * one.revenue)
    row.add(POINTS, sign * one.points)
    row.add(FEE, -sign * one.fee)


def share(rows: dict[Key, Row], rule: Rule, volumes: dict[int, Decimal]) -> bool:
    """Share the services that belong to no goods among the rows with a product.

    :param rows: as from `of_report`; rows that get a share are changed
    :param volumes: {product: volume of a unit}
    :return: whether anything was shared; False if no product can bear the services
    """
    pool = rows.get(POOL)
    bearers = {
        key: weight for key, row in rows.items()
        if key.product and (weight := _weight(key, row, rule, volumes)) > 0
    }
    if not pool or rule is Rule.NONE or not bearers:
        return False
    keys, weights = list(bearers), list(bearers.values())
    for part in SERVICES:
        amount = pool.parts.pop(part, ZERO)
        for key, found in zip(keys, divide(amount, weights), strict=True):
            if found:
                rows[key].add(part, found)
                rows[key].shared += found
    return True


def _weight(key, row, rule, volumes):
    if rule is Rule.REVENUE:
        return row.part(REVENUE, POINTS)
    if rule is Rule.VOLUME:
        return round(row.units * volumes.get(key.product, NONE), UNIT_DIGITS)
    return row.units


def add_buyout(rows, product, units, amount):
    """Add goods that Ozon bought. Their scheme is unknown.

    :param rows: {Key: Row}, changed
    :param units: of the product
    :param amount: Decimal, with VAT
    """
    row = rows.setdefault(Key(product), Row())
    row.sold += units
    row.add(BUYOUT, amount)


def add_vat(rows, of_products, of_parts, sold_in):
    """Add the VAT of the month's documents to the rows whose amounts include it.

    :param rows: {Key: Row}, changed
    :param of_products: {product: Decimal}; the VAT of sales, below 0
    :param of_parts: {part: Decimal}; the VAT of fee, services and points
    :param sold_in: the parts that are in the sales documents
    """
    by_product = defaultdict(list)
    for key in rows:
        by_product[key.product].append(key)
    for product, vat in of_products.items():
        keys = by_product.get(product) or [Key(product)]
        _add_vat(rows, keys, vat, sold_in, keys[0])
    for part, vat in of_parts.items():
        # VAT of a part that no row has, such as a difference by Ozon's settlement, goes to the
        # pool.
        _add_vat(rows, list(rows), vat, (part,), POOL)


def _add_vat(rows, keys, vat, parts, last):
    """:param last: the row that gets the VAT if no row has any of the parts"""
    weights = [rows[key].part(*parts) if key in rows else ZERO for key in keys]
    if not sum(weights):
        keys, weights = [last], [Decimal(1)]
    for key, found in zip(keys, divide(vat, weights), strict=True):
        if found:
            rows.setdefault(key, Row()).vat += found


def add_cost(rows, costs, losses):
    """Add the cost of goods.

    If the cost of a product that moved is unknown, none of its rows gets a cost: otherwise the
    profit of its other rows would look like the profit of the product.

    :param rows: {Key: Row}, changed
    :param costs: {product: (cost of sold units, cost of returned units)}; a product that is missing
        has an unknown cost
    :param losses: {product: cost} of goods that left without a sale
    """
    by_product = defaultdict(list)
    for key, row in rows.items():
        if key.product is not None:
            by_product[key.product].append(row)
    for product, own in by_product.items():
        if not any(row.sold or row.returned for row in own):
            continue
        if product not in costs:
            for row in own:
                row.cost = None
            continue
        sold, returned = costs[product]
        _add_cost(own, -sold, [row.sold for row in own])
        _add_cost(own, returned, [row.returned for row in own])
    for product, cost in losses.items():
        row = rows.setdefault(Key(product), Row())
        if row.cost is not None:
            row.cost -= cost


def _add_cost(rows, cost, weights):
    if not sum(weights):
        rows, weights = rows[:1], [Decimal(1)]
    for row, found in zip(rows, divide(cost, weights), strict=True):
        row.cost += found


def totals(rows):
    """:return: {part: Decimal}; the sum of each part over all rows, for every one of `PARTS`"""
    found = dict.fromkeys(PARTS, ZERO)
    for row in rows.values():
        for part, amount in row.parts.items():
            found[part] += amount
    return found
