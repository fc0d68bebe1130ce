"""What the orders behind a realization report say about its rows.

They say when returned goods were sold, and which company bought goods.

Source: /v1/finance/realization/posting, whose rows are the rows of the report, order by order. A
row is divided only if its orders add up to it in every figure; otherwise it stays as it is.
"""

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from .settlement import FIGURES, ZERO, CompanyInvoice, Movement, check_sum, goods_key, movements

SUMMED = ("quantity", *FIGURES)


class Posting(NamedTuple):
    """One side of a row by order.

    :param number: the number of the shipment
    :param ordered_on: None when Ozon does not say
    :param invoice: only if a company bought
    """

    movement: Movement
    number: str
    ordered_on: date | None
    invoice: CompanyInvoice | None = None


class Facet(NamedTuple):
    """What orders say about goods: each part of a row with a different facet becomes a row."""

    at_old_rate: bool
    rate_known: bool
    invoice: CompanyInvoice | None


def postings(rows: Iterable, buyers: dict[str, CompanyInvoice]) -> list[Posting]:
    """The sides of the rows (`ozon_api.answers.PostingRow`); each row's arithmetic is checked.

    :param buyers: invoices to companies, by number
    :raises SettlementError: a row is repeated, does not tie or has a number that is not known
    """
    rows = tuple(rows)
    result, by_number = [], {row.row.row_number: row for row in rows}
    for movement in movements(row.row for row in rows):
        row = by_number[movement.row_number]
        invoice = None
        if row.invoice_number:
            invoice = buyers.get(row.invoice_number) or CompanyInvoice(
                row.invoice_number, row.invoice_date
            )
        result.append(Posting(movement, row.posting_number, row.ordered_on, invoice))
    return result


def divide(
    report: Iterable[Movement],
    told: Iterable[tuple[Posting, Facet]],
    open_rows: Collection[int],
) -> list[list[Movement]]:
    """Divide the rows of a report by what their orders say.

    :param report: the movements of the report
    :param told: the orders of the same month
    :param open_rows: places in the report, from 0, of returns whose rate nobody knows; the other
        rows keep their rate, whatever their orders say
    :return: for each movement, its parts; only itself if its orders say nothing
    :raises PlanDoesNotTie: the parts of a row do not add up to it
    """
    report, told = list(report), list(told)
    result = [[movement] for movement in report]
    places, orders = {}, {}
    for place, movement in enumerate(report):
        places.setdefault(_price_key(movement), []).append(place)
    for posting, facet in told:
        orders.setdefault(_price_key(posting.movement), []).append((posting, facet))
    for key, own in places.items():
        _divide_alike(report, own, orders.get(key, []), open_rows, result)
    for movement, parts in zip(report, result, strict=True):
        for figure in SUMMED:
            check_sum(
                figure, getattr(movement, figure), sum(getattr(part, figure) for part in parts)
            )
    return result


def _divide_alike(report, places, told, open_rows, result):
    """Divide rows of one product and one price, and write the parts into the result."""
    rows = [report[place] for place in places]
    if _sums(rows) != _sums(posting.movement for posting, _facet in told):
        return
    facets = {facet for _posting, facet in told}
    if len(facets) == 1:
        for place in places:
            [facet] = facets
            own = _facet_of(report[place], facet, place in open_rows)
            result[place] = [report[place]._replace(**own._asdict())]
    elif len(places) == 1:
        [place] = places
        result[place] = _parts(report[place], told, place in open_rows)
    elif rest := _orders_of_the_open_row(report, places, told, open_rows):
        _divide_alike(report, *rest, open_rows, result)
    else:
        _divide_by_fee(report, places, told, open_rows, result)


def _orders_of_the_open_row(report, places, told, open_rows):
    """The orders left for the only row whose rate is open, once the others have theirs.

    Such a row may be a part of a row that was divided earlier, and more may be known of it now.

    :return: [place of the row] and its orders; None if there is no such row
    """
    still_open = [place for place in places if place in open_rows]
    if len(still_open) != 1:
        return None
    for place in set(places) - set(still_open):
        row = report[place]
        facet = Facet(row.at_old_rate, row.rate_known, row.invoice)
        own = [pair for pair in told if pair[1] == facet]
        if _sums([row]) != _sums(posting.movement for posting, _facet in own):
            return None
        told = [pair for pair in told if pair[1] != facet]
    return still_open, told


def _divide_by_fee(report, places, told, open_rows, result):
    """Rows of one price may differ in Ozon's share: tell them apart by the commission of a unit."""
    by_fee = {}
    for place in places:
        by_fee.setdefault(_fee_key(report[place]), ([], []))[0].append(place)
    for posting, facet in told:
        by_fee.setdefault(_fee_key(posting.movement), ([], []))[1].append((posting, facet))
    for own, orders in by_fee.values():
        if len(own) == 1 and orders:
            _divide_alike(report, own, orders, open_rows, result)


def _parts(movement, told, is_open):
    """The parts of a row, one for each facet that its orders have."""
    parts = {}
    for posting, facet in told:
        facet = _facet_of(movement, facet, is_open)
        parts.setdefault(facet, []).append(posting.movement)
    return [
        movement._replace(**_sums(orders), **facet._asdict()) for facet, orders in parts.items()
    ]


def _facet_of(movement, facet, is_open):
    if is_open:
        return facet
    return Facet(movement.at_old_rate, movement.rate_known, facet.invoice)


def _price_key(movement):
    return movement.direction, goods_key(movement), _of_a_unit(movement, movement.amount)


def _fee_key(movement):
    return _of_a_unit(movement, movement.base_fee), _of_a_unit(movement, movement.points)


def _of_a_unit(movement, amount):
    return Fraction(amount) / movement.quantity if movement.quantity else None


def _sums(rows):
    sums = {"quantity": 0, **dict.fromkeys(FIGURES, ZERO)}
    for movement in rows:
        for figure in SUMMED:
            sums[figure] += getattr(movement, figure)
    return sums
