"""Reports of compensations and decompensations as Ozon creates them, and written-off goods."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import xlsxwriter

from .faults import Answer, refused

COMPENSATION = "/v1/finance/compensation"
DECOMPENSATION = "/v1/finance/decompensation"
DECOMMISSIONED = "/v1/analytics/decommissioned-goods"

LOST = "Потеря по вине Ozon на складе"
BACK = "Декомпенсации и возвращение товаров на сток"

NAME, ARTICLE, SKU, BARCODE = "Название товара", "Артикул", "SKU", "Штрих-код"
QUANTITY, TYPE = "Кол-во", "Тип компенсации"
VALUE, TOTAL = "Действительная стоимость товара", "Действительная стоимость — всего"
REDUCED, AMOUNT = "Уменьшено на сумму", "Итого к начислению"
COLUMNS = ("№", NAME, ARTICLE, SKU, BARCODE, QUANTITY, TYPE, VALUE, TOTAL, REDUCED, AMOUNT)
SUMS = (VALUE, TOTAL, REDUCED, AMOUNT)


@dataclass(frozen=True)
class Layout:
    """How a report is written.

    columns: in order. headings: other words for them. currency: after the headings of amounts.
    figure: writes an amount into a cell. spelling: applied to every heading and to the title.
    title_row, header_row: counted from 0. with_total: whether a row of totals ends the table.
    numbered: whether a row below the headings numbers the columns.
    """

    columns: tuple[str, ...] = COLUMNS
    headings: dict = field(default_factory=dict)
    currency: str = ""
    figure: object = float
    spelling: object = str
    title_row: int = 0
    header_row: int = 2
    with_total: bool = False
    numbered: bool = False


@dataclass
class Line:
    """Units of a product, by the headings of `COLUMNS`."""

    values: dict

    @property
    def amount(self) -> Decimal:
        return self.values[AMOUNT]


@dataclass
class Compensations:
    """The report of a month.

    is_decompensation: as stated in the title.
    """

    number: str = "77"
    day: date = date(2026, 10, 5)
    is_decompensation: bool = False
    lines: list[Line] = field(default_factory=list)
    layout: Layout = field(default_factory=Layout)

    @property
    def title(self) -> str:
        what = "декомпенсациях" if self.is_decompensation else "компенсациях"
        return f"Отчет о {what} № {self.number} от {self.day:%d.%m.%Y}"

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    def add(self, sku, amount, quantity=1, *, kind=LOST, reduced="0", **values) -> Line:
        """Add a consistent row: the value is the amount and its reduction."""
        amount, reduced = Decimal(amount), Decimal(reduced)
        line = Line({
            "№": len(self.lines) + 1, NAME: f"Товар {sku}", ARTICLE: f"ART-{sku}", SKU: sku,
            BARCODE: f"460{int(sku):010}", QUANTITY: quantity, TYPE: kind,
            VALUE: (amount + reduced) / quantity, TOTAL: amount + reduced, REDUCED: reduced,
            AMOUNT: amount, **values,
        })  # fmt: skip
        self.lines.append(line)
        return line

    def laid_out(self, **changes) -> Compensations:
        """The same report in another layout."""
        self.layout = replace(self.layout, **changes)
        return self

    def as_xlsx(self) -> bytes:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
            workbook.set_properties({"created": self.day})
            self.write(workbook, "Компенсации")
        return file.getvalue()

    def write(self, workbook, name: str) -> None:
        """Write the report as a sheet of a workbook."""
        layout, sheet = self.layout, workbook.add_worksheet(name)
        sheet.write(layout.title_row, 0, layout.spelling(self.title))
        for column, key in enumerate(layout.columns):
            heading = layout.headings.get(key, key)
            sheet.write(
                layout.header_row, column,
                layout.spelling(heading) + (layout.currency if key in SUMS else ""),
            )
        at = layout.header_row
        if layout.numbered:
            at += 1
            sheet.write_row(at, 0, range(1, len(layout.columns) + 1))
        for line in self.lines:
            at += 1
            for column, key in enumerate(layout.columns):
                value = line.values[key]
                if value is not None:
                    is_sum = key in SUMS and isinstance(value, Decimal)
                    sheet.write(at, column, layout.figure(value) if is_sum else value)
        if layout.with_total:
            sheet.write(at + 1, layout.columns.index(NAME), "Итого")
            sheet.write(at + 1, layout.columns.index(AMOUNT), layout.figure(self.amount))


def both(*reports: Compensations) -> bytes:
    """Several reports in one file."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        for place, report in enumerate(reports):
            report.write(workbook, f"Лист{place}")
    return file.getvalue()


def written_off(sku, quantity=1, day=date(2026, 9, 20), **values) -> dict:
    """A row of the list of written-off goods."""
    return {
        "date": f"{day}T00:00:00Z",
        "sku": int(sku),
        "quantity": quantity,
        "delivery_schema": "FBO",
        "dispose_reason": "EXPIRED",
        "compensation_type": "NO_COMPENSATION",
        "compensation_price": 0,
        "disposal_fee": 0,
        "posting_number": "",
        "supply_id": 0,
        **values,
    }


def decommissioned(items: list[dict], body: dict) -> Answer:
    """A page of the goods written off in the requested days and scheme."""
    asked, page, size = body.get("filter") or {}, body.get("page"), body.get("page_size")
    if asked.get("delivery_schema") not in ("FBO", "FBS"):
        return refused(400, 3, "Request validation error: delivery_schema is required")
    if not (asked.get("date_from") and asked.get("date_to")):
        return refused(400, 3, "Request validation error: dates are required")
    if not (isinstance(page, int) and isinstance(size, int) and page >= 1 and size >= 1):
        return refused(400, 3, "Request validation error: page and page_size must be above 0")
    found = [
        item for item in items if item["delivery_schema"] == asked["delivery_schema"]
        and asked["date_from"] <= item["date"] <= asked["date_to"]
    ]
    start = (page - 1) * size
    return Answer(json={"items": found[start : start + size], "total_count": len(found)})
