"""Finds Ozon's cards that look like a set of several units of one product of the books.

By Ozon's rule for sellers, a set of N pieces of a product has its article, an underscore and N:
`ART_3`. Other articles count only if the name says the same number: «набор 3 шт». Sizes and colours
are written in the same way, so this is a proposal, and a person decides.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from .texts import unmarked

MOST_UNITS = 100

_OZON_RULE = re.compile(r"(.+)_([1-9]\d*)")
# CANDLE-x3, CANDLE 3шт, CANDLE/3pcs, CANDLEх3; both letters «x» are meant.
_OTHER_ARTICLE = re.compile(
    r"(.*[^\W_])(?:[-_ /.]+[xх×*]?|[xх×*])([1-9]\d*)\s*(?:шт|pcs)?\.?", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?<![\d.,])([1-9]\d*)\s*(?:шт|штуки|штук|pcs|pieces)\b"
    r"|(?:набор|комплект|упаковка)\s+из\s+([1-9]\d*)(?![\d.,])"
    r"|\bset\s+of\s+([1-9]\d*)(?![\d.,])",
    re.IGNORECASE,
)


class Parts(NamedTuple):
    """What a card is a set of, as its texts say."""

    base: str  # the article of one unit
    units: int


def parts(article: str, name: str) -> list[Parts]:
    """What a card could be a set of, the likeliest first.

    :param article: of the card
    :param name: of the card
    """
    article, named = unmarked(article or ""), _named_units(name or "")
    found = []
    by_rule = _OZON_RULE.fullmatch(article)
    if by_rule and (not named or int(by_rule[2]) in named):
        found.append(Parts(by_rule[1], int(by_rule[2])))
    other = _OTHER_ARTICLE.fullmatch(article)
    if other and named == {int(other[2])}:
        found.append(Parts(other[1], int(other[2])))
    return [one for one in dict.fromkeys(found) if 1 < one.units <= MOST_UNITS]


def choose(found: Iterable[Parts], known: dict[str, int | None]) -> tuple[int, int] | None:
    """The first of these whose base is one product.

    :param found: the result of `parts`
    :param known: {article: id of its product, None if several have it}
    :return: (id of the product, units); None if no base is one product
    """
    return next(
        ((known[one.base], one.units) for one in found if known.get(one.base)), None
    )


def _named_units(name: str) -> set[int]:
    """The numbers of pieces that a name mentions."""
    return {int(next(filter(None, match.groups()))) for match in _NAMED.finditer(unmarked(name))}
