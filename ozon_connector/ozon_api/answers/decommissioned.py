"""Goods that Ozon has written off: /v1/analytics/decommissioned-goods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..decoding import decode
from ..reading import WrongShape, day, each, identifier, needed, text, whole

SCHEMAS = ("FBO", "FBS")  # one of them must be asked for
PAGE_SIZE = 100
MOST_PAGES = 200
NO_COMPENSATION = "NO_COMPENSATION"
# The money for these comes in the report of compensations.
COMPENSATED = frozenset(["PRELIMINARY_COMPENSATION", "CLOSED_COMPENSATION"])


@dataclass(frozen=True, slots=True)
class DecommissionedGoods:
    """Units of a product that were written off on a day.

    :param day: None when Ozon does not say
    :param schema: "FBO" or "FBS"
    :param reason: Ozon's key, such as "EXPIRED"
    :param compensation: Ozon's key, such as `NO_COMPENSATION`
    :param posting_number: "" for goods of the stock
    """

    day: date | None
    sku: str
    quantity: int
    schema: str
    reason: str
    compensation: str
    posting_number: str


@dataclass(frozen=True, slots=True)
class DecommissionedPage:
    """A page of what was written off.

    :param total: how many rows there are, or how many are left: Ozon's documentation allows both
    """

    goods: tuple[DecommissionedGoods, ...]
    total: int


def read_decommissioned(content: bytes) -> DecommissionedPage:
    """Read a page of /v1/analytics/decommissioned-goods.

    :raises WrongShape: it is of another shape, or a row lacks its product, number or compensation
    """
    answer = decode(content)
    return DecommissionedPage(
        goods=tuple(each(answer, "items", _read_goods)), total=whole(answer, "total_count"),
    )


def goes_on(pages: list[DecommissionedPage]) -> bool:
    """Whether there may be a page after these: Ozon's last one is not full."""
    return len(pages[-1].goods) == PAGE_SIZE and len(pages) < MOST_PAGES


def joined(pages: list[DecommissionedPage]) -> tuple[DecommissionedGoods, ...]:
    """The rows of all pages of a request.

    :raises WrongShape: Ozon has more rows
    """
    goods = tuple(row for page in pages for row in page.goods)
    if pages[-1].total > len(goods) or len(pages) == MOST_PAGES:
        raise WrongShape("items", "are missing")
    return goods


def _read_goods(item: dict) -> DecommissionedGoods:
    needed(item, "sku", "quantity", "compensation_type", "dispose_reason")
    quantity = whole(item, "quantity")
    if not quantity:
        raise WrongShape("quantity", "is missing")
    return DecommissionedGoods(
        day=day(item, "date"),
        sku=identifier(item, "sku"),
        quantity=quantity,
        schema=text(item, "delivery_schema"),
        reason=text(item, "dispose_reason"),
        compensation=text(item, "compensation_type"),
        posting_number=text(item, "posting_number"),
    )
