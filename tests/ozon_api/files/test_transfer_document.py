"""The XML of a УПД: number, date, parties and total, or a reason why not."""

import tracemalloc
from datetime import date
from decimal import Decimal

import pytest

from ozon_api.files import FileUnreadable, read_transfer_document, recognise
from tests.fake_ozon.transfer_document import OZON_INN, SELLER_INN, TransferDocument


def refused(content):
    with pytest.raises(FileUnreadable) as caught:
        recognise(content)
    return caught.value.reason, caught.value.place


@pytest.mark.parametrize("version", ["5.01", "5.02", "5.03"])
@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8"])
@pytest.mark.parametrize("function", ["СЧФ", "СЧФДОП", "ДОП"])
def test_both_formats_say_the_same(version, encoding, function):
    told = TransferDocument(
        " УПД-17/9 ", rows=("100.00", "20.50"), version=version, encoding=encoding,
        function=function, currency="398", buyer_inn="771234567890",
    )
    read = read_transfer_document(told.as_xml())
    assert (read.number, read.day, read.total) == ("УПД-17/9", date(2026, 9, 30), Decimal("120.50"))
    assert (read.seller_inn, read.buyer_inn, read.currency) == (OZON_INN, "771234567890", "398")


def test_it_is_recognised_by_what_stands_in_it():
    for content in (
        TransferDocument().as_xml(),
        b"\xef\xbb\xbf" + TransferDocument(encoding="utf-8").as_xml(),
        b"\r\n" + TransferDocument(encoding="utf-8").as_text().partition("?>")[2].encode(),
    ):
        found = recognise(content)
        assert (found.kind, found.month, found.contract, found.inns) == (
            "transfer", date(2026, 9, 1), "", {OZON_INN, SELLER_INN},
        )  # fmt: skip


def test_without_a_currency_it_is_in_rubles():
    told = TransferDocument()
    content = told.as_text().replace('<ДенИзм КодОКВ="643" НаимОКВ="Валюта"/>', "")
    assert read_transfer_document(content.encode("cp1251")).currency == "643"


@pytest.mark.parametrize(("vals", "reason", "place"), [
    ({"knd": "1115133"}, "is another electronic document than a УПД", "1115133"),
    ({"knd": "1115132"}, "is another electronic document than a УПД", "1115132"),
    ({"function": "СвЗК"}, "is another electronic document than a УПД", "1115131"),
    ({"version": "5.04"}, "is of a version that is not known", "5.04"),
    ({"number": " "}, "lacks a part of a УПД", "НомерДок"),
    ({"seller_inn": "77А4217370"}, "lacks a part of a УПД", "СвПрод/ИНН"),
    ({"buyer_inn": ""}, "lacks a part of a УПД", "СвПокуп/ИНН"),
    ({"total": "120,50"}, "is not a number", "СтТовУчНалВсего"),
    ({"total": "1e2"}, "is not a number", "СтТовУчНалВсего"),
    ({"rows": (), "total": "1.005"}, "has parts of a kopeck", "СтТовУчНалВсего"),
    ({"rows": (), "total": "9" * 13}, "is too large", "СтТовУчНалВсего"),
    ({"total": "120.51"}, "has a total that is not the sum of its rows", "120.50 ≠ 120.51"),
    ({"doctype": '<!DOCTYPE Файл [<!ENTITY a "b">]>'}, "declares entities", ""),
    ({"doctype": '<!DOCTYPE Файл SYSTEM "http://127.0.0.1/x.dtd">'}, "declares entities", ""),
    ({"encoding": "utf-16"}, "is no XLSX file", ""),
    ({"encoding": "koi8-r"}, "is written in an encoding that is not known", ""),
])  # fmt: skip
def test_what_is_no_upd_is_named(vals, reason, place):
    assert refused(TransferDocument(**vals).as_xml()) == (reason, place)


@pytest.mark.parametrize(("content", "reason"), [
    ('<?xml version="1.0"?><Файл ВерсФорм="5.03"/>', "is an XML, but no УПД"),
    ('<?xml version="1.0"?><Invoice/>', "is an XML, but no УПД"),
    ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "is an XML, but no УПД"),
    ("<?xml", "is damaged"),
    ('<?xml version="1.0"?>', "is damaged"),
    (TransferDocument(encoding="utf-8").as_text()[:-20], "is damaged"),
    (TransferDocument(encoding="utf-8").as_text().replace("ТаблСчФакт", "Табл"),
     "lacks a part of a УПД"),
    (TransferDocument(encoding="utf-8").as_text().replace("30.09.2026", "31.09.2026"),
     "lacks a part of a УПД"),
    (TransferDocument(encoding="utf-8").as_text().replace("СтТовУчНалВсего", "ДефСтТовУчНалВсего"),
     "lacks a part of a УПД"),
])  # fmt: skip
def test_what_is_damaged_or_incomplete_is_named(content, reason):
    assert refused(content.encode())[0] == reason


def test_a_large_one_is_read_in_bounded_memory():
    content = TransferDocument(rows=["1.10"] * 20_000).as_xml()
    tracemalloc.start()
    assert read_transfer_document(content).total == Decimal(22_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * 1024 * 1024
    assert refused(b"<?xml" + b" " * (20 * 1024 * 1024))[0] == "is too large"
    assert refused(b"<?xml" + b"<a b=''/>" * 1_000_001)[0] == "unpacks to too much"
