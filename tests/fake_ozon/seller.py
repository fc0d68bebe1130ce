"""A seller of the fake Ozon, and how Ozon answers requests of the seller."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timezone

from .balance import BALANCE, CASH_FLOW
from .buyouts import BUYOUT
from .compensations import COMPENSATION, DECOMMISSIONED, DECOMPENSATION
from .faults import Answer, refused
from .finance import ACCRUALS, METHODS, REPORT_INFO, SETTLEMENT, TYPES, Finance
from .goods import METHODS as GOODS_METHODS
from .goods import Goods
from .postings import by_order

# Values of `Seller.refusal`: Ozon's words if nothing works for a whole account or key.
KEY_DEACTIVATED = "Api-key is deactivated, use another one or generate a new one"
KEY_IP_RESTRICTED = "Api-Key is restricted to specific IP addresses"
COMPANY_BLOCKED = "Company is blocked, please contact support"
OFFER_NOT_SIGNED = "Offer not signed"
TOO_LARGE = (
    "The requested report is too large. Use /v1/report/realization/posting/create."
)

ALL_METHODS = [
    "/v1/finance/document-b2b-sales/json",
    "/v1/finance/realization/posting",
    "/v1/roles",
    "/v1/seller/info",
    "/v2/finance/realization",
    "/v3/product/info/list",
    "/v3/product/list",
    *METHODS,
    *GOODS_METHODS,
]


def _admin() -> list[dict]:
    return [{"name": "Admin read only", "methods": list(ALL_METHODS)}]


def _company() -> dict:
    return {
        "name": "Домашний уют",
        "legal_name": 'ООО "Домашний уют"',
        "inn": "7712345671",
        "ogrn": "1237700123456",
        "country": "RU",
        "currency": "RUB",
        "ownership_form": "ООО",
        "tax_system": "USN",
    }


@dataclass
class Seller:
    """Everything Ozon knows about one seller. Tests may change it between requests.

    cards: as `figures.card` creates them. reports: payloads by (year, month); a month without one
    is not closed yet. roles: methods outside of them are refused; an expired key is an invalid one.
    refusal: one of the texts above, with which every method is refused; "" if all is well.
    finance: accruals, balance and settlements. goods: stock, supplies and removals.
    postings: realization reports by order, by (year, month); for other months `postings.by_order`
    derives one from the report. too_large: months whose report by order has too many rows for an
    answer. company_sales: documents for companies, by (year, month).
    """

    client_id: str = "123456"
    api_key: str = "3f9c1d52-7a40-4e6b-9b1e-08d5a2c47e10"
    cards: list[dict] = field(default_factory=list)
    reports: dict[tuple[int, int], dict] = field(default_factory=dict)
    roles: list[dict] = field(default_factory=_admin)
    expires_at: datetime = datetime(2035, 1, 31, 12, 0, tzinfo=timezone.utc)
    info: dict = field(default_factory=_company)
    refusal: str = ""
    finance: Finance = field(default_factory=Finance)
    postings: dict[tuple[int, int], dict] = field(default_factory=dict)
    too_large: set[tuple[int, int]] = field(default_factory=set)
    company_sales: dict[tuple[int, int], dict] = field(default_factory=dict)
    goods: Goods = field(default_factory=Goods)

    def accruals(self, day: date) -> list[dict]:
        """The accruals of a day, to be read or changed."""
        return self.finance.days.setdefault(day, [])

    def answer(self, method: str, body: dict) -> Answer:
        """Ozon's answer to this seller, once Client-Id and Api-Key are valid."""
        if self.expires_at <= datetime.now(timezone.utc):
            return INVALID_KEY
        if self.refusal:
            return refused(403, 7, self.refusal)
        if method not in _METHODS:
            return refused(404, 5, "Not Found")
        # Every key may request its own roles.
        if method != "/v1/roles" and not self._may(method):
            return refused(403, 7, "Api-Key is missing a required role for a method")
        return _METHODS[method](self, body)

    def _may(self, method: str) -> bool:
        return any(method.startswith(opened) for role in self.roles for opened in role["methods"])

    def _roles(self, body: dict) -> Answer:
        expires_at = self.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return Answer(json={"expires_at": expires_at, "roles": self.roles})

    def _seller_info(self, body: dict) -> Answer:
        subscription = {"is_premium": False, "type": "UNSPECIFIED"}
        return Answer(json={"company": self.info, "ratings": [], "subscription": subscription})

    def _realization(self, body: dict) -> Answer:
        year, month = body.get("year"), body.get("month")
        problem = ""
        if not isinstance(month, int) or not 1 <= month <= 12:
            problem = "Month: value must be inside range [1, 12]"
        elif not isinstance(year, int) or year < 2023:
            problem = "Year: value must be greater than or equal to 2023"
        if problem:
            return refused(400, 3, f"Request validation error: invalid request.{problem}")
        if (year, month) not in self.reports:
            return refused(404, 5, "Report was not found")
        return Answer(json=self.reports[year, month])

    def _realization_postings(self, body: dict) -> Answer:
        answer = self._realization(body)
        if answer.status != 200:
            return answer
        month = body["year"], body["month"]
        if month in self.too_large:
            return refused(400, 3, TOO_LARGE)
        return Answer(json=self.postings.get(month) or by_order(self.reports[month]))

    def _company_sales(self, body: dict) -> Answer:
        year, month = map(int, str(body.get("date")).split("-"))
        if (year, month) not in self.company_sales:
            return refused(404, 5, "finance document not found")
        return Answer(json=self.company_sales[year, month])

    def _product_list(self, body: dict) -> Answer:
        limit = body.get("limit")
        if not isinstance(limit, int) or not 1 <= limit <= 1000:
            return refused(400, 3, "Request validation error: limit must be inside [1, 1000]")
        cards = sorted(self._listed(body.get("filter") or {}), key=lambda card: card["id"])
        after = _card_id(body["last_id"]) if body.get("last_id") else 0
        page = [card for card in cards if card["id"] > after][:limit]
        items = [
            {
                "product_id": card["id"],
                "offer_id": card["offer_id"],
                "sku": card["sku"],
                "archived": _is_archived(card),
                "has_fbo_stocks": False,
                "has_fbs_stocks": True,
                "is_discounted": False,
                "quants": [],
            }
            for card in page
        ]
        last_id = _page_mark(page[-1]["id"]) if page else ""
        return Answer(
            json={"result": {"items": items, "total_items": len(cards), "last_id": last_id}}
        )

    def _listed(self, wanted: dict) -> list[dict]:
        """The cards that match a filter; if it has ids, visibility is ignored."""
        by_ids = {"product_id": "id", "offer_id": "offer_id", "skus": "sku"}
        for group, key in by_ids.items():
            if wanted.get(group):
                ids = set(map(str, wanted[group]))
                return [card for card in self.cards if str(card[key]) in ids]
        archived = wanted.get("visibility") == "ARCHIVED"
        return [card for card in self.cards if _is_archived(card) == archived]

    def _product_cards(self, body: dict) -> Answer:
        asked = {key: set(map(str, body.get(key, ()))) for key in ("product_id", "sku", "offer_id")}
        count = sum(map(len, asked.values()))
        if not 1 <= count <= 1000:
            return refused(400, 3, "Request validation error: from 1 to 1000 ids are allowed")
        found = [
            card
            for card in self.cards
            if str(card["id"]) in asked["product_id"]
            or card["offer_id"] in asked["offer_id"]
            or not asked["sku"].isdisjoint(_skus(card))
        ]
        return Answer(json={"items": found})


INVALID_KEY = refused(404, 5, "Invalid Api-Key, please check the key and try again")

_METHODS = {
    ACCRUALS: lambda seller, body: seller.finance.accruals(body),
    TYPES: lambda seller, body: seller.finance.accrual_types(body),
    BALANCE: lambda seller, body: seller.finance.balance(body),
    BUYOUT: lambda seller, body: seller.finance.bought(body),
    CASH_FLOW: lambda seller, body: seller.finance.cash_flow(body),
    SETTLEMENT: lambda seller, body: seller.finance.order_settlement(body),
    REPORT_INFO: lambda seller, body: seller.finance.report_info(body),
    COMPENSATION: lambda seller, body: seller.finance.order_compensations(body),
    DECOMPENSATION: lambda seller, body: seller.finance.order_decompensations(body),
    DECOMMISSIONED: lambda seller, body: seller.finance.goods_written_off(body),
    **GOODS_METHODS,
    "/v1/roles": Seller._roles,
    "/v1/seller/info": Seller._seller_info,
    "/v1/finance/document-b2b-sales/json": Seller._company_sales,
    "/v1/finance/realization/posting": Seller._realization_postings,
    "/v2/finance/realization": Seller._realization,
    "/v3/product/list": Seller._product_list,
    "/v3/product/info/list": Seller._product_cards,
}


def _is_archived(card: dict) -> bool:
    return card["is_archived"] or card["is_autoarchived"]


def _skus(card: dict) -> set[str]:
    return {str(card["sku"])} | {str(source["sku"]) for source in card["sources"]}


def _page_mark(product_id: int) -> str:
    """A mark that looks like Ozon's; only Ozon may rely on its contents."""
    return base64.b64encode(json.dumps([product_id, product_id]).encode()).decode()


def _card_id(page_mark: str) -> int:
    return json.loads(base64.b64decode(page_mark))[0]
