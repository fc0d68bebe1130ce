"""Reading foreign JSON: each function takes one value out of an object, checked and typed.

All of them take (object, key) and raise `WrongShape` naming the key; who calls adds where the
object itself stood (`WrongShape.inside`), so that paths are built only when something is wrong.
Missing and null mean "nothing": "", 0, None, () or False. Anything else of another type is wrong.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timezone
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

TEXT_LIMIT = 250
NUMBER_LIMIT = Decimal(10) ** 12
LARGEST_ID = 2**63 - 1  # of 64 bits
ZERO = Decimal("0.00")
KOPECK = Decimal("0.01")

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII | re.IGNORECASE
)
# Controls, invisible format characters (which can reverse how a text looks) and halves of
# surrogate pairs (which no database stores).
_UNWANTED_CATEGORIES = {"Cc", "Cf", "Cs"}
_LINE_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"


class WrongShape(Exception):
    """An answer is not what it should be. field: path to the spot, "" for the whole answer."""

    def __init__(self, field: str, problem: str):
        super().__init__(field, problem)
        self.field = field
        self.problem = problem

    def inside(self, parent: str) -> WrongShape:
        """The same, seen from one level further out."""
        return WrongShape(f"{parent}.{self.field}" if self.field else parent, self.problem)


def decode(content: bytes) -> dict:
    """The JSON object in an answer's body; numbers with a point become Decimal."""
    try:
        answer = json.loads(content, parse_float=Decimal, parse_constant=_refuse_constant)
    # ValueError: no JSON, no text, an endless integer. InvalidOperation: an absurd exponent.
    except (ValueError, InvalidOperation):
        raise WrongShape("", "is not JSON") from None
    except RecursionError:
        raise WrongShape("", "is nested too deeply") from None
    if not isinstance(answer, dict):
        raise WrongShape("", "is not an object")
    return answer


def _refuse_constant(name: str):
    raise ValueError(name)


def plain_text(value: str, limit: int = TEXT_LIMIT) -> str:
    """A foreign text made harmless: one line without control characters, at most `limit` long."""
    if not value.isprintable():
        value = "".join(map(_harmless, value))
    return value[:limit]


def _harmless(character: str) -> str:
    if character in _LINE_BREAKS:
        return " "
    return "" if unicodedata.category(character) in _UNWANTED_CATEGORIES else character


def text(source: dict, key: str, limit: int = TEXT_LIMIT) -> str:
    value = source.get(key)
    if type(value) is str:
        return value if len(value) <= limit and value.isprintable() else plain_text(value, limit)
    if value is None:
        return ""
    if type(value) in (int, Decimal):
        return plain_text(str(value), limit)
    raise WrongShape(key, "is not a text")


def texts(source: dict, key: str) -> tuple[str, ...]:
    """A list of texts, without the empty ones."""
    values = array(source, key)
    named = ((f"{key}[{place}]", value) for place, value in enumerate(values))
    return tuple(filter(None, (text({name: value}, name) for name, value in named)))


def identifier(source: dict, key: str) -> str:
    """An Ozon id, sent as a number or as text; 0 means "none yet" and becomes ""."""
    value = source.get(key)
    if value is None:
        return ""
    if type(value) is int and 0 <= value <= LARGEST_ID:
        return str(value) if value else ""
    if type(value) is str:
        cleaned = plain_text(value).strip()
        return "" if cleaned == "0" else cleaned
    raise WrongShape(key, "is not an id")


def number(source: dict, key: str) -> Decimal:
    """A number exactly as sent, be it a JSON number or a text."""
    value = source.get(key)
    kind = type(value)
    if kind is int:
        value = Decimal(value)
    elif kind is not Decimal:
        if value is None:
            return ZERO
        value = numeric_text(value) if kind is str else None
        if value is None:
            raise WrongShape(key, "is not a number")
    if not -NUMBER_LIMIT <= value <= NUMBER_LIMIT:
        raise WrongShape(key, "is too large")
    return value


def kopecks(source: dict, key: str) -> Decimal:
    """A sum of money to the kopeck: Ozon's doubles come with tails like 26272.180000000004."""
    return number(source, key).quantize(KOPECK, ROUND_HALF_UP)


# Refuses what has more digits than NUMBER_LIMIT.
_KOPECKS = Context(prec=14, rounding=ROUND_HALF_UP, traps=[InvalidOperation])
_NUMBER_TYPES = frozenset([int, Decimal])


def kopecks_of_all(values: Sequence) -> list[Decimal] | None:
    """Sums of money to the kopeck, in less time than one by one.

    :return: None if one of them is no JSON number, or not below `NUMBER_LIMIT`
    """
    if not _NUMBER_TYPES.issuperset(map(type, values)):
        return None
    quantize = _KOPECKS.quantize
    try:
        return [quantize(value, KOPECK) if value else ZERO for value in values]
    except InvalidOperation:
        return None


MOST_UNITS = 2**31 - 1  # more than anybody sells in a month, and what a database counts in


def whole(source: dict, key: str) -> int:
    """A count: whole and not negative."""
    value = source.get(key)
    if type(value) is not int:
        value = number(source, key)
        if value != int(value):
            raise WrongShape(key, "is not whole")
    if value < 0:
        raise WrongShape(key, "is negative")
    if value > MOST_UNITS:
        raise WrongShape(key, "is absurdly large")
    return int(value)


def numeric_text(value: str) -> Decimal | None:
    """The number a text spells, None when it spells none."""
    stripped = value.strip()
    if not _NUMBER.fullmatch(stripped):
        return None
    try:
        return Decimal(stripped)
    except InvalidOperation:  # an absurd exponent
        return None


def flag(source: dict, key: str) -> bool:
    value = source.get(key)
    if value is None:
        return False
    if type(value) is not bool:
        raise WrongShape(key, "is not true or false")
    return value


def day(source: dict, key: str) -> date | None:
    """A date out of `2026-09-30`, `2026-09-30T00:00:00Z` or `30.09.2026`."""
    written = text(source, key).strip()[:10]
    if not written:
        return None
    try:
        if written[2:3] == ".":
            found = datetime.strptime(written, "%d.%m.%Y").date()
        else:
            found = date.fromisoformat(written)
    except ValueError:
        raise WrongShape(key, "is not a date") from None
    # Some servers write "no date" as the first day of their calendar.
    return found if found.year > 1900 else None


def moment(source: dict, key: str) -> datetime | None:
    """An aware moment in UTC; without a zone it is read as UTC, as Ozon's clocks are."""
    written = text(source, key).strip()
    if not written:
        return None
    match = _ISO_MOMENT.fullmatch(written)
    if not match:
        raise WrongShape(key, "is not a moment")
    seconds, _fraction, zone = match.groups()
    zone = "+00:00" if zone in (None, "Z", "z") else zone
    try:
        found = datetime.fromisoformat(seconds + zone).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise WrongShape(key, "is not a moment") from None
    # As with days: the beginning of a server's calendar is no moment.
    return found if found.year > 1900 else None


def mapping(source: dict, key: str) -> dict:
    """A nested object; missing and null are an empty one."""
    value = source.get(key)
    if value is None:
        return {}
    if type(value) is not dict:
        raise WrongShape(key, "is not an object")
    return value


def array(source: dict, key: str) -> list:
    value = source.get(key)
    if value is None:
        return []
    if type(value) is not list:
        raise WrongShape(key, "is not a list")
    return value


def objects(source: dict, key: str) -> Iterator[dict]:
    """The objects of a list, one after another; the list is empty afterwards.

    A large answer would otherwise be in memory twice: as it came, and as what was read.
    """
    values = array(source, key)
    values.reverse()
    place = 0
    while values:
        value = values.pop()
        if type(value) is not dict:
            raise WrongShape(f"{key}[{place}]", "is not an object")
        yield value
        place += 1
