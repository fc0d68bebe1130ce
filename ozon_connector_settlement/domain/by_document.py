"""Compares a month with Ozon's mutual settlement, for months whose balance is unknown.

The settlement names documents with their totals. It does not split a realization report into its
parts, it deducts points from the document they lower, and it states payouts as one sum.

Source of Ozon's figures: /v1/finance/mutual-settlement.
"""

from dataclasses import replace
from itertools import combinations

from .statement import (
    FEE,
    PAYOUT,
    POINTS,
    REALIZATION,
    RETURNS,
    SALES,
    ZERO,
    Claim,
    Entry,
    Part,
    Reason,
)

_CLASS_OF_PART = {SALES: REALIZATION, RETURNS: REALIZATION, FEE: REALIZATION}
# With more bank lines than this, groups of them that add up to Ozon's payouts are not searched for.
MOST_PAYMENTS = 12


def by_document(ozon, books):
    """Sort what the books hold into the classes of documents.

    :param ozon: an `OzonMonth` from the settlement, with a part for each row that is not a
        realization report
    :param books: a `Books`
    :return: an `OzonMonth` and a `Books` for `statement.compare`; each adds up to the same as
        before
    """
    claims, entries = _whole_claims(books.claims), _whole_entries(books.entries)
    claims, paid, rest = _payments(ozon, claims, entries)
    claims = (*claims, *(
        Claim(PAYOUT, entry.key, entry.amount, entry.amount) for entry in paid
    ))
    entries = tuple(entry for entry in entries if not any(entry is one for one in paid))
    parts = (*_without_documents(ozon.parts, claims), *rest)
    return replace(ozon, parts=parts), replace(books, claims=claims, entries=entries)


def _whole_claims(claims):
    found = {}
    for claim in claims:
        kind = _class_of_document(claim, claims)
        found.setdefault((kind, claim.key, claim.name), []).append(claim)
    return tuple(
        _whole_claim(kind, of_document) for (kind, _key, _name), of_document in found.items()
    )


def _whole_claim(kind, claims):
    stated = [claim.stated for claim in claims]
    return claims[0]._replace(
        kind=kind,
        stated=None if None in stated else sum(stated, ZERO),
        booked=sum((claim.booked for claim in claims), ZERO),
        elsewhere=sum((claim.elsewhere for claim in claims), ZERO),
        is_draft=any(claim.is_draft for claim in claims),
    )


def _whole_entries(entries):
    found = {}
    for entry in entries:
        kind = _class_of_document(entry, entries)
        found.setdefault((kind, entry.key, entry.reason), []).append(entry)
    return tuple(
        Entry(kind, key, sum((entry.amount for entry in of_document), ZERO), reason)
        for (kind, key, reason), of_document in found.items()
    )


def _class_of_document(part, others):
    """The class of a part's document. Points belong to the class of the document they lower."""
    if part.kind != POINTS:
        return _CLASS_OF_PART.get(part.kind, part.kind)
    lowered = (other.kind for other in others if other.key == part.key and other.kind != POINTS)
    kind = next(lowered, POINTS)
    return _CLASS_OF_PART.get(kind, kind)


def _payments(ozon, claims, entries):
    """Which bank entries are in Ozon's sum of payouts.

    It is not documented whether a row of the settlement is one payout or several. So bank entries
    that add up to the sum replace a payout that the bank has not received.

    :return: (claims that stay, bank entries that are in the sum, a tuple of `Part` with the rest of
        the sum, which is on its way)
    """
    waiting = [
        claim for claim in claims
        if claim.kind == PAYOUT and not claim.booked and not claim.elsewhere
    ]
    without = tuple(claim for claim in claims if claim not in waiting)
    known = sum((claim.stated for claim in without if claim.kind == PAYOUT), ZERO)
    left = ozon.amounts.get(PAYOUT, ZERO) - known
    of_bank = [entry for entry in entries if entry.kind == PAYOUT]
    paid = _adding_up(of_bank, left)
    received = sum((entry.amount for entry in of_bank), ZERO)
    if not paid and left < received < ZERO:
        # All of them are in the sum, and more is on its way. Below 0 is what Ozon has paid.
        paid = of_bank
    if waiting and not paid:
        left -= sum((claim.stated for claim in waiting), ZERO)
        without = claims
    rest = left - sum((entry.amount for entry in paid), ZERO)
    return without, paid, (Part(PAYOUT, "", rest, Reason.ON_WAY),) if rest else ()


def _adding_up(entries, amount):
    """:return: the largest group of entries that adds up to an amount; [] if there is none"""
    sizes = range(len(entries), 0, -1) if len(entries) <= MOST_PAYMENTS else [len(entries)]
    for size in sizes:
        for some in combinations(entries, size):
            if sum((entry.amount for entry in some), ZERO) == amount:
                return list(some)
    return []


def _without_documents(parts, claims):
    """The parts that no document here states. Each document stands for one part only."""
    stated = [(claim.kind, claim.stated) for claim in claims]
    left = []
    for part in parts:
        if (part.kind, part.amount) in stated:
            stated.remove((part.kind, part.amount))
        else:
            left.append(part)
    return left
