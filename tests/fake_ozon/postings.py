"""The realization report by order, as Ozon makes it of the same sales."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def by_order(payload: dict) -> dict:
    """A report whose rows are one order each.

    What was sold was ordered a week before it was reported; what came back, a month before.
    """
    report = payload.get("result", payload)
    last = date.fromisoformat(report["header"]["stop_date"])
    rows = []
    for place, one in enumerate(report["rows"], start=1):
        came_back = one.get("return_commission") is not None
        ordered_on = last - timedelta(days=40 if came_back else 7)
        number = one.get("rowNumber") or one.get("row_number") or place
        rows.append(of_order(one, f"{number:08}-0001-1", ordered_on))
    return {"header": report["header"], "rows": numbered(rows)}


def of_order(
    one: dict, posting_number: str, ordered_on: date, invoice: tuple[str, date] | None = None
) -> dict:
    """A row of the report as a row by order.

    :param invoice: number and date, where a company bought
    """
    number, day = invoice or ("", None)
    return {
        **{key: value for key, value in one.items() if key != "rowNumber"},
        "order": {"posting_number": posting_number, "created_date": ordered_on.isoformat()},
        "legal_entity_document": {
            "number": number, "sale_date": day.isoformat() if day else "",
        },
    }


def numbered(rows: Iterable[dict]) -> list[dict]:
    """The rows with Ozon's numbers, which count the rows of this answer."""
    return [{**one, "row_number": place} for place, one in enumerate(rows, start=1)]


def with_company(
    payload: dict, place: int, number: str, buyer: str, inn: str
) -> tuple[dict, dict]:
    """A report by order in which a company bought the goods of one row, and its document.

    :param place: of the row, counted from 0
    :return: for `Seller.postings` and `Seller.company_sales`
    """
    orders = by_order(payload)
    bought = orders["rows"][place]
    day = date.fromisoformat(orders["header"]["stop_date"]) - timedelta(days=3)
    bought["legal_entity_document"] = {"number": number, "sale_date": day.isoformat()}
    document = company_sale(number, day, buyer, inn, [bought["order"]["posting_number"]])
    return orders, {"invoices": [document]}


def company_sale(
    number: str, day: date, buyer: str, inn: str, postings: Iterable[str], kind: str = "UPD"
) -> dict:
    """One product of a document for a company."""
    return {
        "buyer_info": {"name": buyer, "inn": inn, "kpp": "770101001", "address": "Москва"},
        "info": {"number": number, "date": day.isoformat(), "type": kind, "status": "SIGNED"},
        "operations": [{"posting_number": one, "type": "DELIVERY"} for one in postings],
    }
