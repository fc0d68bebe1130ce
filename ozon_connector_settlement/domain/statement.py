"""A month of Ozon's balance compared with the books, and why each figure differs.

Ozon's opening balance, its accruals and its payments give its closing balance. The books have their
own amounts for the same figures. Every row has an amount of each side, so the rows always add up to
both closing balances. Amounts have Ozon's sign: above 0 is what Ozon owes.

Source of Ozon's figures: /v1/finance/balance, split by the daily accruals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

ZERO = Decimal("0.00")

# The classes of a month, besides those of service acts and of the groups without an act.
OPENING = "opening"
REALIZATION = "realization"  # a whole realization report, where its parts are unknown
SALES = "sales"
RETURNS = "returns"
POINTS = "points"
FEE = "fee"
PAYOUT = "payout"
BUYOUT = "buyout"
BUYOUT_BEFORE = "buyout_before"  # buy-outs of earlier months, where Ozon settles them apart
COMPENSATION = "compensation"
SERVICES = "services"  # services in Ozon's balance beyond the known accruals
OTHER = "other"  # what is booked without a document of Ozon
BALANCE = "ozon"  # what Ozon's balance states beyond its own parts

# The order of the rows of a statement.
ORDER = (
    OPENING, BUYOUT_BEFORE, REALIZATION, SALES, RETURNS, POINTS, FEE, "all", "service",
    "reinvoiced", "star", "insurance", "penalty", "financing", SERVICES, "unknown", BUYOUT,
    COMPENSATION, "transfer", "balance", OTHER, PAYOUT, BALANCE,
)


class Reason(str, Enum):
    """Why a row differs between the two sides. It decides who can fix it, and how."""

    NOT_LOADED = "not_loaded"  # Ozon's document is not here yet
    DRAFT = "draft"  # it is here but not posted
    OTHER_MONTH = "other_month"  # it is posted, and dated in another month
    EARLIER_MONTH = "earlier_month"  # a document of another month is dated in this one
    CORRECTION = "correction"  # a correction of another month is dated in this one
    AMOUNT = "amount"  # two sources state different amounts
    NO_SOURCE = "no_source"  # it is booked, but Ozon's balance has no such class
    BUYOUT = "buyout"  # Ozon settles buy-outs apart from its balance
    ON_WAY = "on_way"  # Ozon has paid, but the bank has not received it yet
    SET_OFF = "set_off"  # set off against another contract
    LOAN = "loan"
    PREMIUM = "premium"  # points left after fee and services
    UNKNOWN_KIND = "unknown_kind"  # an accrual type that nobody has placed
    TO_BOOK = "to_book"  # Ozon has accrued it, but no document here contains it
    BY_HAND = "by_hand"  # it is booked by hand on Ozon's accounts
    NO_OPENING = "no_opening"  # the books begin without Ozon's opening balance
    EARLIER = "earlier"  # the difference of the month before
    UNEXPLAINED = "unexplained"


# Classes in which one document contains all types; elsewhere each type has its own document.
HELD_WHOLE = frozenset([COMPENSATION])
# Reasons that an ordinary step resolves: the month is unfinished, not wrong.
PENDING = frozenset([Reason.NOT_LOADED, Reason.DRAFT, Reason.ON_WAY])
# Reasons that no step resolves, because Ozon itself settles them apart from its balance. A month
# in which nothing else differs is tied; the surplus in the books stays visible, row by row.
APART = frozenset([Reason.BUYOUT])
# Reasons that a single manual entry of the same amount resolves.
SETTLED_BY_HAND = frozenset([
    Reason.TO_BOOK, Reason.PREMIUM, Reason.SET_OFF, Reason.LOAN, Reason.UNKNOWN_KIND,
    Reason.UNEXPLAINED,
])
# Why no document here contains what Ozon has accrued in a class.
REASON_OF_CLASS = {
    POINTS: Reason.PREMIUM,
    SERVICES: Reason.UNEXPLAINED,
    "unknown": Reason.UNKNOWN_KIND,
    COMPENSATION: Reason.TO_BOOK,
    "transfer": Reason.TO_BOOK,
    "balance": Reason.TO_BOOK,
}


class Claim(NamedTuple):
    """What a document of Ozon states for a class, and how much of it is booked.

    :param key: whatever tells documents apart
    :param stated: None while its figures are not here
    :param booked: posted and dated in the month
    :param elsewhere: posted and dated in another month
    :param is_draft: whether a part of it is not posted
    :param name: Ozon's name for it, where its class does not say enough
    :param lacks: why it is not even drafted
    """

    kind: str
    key: object
    stated: Decimal | None
    booked: Decimal = ZERO
    elsewhere: Decimal = ZERO
    is_draft: bool = False
    name: str = ""
    lacks: Reason | None = None


class Entry(NamedTuple):
    """What is booked in the month but belongs to no document of this month."""

    kind: str
    key: object
    amount: Decimal
    reason: Reason


class Part(NamedTuple):
    """A part of a class that no document contains, under Ozon's name for it."""

    kind: str
    name: str
    amount: Decimal
    reason: Reason


@dataclass(frozen=True)
class OzonMonth:
    """Ozon's figures of a month.

    amounts: by class; a class that is missing has no source at Ozon.
    parts: the parts of classes that have no documents.
    outside: classes that Ozon settles apart from its balance.
    """

    opening: Decimal
    closing: Decimal
    amounts: dict[str, Decimal]
    parts: tuple[Part, ...] = ()
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Books:
    """The figures of the books for a month.

    earlier_difference: Ozon's last closing balance less the closing balance of the books; None if
    no earlier month is known.
    apart_before: the part of the opening balance that Ozon settles apart from its balance: buy-outs
    that were booked before the month and not paid before it.
    """

    opening: Decimal
    closing: Decimal
    claims: tuple[Claim, ...] = ()
    entries: tuple[Entry, ...] = ()
    earlier_difference: Decimal | None = None
    apart_before: Decimal = ZERO


class Row(NamedTuple):
    """A part of both balances.

    :param key: of the document or entry, or None
    :param reason: None where both sides are equal
    """

    kind: str
    key: object
    ozon: Decimal
    booked: Decimal
    reason: Reason | None
    name: str = ""

    @property
    def difference(self):
        """What Ozon states beyond the books."""
        return self.ozon - self.booked


class Verdict(str, Enum):
    """The result of a closed month."""

    TIED = "tied"
    TO_REVIEW = "to_review"  # all differences wait for an ordinary step
    DIFFERENT = "different"


@dataclass
class StatementDoesNotTie(Exception):
    """The rows do not add up to a closing balance: something booked is missing from the rows."""

    what: str  # ozon or books
    stated: Decimal
    added: Decimal

    def __str__(self):
        return f"closing balance of {self.what}: {self.stated}, the rows add up to {self.added}"


@dataclass
class _Class:
    """The claims and entries of one class."""

    claims: list[Claim] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def compare(ozon, books):
    """Compare Ozon's month with the books.

    :param ozon: an `OzonMonth`
    :param books: a `Books`
    :return: list of `Row` in the order of `ORDER`; they add up to both closing balances
    :raises StatementDoesNotTie: the rows do not add up to a closing balance
    """
    classes = {kind: _Class() for kind in ozon.amounts}
    for claim in books.claims:
        classes.setdefault(claim.kind, _Class()).claims.append(claim)
    for entry in books.entries:
        classes.setdefault(entry.kind, _Class()).entries.append(entry)
    rows = _opening_rows(ozon, books)
    for kind, found in classes.items():
        rows += _rows_of_class(kind, ozon, found)
    rows += _rest_of_ozon(ozon, rows)
    rows = _settle_by_hand([row for row in rows if row.ozon or row.booked or row.kind == OPENING])
    _check("ozon", ozon.closing, sum((row.ozon for row in rows), ZERO))
    _check("books", books.closing, sum((row.booked for row in rows), ZERO))
    return sorted(rows, key=_place)


def verdict(rows):
    """:param rows: as from `compare`

    :return: a `Verdict`
    """
    reasons = {row.reason for row in rows if row.difference} - APART
    if not reasons:
        return Verdict.TIED
    return Verdict.TO_REVIEW if reasons <= PENDING else Verdict.DIFFERENT


def apart(rows):
    """The surplus of the books at the end of the month that Ozon settles apart.

    :param rows: as from `compare`
    :return: Decimal; above 0 if the books hold more than Ozon's balance
    """
    return sum((-row.difference for row in rows if row.reason in APART), ZERO)


def _opening_rows(ozon, books):
    """The opening balances; the part of the books that Ozon settles apart has its own row."""
    booked = books.opening - books.apart_before
    difference, reason = ozon.opening - booked, None
    if difference:
        if books.earlier_difference is None:
            reason = Reason.NO_OPENING
        elif books.earlier_difference + books.apart_before == difference:
            reason = Reason.EARLIER
        else:
            reason = Reason.UNEXPLAINED
    return [
        Row(OPENING, None, ozon.opening, booked, reason),
        Row(BUYOUT_BEFORE, None, ZERO, books.apart_before, Reason.BUYOUT),
    ]


def _rows_of_class(kind, ozon, found):
    rows = [
        Row(kind, entry.key, ZERO, entry.amount, (
            Reason.BUYOUT if kind in ozon.outside else entry.reason
        ))
        for entry in found.entries
    ]
    if kind not in ozon.amounts:
        reason = Reason.BUYOUT if kind in ozon.outside else Reason.NO_SOURCE
        return rows + [
            Row(kind, claim.key, ZERO, claim.booked, reason) for claim in found.claims
            if claim.booked
        ]
    left = ozon.amounts[kind]
    loaded = [claim for claim in found.claims if claim.stated is not None]
    for claim in loaded:
        rows.append(Row(
            kind, claim.key, claim.stated, claim.booked, _reason_of(claim), claim.name,
        ))
        left -= claim.stated
    waiting = [claim for claim in found.claims if claim.stated is None]
    parts = [part for part in ozon.parts if part.kind == kind]
    if left and waiting:
        return [*rows, Row(kind, waiting[0].key, left, ZERO, Reason.NOT_LOADED)]
    are_held = loaded and kind in HELD_WHOLE
    if parts and not are_held and sum((part.amount for part in parts), ZERO) == left:
        # Parts that cancel each other out are differences all the same.
        return rows + [
            Row(kind, None, part.amount, ZERO, part.reason, part.name) for part in parts
        ]
    if not left:
        return rows
    return [*rows, Row(kind, None, left, ZERO, _reason_of_rest(kind, bool(loaded)))]


def _reason_of(claim):
    if claim.booked == claim.stated:
        return None
    if claim.kind == "unknown":
        return Reason.UNKNOWN_KIND
    if claim.lacks and not claim.booked and not claim.elsewhere:
        return claim.lacks
    if claim.is_draft:
        return Reason.DRAFT
    if claim.kind == PAYOUT and not claim.booked:
        return Reason.ON_WAY
    if claim.elsewhere and claim.booked + claim.elsewhere == claim.stated:
        return Reason.OTHER_MONTH
    return Reason.AMOUNT if claim.booked or claim.elsewhere else Reason.TO_BOOK


def _reason_of_rest(kind, has_documents):
    """Why Ozon has accrued more in a class than its documents state."""
    if has_documents and kind != POINTS:
        return Reason.AMOUNT
    return REASON_OF_CLASS.get(kind, Reason.NOT_LOADED)


def _rest_of_ozon(ozon, rows):
    """What Ozon's closing balance states beyond its own parts."""
    rest = ozon.closing - sum((row.ozon for row in rows), ZERO)
    return [Row(BALANCE, None, rest, ZERO, Reason.UNEXPLAINED)] if rest else []


def _settle_by_hand(rows):
    """Match manual entries with what they book, where only one of each has that amount."""
    by_hand = [row for row in rows if row.reason is Reason.BY_HAND]
    open_rows = [row for row in rows if row.reason in SETTLED_BY_HAND and not row.booked]
    for amount in {row.booked for row in by_hand}:
        entries = [row for row in by_hand if row.booked == amount]
        settled = [row for row in open_rows if row.ozon == amount]
        if len(entries) == len(settled) == 1:
            [entry], [row] = entries, settled
            rows = [one for one in rows if one is not entry and one is not row]
            rows.append(row._replace(key=entry.key, booked=amount, reason=None))
    return rows


def _check(what, stated, added):
    if stated != added:
        raise StatementDoesNotTie(what, stated, added)


def _place(row):
    place = ORDER.index(row.kind) if row.kind in ORDER else ORDER.index(OTHER)
    return place, row.kind, row.name


def with_buyouts(amounts, stated, accrued_sales, services):
    """Move the buy-outs into a class of their own, where Ozon's balance contains them.

    No accrual names a buy-out, so the balance shows them as sales or services beyond the accruals.
    Which of the two is not documented: it is the one that exceeds its accruals by exactly so much.

    :param amounts: {class: Decimal} of Ozon's balance
    :param stated: Decimal; the sum of the month's buy-outs
    :param accrued_sales: Decimal; the sum of the month's accruals for sales
    :param services: Decimal; the services of the balance beyond the accruals
    :return: ({class: Decimal} with the same sum, services beyond the accruals without buy-outs);
        both unchanged where the balance has no such amount
    """
    if not stated:
        return amounts, services
    if services == stated:
        return {**amounts, BUYOUT: stated}, ZERO
    sales = amounts.get(SALES, ZERO)
    if sales - accrued_sales == stated:
        return {**amounts, SALES: sales - stated, BUYOUT: stated}, services
    return amounts, services
