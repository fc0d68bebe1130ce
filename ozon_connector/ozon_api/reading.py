"""Reads foreign JSON: each function takes one value from an object, checked and typed.

All of them take (object, key) and raise `WrongShape` with the key. `nested` and `each` read inner
objects and add their place to the error, so that paths are built only for errors. Missing and null
mean "nothing": "", 0, None, () or False. Any other value of a wrong type is an error.

Texts are normalised here and nowhere else: what is stored is what is compared later on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timezone
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TypeVar

TEXT_LIMIT = 250
NAME_LIMIT = 500
MOST_IN_LIST = 1000  # in a list of an object: barcodes, SKUs, methods; Ozon sends some dozens
PAGE_MARK_LIMIT = 4000  # characters; Ozon's have some dozens
NUMBER_LIMIT = Decimal(10) ** 12
LEAST_NUMBER = -NUMBER_LIMIT
LARGEST_ID = 2**63 - 1  # of 64 bits
ZERO = Decimal("0.00")
KOPECK = Decimal("0.01")

_CURRENCY = re.compile("[A-Z]{3}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII | re.IGNORECASE
)
# Controls, invisible format characters (which can reverse how a text looks) and halves of
# surrogate pairs (which no database stores).
_UNWANTED_CATEGORIES = {"Cc", "Cf", "Cs"}
_LINE_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"
UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # by a database
# What a spreadsheet takes for a formula or a link. Odoo writes the texts of its lists into
# spreadsheets as they are, and Ozon's words end up in many of them: names of products,
# lines of documents, headings of groups.
_LINK = r"(?:ftp|http)s?://|file://|mailto:|(?:in|ex)ternal:"
_FORMULA = re.compile(rf"[=@]|\{{=|{_LINK}", re.IGNORECASE)
# Articles may begin with a minus or a plus, and Odoo's own export handles that. Names need no sign.
_FORMULA_OR_SIGN = re.compile(rf"[=@+-]|\{{=|{_LINK}", re.IGNORECASE)
_SUSPECT = frozenset("=@+-{fFhHmMiIeE")  # the first characters of all these

_Record = TypeVar("_Record")


class WrongShape(Exception):
    """An answer is not what it should be.

    :param field: path to the spot; "" for the whole answer
    :param problem: what is wrong there, such as "is missing"
    """

    def __init__(self, field: str, problem: str):
        super().__init__(field, problem)
        self.field = field
        self.problem = problem

    def inside(self, parent: str) -> WrongShape:
        """The same error, with the path from one level further out."""
        return WrongShape(f"{parent}.{self.field}" if self.field else parent, self.problem)


def plain_text(value: str, limit: int = TEXT_LIMIT) -> str:
    """Make a foreign text harmless: one line without control characters, at most `limit` long."""
    if not value.isprintable():
        value = "".join(map(_harmless, value))
    return value[:limit]


def _harmless(character: str) -> str:
    if character in _LINE_BREAKS:
        return " "
    return "" if unicodedata.category(character) in _UNWANTED_CATEGORIES else character


def text(source: dict, key: str) -> str:
    """A text other than a name: one line of at most `TEXT_LIMIT` characters, as stored.

    :return: without space around it; with an apostrophe before it if a spreadsheet would take it
        for a formula or a link
    """
    return _text(source.get(key), key, TEXT_LIMIT, _FORMULA)


def name(source: dict, key: str) -> str:
    """As `text`, for names: at most `NAME_LIMIT` characters, and no sign at the beginning."""
    return _text(source.get(key), key, NAME_LIMIT, _FORMULA_OR_SIGN)


def _text(value: object, key: str, limit: int, formula: re.Pattern) -> str:
    if type(value) is str:
        if len(value) > limit or not value.isprintable():
            value = plain_text(value, limit)
        # Strip after the cut, which may leave a space at the end, so that reading it again changes
        # nothing.
        value = value.strip()
        return f"'{value}" if value[:1] in _SUSPECT and formula.match(value) else value
    if value is None:
        return ""
    if type(value) in (int, Decimal):
        return plain_text(str(value), limit)
    raise WrongShape(key, "is not a text")


def needed(source: dict, *keys: str) -> None:
    """Refuse an object in which one of these is missing, null or an empty text."""
    for key in keys:
        if source.get(key) in (None, ""):
            raise WrongShape(key, "is missing")


def currency(source: dict, key: str) -> str:
    """A currency by its three letters; "" if it is missing, null or an empty text."""
    code = text(source, key)
    if code and not _CURRENCY.fullmatch(code):
        raise WrongShape(key, "is not a currency")
    return code


def texts(source: dict, key: str) -> tuple[str, ...]:
    """A list of texts, without the empty ones."""
    values = array(source, key)
    read = (
        _text(value, f"{key}[{place}]", TEXT_LIMIT, _FORMULA)
        for place, value in enumerate(values)
    )
    return tuple(filter(None, read))


def identifier(source: dict, key: str) -> str:
    """An Ozon id, sent as a number or as text; 0 means "none yet" and becomes ""."""
    value = source.get(key)
    if value is None:
        return ""
    if type(value) is int and 0 <= value <= LARGEST_ID:
        return str(value) if value else ""
    if type(value) is str:
        cleaned = _text(value, key, TEXT_LIMIT, _FORMULA)
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
    if not LEAST_NUMBER <= value <= NUMBER_LIMIT:
        raise WrongShape(key, "is too large")
    return value


def share(source: dict, key: str) -> Decimal:
    """A share such as 0.45; live answers have leaked it as the text `value:"0.450000"`."""
    written = source.get(key)
    if type(written) is str and written.startswith("value:"):
        source = {key: written.removeprefix("value:").strip().strip('"')}
    return number(source, key)


def optional_number(source: dict, key: str) -> Decimal | None:
    """A number that may be left out: Ozon's cards say so by an empty text."""
    return None if source.get(key) in (None, "") else number(source, key)


def kopecks(source: dict, key: str) -> Decimal:
    """A sum of money, rounded to the kopeck: Ozon sends doubles such as 26272.180000000004."""
    return number(source, key).quantize(KOPECK, ROUND_HALF_UP)


# This refuses numbers with more digits than NUMBER_LIMIT.
_KOPECKS = Context(prec=14, rounding=ROUND_HALF_UP, traps=[InvalidOperation])
NUMBER_TYPES = frozenset([int, Decimal])


def kopecks_of_all(values: Sequence) -> list[Decimal] | None:
    """Sums of money, rounded to the kopeck; faster than one by one.

    :return: None if one of them is no JSON number, or not below `NUMBER_LIMIT`
    """
    if not NUMBER_TYPES.issuperset(map(type, values)):
        return None
    quantize = _KOPECKS.quantize
    try:
        return [quantize(value, KOPECK) if value else ZERO for value in values]
    except InvalidOperation:
        return None


MOST_UNITS = 2**31 - 1  # more than anybody sells in a month; fits a database integer


def whole(source: dict, key: str) -> int:
    """A count: an integer that is not negative."""
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


def page_mark(source: dict, key: str) -> str:
    """The mark of a page. It goes back to Ozon, so it stays exactly as it came, or is refused."""
    mark = source.get(key) or ""
    if type(mark) is not str:
        raise WrongShape(key, "is not a text")
    if UNSTORABLE.search(mark) or len(mark) > PAGE_MARK_LIMIT:
        raise WrongShape(key, "is not a mark of a page")
    return mark


def numeric_text(value: str) -> Decimal | None:
    """The number a text spells, None when it spells none."""
    stripped = value.strip()
    if not _NUMBER.fullmatch(stripped):
        return None
    try:
        return Decimal(stripped)
    except InvalidOperation:  # an absurd exponent
        return None


def numbers_within(value: object, path: str, *, texts_too: bool) -> Iterator[tuple[str, Decimal]]:
    """All non-zero numbers in a value of unknown shape, with their paths.

    :param texts_too: whether texts that spell a number count
    """
    if type(value) is dict:
        for key, inner in value.items():
            yield from numbers_within(inner, f"{path}.{key}", texts_too=texts_too)
    elif type(value) is list:
        for place, inner in enumerate(value):
            yield from numbers_within(inner, f"{path}[{place}]", texts_too=texts_too)
    else:
        figure = None
        if type(value) in (int, Decimal):
            figure = Decimal(value)
        elif type(value) is str and texts_too:
            figure = numeric_text(value)
        if figure:
            yield plain_text(path), figure


def flag(source: dict, key: str) -> bool:
    """A boolean; False if it is missing or null.

    :raises WrongShape: it is something else
    """
    value = source.get(key)
    if value is None:
        return False
    if type(value) is not bool:
        raise WrongShape(key, "is not true or false")
    return value


def day(source: dict, key: str) -> date | None:
    """A date from `2026-09-30`, `2026-09-30T00:00:00Z` or `30.09.2026`; None if there is none."""
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
    # As for days: the first day of a server's calendar means that there is no moment.
    return found if found.year > 1900 else None


def mapping(source: dict, key: str) -> dict:
    """A nested object; missing and null are an empty one."""
    value = source.get(key)
    if value is None:
        return {}
    if type(value) is not dict:
        raise WrongShape(key, "is not an object")
    return value


def array(source: dict, key: str, most: int = MOST_IN_LIST) -> list:
    """A list within an object, of `most` items at most; missing and null are an empty one."""
    value = source.get(key)
    if value is None:
        return []
    if type(value) is not list:
        raise WrongShape(key, "is not a list")
    if len(value) > most:
        raise WrongShape(key, "is too long")
    return value


def nested(source: dict, key: str, read: Callable[[dict], _Record]) -> _Record:
    """`read` applied to a nested object; missing and null count as an empty one."""
    value = source.get(key)
    if type(value) is not dict:
        value = mapping(source, key)
    try:
        return read(value)
    except WrongShape as error:
        raise error.inside(key) from None


def each(
    source: dict, key: str, read: Callable[[dict], _Record], most: int = MOST_IN_LIST
) -> Iterator[_Record]:
    """`read` applied to each object of a list within an object, of `most` items at most."""
    for place, item in enumerate(array(source, key, most)):
        try:
            if type(item) is not dict:
                raise WrongShape("", "is not an object")
            yield read(item)
        except WrongShape as error:
            raise error.inside(f"{key}[{place}]") from None
