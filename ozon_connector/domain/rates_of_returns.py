"""The VAT rate of returned goods, which is the rate at which they were sold.

A realization report does not say when they were sold; their orders do, or a person does.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from datetime import date

from .postings import Posting
from .report_rows import Direction
from .settlement import Movement, goods_key


def sold_at_old_rate(
    posting: Posting, first_day: date, sold_since: Collection[tuple[str, str]], *, all_known: bool,
) -> bool | None:
    """Whether returned goods were sold before the rate of VAT changed.

    An order placed before the change may have been delivered, and so sold, after it.

    :param first_day: the first day of the present rate
    :param sold_since: (number of the shipment, `goods_key`) of what was sold from that day on
    :param all_known: whether `sold_since` has all months from that day on
    :return: None if it cannot be known
    """
    if posting.ordered_on is None:
        return None
    if posting.ordered_on >= first_day:
        return False
    if (posting.number, goods_key(posting.movement)) in sold_since:
        return False
    return True if all_known and posting.number else None


def with_known_rates(
    report: Iterable[Movement], before: Iterable[Movement], key: Callable[[Movement], Hashable]
) -> list[Movement]:
    """The movements of a report, with the VAT rates at which the same goods came back before.

    :param before: movements whose rates were found earlier
    :param key: function that returns the same for movements of the same goods; goods that came
        back at both rates are left open
    """
    rates, known = {}, {}
    for movement in before:
        if movement.direction is Direction.RETURN:
            same = key(movement)
            rates.setdefault(same, set()).add(movement.at_old_rate)
            known[same] = known.get(same, True) and movement.rate_known
    only = {same: found.pop() for same, found in rates.items() if len(found) == 1}
    return [
        movement._replace(
            at_old_rate=only.get(key(movement), False),
            rate_known=key(movement) in only and known[key(movement)],
        ) if movement.direction is Direction.RETURN else movement
        for movement in report
    ]
