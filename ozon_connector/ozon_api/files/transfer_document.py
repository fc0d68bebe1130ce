"""The УПД of an operator of electronic documents, an XML in the format of the tax service.

It reads the seller's part by the orders ЕД-7-26/970@ (version 5.03) and, before it, ММВ-7-15/820@
(5.01, 5.02): Файл/Документ (КНД 1115131) with СвСчФакт, СвПрод, СвПокуп and ТаблСчФакт. In 5.03
number and day are НомерДок and ДатаДок; before, they were НомерСчФ and ДатаСчФ. The currency moved
from СвСчФакт to ДенИзм.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from ..reading import KOPECK, NUMBER_LIMIT, numeric_text, plain_text
from .cells import days
from .workbook import FileUnreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_MARKS = 2_000_000  # tags and attributes; 20,000 rows have half as many
VERSIONS = {"5.01", "5.02", "5.03"}
OF_SELLER = "1115131"  # КНД; the buyer's part, corrections and other documents have their own
FUNCTIONS = {"СЧФ", "СЧФДОП", "ДОП"}
RUBLE = "643"
LONGEST_NUMBER = 255
_ENCODINGS = {"windows-1251", "cp1251", "utf-8"}
_BLANK = b" \t\r\n"
_BEGINNINGS = (b"<?xml", "<Файл".encode(), "<Файл".encode("cp1251"))
_DECLARED = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.-]+)["']""")
_SUM = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TransferDocument:
    """The data of a УПД.

    :param total: with taxes, to the kopeck
    :param currency: its number in ISO 4217, such as "643" for the ruble
    """

    number: str
    day: date
    seller_inn: str
    buyer_inn: str
    total: Decimal
    currency: str


def is_xml(content: bytes) -> bool:
    """Whether a file is an XML, by how it begins."""
    return content.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK).startswith(_BEGINNINGS)


def read_transfer_document(content: bytes) -> TransferDocument:
    """Read a УПД.

    :param content: XML in windows-1251 or UTF-8
    :raises FileUnreadable: it is none, of another version, or lacks what is needed
    """
    root = _parsed(content)
    document = root.find("Документ") if root.tag == "Файл" else None
    if document is None or document.get("КНД") is None:
        raise FileUnreadable("is an XML, but no УПД")
    if document.get("КНД") != OF_SELLER or document.get("Функция") not in FUNCTIONS:
        raise FileUnreadable(
            "is another electronic document than a УПД", _told(document.get("КНД")),
        )
    if root.get("ВерсФорм") not in VERSIONS:
        raise FileUnreadable("is of a version that is not known", _told(root.get("ВерсФорм")))
    title = _only(document, "СвСчФакт")
    return TransferDocument(
        number=_number(title),
        day=_day(title),
        seller_inn=_inn(title, "СвПрод"),
        buyer_inn=_inn(title, "СвПокуп"),
        total=_total(_only(document, "ТаблСчФакт")),
        currency=_currency(title),
    )


def _parsed(content: bytes) -> etree._Element:
    """The document as a tree; its rows keep only their totals."""
    _check(content)
    try:
        events = etree.iterparse(
            io.BytesIO(content), events=("end",), tag="СведТов", resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )
        for _event, row in events:
            total = row.get("СтТовУчНал")
            row.clear()
            if total is not None:
                row.set("СтТовУчНал", total)
        root = events.root
    except etree.XMLSyntaxError:
        # Raised below, so that no exception that quotes the file stays attached.
        root = None
    if root is None:
        raise FileUnreadable("is damaged")
    if root.getroottree().docinfo.doctype:
        raise FileUnreadable("declares entities")
    return root


def _check(content: bytes) -> None:
    """Refuse what no УПД has, such as entities, which may expand each other to any size."""
    if len(content) > MOST_BYTES:
        raise FileUnreadable("is too large")
    declared = _DECLARED.search(content[:200])
    if declared and declared[1].decode("ascii", "replace").lower() not in _ENCODINGS:
        raise FileUnreadable("is written in an encoding that is not known")
    if content.count(b"<") + content.count(b"=") > MOST_MARKS:
        raise FileUnreadable("unpacks to too much")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FileUnreadable("declares entities")


def _only(parent: etree._Element, tag: str) -> etree._Element:
    found = parent.findall(tag)
    if len(found) != 1:
        raise FileUnreadable("lacks a part of a УПД", tag)
    return found[0]


def _number(title: etree._Element) -> str:
    written = title.get("НомерДок", title.get("НомерСчФ", ""))
    number = " ".join(plain_text(written, LONGEST_NUMBER).split())
    if not number:
        raise FileUnreadable("lacks a part of a УПД", "НомерДок")
    return number


def _day(title: etree._Element) -> date:
    found = days(title.get("ДатаДок", title.get("ДатаСчФ", ""))[:10])
    if not found:
        raise FileUnreadable("lacks a part of a УПД", "ДатаДок")
    return found[0]


def _inn(title: etree._Element, side: str) -> str:
    """The INN of one side, of a company or of a trader.

    A УПД of several sellers is refused, since we know none.
    """
    party = _only(title, side)
    found = {
        inn for one in party.iterfind("ИдСв/*") for inn in (one.get("ИННЮЛ"), one.get("ИННФЛ"))
        if inn and inn.isascii() and inn.isdigit() and len(inn) in (10, 12)
    }
    if len(found) != 1:
        raise FileUnreadable("lacks a part of a УПД", f"{side}/ИНН")
    return found.pop()


def _currency(title: etree._Element) -> str:
    measured = title.find("ДенИзм")
    code = title.get("КодОКВ") if measured is None else measured.get("КодОКВ")
    return _told(code) or RUBLE


def _total(table: etree._Element) -> Decimal:
    """The amount to pay; it must be the sum of the rows, if each of them has one."""
    total = _sum_of(_only(table, "ВсегоОпл").get("СтТовУчНалВсего"), "СтТовУчНалВсего")
    rows = [row.get("СтТовУчНал") for row in table.iterfind("СведТов")]
    if rows and None not in rows:
        added = sum((_sum_of(row, "СтТовУчНал") for row in rows), Decimal())
        if added != total:
            raise FileUnreadable(
                "has a total that is not the sum of its rows", f"{added} ≠ {total}",
            )
    return total


def _sum_of(written: str | None, name: str) -> Decimal:
    if written is None:
        raise FileUnreadable("lacks a part of a УПД", name)
    value = numeric_text(written) if _SUM.fullmatch(written) else None
    if value is None:
        raise FileUnreadable("is not a number", name)
    if not -NUMBER_LIMIT < value < NUMBER_LIMIT:
        raise FileUnreadable("is too large", name)
    if value != value.quantize(KOPECK, ROUND_HALF_UP):
        raise FileUnreadable("has parts of a kopeck", name)
    return value.quantize(KOPECK)


def _told(text: str | None) -> str:
    """A short text of the file, for a message."""
    return plain_text(text or "", 20)
