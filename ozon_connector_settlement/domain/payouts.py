"""Finds the bank line of each payout, and the day on which Ozon paid.

/v1/finance/balance states the payments of a period without day, number or recipient. The bank
receives them some days later; how many is not documented. So a payout is found first by its amount
and then by its day, and a person decides what is uncertain.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
# Legal forms that stand before a company's name. They are written in many ways.
LEGAL_FORMS = {"ооо", "ао", "оао", "зао", "пао", "нко", "тоо", "llc", "ltd"}
SHORTEST_NAME = 4


class Candidate(NamedTuple):
    """What may be a payout: a line of a bank statement, or a payment.

    :param key: tells candidates of one kind apart; keys can be sorted
    :param amount: above 0 is what Ozon paid
    """

    key: int
    date: date
    amount: Decimal
    kind: str


class Payout(NamedTuple):
    """A payment that Ozon states and that is not in the books yet.

    :param key: tells payouts apart; keys can be sorted
    :param owner: the account of Ozon that it belongs to
    :param amount: above 0 is what Ozon paid
    """

    key: int
    owner: int
    date: date
    amount: Decimal


class Assignment(NamedTuple):
    """The certain pairs, and the payouts for which a person has to choose."""

    taken: dict[Payout, Candidate]
    waiting: dict[Payout, tuple[Candidate, ...]]


class PaymentsDoNotJoin(Exception):
    """The parts of a period do not add up to what Ozon states for the whole.

    :param first: the first day of the period
    :param last: its last day
    :param whole: the payments of the period, in Ozon's sign
    :param parts: the payments of its parts
    """

    def __init__(self, first, last, whole, parts):
        self.first, self.last = first, last
        self.whole, self.parts = sum(whole, Decimal(0)), sum(parts, Decimal(0))
        super().__init__(
            f"payments of {first} - {last}: {sorted(whole)} in all ({self.whole}), "
            f"{sorted(parts)} in its parts ({self.parts})"
        )


# Which candidate is which payout


def find(
    amount: Decimal, day: date, candidates: Iterable[Candidate], days_before: int, days_after: int,
) -> tuple[Candidate, ...]:
    """The candidates of exactly this amount within the window of days, the nearest day first."""
    first, last = day - days_before * ONE_DAY, day + days_after * ONE_DAY
    found = {one for one in candidates if one.amount == amount and first <= one.date <= last}
    return tuple(sorted(found, key=lambda one: (abs(one.date - day), _in_order(one))))


def assign(possible: Mapping[Payout, Iterable[Candidate]]) -> Assignment:
    """Give each payout its candidate where only one reading is plausible.

    A payout takes a candidate if it has no other and no other payout may take it. Several payouts
    of one account and as many candidates of one kind are paired in the order of their days.

    :param possible: the candidates of each open payout, as from `find`
    :return: an `Assignment`; a payout without candidates is in neither part
    """
    possible = {payout: tuple(candidates) for payout, candidates in possible.items() if candidates}
    taken = {}
    for rivals in _rivals(possible):
        candidates = sorted({one for payout in rivals for one in possible[payout]}, key=_in_order)
        if len(rivals) != len(candidates):
            continue
        pairs = list(zip(sorted(rivals, key=_by_day), candidates, strict=True))
        if (
            len({payout.owner for payout in rivals}) == 1
            and len({one.kind for one in candidates}) == 1
            and all(one in possible[payout] for payout, one in pairs)
        ):
            taken.update(pairs)
    return Assignment(taken, {
        payout: candidates for payout, candidates in possible.items() if payout not in taken
    })


def _rivals(possible):
    """Yield the sets of payouts that compete for the same candidates."""
    takers = {}
    for payout, candidates in possible.items():
        for one in candidates:
            takers.setdefault(one, set()).add(payout)
    left = set(possible)
    while left:
        rivals, waiting = set(), [left.pop()]
        while waiting:
            payout = waiting.pop()
            rivals.add(payout)
            waiting += {
                other for one in possible[payout] for other in takers[one]
            } - rivals - set(waiting)
        left -= rivals
        yield rivals


def _by_day(payout):
    return payout.date, payout.key


def _in_order(candidate):
    return candidate.date, candidate.kind, candidate.key


# Who paid


def names_payer(text: str, inns: Iterable[str], name: str) -> bool:
    """Whether a bank text names the payer, by an INN or by the company's name.

    :param inns: the INNs of the payer
    :param name: as in the address book; quotation marks, legal form and text in brackets are
        ignored
    """
    if not set(inns).isdisjoint(re.findall(r"\d+", text)):
        return True
    wanted = _plain(re.sub(r"\(.*?\)", " ", name))
    return len(wanted) >= SHORTEST_NAME and f" {wanted} " in f" {_plain(text)} "


def _plain(text):
    words = re.findall(r"[^\W_]+", text.casefold().replace("ё", "е"))
    return " ".join(word for word in words if word not in LEGAL_FORMS)


# On which day


def dates_of(
    payments_of: Callable[[date, date], Iterable[Decimal]], first: date, last: date,
    known: Mapping[date, Iterable[Decimal]] | None = None,
) -> dict[date, list[Decimal]]:
    """Find the day of each payment with as few requests as possible.

    A period is halved until single days are left. Only the first half is asked for: the second half
    has the remaining payments. Each single day with a payment is confirmed by a request of its own.

    :param payments_of: returns the payments of a period, both days included; below 0 is what Ozon
        paid
    :param known: {day: amounts} of payments whose day is already known, above 0 what Ozon paid; if
        Ozon does not state them any more, all days are searched again
    :return: {day: amounts}, above 0 what Ozon paid
    :raises PaymentsDoNotJoin: the parts of a period do not add up to the whole
    """
    search = _Search(payments_of, known or {})
    whole = search.ask(first, last)
    if not search.known_of(first, last) <= whole:
        search.known = {}
    dates = {day: list(amounts) for day, amounts in search.known.items() if first <= day <= last}
    for day, amount in search.locate(first, last, whole - search.known_of(first, last)):
        dates.setdefault(day, []).append(amount)
    return {day: sorted(amounts) for day, amounts in sorted(dates.items())}


class _Search:
    """Searches the days of payments. It counts amounts, above 0 what Ozon paid."""

    def __init__(self, payments_of, known):
        self.payments_of = payments_of
        self.known = {day: list(amounts) for day, amounts in known.items() if amounts}

    def ask(self, first, last):
        return Counter(-payment for payment in self.payments_of(first, last) if payment)

    def known_of(self, first, last):
        return Counter(
            amount for day, amounts in self.known.items() if first <= day <= last
            for amount in amounts
        )

    def locate(self, first, last, wanted, asked=True):
        """Yield (day, amount) of the wanted payments, all of which are in this period.

        :param asked: whether Ozon was asked for exactly this period
        """
        if not wanted:
            return
        if first == last:
            found = wanted if asked else self._unknown(first, first)
            if found != wanted:
                raise _do_not_join(first, last, wanted, found)
            yield from ((first, amount) for amount in wanted.elements())
            return
        middle = first + (last - first) // 2
        left = self._unknown(first, middle)
        if not left <= wanted:
            raise _do_not_join(first, last, wanted, left)
        yield from self.locate(first, middle, left)
        yield from self.locate(middle + ONE_DAY, last, wanted - left, asked=False)

    def _unknown(self, first, last):
        told, known = self.ask(first, last), self.known_of(first, last)
        if not known <= told:
            raise _do_not_join(first, last, known, told)
        return told - known


def _do_not_join(first, last, whole, parts):
    return PaymentsDoNotJoin(
        first, last, [-one for one in whole.elements()], [-one for one in parts.elements()],
    )
