"""The report of mutual settlements as Ozon creates it: one sheet of XLSX.

Two layouts have been seen in files of sellers, and others have been described: `LIVE`, of January
2026, and `NARROW`. Tests may move columns, rename headings and write figures differently.
"""

from __future__ import annotations

import calendar
import io
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

OPENING, CLOSING = "Начальное сальдо", "Конечное сальдо"
OTHERS = "Компенсации и прочие начисления"
# Latin letters that look like these Russian ones.
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")


@dataclass
class Row:
    """A document of the month. debit: the seller owes. credit: Ozon owes."""

    name: str
    number: str
    day: date
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)


@dataclass
class Other:
    """A line of the lower section."""

    name: str
    without_vat: Decimal
    with_vat: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Layout:
    """The positions in the sheet, and the spelling. Columns are letters, rows are counted from 1.

    date: None leaves dates to the text of the document. currency: after the headings of amounts.
    figure: writes an amount into a cell, as a number or a text. spelling: applied to every heading
    and to every row's name.
    """

    title: str = "C2"
    period: str = "C3"
    contract: str = "C4"
    parties: int = 6
    party_columns: tuple[str, str] = ("B", "J")
    inn_columns: tuple[str, str] = ("D", "L")
    header: int = 12
    name: str = "B"
    document: str = "E"
    date: str | None = "G"
    debit: str = "I"
    credit: str = "L"
    other_name: str = "B"
    other_without_vat: str = "F"
    other_with_vat: str = "K"
    other_vat: str = "N"
    currency: str = ", RUR"
    figure: object = float
    spelling: object = str


LIVE = Layout()
NARROW = Layout(
    title="A1", period="A2", contract="A3", parties=5, party_columns=("A", "D"),
    inn_columns=("B", "E"), header=10, name="A", document="B", date="C", debit="D", credit="E",
    other_name="A", other_without_vat="B", other_with_vat="C", other_vat="D",
)  # fmt: skip


def latin(text: str) -> str:
    """A text with look-alike Latin letters in place of Russian ones."""
    return text.translate(LOOK_ALIKES)


def written(amount: Decimal) -> str:
    """1234567.8 as the text "1 234 567,80", with non-breaking spaces."""
    return f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",")


@dataclass
class Settlement:
    """A month between a seller and Ozon.

    closing: None for the balance that follows from the rows. layout: see `Layout`.
    """

    year: int
    month: int
    opening: Decimal = Decimal(0)
    rows: list[Row] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    closing: Decimal | None = None
    contract_number: str = "ИР-118204/23"
    contract_day: date = date(2023, 4, 17)
    payer: tuple[str, str, str] = ('ООО "Интернет Решения"', "7704217370", "997750001")
    receiver: tuple[str, str, str] = ('ООО "Домашний уют"', "7712345671", "771201001")
    layout: Layout = LIVE

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.first_day.replace(day=calendar.monthrange(self.year, self.month)[1])

    @property
    def balance(self) -> Decimal:
        """What Ozon owes at the end."""
        return sum((row.credit - row.debit for row in self.rows), self.opening)

    def add(
        self, name: str, number: str, day: date | None = None, *, debit="0", credit="0"
    ) -> Row:
        """A new row, by default of the month's last day."""
        row = Row(name, number, day or self.last_day, Decimal(debit), Decimal(credit))
        self.rows.append(row)
        return row

    def row(self, name: str) -> Row:
        """The first row of that name."""
        return next(row for row in self.rows if row.name == name)

    def laid_out(self, **changes) -> Settlement:
        """The same settlement in another layout."""
        self.layout = replace(self.layout, **changes)
        return self

    def as_xlsx(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
            workbook.set_properties({"created": datetime(2026, 1, 1)})  # always the same
            _Sheet(workbook, self).write()
        return file.getvalue()


class _Sheet:
    def __init__(self, workbook: xlsxwriter.Workbook, settlement: Settlement):
        self._sheet = workbook.add_worksheet("Отчет о взаиморасчетах")
        self._dates = workbook.add_format({"num_format": "dd.mm.yyyy"})
        self._settlement = settlement
        self._layout = settlement.layout
        self._at = self._layout.header

    def write(self) -> None:
        self._write_title()
        self._write_parties()
        self._write_rows()
        self._write_others()

    def _write_title(self) -> None:
        settlement, layout = self._settlement, self._layout
        first, last = (f"{day:%d.%m.%Y}" for day in (settlement.first_day, settlement.last_day))
        contract = f"№ {settlement.contract_number} от {settlement.contract_day:%d.%m.%Y}"
        self._sheet.write(layout.title, "Отчет о взаиморасчетах")
        self._sheet.write(layout.period, f"за период с {first} по {last}")
        self._sheet.write(layout.contract, f"по Договору оферты для Продавцов {contract}")

    def _write_parties(self) -> None:
        settlement, layout = self._settlement, self._layout
        parties = [("Плательщик:", settlement.payer), ("Получатель:", settlement.receiver)]
        places = zip(parties, layout.party_columns, layout.inn_columns, strict=True)
        for (heading, (name, inn, kpp)), label, value in places:
            top = layout.parties
            self._put(label, top, heading)
            self._put(label, top + 1, name)
            for place, (key, code) in enumerate([("ИНН:", inn), ("КПП:", kpp)], start=2):
                self._put(label, top + place, key)
                self._put(value, top + place, code)

    def _write_rows(self) -> None:
        settlement, layout = self._settlement, self._layout
        headings = {
            layout.name: "Наименование",
            layout.document: "Документ",
            layout.date: "Дата",
            layout.debit: f"Сумма дебиторской задолженности{layout.currency}",
            layout.credit: f"Сумма кредиторской задолженности{layout.currency}",
        }
        for column, heading in headings.items():
            if column:
                self._put(column, self._at, layout.spelling(heading))
        self._write_balance(OPENING, settlement.opening)
        for row in settlement.rows:
            self._at += 1
            self._put(layout.name, self._at, layout.spelling(row.name))
            self._put(layout.document, self._at, f"№{row.number} от {row.day:%d.%m.%Y}")
            if layout.date:
                self._put(layout.date, self._at, row.day, self._dates)
            self._put_sum(layout.debit, row.debit)
            self._put_sum(layout.credit, row.credit)
        closing = settlement.balance if settlement.closing is None else settlement.closing
        self._write_balance(CLOSING, closing)

    def _write_balance(self, name: str, balance: Decimal) -> None:
        """Write what Ozon owes as credit, and what Ozon is owed as debit."""
        self._at += 1
        layout = self._layout
        self._put(layout.name, self._at, layout.spelling(name))
        self._put_sum(layout.debit, max(-balance, Decimal(0)))
        self._put_sum(layout.credit, max(balance, Decimal(0)))

    def _write_others(self) -> None:
        layout, others = self._layout, self._settlement.others
        self._at += 2
        self._put(layout.other_name, self._at, layout.spelling(OTHERS))
        self._at += 1
        headings = {
            layout.other_name: "Наименование начисления",
            layout.other_without_vat: f"Сумма без НДС{layout.currency}",
            layout.other_with_vat: f"Сумма с НДС{layout.currency}",
            layout.other_vat: f"Сумма НДС{layout.currency}",
        }
        for column, heading in headings.items():
            self._put(column, self._at, layout.spelling(heading))
        sums = ("without_vat", "with_vat", "vat")
        total = Other("Итого", *(sum((getattr(o, s) for o in others), Decimal(0)) for s in sums))
        for other in [*others, total]:
            self._at += 1
            self._put(layout.other_name, self._at, other.name)
            self._put_sum(layout.other_without_vat, other.without_vat)
            self._put_sum(layout.other_with_vat, other.with_vat)
            self._put_sum(layout.other_vat, other.vat)

    def _put_sum(self, column: str, amount: Decimal) -> None:
        """Write an amount; 0 is an empty cell."""
        if amount:
            self._put(column, self._at, self._layout.figure(amount))

    def _put(self, column: str, row: int, value, *form) -> None:
        self._sheet.write(f"{column}{row}", value, *form)
