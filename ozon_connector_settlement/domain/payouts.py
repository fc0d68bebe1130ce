"""Which line of the bank is which payout of Ozon, and on which day Ozon paid.

Ozon tells the payments of a period by /v1/finance/balance, without day, number or recipient. The
bank has them some days later, and how many days that is, nobody says. So a payout is found by its
amount first and by its day second, and what is not certain waits for a person.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
# What stands before the name of a company, and is written in many ways.
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
    """A payment that Ozon told and the books do not have yet.

    :param key: tells payouts apart; keys can be sorted
    :param owner: the cabinet that it belongs to
    :param amount: above 0 is what Ozon paid
    """

    key: int
    owner: int
    date: date
    amount: Decimal


class Assignment(NamedTuple):
    """What is certain, and what a person has to choose from."""

    taken: dict[Payout, Candidate]
    waiting: dict[Payout, tuple[Candidate, ...]]


class PaymentsDoNotJoin(Exception):
    """Parts of a period do not add up to what Ozon says of the whole.

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


# Which is which


def find(
    amount: Decimal, day: date, candidates: Iterable[Candidate], days_before: int, days_after: int,
) -> tuple[Candidate, ...]:
    """The candidates of exactly this amount within the window of days, the nearest day first."""
    first, last = day - days_before * ONE_DAY, day + days_after * ONE_DAY
    found = {one for one in candidates if one.amount == amount and first <= one.date <= last}
    return tuple(sorted(found, key=lambda one: (abs(one.date - day), _in_order(one))))


def assign(possible: Mapping[Payout, Iterable[Candidate]]) -> Assignment:
    """Give each payout its candidate where only one reading is plausible.

    A payout takes a candidate if it has no other, and no other payout may take it. Several payouts
    of one cabinet and as many candidates of one kind pair in the order of their days.

    :param possible: the candidates of each payout that is open, as of `find`
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
    """Yield the sets of payouts that are tied together by what more than one of them may take."""
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
    """Whether a text of the bank names the payer, by an INN or by the company's name.

    :param inns: the INNs of the payer
    :param name: as in the address book; quotation marks, legal form and brackets do not count
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
    """Find the day of each payment, with as few questions as possible.

    A period is halved until single days are left. The second half has what the first one does not
    explain; each day that has a payment is asked for itself.

    :param payments_of: gives the payments of a period, below 0 what Ozon paid; both days count
    :param known: {day: amounts} of payments whose day is known from before, above 0 what Ozon paid;
        if Ozon does not tell them any more, all days are looked for anew
    :return: {day: amounts}, above 0 what Ozon paid
    :raises PaymentsDoNotJoin: the parts of a period do not add up to the period
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
    """Looks for the days of payments; amounts are counted, in the sign of our books."""

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
        """Yield (day, amount) of the payments wanted, which are in this period.

        :param asked: whether Ozon was asked for this very period
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
