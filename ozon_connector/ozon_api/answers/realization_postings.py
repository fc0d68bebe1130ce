"""The realization report by order: /v1/finance/realization/posting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import NamedTuple

from ..decoding import decode
from ..reading import WrongShape, day, nested, text
from .realization import ReportRow, read_row


class PostingRow(NamedTuple):
    """One product of one order, sold or returned.

    :param row: its figures, of the same shape as in the report by product
    :param posting_number: the number of the shipment; a return has the number of its sale
    :param ordered_on: when the buyer ordered, which may be months before the goods came back
    :param invoice_number: of the invoice to a company that bought the goods; "" for people
    :param invoice_date: of that invoice
    """

    row: ReportRow
    posting_number: str
    ordered_on: date | None
    invoice_number: str
    invoice_date: date | None


@dataclass(frozen=True, slots=True)
class RealizationPostings:
    """A month's sales and returns by order, in Ozon's order."""

    rows: tuple[PostingRow, ...]


def read_realization_postings(content: bytes) -> RealizationPostings:
    """Read the answer of /v1/finance/realization/posting.

    :raises WrongShape: it is of another shape
    """
    places = count(1)
    answer = decode(content, rows=lambda row: read_posting(row, next(places)))
    if answer.get("rows") is None:
        raise WrongShape("rows", "are missing")
    return RealizationPostings(tuple(answer["rows"]))


def read_posting(row: dict, place: int) -> PostingRow:
    """A row of the report by order.

    :param place: in the answer, counted from 1
    :raises WrongShape: it has neither side, or a figure cannot be read
    """
    return PostingRow(
        read_row(row, place),
        *nested(row, "order", _read_order),
        *nested(row, "legal_entity_document", _read_invoice),
    )


def _read_order(order: dict) -> tuple[str, date | None]:
    return text(order, "posting_number"), day(order, "created_date")


def _read_invoice(document: dict) -> tuple[str, date | None]:
    return text(document, "number"), day(document, "sale_date")
