"""What Ozon says about a month's compensations, read from its file or its list."""

import json
from typing import NamedTuple

from odoo.addons.ozon_connector.ozon_api.answers.decommissioned import (
    COMPENSATED,
    NO_COMPENSATION,
)

from ..domain import compensations as rules
from ..domain.settlement_rows import normal


class Told(NamedTuple):
    """What Ozon says about a month.

    :param raw: bytes; the figures as JSON, because files with equal figures may differ in their
        bytes
    :param problem: why it cannot be used, in words; "" if it can
    :param figures: {`domain.compensations.Key`: Figure}
    :param titles: {type, as spelled by `normal`: Ozon's words}
    :param words: {Key: {name, offer_id, barcode}} of the goods
    :param currency: three letters; "" where Ozon does not state it
    """

    raw: bytes
    problem: str = ""
    number: str = ""
    date: object = None
    figures: dict = {}
    titles: dict = {}
    words: dict = {}
    currency: str = ""


def told_nothing(problem):
    """:return: a `Told` for an answer that cannot be used, with the reason in words"""
    return Told(json.dumps({"problem": problem}, ensure_ascii=False).encode(), problem)


def told_by_file(document, report):
    """Read a report of a month.

    :param document: an `ozon.compensation`
    :param report: an `ozon_api.files.CompensationReport`
    :return: `Told`; with a `problem` if it is the report of the opposite kind
    :raises rules.CompensationDoesNotTie: a sum of the report is not the sum of its parts
    """
    rules.check(report)
    is_other = report.is_decompensation is not None and (
        report.is_decompensation != (document.kind == rules.DECOMPENSATION)
    )
    if is_other:
        return told_nothing(document.env._(
            "Instead of %(asked)s, Ozon sent a report of the opposite kind, No. %(number)s. It "
            "was not booked, because amounts that Ozon pays and amounts that it takes back would "
            "be confused. It is requested again tomorrow; if it comes again, ask Ozon's support.",
            asked=document.display_name, number=report.number or "—",
        ))
    figures = rules.figures(document.kind, report.rows)
    said = {
        "number": report.number, "date": str(report.date or ""), "rows": [
            [str(cell) for cell in row[1:]] for row in report.rows
        ],
    }
    return Told(
        raw=json.dumps(said, ensure_ascii=False, indent=1).encode(),
        number=report.number,
        date=report.date,
        figures=figures,
        titles={normal(row.type): row.type for row in report.rows},
        words={
            rules.key_of(row): {
                "name": row.name, "offer_id": row.offer_id, "barcode": row.barcode,
            } for row in report.rows
        },
        currency=report.currency,
    )


def told_by_list(document, goods):
    """Read what was written off without money; the rest is in the report of compensations.

    :param document: an `ozon.compensation`
    :param goods: list of `ozon_api.answers.DecommissionedGoods`
    :return: `Told`; with a `problem` if the list has an unknown kind of compensation
    """
    unknown = {row.compensation for row in goods} - COMPENSATED - {NO_COMPENSATION}
    if unknown:
        return told_nothing(document.env._(
            "Ozon's list of written-off goods has an unknown kind of compensation: %s. No goods "
            "were moved, because they could be moved twice. Please tell the authors of the Ozon "
            "connector.", ", ".join(sorted(unknown)),
        ))
    rows = [row for row in goods if row.compensation == NO_COMPENSATION]
    said = sorted([str(row.day or ""), row.sku, row.quantity, row.reason] for row in rows)
    return Told(
        raw=json.dumps(said, ensure_ascii=False, indent=1).encode(),
        figures=rules.written_off(rows),
        titles={normal(row.reason): row.reason for row in rows},
    )
