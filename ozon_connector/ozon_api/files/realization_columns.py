"""The columns of a realization report, found by the two rows of headings over them.

The upper row has groups, «Реализовано» and «Возвращено клиентом», and the headings of columns that
belong to neither; the lower one has the headings within a group. The same words are in both
groups. Ozon moves columns and has renamed some; older files have columns that newer ones lack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .cells import folded, words
from .workbook import Cell, FileUnreadable, Row

LEAST_HEADINGS = 3  # known ones of a side; with fewer the rows are no headings
LONGEST_GROUP = 40  # characters of the heading of a group
ROWS_BETWEEN = 2  # the groups and the headings within them, at most

# Sums to the kopeck of a side; a price may have more digits.
SUMS = frozenset([
    "amount", "bonus", "bank_coinvestment", "stars", "pick_up_point_coinvestment", "standard_fee",
    "commission", "compensation", "total",
])
TOTALLED = SUMS | {"quantity"}

def _all_folded(words_of: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(folded, parts)) for name, parts in words_of.items()}


# The words of a group: Ozon's, and the words of the connector's own English spreadsheet.
_GROUPS = _all_folded({
    "sold": ("реализовано", "goods sold"),
    "returned": ("возвращено клиентом", "возвращено", "returned by buyers"),
    "posting": ("отправление", "заказ"),
    "invoice": ("счет-фактура", "счет - фактура", "упд", "документ юр", "юридическ"),
})
_SIDES = ("sold", "returned")
# Words of headings, each of which has one of them. Earlier fields are looked for first.
_LEFT = _all_folded({
    "seller_price": ("цена до скидок", "цена продавца"),
    "ratio": ("вознаграждение за продажу", "комиссия за продажу"),
    "sku": ("sku", "код товара ozon", "код ozon", "ozon id"),
    "offer_id": ("артикул", "код товара продавца", "article"),
    "barcode": ("штрих", "barcode"),
    "number": ("№", "n п/п", "no."),
    "name": ("название товара", "наименование товара", "наименование", "товар", "product name"),
})
_OF_A_SIDE = _all_folded({
    "amount": ("реализовано на сумму", "возвращено на сумму", "amount sold", "amount returned"),
    "total": ("итого к начислению", "итого возвращено", "total to be accrued", "total returned"),
    "standard_fee": ("базовое вознаграждение", "gross commission", "base remuneration"),
    "compensation": ("доплата за счет ozon",),
    "commission": ("итого комиссия", "комиссия с учетом"),
    "bonus": ("баллы за скидки", "points for discounts"),
    "quantity": ("кол-во", "количество", "qty"),
    "price_per_instance": ("цена реализации", "selling price"),
})
# The payouts of partners are in one column; older files divide them.
_PARTNERS = tuple(map(folded, ("лояльност", "loyalty", "звезд", "зелен", "апвз")))
_PARTNER = _all_folded({
    "stars": ("звезд",), "bank_coinvestment": ("зелен",),
    "pick_up_point_coinvestment": ("апвз", "пункт выдачи"),
})
_NEEDED = {"amount": "Реализовано / Возвращено на сумму", "quantity": "Кол-во",
           "total": "Итого к начислению / Итого возвращено"}
_FEE = "Базовое вознаграждение Ozon"


@dataclass
class Columns:
    """The places of everything; columns are counted from 0.

    :param top: the row of the groups
    :param height: rows of headings
    :param left: columns of a row that belong to no side
    :param sides: "sold" and "returned": fields of the API's answer and their columns
    :param orders: columns of the order and of the invoice to a company; empty without them
    :param unknown: for each side, and "" for none: columns of other headings
    """

    top: int
    height: int
    headings: tuple[Cell, ...] = ()
    left: dict[str, int] = field(default_factory=dict)
    sides: dict[str, dict[str, int]] = field(default_factory=lambda: {one: {} for one in _SIDES})
    orders: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, dict[int, str]] = field(default_factory=dict)

    def totalled(self) -> list[int]:
        """The columns that a row of totals adds up."""
        return [
            column for side in self.sides.values() for field_, column in side.items()
            if field_ in TOTALLED
        ]


def has_groups(rows: tuple[Row, ...]) -> bool:
    """Whether a sheet has the groups of a realization report, whatever is under them."""
    return any(
        {_group_of(cell) for cell in row if _may_be_heading(cell)}.issuperset(_SIDES)
        for row in rows
    )


def find_columns(rows: tuple[Row, ...]) -> Columns | None:
    """The columns of the table in a sheet; None if it has none.

    :raises FileUnreadable: there are two tables, or a column that a report needs is missing
    """
    found = []
    for place, row in enumerate(rows):
        groups = {_group_of(cell) for cell in row if _may_be_heading(cell)}
        if not groups.issuperset(_SIDES):
            continue
        for below in range(1, ROWS_BETWEEN + 1):
            under = rows[place + below] if place + below < len(rows) else ()
            columns = _columns(row, under, place, below + 1)
            if len(columns.sides["sold"]) >= LEAST_HEADINGS:
                found.append(columns)
                break
    if len(found) > 1:
        raise FileUnreadable("has several reports")
    if found:
        _check_needed(found[0])
    return found[0] if found else None


def _may_be_heading(cell: Cell) -> bool:
    """Whether a cell may be a heading; quick, since it is asked about every cell of the sheet."""
    return isinstance(cell, str) and len(cell) <= LONGEST_GROUP


def _columns(top: Row, under: Row, place: int, height: int) -> Columns:
    columns = Columns(place, height)
    headings = []
    for column, group, heading in _headings(top, under):
        headings.append(heading)
        _note(columns, column, group, heading)
    columns.headings = tuple(headings)
    return columns


def _headings(top: Row, under: Row) -> Iterator[tuple[int, str, Cell]]:
    """Each column with a heading: (column, its group, heading).

    A merged cell has its text in its first column.
    """
    group = ""
    for column in range(max(len(top), len(under))):
        above, below = (row[column] if column < len(row) else None for row in (top, under))
        if words(above):
            group = _group_of(above)
        heading = below if words(below) else above
        if words(heading) and not (heading is above and group):
            yield column, group, heading


def _group_of(cell: Cell) -> str:
    """The group that a heading begins; "" if it is a heading of a column."""
    text = folded(cell).rstrip(":, ")
    for group, beginnings in _GROUPS.items():
        if text in beginnings if group in _SIDES else text.startswith(beginnings):
            return group
    return ""


def _note(columns: Columns, column: int, group: str, heading: Cell) -> None:
    text = folded(heading)
    if group in ("posting", "invoice"):
        key = _order_field(group, text)
        if key:
            columns.orders.setdefault(key, column)
        return
    left = _first_with(_LEFT, text)
    if left in ("seller_price", "ratio") or not group:
        if left and left not in columns.left:
            columns.left[left] = column
        else:
            columns.unknown.setdefault("", {})[column] = words(heading)
        return
    name = _partner(text) if any(one in text for one in _PARTNERS) else _first_with(
        _OF_A_SIDE, text)
    side = columns.sides[group]
    if name and name not in side:
        side[name] = column
    else:
        columns.unknown.setdefault(group, {})[column] = words(heading)


def _order_field(group: str, text: str) -> str:
    if folded("дата") in text:
        return "ordered_on" if group == "posting" else "invoiced_on"
    if folded("номер") in text or "№" in text:
        return group
    return ""


def _first_with(fields: dict[str, tuple[str, ...]], text: str) -> str:
    return next((
        name for name, parts in fields.items() if any(part in text for part in parts)
    ), "")


def _partner(text: str) -> str:
    """The only programme that a heading names; a heading of all of them counts as the banks'."""
    named = [
        name for name, parts in _PARTNER.items() if any(part in text for part in parts)
    ]
    return named[0] if len(named) == 1 else "bank_coinvestment"


def _check_needed(columns: Columns) -> None:
    for side in columns.sides.values():
        for name, heading in _NEEDED.items():
            if name not in side:
                raise FileUnreadable("lacks a column", heading)
        if not {"standard_fee", "commission"} & set(side):
            raise FileUnreadable("lacks a column", _FEE)
    if not {"sku", "offer_id", "name"} & set(columns.left):
        raise FileUnreadable("lacks a column", "SKU")
