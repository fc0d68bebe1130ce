"""The realization report by order, derived from the same sales."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def by_order(payload: dict) -> dict:
    """A report with one order per row.

    Sold goods were ordered a week before they were reported, returned goods a month before.
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

    :param invoice: (number, date), if a company bought
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
    """The rows, numbered as Ozon numbers the rows of an answer."""
    return [{**one, "row_number": place} for place, one in enumerate(rows, start=1)]


def with_company(
    payload: dict, place: int, number: str, buyer: str, inn: str
) -> tuple[dict, dict]:
    """A report by order in which a company bought the goods of one row, and the company's document.

    :param place: the index of the row
    :return: values for `Seller.postings` and `Seller.company_sales`
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
    """One product in a document for a company."""
    return {
        "buyer_info": {"name": buyer, "inn": inn, "kpp": "770101001", "address": "Москва"},
        "info": {"number": number, "date": day.isoformat(), "type": kind, "status": "SIGNED"},
        "operations": [{"posting_number": one, "type": "DELIVERY"} for one in postings],
    }
