"""Matches Ozon's cards with the products of the books: by code, article, barcode, then name.

Nothing is guessed: two candidates, two cards that claim the same product, or evidence that
contradicts itself are left to a person. The outcome does not depend on the order of cards or
products.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from heapq import nsmallest

from .texts import unmarked

# Barcodes that Ozon itself prints. They name a card of Ozon, not a product.
OZON_BARCODE = re.compile(r"OZN\d+", re.IGNORECASE)


class MatchedBy(str, Enum):
    """What a card and a product have in common, the strongest evidence first."""

    OZON_CODE = "ozon_code"
    ARTICLE = "article"
    BARCODE = "barcode"
    NAME = "name"


class Reason(str, Enum):
    """Why a match is in doubt."""

    # Several products have the card's evidence.
    SEVERAL_PRODUCTS = "several_products"
    # Several cards have the product's evidence.
    SEVERAL_CARDS = "several_cards"
    # Another card already has the product with the card's evidence.
    TAKEN = "taken"
    # The card's article or barcode belongs to a product other than the one that was found.
    ELSEWHERE = "elsewhere"
    # The product that was found has another article or barcode than the card.
    DIFFERENT = "different"
    # The barcode belongs to a package of the product, which may hold several units.
    PACKAGE = "package"


class Verdict(Enum):
    """What to do with a found product if other evidence contradicts it."""

    MATCH = "match"
    REMARK = "remark"  # it is the product; a person is told of the difference
    REVIEW = "review"  # a person decides


@dataclass(frozen=True)
class Card:
    """A card of Ozon: `codes` are all its SKUs and its Ozon product id."""

    id: int
    codes: tuple[str, ...]
    article: str
    name: str
    barcodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Product:
    """A product of the books. Missing texts are empty. `packages` are barcodes of its packages."""

    id: int
    code: str
    article: str
    name: str
    barcode: str = ""
    packages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """A reason against a match, with the card's `evidence` and the `products` it concerns."""

    reason: Reason
    evidence: MatchedBy
    products: tuple[int, ...]


@dataclass(frozen=True)
class Match:
    """The result for a card: one product, or candidates to choose from, or nothing.

    With a product, `doubts` are remarks; without one, they say why a person must decide.
    """

    product_id: int | None = None
    matched_by: MatchedBy | None = None
    candidates: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether a person has to choose."""
        return self.product_id is None and bool(self.candidates or self.doubts)


# For (how the product was found, what contradicts it) there are three verdicts:
# 1. another product has the card's value, and the found one has a different value;
# 2. another product has the card's value, and the found one has none;
# 3. no product has the card's value, and the found one has a different value.
# Other pairs do not count: a name contradicts nothing, and articles of the books may differ from
# those of Ozon.
VERDICTS = {
    (MatchedBy.OZON_CODE, MatchedBy.ARTICLE): (Verdict.REVIEW, Verdict.REMARK, Verdict.MATCH),
    (MatchedBy.OZON_CODE, MatchedBy.BARCODE): (Verdict.REVIEW, Verdict.REMARK, Verdict.MATCH),
    # One article is one product, even if it has another code in another cabinet.
    (MatchedBy.ARTICLE, MatchedBy.BARCODE): (Verdict.REVIEW, Verdict.REMARK, Verdict.MATCH),
    # A product with another code belongs to another card, even if it has the same name.
    (MatchedBy.NAME, MatchedBy.OZON_CODE): (Verdict.REVIEW, Verdict.REVIEW, Verdict.REVIEW),
    (MatchedBy.NAME, MatchedBy.BARCODE): (Verdict.REVIEW, Verdict.REVIEW, Verdict.REMARK),
}
# A second card of the cabinet that shares one of these with a product is doubtful.
IDENTIFYING = (MatchedBy.OZON_CODE, MatchedBy.ARTICLE, MatchedBy.BARCODE)


def exact(text: str) -> str:
    """Articles, codes and barcodes are compared as they are, without surrounding space."""
    return unmarked(text)


def loose(name: str) -> str:
    """Names are compared without case, repeated spaces and the difference between ё and е."""
    return " ".join(unmarked(name).casefold().replace("ё", "е").split())


@dataclass(frozen=True)
class Comparison:
    """What a card and a product have in common, and what tells them apart."""

    fits: tuple[MatchedBy, ...]
    # Of these, the product and the card have different values.
    contradicts: tuple[MatchedBy, ...]
    # A package of the product has a barcode of the card.
    package: bool

    @property
    def rank(self) -> tuple[list[float], int]:
        """Sorts the best product first: by the strongest evidence, then by how much there is.

        :return: (the strengths of the evidence, the number of contradictions); less is better
        """
        order = list(MatchedBy)
        strengths = [float(order.index(by)) for by in self.fits]
        if self.package:  # less than a barcode, more than a name
            strengths.append(order.index(MatchedBy.BARCODE) + 0.5)
        return [*sorted(strengths), float(len(order))], len(self.contradicts)


def is_ozon_barcode(barcode: str) -> bool:
    """Whether Ozon generated the barcode: `OZN` and digits."""
    return bool(OZON_BARCODE.fullmatch(exact(barcode)))


def match(
    cards: Iterable[Card], products: Iterable[Product], taken: Iterable[int] = ()
) -> dict[int, Match]:
    """The match of every card, by the card's id.

    :param taken: products that other cards of the same account have already
    """
    waiting = {card.id: _card_keys(card) for card in cards}
    taken = set(taken)
    books = _Books(products)
    matches = {}
    for evidence in MatchedBy:
        found, step, claims = [], {}, Counter()
        for same in _alike(waiting, evidence):
            having = books.having(waiting[same[0]], evidence)
            if not having:
                continue
            free = having - taken
            if free:
                found.append((same, tuple(sorted(free))))
                for product_id in free:
                    claims[product_id] += len(same)
            elif evidence in IDENTIFYING:
                doubt = Doubt(Reason.TAKEN, evidence, tuple(sorted(having)))
                step |= dict.fromkeys(same, Match(doubts=(doubt,)))
        for same, candidates in found:
            step |= books.judge({id_: waiting[id_] for id_ in same}, evidence, candidates, claims)
        for card_id in step:
            del waiting[card_id]
        matches |= step
        taken |= {one.product_id for one in step.values() if one.product_id is not None}
    return matches | {card_id: Match() for card_id in waiting}


def _alike(waiting: dict[int, dict], evidence: MatchedBy) -> list[list[int]]:
    """The ids of the cards, grouped by equal evidence: thousands may have the same name."""
    groups = defaultdict(list)
    for card_id, keys in waiting.items():
        if keys[evidence]:
            groups[frozenset(keys[evidence])].append(card_id)
    return list(groups.values())


def fitting(
    cards: Iterable[Card], products: Iterable[Product], most: int
) -> dict[int, tuple[int, ...]]:
    """The products that a person can choose from for each card, those that fit best first.

    Each shares some evidence with the card. Unlike in `match`, this may be a product that another
    card has, or one that fits only by a barcode that Ozon printed.

    :param most: how many products of each card are kept; stronger evidence goes before weaker
    :return: {id of a card: ids of products}
    """
    by_id = {product.id: product for product in products}
    books = _Books(by_id.values())
    first, result = {}, {}
    for card in cards:
        keys, found = _all_card_keys(card), set()
        for evidence in MatchedBy:
            # Thousands of products may have the same name, and thousands of cards as well.
            same = evidence, *sorted(keys[evidence])
            if same not in first:
                first[same] = nsmallest(most, books.having(keys, evidence))
            if len(found) < most:
                found.update(first[same])
        ranks = {id_: _compare(keys, books.keys[id_], by_id[id_]).rank for id_ in found}
        ordered = sorted((*rank, id_) for id_, rank in ranks.items())
        result[card.id] = tuple(id_ for *_rank, id_ in ordered[:most])
    return result


def compare(card: Card, product: Product) -> Comparison:
    """What speaks for and against one product being the card's."""
    return _compare(_all_card_keys(card), _product_keys(product), product)


def _compare(of_card: dict, of_product: dict, product: Product) -> Comparison:
    packages = set(map(exact, product.packages))
    return Comparison(
        fits=tuple(by for by in MatchedBy if of_product[by] in of_card[by]),
        contradicts=tuple(
            by for by in MatchedBy
            if of_card[by] and of_product[by] and of_product[by] not in of_card[by]
        ),
        package=bool(packages & of_card[MatchedBy.BARCODE]),
    )


def _all_card_keys(card: Card) -> dict[MatchedBy, set[str]]:
    """The evidence of a card together with the barcodes that Ozon printed."""
    barcodes = {exact(code) for code in card.barcodes} - {""}
    return _card_keys(card) | {MatchedBy.BARCODE: barcodes}


def _card_keys(card: Card) -> dict[MatchedBy, set[str]]:
    """The evidence of a card, without empty texts."""
    keys = {
        MatchedBy.OZON_CODE: set(map(exact, card.codes)),
        MatchedBy.ARTICLE: {exact(card.article)},
        MatchedBy.BARCODE: {exact(code) for code in card.barcodes if not is_ozon_barcode(code)},
        MatchedBy.NAME: {loose(card.name)},
    }
    for texts in keys.values():
        texts.discard("")
    return keys


def _product_keys(product: Product) -> dict[MatchedBy, str]:
    return {
        MatchedBy.OZON_CODE: exact(product.code),
        MatchedBy.ARTICLE: exact(product.article),
        MatchedBy.BARCODE: exact(product.barcode),
        MatchedBy.NAME: loose(product.name),
    }


class _Books:
    """The products, indexed by their evidence."""

    def __init__(self, products: Iterable[Product]):
        self.keys = {}
        self.by_key = {evidence: defaultdict(set) for evidence in MatchedBy}
        self.by_package = defaultdict(set)
        for product in products:
            self.keys[product.id] = _product_keys(product)
            for evidence, key in self.keys[product.id].items():
                if key:
                    self.by_key[evidence][key].add(product.id)
            for barcode in product.packages:
                self.by_package[exact(barcode)].add(product.id)

    def having(self, keys: dict[MatchedBy, set[str]], evidence: MatchedBy) -> set[int]:
        """The products that share this evidence with the card."""
        by_key = self.by_key[evidence]
        result = {id_ for key in keys[evidence] if key in by_key for id_ in by_key[key]}
        return result | self.packed(keys) if evidence is MatchedBy.BARCODE else result

    def packed(self, keys: dict[MatchedBy, set[str]]) -> set[int]:
        """The products that have a package with a barcode of the card."""
        if not self.by_package:
            return set()
        barcodes = keys[MatchedBy.BARCODE]
        return {id_ for key in barcodes for id_ in self.by_package.get(key, ())}

    def judge(
        self,
        cards: dict[int, dict[MatchedBy, set[str]]],
        evidence: MatchedBy,
        candidates: tuple[int, ...],
        claims: Counter,
    ) -> dict[int, Match]:
        """The match of each card.

        :param cards: the evidence of cards that have this one in common, by their ids
        :param candidates: the ids of the free products that have it too
        :param claims: how many cards claim each product by the same evidence
        """
        if len(candidates) > 1:
            doubt = Doubt(Reason.SEVERAL_PRODUCTS, evidence, candidates)
        elif claims[candidates[0]] > 1:
            doubt = Doubt(Reason.SEVERAL_CARDS, evidence, candidates)
        else:
            [(card_id, keys)] = cards.items()
            review, remarks = self.contradictions(keys, evidence, candidates[0])
            if not review:
                return {card_id: Match(candidates[0], evidence, doubts=tuple(remarks))}
            return {card_id: Match(candidates=candidates, doubts=tuple(review))}
        # The cards share one result: a copy for each of thousands would fill the memory.
        return dict.fromkeys(cards, Match(candidates=candidates, doubts=(doubt,)))

    def contradictions(
        self, keys: dict[MatchedBy, set[str]], found_by: MatchedBy, product_id: int
    ) -> tuple[list[Doubt], list[Doubt]]:
        """The contradictions that a person decides, and those that are only remarks."""
        doubts = {Verdict.REVIEW: [], Verdict.REMARK: [], Verdict.MATCH: []}
        for (by, evidence), verdicts in VERDICTS.items():
            own = self.keys[product_id][evidence]
            if by is not found_by or not keys[evidence] or own in keys[evidence]:
                continue
            contradicted, elsewhere_only, different_only = verdicts
            others = self.having(keys, evidence) - {product_id}
            if others:
                verdict = contradicted if own else elsewhere_only
                doubts[verdict].append(Doubt(Reason.ELSEWHERE, evidence, tuple(sorted(others))))
            elif own:
                doubts[different_only].append(Doubt(Reason.DIFFERENT, evidence, (product_id,)))
        if product_id in self.packed(keys):
            verdict = Verdict.REVIEW if found_by is MatchedBy.BARCODE else Verdict.REMARK
            doubts[verdict].append(Doubt(Reason.PACKAGE, MatchedBy.BARCODE, (product_id,)))
        return doubts[Verdict.REVIEW], doubts[Verdict.REMARK]
