"""Product cards: /v3/product/list and /v3/product/info/list."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..decoding import decode
from ..reading import (
    WrongShape,
    each,
    flag,
    identifier,
    name,
    nested,
    optional_number,
    page_mark,
    text,
    texts,
)

PAGE_SIZE = 1000  # Ozon's maximum, both for a page and for ids in one request


@dataclass(frozen=True, slots=True)
class ProductListItem:
    """A card as the list shows it: its ids only.

    :param archived: by hand or by Ozon
    """

    product_id: str
    offer_id: str
    sku: str
    archived: bool


@dataclass(frozen=True, slots=True)
class ProductListPage:
    """A page of cards.

    :param items: up to 1000
    :param last_id: asks for the next page; "" after the last one
    """

    items: tuple[ProductListItem, ...]
    last_id: str


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A card in full.

    :param sku: the card's own SKU, "" until Ozon has given one
    :param skus: every SKU the card sells under, its own first; older cards have one per warehouse
        scheme
    :param price: the seller's, per unit, in `currency_code`; None when not set
    :param vat: a share, such as Decimal("0.22"); None when Ozon does not say
    :param archived: by hand or by Ozon
    """

    product_id: str
    sku: str
    skus: tuple[str, ...]
    offer_id: str
    name: str
    barcodes: tuple[str, ...]
    price: Decimal | None
    currency_code: str
    vat: Decimal | None
    archived: bool


def read_product_list(content: bytes) -> ProductListPage:
    """Read the answer of /v3/product/list.

    :raises WrongShape: it is of another shape
    """
    answer = decode(content, most=PAGE_SIZE, items=_read_list_item)
    items = tuple(answer.get("items") or ())
    return ProductListPage(items=items, last_id=page_mark(answer, "last_id"))


def _read_list_item(item: dict) -> ProductListItem:
    return ProductListItem(
        product_id=identifier(item, "product_id"),
        offer_id=text(item, "offer_id"),
        sku=identifier(item, "sku"),
        archived=flag(item, "archived"),
    )


def read_product_cards(content: bytes) -> list[ProductCard]:
    """Read the answer of /v3/product/info/list.

    :raises WrongShape: it is of another shape
    """
    return decode(content, most=PAGE_SIZE, items=_read_card).get("items") or []


def _read_card(card: dict) -> ProductCard:
    product_id = identifier(card, "id")
    if not product_id:
        raise WrongShape("id", "is missing")
    return ProductCard(
        product_id=product_id,
        sku=identifier(card, "sku"),
        skus=_all_skus(card),
        offer_id=text(card, "offer_id"),
        name=name(card, "name"),
        barcodes=texts(card, "barcodes"),
        price=optional_number(card, "price"),
        currency_code=text(card, "currency_code"),
        vat=_vat_share(card),
        archived=flag(card, "is_archived") or flag(card, "is_autoarchived"),
    )


def _all_skus(card: dict) -> tuple[str, ...]:
    skus = [
        identifier(card, "sku"),
        *each(card, "sources", _read_sku),
        *nested(card, "stocks", _read_skus_in_stock),
    ]
    return tuple(dict.fromkeys(filter(None, skus)))


def _read_skus_in_stock(stocks: dict) -> list[str]:
    return list(each(stocks, "stocks", _read_sku))


def _read_sku(source: dict) -> str:
    return identifier(source, "sku")


def _vat_share(card: dict) -> Decimal | None:
    """VAT as a share, from "0.22", "22%", 22 or 0.22. A number from 1 up is per cent."""
    written = card.get("vat")
    if type(written) is str:
        card = {"vat": written.strip().removesuffix("%")}
    vat = optional_number(card, "vat")
    if vat is None:
        return None
    if vat >= 1:
        vat /= 100
    if not 0 <= vat < 1:
        raise WrongShape("vat", "is not a rate")
    return vat
