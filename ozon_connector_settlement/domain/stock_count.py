"""Compares the goods at Ozon with the books: what counts, what differs, and since when.

Source: the states in /v1/analytics/stocks and /v1/product/info/stocks-by-warehouse/fbo. Ozon does
not say which of its states overlap, so each has a reading that a person can change.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone

from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.ozon_api.answers.stocks import RESERVED, STATES

# How a state counts.
ADDS = "adds"  # goods in the location that are in no other state
WITHIN = "within"  # a part of another state: shown but not added
OUTSIDE = "outside"  # goods outside the location: not yet or no longer at Ozon

ALL_STATES = (*STATES, RESERVED)
# By Ozon's documentation. «Return to the seller» and the newer states of removals contain goods
# that are being prepared for removal; goods taken off sale keep their place in the warehouse.
READINGS = {
    **dict.fromkeys(ALL_STATES, ADDS),
    "requested_stock_count": OUTSIDE,
    "transit_stock_count": OUTSIDE,
    "outbound_returns_picking": WITHIN,
    "outbound_returns_ready_to_ship": WITHIN,
    "outbound_returns_return_to_seller": WITHIN,
    "stock_not_being_sold": WITHIN,
}


def at_ozon(states: Mapping[str, float], readings: Mapping[str, str]) -> float:
    """The units that should be in the location by Ozon's count.

    :param states: {state: units}
    :param readings: {state: `ADDS`, `WITHIN` or `OUTSIDE`}
    :raises KeyError: a state has no reading
    """
    return sum(units for state, units in states.items() if readings[state] == ADDS)


def difference(ozon: float, booked: float, unbooked: float) -> float:
    """How many units Ozon has beyond the books; below 0 if it has fewer.

    :param booked: units in the location by the books
    :param unbooked: units sold less returned that no document has booked yet
    """
    return ozon - (booked - unbooked)


def since(day: date, found: float, before: tuple[date | None, float] | None) -> date | None:
    """The first day of a difference that has lasted until now.

    :param day: the day of the count
    :param found: the difference on that day
    :param before: (since when, difference) of the previous count; None if it had no such goods
    """
    if not found:
        return None
    if before and before[1] and before[0]:
        return min(before[0], day)
    return day


def goes_on(last: date | None, day: date) -> bool:
    """Whether the count of a day replaces the last one.

    So a closed month keeps the count of its last day, and the current month its latest count.
    """
    return bool(last) and calendar.month_of(last) == calendar.month_of(day) and last <= day


def end_of(day: date) -> datetime:
    """The moment at which a day ends in Moscow, naive and in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), calendar.MOSCOW)
    return midnight.astimezone(timezone.utc).replace(tzinfo=None)
