"""Which product of the books is which card of Ozon: by code, then article, then name.

Nothing is guessed: two candidates, or two cards that claim the same product, are left to a
person. The outcome does not depend on the order of cards or products.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from .texts import unmarked


class MatchedBy(str, Enum):
    OZON_CODE = "ozon_code"
    ARTICLE = "article"
    NAME = "name"


@dataclass(frozen=True)
class Card:
    """A card of Ozon: `codes` are all its SKUs and its Ozon product id."""

    id: int
    codes: tuple[str, ...]
    article: str
    name: str


@dataclass(frozen=True)
class Product:
    """A product of the books; absent texts are empty."""

    id: int
    code: str
    article: str
    name: str


@dataclass(frozen=True)
class Match:
    """What was found for a card: one product, or candidates to choose from, or nothing at all."""

    product_id: int | None = None
    matched_by: MatchedBy | None = None
    candidates: tuple[int, ...] = ()

    @property
    def ambiguous(self) -> bool:
        return bool(self.candidates)


def exact(text: str) -> str:
    """Articles and codes compare as they are, but for the space around them."""
    return unmarked(text)


def loose(name: str) -> str:
    """Names ignore case, repeated spaces and the difference between ё and е."""
    return " ".join(unmarked(name).casefold().replace("ё", "е").split())


def match(
    cards: Iterable[Card], products: Iterable[Product], taken: Iterable[int] = ()
) -> dict[int, Match]:
    """The match of every card, by the card's id.

    :param taken: products that other cards of the same account have already
    """
    waiting = {card.id: card for card in cards}
    taken = set(taken)
    products = list(products)
    matches = {}
    for matched_by, card_keys, product_key in _STEPS:
        found, claims = _step(waiting.values(), products, taken, card_keys, product_key)
        for card_id, candidates in found.items():
            del waiting[card_id]
            if len(candidates) == 1 and len(claims[candidates[0]]) == 1:
                taken.add(candidates[0])
                matches[card_id] = Match(candidates[0], matched_by)
            else:
                matches[card_id] = Match(candidates=candidates)
    return matches | {card_id: Match() for card_id in waiting}


def _step(
    cards: Iterable[Card],
    products: list[Product],
    taken: set[int],
    card_keys: Callable[[Card], Iterable[str]],
    product_key: Callable[[Product], str],
) -> tuple[dict[int, tuple[int, ...]], dict[int, list[int]]]:
    """The candidates of each card that has any, and the cards that claim each product."""
    by_key = defaultdict(list)
    for product in products:
        key = product_key(product)
        if key and product.id not in taken:
            by_key[key].append(product.id)
    found, claims = {}, defaultdict(list)
    for card in cards:
        candidates = {id_ for key in card_keys(card) if key for id_ in by_key.get(key, ())}
        if candidates:
            found[card.id] = tuple(sorted(candidates))
        for product_id in candidates:
            claims[product_id].append(card.id)
    return found, claims


_STEPS = (
    (
        MatchedBy.OZON_CODE,
        lambda card: map(exact, card.codes),
        lambda product: exact(product.code),
    ),
    (
        MatchedBy.ARTICLE,
        lambda card: (exact(card.article),),
        lambda product: exact(product.article),
    ),
    (MatchedBy.NAME, lambda card: (loose(card.name),), lambda product: loose(product.name)),
)
