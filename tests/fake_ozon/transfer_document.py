"""A УПД as exchanged by operators of electronic documents, in both formats of the tax service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import quoteattr

OZON_INN, SELLER_INN = "7704217370", "7712345671"


@dataclass
class TransferDocument:
    """Rows are totals with VAT; `version` decides the names of number, date and currency."""

    number: str = "5512"
    day: date = date(2026, 9, 30)
    rows: Sequence[Decimal | str] = ("120.50",)
    seller_inn: str = OZON_INN
    buyer_inn: str = SELLER_INN
    version: str = "5.03"
    function: str = "СЧФДОП"
    knd: str = "1115131"
    currency: str = "643"
    total: Decimal | str | None = None
    encoding: str = "windows-1251"
    doctype: str = ""
    extra: dict = field(default_factory=dict)

    def as_xml(self) -> bytes:
        return self.as_text().encode(self.encoding)

    def as_text(self) -> str:
        total = sum(map(Decimal, self.rows)) if self.total is None else self.total
        number, day, measured = "НомерСчФ", "ДатаСчФ", ""
        title = {"КодОКВ": self.currency}
        if self.version == "5.03":
            number, day, title = "НомерДок", "ДатаДок", {}
            measured = f'<ДенИзм КодОКВ="{self.currency}" НаимОКВ="Валюта"/>'
        title = {number: self.number, day: f"{self.day:%d.%m.%Y}", **title, **self.extra}
        rows = "".join(
            f'<СведТов НомСтр="{place}" НаимТов="Услуга &lt;{place}&gt;" СтТовУчНал="{one}">'
            f"<СумНал><СумНал>0.00</СумНал></СумНал></СведТов>"
            for place, one in enumerate(self.rows, 1)
        )
        return (
            f'<?xml version="1.0" encoding="{self.encoding}"?>{self.doctype}'
            f'<Файл ИдФайл="ON_NSCHFDOPPR_1" ВерсФорм="{self.version}" ВерсПрог="Оператор">'
            f'<Документ КНД="{self.knd}" Функция="{self.function}" ДатаИнфПр="05.10.2026">'
            f"<СвСчФакт {_attributes(title)}>{_party('СвПрод', self.seller_inn)}"
            f"{_party('СвПокуп', self.buyer_inn)}{measured}</СвСчФакт>"
            f'<ТаблСчФакт>{rows}<ВсегоОпл СтТовУчНалВсего="{total}">'
            f"<СумНалВсего><СумНал>0.00</СумНал></СумНалВсего></ВсегоОпл></ТаблСчФакт>"
            f"</Документ></Файл>"
        )


def _party(tag: str, inn: str) -> str:
    who = (
        f'<СвЮЛУч НаимОрг="ООО" ИННЮЛ="{inn}" КПП="770101001"/>' if len(inn) == 10
        else f'<СвИП ИННФЛ="{inn}"><ФИО Фамилия="И" Имя="И"/></СвИП>'
    )
    return f"<{tag}><ИдСв>{who}</ИдСв></{tag}>"


def _attributes(values: dict) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())
