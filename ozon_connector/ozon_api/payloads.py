"""What Ozon's answers say, as immutable records.

Each `read_*` function takes an answer's body as bytes and returns records, or raises
`reading.WrongShape` naming the field. They forgive what live answers are known to vary (absent or
null keys, numbers as text, float tails) and nothing else: a figure misread is money misbooked.

Ids are text, "" when absent. Money is Decimal in the report's currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from .reading import (
    ZERO,
    WrongShape,
    day,
    decode,
    flag,
    identifier,
    kopecks,
    kopecks_of_all,
    mapping,
    moment,
    number,
    numeric_text,
    objects,
    plain_text,
    text,
    texts,
    whole,
)

NAME_LIMIT = 500
PAGE_MARK_LIMIT = 4000  # Ozon's are some dozens of characters long
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # by a database


# --------------------------------------------------------------------------- the key and the seller


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a key. methods: paths, or beginnings of paths, which it opens."""

    name: str
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What a key may do, and until when (aware, UTC; None when Ozon does not say)."""

    expires_at: datetime | None
    roles: tuple[Role, ...]

    def allows(self, method: str) -> bool:
        """Whether a role opens the method; without any list of methods nothing is known against."""
        opened = [path.rstrip("/") for role in self.roles for path in role.methods]
        return not opened or any(f"{method}/".startswith(f"{path}/") for path in opened)


@dataclass(frozen=True, slots=True)
class SellerInfo:
    """The company behind the key, as Ozon has it registered."""

    name: str
    legal_name: str
    inn: str
    ogrn: str
    country: str
    currency: str
    ownership_form: str
    tax_system: str


def read_key_info(content: bytes) -> KeyInfo:
    """The answer of /v1/roles."""
    answer = decode(content)
    return KeyInfo(
        expires_at=moment(answer, "expires_at"),
        roles=tuple(_read_each(answer, "roles", _read_role)),
    )


def _read_role(role: dict) -> Role:
    return Role(name=text(role, "name"), methods=texts(role, "methods"))


def read_seller_info(content: bytes) -> SellerInfo:
    """The answer of /v1/seller/info."""
    answer = decode(content)
    if "company" not in answer:
        raise WrongShape("company", "is missing")
    company = mapping(answer, "company")
    try:
        return SellerInfo(**{key: text(company, key) for key in SellerInfo.__dataclass_fields__})
    except WrongShape as error:
        raise error.inside("company") from None


# --------------------------------------------------------------------------- products


@dataclass(frozen=True, slots=True)
class ProductListItem:
    """A card as the list shows it: its ids only."""

    product_id: str
    offer_id: str
    sku: str
    archived: bool


@dataclass(frozen=True, slots=True)
class ProductListPage:
    """Up to 1000 cards; last_id asks for the next page, "" after the last one."""

    items: tuple[ProductListItem, ...]
    last_id: str


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A card in full.

    sku: the card's own SKU, "" until Ozon has given one.
    skus: every SKU the card sells under, its own first; older cards have one per warehouse scheme.
    price: the seller's, per unit, in currency_code; None when not set.
    vat: a share, such as Decimal("0.22"); None when not told.
    archived: by hand or by Ozon.
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
    """The answer of /v3/product/list."""
    answer = _unwrapped(decode(content))
    return ProductListPage(
        items=tuple(_read_each(answer, "items", _read_list_item)),
        last_id=_page_mark(answer),
    )


def _page_mark(answer: dict) -> str:
    """last_id goes back to Ozon, so it stays exactly as it came, or is refused."""
    last_id = answer.get("last_id") or ""
    if type(last_id) is not str:
        raise WrongShape("last_id", "is not a text")
    if _UNSTORABLE.search(last_id) or len(last_id) > PAGE_MARK_LIMIT:
        raise WrongShape("last_id", "is not a mark of a page")
    return last_id


def _read_list_item(item: dict) -> ProductListItem:
    return ProductListItem(
        product_id=identifier(item, "product_id"),
        offer_id=text(item, "offer_id"),
        sku=identifier(item, "sku"),
        archived=flag(item, "archived"),
    )


def read_product_cards(content: bytes) -> list[ProductCard]:
    """The answer of /v3/product/info/list."""
    answer = _unwrapped(decode(content))
    return list(_read_each(answer, "items", _read_card))


def _read_card(card: dict) -> ProductCard:
    product_id = identifier(card, "id")
    if not product_id:
        raise WrongShape("id", "is missing")
    return ProductCard(
        product_id=product_id,
        sku=identifier(card, "sku"),
        skus=_all_skus(card),
        offer_id=text(card, "offer_id"),
        name=text(card, "name", NAME_LIMIT),
        barcodes=texts(card, "barcodes"),
        price=_optional_number(card, "price"),
        currency_code=text(card, "currency_code"),
        vat=_vat_share(card),
        archived=flag(card, "is_archived") or flag(card, "is_autoarchived"),
    )


def _all_skus(card: dict) -> tuple[str, ...]:
    skus = [identifier(card, "sku")]
    skus += _read_each(card, "sources", _read_sku)
    try:
        skus += _read_each(mapping(card, "stocks"), "stocks", _read_sku)
    except WrongShape as error:
        raise error.inside("stocks") from None
    return tuple(dict.fromkeys(filter(None, skus)))


def _read_sku(source: dict) -> str:
    return identifier(source, "sku")


def _optional_number(source: dict, key: str) -> Decimal | None:
    """Cards leave a figure out by sending an empty text."""
    return None if source.get(key) in (None, "") else number(source, key)


def _vat_share(card: dict) -> Decimal | None:
    """VAT as a share, out of "0.22", "22%", 22 or 0.22: from 1 up it can only be per cent."""
    written = card.get("vat")
    if type(written) is str:
        card = {"vat": written.strip().removesuffix("%")}
    vat = _optional_number(card, "vat")
    if vat is None:
        return None
    if vat >= 1:
        vat /= 100
    if not 0 <= vat < 1:
        raise WrongShape("vat", "is not a rate")
    return vat


# --------------------------------------------------------------------------- realization report


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """The report's title page. Ozon does not document who is payer and who is receiver."""

    number: str
    doc_date: date | None
    start_date: date | None
    stop_date: date | None
    contract_number: str
    contract_date: date | None
    currency: str
    payer_name: str
    payer_inn: str
    payer_kpp: str
    receiver_name: str
    receiver_inn: str
    receiver_kpp: str


class ReportSide(NamedTuple):
    """What a row sold, or what it took back; on both sides the figures are positive.

    price_per_instance: what the buyer paid per unit, as sent. All other sums are totals of the
    line, to the kopeck: amount (buyers' money), bonus (points for discounts), bank_coinvestment,
    stars and pick_up_point_coinvestment (partners' loyalty payouts), standard_fee (Ozon's base
    remuneration), commission and compensation (0 since May 2024), total (accrued to the seller).
    """

    quantity: int
    price_per_instance: Decimal
    amount: Decimal
    bonus: Decimal
    bank_coinvestment: Decimal
    stars: Decimal
    pick_up_point_coinvestment: Decimal
    standard_fee: Decimal
    commission: Decimal
    compensation: Decimal
    total: Decimal


class ReportRow(NamedTuple):
    """One product at one price; the same SKU may stand in many rows.

    row_number: Ozon's own, else the place in the answer counted from 1.
    seller_price_per_instance: the seller's price per unit. commission_ratio: a share (0.46 = 46 %).
    sold, returned: None when the row has no such side.
    unknown: paths and values of non-zero numbers that we have no name for, perhaps money.
    """

    row_number: int
    sku: str
    offer_id: str
    name: str
    barcode: str
    seller_price_per_instance: Decimal
    commission_ratio: Decimal
    sold: ReportSide | None
    returned: ReportSide | None
    unknown: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class RealizationReport:
    """A month's sales and returns. raw: the answer's body exactly as received."""

    header: ReportHeader
    rows: tuple[ReportRow, ...]
    raw: bytes = field(repr=False)


_ROW_KEYS = frozenset(
    [
        "rowNumber",
        "row_number",
        "item",
        "seller_price_per_instance",
        "commission_ratio",
        "delivery_commission",
        "return_commission",
        # of the per-order variant of the report:
        "order",
        "legal_entity_document",
    ]
)
_SIDE_KEYS = frozenset(ReportSide._fields)


def read_realization(content: bytes) -> RealizationReport:
    """The answer of /v2/finance/realization."""
    answer = _unwrapped(decode(content))
    title_page = answer.get("header")
    if type(title_page) is not dict:
        raise WrongShape("header", "is missing or not an object")
    try:
        header = _read_header(title_page)
    except WrongShape as error:
        raise error.inside("header") from None
    # Left out by mistake, they would make a month of nothing; a month of nothing says [].
    if answer.get("rows") is None:
        raise WrongShape("rows", "are missing")
    rows = []
    for row in objects(answer, "rows"):
        try:
            rows.append(_read_row(row, place=len(rows) + 1))
        except WrongShape as error:
            raise error.inside(f"rows[{len(rows)}]") from None
    return RealizationReport(header=header, rows=tuple(rows), raw=content)


def _read_header(header: dict) -> ReportHeader:
    return ReportHeader(
        number=text(header, "number"),
        doc_date=day(header, "doc_date"),
        start_date=day(header, "start_date"),
        stop_date=day(header, "stop_date"),
        contract_number=text(header, "contract_number"),
        contract_date=day(header, "contract_date"),
        currency=text(header, "currency_sys_name"),
        payer_name=text(header, "payer_name"),
        payer_inn=text(header, "payer_inn"),
        payer_kpp=text(header, "payer_kpp"),
        receiver_name=text(header, "receiver_name"),
        receiver_inn=text(header, "receiver_inn"),
        receiver_kpp=text(header, "receiver_kpp"),
    )


def _read_row(row: dict, place: int) -> ReportRow:
    if not (row.get("delivery_commission") or row.get("return_commission")):
        raise WrongShape("", "says neither what was sold nor what came back")
    number_key = "rowNumber" if row.get("rowNumber") is not None else "row_number"
    item = mapping(row, "item")
    try:
        sku = identifier(item, "sku")
        offer_id = text(item, "offer_id")
        name = text(item, "name", NAME_LIMIT)
        barcode = text(item, "barcode")
    except WrongShape as error:
        raise error.inside("item") from None
    return ReportRow(
        whole(row, number_key) or place,
        sku,
        offer_id,
        name,
        barcode,
        number(row, "seller_price_per_instance"),
        _commission_ratio(row),
        _read_side(row, "delivery_commission"),
        _read_side(row, "return_commission"),
        _unknown_numbers(row),
    )


def _commission_ratio(row: dict) -> Decimal:
    """Live answers have leaked the share as the text `value:"0.450000"`."""
    written = row.get("commission_ratio")
    if type(written) is str and written.startswith("value:"):
        row = {"commission_ratio": written.removeprefix("value:").strip().strip('"')}
    return number(row, "commission_ratio")


def _read_side(row: dict, key: str) -> ReportSide | None:
    """One side of a row; None for every way of saying that there is none.

    Other figures that are missing break the sum of the side; units would be missed by nobody.
    """
    side = mapping(row, key)
    if not side:
        return None
    try:
        read = _usual_side(side) or _side_by_field(side)
    except WrongShape as error:
        raise error.inside(key) from None
    if read == _NO_SIDE:
        return None
    if side.get("quantity") is None:
        raise WrongShape(f"{key}.quantity", "is missing")
    return read


def _usual_side(side: dict) -> ReportSide | None:
    """A side whose sums are all there, read in one go: a large report has a million of them.

    None when something about them is unusual, perhaps wrong; `_side_by_field` tells what.
    """
    try:
        sums = kopecks_of_all(_sums_of_side(side))
    except KeyError:
        return None
    return sums and ReportSide(whole(side, "quantity"), number(side, "price_per_instance"), *sums)


def _side_by_field(side: dict) -> ReportSide:
    return ReportSide(
        quantity=whole(side, "quantity"),
        price_per_instance=number(side, "price_per_instance"),
        amount=kopecks(side, "amount"),
        bonus=kopecks(side, "bonus"),
        bank_coinvestment=kopecks(side, "bank_coinvestment"),
        stars=kopecks(side, "stars"),
        pick_up_point_coinvestment=kopecks(side, "pick_up_point_coinvestment"),
        standard_fee=kopecks(side, "standard_fee"),
        commission=kopecks(side, "commission"),
        compensation=kopecks(side, "compensation"),
        total=kopecks(side, "total"),
    )


_sums_of_side = itemgetter(*ReportSide._fields[2:])  # all but quantity and price
_NO_SIDE = ReportSide(0, *[ZERO] * 10)


def _unknown_numbers(row: dict) -> tuple[tuple[str, Decimal], ...]:
    """Non-zero numbers under keys that we do not know, so that no new fee passes unnoticed."""
    sold, returned = row.get("delivery_commission") or {}, row.get("return_commission") or {}
    if (
        _ROW_KEYS.issuperset(row)
        and _SIDE_KEYS.issuperset(sold)
        and _SIDE_KEYS.issuperset(returned)
    ):
        return ()
    found: list[tuple[str, Decimal]] = []
    for key in row.keys() - _ROW_KEYS:
        found += _numbers_within(row[key], key, texts_too=False)
    for side_key, side in (("delivery_commission", sold), ("return_commission", returned)):
        for key in side.keys() - _SIDE_KEYS:
            found += _numbers_within(side[key], f"{side_key}.{key}", texts_too=True)
    return tuple(sorted(found))


def _numbers_within(value: object, path: str, *, texts_too: bool) -> Iterator[tuple[str, Decimal]]:
    """Every non-zero number in a value of unknown shape, with its path."""
    if type(value) is dict:
        for key, inner in value.items():
            yield from _numbers_within(inner, f"{path}.{key}", texts_too=texts_too)
    elif type(value) is list:
        for place, inner in enumerate(value):
            yield from _numbers_within(inner, f"{path}[{place}]", texts_too=texts_too)
    else:
        figure = None
        if type(value) in (int, Decimal):
            figure = Decimal(value)
        elif type(value) is str and texts_too:
            figure = numeric_text(value)
        if figure:
            yield plain_text(path), figure


# --------------------------------------------------------------------------- shared by all


def _unwrapped(answer: dict) -> dict:
    """Some methods put their answer into `result`, their siblings do not."""
    return mapping(answer, "result") if "result" in answer else answer


def _read_each(source: dict, key: str, read) -> Iterator:
    """`read` applied to each object of a list; errors tell which one it was."""
    for place, item in enumerate(objects(source, key)):
        try:
            yield read(item)
        except WrongShape as error:
            raise error.inside(f"{key}[{place}]") from None
