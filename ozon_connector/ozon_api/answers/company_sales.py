"""Sales to companies: /v1/finance/document-b2b-sales/json."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..decoding import decode
from ..reading import WrongShape, day, each, name, nested, text


class CompanySale(NamedTuple):
    """A document of Ozon for a company that bought goods.

    :param number: as the realization report by order names it
    :param date: None when Ozon does not say
    :param kind: "UPD" for a sale, "UKD" for a correction of one
    :param buyer: name of the company
    :param postings: the shipments in it
    """

    number: str
    date: date | None
    kind: str
    buyer: str
    inn: str
    kpp: str
    postings: tuple[str, ...]


def read_company_sales(content: bytes) -> tuple[CompanySale, ...]:
    """Read the answer of /v1/finance/document-b2b-sales/json; one record per product of a document.

    :raises WrongShape: it is of another shape
    """
    answer = decode(content, invoices=_read_invoice)
    if answer.get("invoices") is None:
        raise WrongShape("invoices", "are missing")
    return tuple(answer["invoices"])


def _read_invoice(invoice: dict) -> CompanySale:
    return CompanySale(
        *nested(invoice, "info", _read_info),
        *nested(invoice, "buyer_info", _read_buyer),
        tuple(filter(None, each(invoice, "operations", _read_posting_number))),
    )


def _read_info(info: dict) -> tuple[str, date | None, str]:
    return text(info, "number"), day(info, "date"), text(info, "type")


def _read_buyer(buyer: dict) -> tuple[str, str, str]:
    return name(buyer, "name"), text(buyer, "inn"), text(buyer, "kpp")


def _read_posting_number(operation: dict) -> str:
    return text(operation, "posting_number")
