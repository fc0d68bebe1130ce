"""«Отчёт о реализации товара» as the cabinet exports it: one sheet of XLSX.

It is created from the answer of /v2/finance/realization, or of the variant by order, so that both
can be compared. Tests may move columns, rename or omit headings, and write figures differently.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from .settlement_file import latin

PARTNERS = ("bank_coinvestment", "stars", "pick_up_point_coinvestment")
LOYALTY = "Выплаты по механикам лояльности партнёров (звёзды, зелёные цены, АПВЗ){}"
# Fields of the API's answer and their headings; {} is the currency.
LEFT = {
    "rowNumber": "№ п/п",
    "name": "Название товара",
    "offer_id": "Артикул",
    "sku": "SKU",
    "barcode": "Штрих-код товара",
}
SOLD = {
    "amount": "Реализовано на сумму{}",
    "partners": LOYALTY,
    "bonus": "Баллы за скидки",
    "quantity": "Кол-во",
    "price_per_instance": "Цена реализации{}",
    "commission_ratio": "Вознаграждение за продажу по категории (справочно)",
    "seller_price_per_instance": "Цена до скидок по поручению продавца{}, (справочно)",
    "standard_fee": "Базовое вознаграждение Ozon{}",
    "total": "Итого к начислению{}",
}
RETURNED = {
    **{key: heading for key, heading in SOLD.items()
       if key not in ("commission_ratio", "seller_price_per_instance")},
    "amount": "Возвращено на сумму{}",
    "total": "Итого возвращено{}",
}
# The headings of earlier years.
OLD_LEFT = {**LEFT, "name": "Товар", "offer_id": "Код товара продавца", "sku": "Код товара OZON",
            "seller_price_per_instance": "Цена продавца с учетом его скидки{}",
            "commission_ratio": "Комиссия за продажу по категории"}  # fmt: skip
OLD_SOLD = {
    "amount": "Реализовано на сумму{}",
    "compensation": "Доплата за счет Ozon{}",
    "commission": "Итого комиссия с учетом скидок и наценки{}",
    "total": "Итого к начислению{}",
    "quantity": "Кол-во",
    "price_per_instance": "Цена реализации{}",
}
OLD_RETURNED = {**OLD_SOLD, "amount": "Возвращено на сумму{}", "total": "Итого возвращено{}"}


def roubles(amount) -> float:
    """An amount as a number in the spreadsheet."""
    return float(Decimal(str(amount)))


def written(amount) -> str:
    """1234567.8 as the text "1 234 567,80", with non-breaking spaces."""
    return f"{Decimal(str(amount)):,.2f}".replace(",", "\u00a0").replace(".", ",")


def with_tail(amount) -> float:
    """An amount after adding up binary fractions: 26272.180000000004."""
    value = float(Decimal(str(amount)))
    return value + value * 2e-16 if value else 0


@dataclass(frozen=True)
class Layout:
    """How the file is built.

    groups: the groups of columns, from left to right. figure: writes an amount into a cell.
    spelling: applied to every heading. top: the row of the groups, counted from 1. titles: rows
    above the title.
    """

    left: dict[str, str] = field(default_factory=lambda: LEFT)
    sold: dict[str, str] = field(default_factory=lambda: SOLD)
    returned: dict[str, str] = field(default_factory=lambda: RETURNED)
    groups: tuple[str, ...] = ("left", "sold", "returned")
    currency: str = ", руб."
    figure: object = roubles
    spelling: object = str
    titles: int = 0
    top: int = 13
    merged: bool = True
    numbers_columns: bool = True
    total: bool = True
    footer: tuple[str, ...] = ("Всего начислено баллов", "От Исполнителя ____________ /подпись/")
    empty_rows: bool = False
    zeros: bool = False  # whether an absent side has 0 instead of an empty cell
    kind: str = "Отчет о реализации товара"
    first_column: int = 0


MODERN = Layout()
OLD = Layout(left=OLD_LEFT, sold=OLD_SOLD, returned=OLD_RETURNED, currency=", RUR",
             kind="Отчет реализации")  # fmt: skip

# Other ways to write the same report, as changes of `MODERN`.
LAYOUTS = {
    "as the cabinet writes it": {},
    "texts with spaces and commas": {"figure": written},
    "float tails": {"figure": with_tail},
    "zeros in place of nothing": {"zeros": True},
    "empty rows": {"empty_rows": True},
    "no row of column numbers": {"numbers_columns": False},
    "no total and no footer": {"total": False, "footer": ()},
    "two more titles": {"titles": 2},
    "no merged cells": {"merged": False},
    "the table begins at column C": {"first_column": 2},
    "groups in another order": {"groups": ("returned", "left", "sold")},
    "columns in another order": {
        "left": dict(reversed(LEFT.items())), "sold": dict(reversed(SOLD.items())),
        "returned": dict(reversed(RETURNED.items())),
    },
    "look-alike letters": {"spelling": latin},
    "line breaks and capitals": {"spelling": lambda text: text.upper().replace(" ", "\n", 1)},
    "roubles by RUR": {"currency": ", RUR"},
    "ё for е": {"spelling": lambda text: text.replace("Штрих-код", "Штрихкод")},
}  # fmt: skip

# Without a column for the partners' loyalty programmes, and with one for each of them.
WITHOUT_LOYALTY = {
    group: {key: text for key, text in headings.items() if key != "partners"}
    for group, headings in (("sold", SOLD), ("returned", RETURNED))
}
APART = {
    group: {**headings, "bank_coinvestment": "Зелёные цены{}", "stars": "Звёзды{}",
            "pick_up_point_coinvestment": "АПВЗ{}"}
    for group, headings in WITHOUT_LOYALTY.items()
}  # fmt: skip


def realization_file(payload: dict, layout: Layout = MODERN, **changes) -> bytes:
    """The file of a report.

    :param payload: an answer of the API, or of the variant by order
    :param changes: changes of the layout
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2026, 1, 1)})  # always the same
        _Sheet(workbook, payload.get("result", payload), replace(layout, **changes)).write()
    return file.getvalue()


class _Sheet:
    def __init__(self, workbook: xlsxwriter.Workbook, report: dict, layout: Layout):
        self._sheet = workbook.add_worksheet("Отчет о реализации")
        self._dates = workbook.add_format({"num_format": "dd.mm.yyyy"})
        self._plain = workbook.add_format({})
        self._header = report["header"]
        self._rows = report["rows"]
        self._layout = layout
        self._by_order = any("order" in row for row in self._rows)

    def write(self) -> None:
        self._write_title()
        self._at = self._layout.top - 1 + self._layout.titles
        self._write_headings()
        for row in self._rows:
            self._write_row(row)
            self._at += 1 + self._layout.empty_rows
        if self._layout.total:
            self._write_total()
        for text in self._layout.footer:
            self._at += 1
            self._sheet.write(self._at, 1, text)

    def _write_title(self) -> None:
        header, layout = self._header, self._layout
        for place in range(layout.titles):
            self._sheet.write(place, 0, "Сформировано в личном кабинете")
        lines = [
            f"{layout.kind} № {header['number']} от {_day(header['doc_date'])}",
            f"Реализация товаров за период с {_day(header['start_date'])} по "
            f"{_day(header['stop_date'])}",
            f"по Договору оферты для Продавцов № {header['contract_number']} от "
            f"{_day(header['contract_date'])}",
        ]
        for place, text in enumerate(lines, start=1 + layout.titles):
            self._sheet.write(place, 2, text)
        for column, label, side in ((1, "Плательщик:", "payer"), (9, "Получатель:", "receiver")):
            top = 5 + layout.titles
            self._sheet.write(top, column, label)
            self._sheet.write(top + 1, column, header[f"{side}_name"])
            for place, (key, code) in enumerate((("ИНН:", "inn"), ("КПП:", "kpp")), start=2):
                self._sheet.write(top + place, column, key)
                self._sheet.write_string(top + place, column + 2, header[f"{side}_{code}"])

    def _write_headings(self) -> None:
        """Write the groups over their columns, and the other headings over both rows."""
        layout, column = self._layout, self._layout.first_column
        self._columns = {}
        names = {"sold": "Реализовано", "returned": "Возвращено клиентом"}
        for group in layout.groups:
            headings = getattr(layout, group)
            if group in names:
                self._put_over(self._at, column, len(headings), layout.spelling(names[group]))
            for key, heading in headings.items():
                self._columns[group, key] = column
                row = self._at + (group in names)
                self._put(row, column, layout.spelling(heading.format(layout.currency)))
                column += 1
        if self._by_order:
            for group, heading in (("order", "Отправление"), ("invoice", "Счёт-фактура")):
                self._put_over(self._at, column, 2, layout.spelling(heading))
                for key in ("Номер", "Дата"):
                    self._columns[group, key] = column
                    self._put(self._at + 1, column, layout.spelling(key))
                    column += 1
        self._at += 2
        if layout.numbers_columns:
            for place in range(layout.first_column, column):
                self._put(self._at, place, place - layout.first_column + 1)
            self._at += 1

    def _put_over(self, row: int, column: int, count: int, text: str) -> None:
        if self._layout.merged and count > 1:
            self._sheet.merge_range(row, column, row, column + count - 1, text)
        else:
            self._put(row, column, text)

    def _write_row(self, row: dict) -> None:
        number = row.get("rowNumber", row.get("row_number"))
        facts = {**row["item"], **row, "rowNumber": number}
        for key in self._layout.left:
            self._put_fact("left", key, facts[key])
        sides = (("sold", "delivery_commission"), ("returned", "return_commission"))
        for group, side in sides:
            for key in getattr(self._layout, group):
                if key in ("commission_ratio", "seller_price_per_instance"):
                    self._put_fact(group, key, row[key])
                elif row[side]:
                    self._put_fact(group, key, _figure(row[side], key))
                elif self._layout.zeros:
                    self._put(self._at, self._columns[group, key], 0)
        if self._by_order:
            self._write_order(row)

    def _write_order(self, row: dict) -> None:
        order, invoice = row["order"], row["legal_entity_document"]
        self._put(self._at, self._columns["order", "Номер"], order["posting_number"])
        self._put_day(self._columns["order", "Дата"], order["created_date"])
        self._put(self._at, self._columns["invoice", "Номер"], invoice["number"])
        self._put_day(self._columns["invoice", "Дата"], invoice["sale_date"])

    def _write_total(self) -> None:
        self._put(self._at, self._columns["left", "name"], "Итого")
        sides = (("sold", "delivery_commission"), ("returned", "return_commission"))
        for group, side in sides:
            for key in getattr(self._layout, group):
                if key in ("commission_ratio", "seller_price_per_instance", "price_per_instance"):
                    continue
                added = sum(
                    (Decimal(str(_figure(row[side], key))) for row in self._rows if row[side]),
                    Decimal(0),
                )
                self._put_fact(group, key, added)

    def _put_fact(self, group: str, key: str, value) -> None:
        column = self._columns[group, key]
        if key in ("rowNumber", "sku", "quantity"):
            self._put(self._at, column, int(value))
        elif isinstance(value, str):
            self._sheet.write_string(self._at, column, value)
        elif key == "commission_ratio":
            self._put(self._at, column, float(value))
        else:
            self._put(self._at, column, self._layout.figure(value))

    def _put_day(self, column: int, day: str) -> None:
        if day:
            self._put(self._at, column, date.fromisoformat(day), self._dates)

    def _put(self, row: int, column: int, value, *form) -> None:
        self._sheet.write(row, column, value, *form)


def _figure(side: dict, key: str):
    return sum(side[one] for one in PARTNERS) if key == "partners" else side[key]


def _day(text: str) -> str:
    return f"{date.fromisoformat(text[:10]):%d.%m.%Y}"
