"""The client: one method per Ozon method, one typed record or one typed error per call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from . import answers
from .answers import cash_flow, decommissioned
from .answers.products import PAGE_SIZE
from .connection import DEFAULT_URL
from .download import REPORT_FILE, Download
from .errors import FileGone, MethodSwitchedOff, PageExpired, RequestRejected
from .goods_methods import GoodsMethods

__all__ = ["DEFAULT_URL", "OzonClient"]


class OzonClient(GoodsMethods):
    """Talks to Ozon's Seller API; see `Connection` for what it takes.

    Every method raises only OzonError. No error's text contains the key.
    """

    def roles(self) -> answers.KeyInfo:
        """The key's roles and its end (/v1/roles): the cheapest check that the key works."""
        return self.ask("/v1/roles", {}, answers.read_key_info)

    def seller_info(self) -> answers.SellerInfo:
        """The seller's company (/v1/seller/info). Some valid keys lack the role for it."""
        return self.ask("/v1/seller/info", {}, answers.read_seller_info)

    def product_list(self, visibility: str = "ALL", last_id: str = "") -> answers.ProductListPage:
        """One page of the seller's cards (/v3/product/list). ALL does not include archived ones."""
        body = {"filter": {"visibility": visibility}, "last_id": last_id, "limit": PAGE_SIZE}
        return self.ask("/v3/product/list", body, answers.read_product_list)

    def product_cards(
        self,
        *,
        product_ids: Iterable[str] = (),
        skus: Iterable[str] = (),
        offer_ids: Iterable[str] = (),
    ) -> list[answers.ProductCard]:
        """Cards by one kind of id (/v3/product/info/list), 1000 a request.

        Ids that Ozon does not know are silently missing.

        :raises ValueError: more than one kind of id is given
        """
        groups = {"product_id": product_ids, "sku": skus, "offer_id": offer_ids}
        asked = {key: [str(value) for value in values] for key, values in groups.items()}
        asked = {key: values for key, values in asked.items() if values}
        if len(asked) > 1:
            raise ValueError("ask for cards by one kind of id")
        cards = []
        for key, ids in asked.items():
            for start in range(0, len(ids), PAGE_SIZE):
                body = {key: ids[start : start + PAGE_SIZE]}
                cards += self.ask("/v3/product/info/list", body, answers.read_product_cards)
        return cards

    def realization(self, year: int, month: int) -> answers.RealizationReport:
        """A month's realization report (/v2/finance/realization), whole in one answer.

        :raises ReportNotReady: Ozon has none yet: usually until the 5th of the next month
        """
        body = {"month": month, "year": year}
        return self.ask("/v2/finance/realization", body, answers.read_realization)

    def realization_postings(self, year: int, month: int) -> answers.RealizationPostings:
        """A month's realization report by order (/v1/finance/realization/posting).

        :raises ReportNotReady: Ozon has none yet
        :raises RequestRejected: it is too large for Ozon
        """
        body = {"month": month, "year": year}
        method = "/v1/finance/realization/posting"
        return self.ask(method, body, answers.read_realization_postings)

    def company_sales(self, year: int, month: int) -> tuple[answers.CompanySale, ...]:
        """A month's documents for companies that bought (/v1/finance/document-b2b-sales/json).

        :raises ReportNotReady, MethodSwitchedOff: Ozon has none
        """
        body = {"date": f"{year}-{month:02}"}
        method = "/v1/finance/document-b2b-sales/json"
        return self.ask(method, body, answers.read_company_sales)

    def accruals_by_day(self, day: date, last_id: str = "") -> answers.AccrualPage:
        """One page of what was accrued on a day (/v1/finance/accrual/by-day).

        Ozon refuses requests that overlap.

        :raises PageExpired: Ozon no longer knows `last_id`, 15 minutes after it gave it
        """
        body = {"date": day.isoformat(), "last_id": last_id}
        try:
            return self.ask("/v1/finance/accrual/by-day", body, answers.read_accruals)
        except (RequestRejected, MethodSwitchedOff) as error:
            # Ozon's words for an expired page are not published. If Ozon refuses for another
            # reason, it says so again when the day is asked for from its beginning.
            if not last_id:
                raise
            raise PageExpired(error.method, status=error.status, detail=error.detail) from None

    def accrual_types(self) -> tuple[answers.AccrualType, ...]:
        """What fees may be for (/v1/finance/accrual/types). Ozon advises to ask once a day."""
        return self.ask("/v1/finance/accrual/types", {}, answers.read_accrual_types)

    def balance(self, date_from: date, date_to: date) -> answers.Balance:
        """What Ozon owes before and after a period, and why (/v1/finance/balance).

        :raises PeriodTooLong: Ozon does not answer for so many days at once. The documentation
            allows 30 days between the dates, the refusal says "one month"
        """
        body = {"date_from": date_from.isoformat(), "date_to": date_to.isoformat()}
        read = partial(answers.read_balance, date_from=date_from, date_to=date_to)
        return self.ask("/v1/finance/balance", body, read)

    def buyouts(self, date_from: date, date_to: date) -> answers.Buyouts:
        """What Ozon bought in its own name in these days (/v1/finance/products/buyout).

        :raises PeriodTooLong: Ozon does not answer for so many days at once: the documentation
            allows 31
        """
        body = {"date_from": date_from.isoformat(), "date_to": date_to.isoformat()}
        return self.ask("/v1/finance/products/buyout", body, answers.read_buyouts)

    def cash_flow(self, date_from: date, date_to: date) -> tuple[answers.CashFlowPeriod, ...]:
        """What Ozon owes before and after each week (/v1/finance/cash-flow-statement/list).

        :return: all periods that Ozon has in these days, in the order of time
        """
        method = "/v1/finance/cash-flow-statement/list"
        body = {
            "date": {"from": f"{date_from}T00:00:00.000Z", "to": f"{date_to}T23:59:59.999Z"},
            "with_details": True,
            "page_size": cash_flow.PAGE_SIZE,
        }
        return self._pages(
            method, body, answers.read_cash_flow, cash_flow.goes_on, cash_flow.joined
        )

    def order_mutual_settlement(self, year: int, month: int) -> str:
        """Order a month's report of mutual settlements (/v1/finance/mutual-settlement).

        :return: the code for `report_info`, which Ozon keeps for three days
        :raises ReportNotReady: the month is not closed yet
        """
        return self._order("/v1/finance/mutual-settlement", date(year, month, 1))

    def compensations(self, month: date) -> str:
        """Order a month's report of compensations (/v1/finance/compensation).

        It returns and raises the same as `order_mutual_settlement`. A month without compensations
        has no report.
        """
        return self._order("/v1/finance/compensation", month)

    def decompensations(self, month: date) -> str:
        """Order the same for what Ozon takes back of them (/v1/finance/decompensation)."""
        return self._order("/v1/finance/decompensation", month)

    def _order(self, method: str, month: date) -> str:
        body = {"date": f"{month:%Y-%m}", "language": "RU"}
        return self.ask(method, body, answers.read_report_code)

    def decommissioned_goods(
        self, date_from: date, date_to: date
    ) -> tuple[answers.DecommissionedGoods, ...]:
        """What Ozon wrote off in these days (/v1/analytics/decommissioned-goods), by any scheme."""
        method = "/v1/analytics/decommissioned-goods"
        goods = []
        for schema in decommissioned.SCHEMAS:
            body = {
                "filter": {
                    "date_from": f"{date_from}T00:00:00.000Z",
                    "date_to": f"{date_to}T23:59:59.999Z",
                    "delivery_schema": schema,
                },
                "sort_by": "DATE",
                "sort_dir": "ASC",
                "page_size": decommissioned.PAGE_SIZE,
            }
            goods += self._pages(
                method, body, answers.read_decommissioned, decommissioned.goes_on,
                decommissioned.joined,
            )  # fmt: skip
        return tuple(goods)

    def report_info(self, code: str) -> answers.ReportInfo:
        """What became of an ordered report (/v1/report/info).

        :raises FileGone: Ozon does not know the code, or no longer knows it
        """
        try:
            return self.ask("/v1/report/info", {"code": code}, answers.read_report_info)
        except MethodSwitchedOff as error:
            # Only a 404 with Ozon's own words is about the report; a gateway that does not know the
            # method has none.
            if error.status != 404 or not error.detail:
                raise
            raise FileGone(error.method, status=error.status, detail=error.detail) from None

    def report_file(self, url: str) -> bytes:
        """The file of a report, by the link in its `ReportInfo`; see `download.Download`."""
        return self._call(REPORT_FILE, Download(url, self._base_url, self._timeout).content)
