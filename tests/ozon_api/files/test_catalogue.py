"""The catalogue «Товары»: the same cards as from Ozon's API, or a reason why not."""

import tracemalloc
from decimal import Decimal

import pytest

from ozon_api.answers.products import ProductCard
from ozon_api.files import FileUnreadable, recognise
from tests.fake_ozon.bad_files import of_cells
from tests.fake_ozon.catalogue_file import (
    BEFORE,
    NOW,
    a_card,
    catalogue_csv,
    catalogue_rows,
    catalogue_xlsx,
)


def refused(content):
    with pytest.raises(FileUnreadable) as caught:
        recognise(content)
    return caught.value.reason, caught.value.place


def cards_of(content):
    found = recognise(content)
    assert (found.kind, found.month, found.inns) == ("catalogue", None, frozenset())
    return found.report.cards


EXPECTED = ProductCard(
    product_id="7", sku="1000007", skus=("1000007",), offer_id="art-7", name="Товар № 7",
    barcodes=("4600000000007",), price=Decimal("850.00"), currency_code="RUB",
    vat=Decimal("0.22"), archived=False,
)  # fmt: skip


@pytest.mark.parametrize("content", [
    catalogue_csv([a_card(7)]),
    catalogue_csv([a_card(7)]).decode("utf-8-sig").replace("₽", "руб.").encode("cp1251"),
    catalogue_csv([a_card(7)], headings=NOW[::-1]),
    catalogue_xlsx([a_card(7)]),
    catalogue_xlsx([a_card(7), {}, a_card(7)]),
    of_cells(catalogue_rows([a_card(7)])),
    catalogue_csv([a_card(7)]).replace(b"\n", b"\r\n"),
], ids=["csv", "windows-1251", "moved columns", "xlsx", "twice the same", "no title", "crlf"])
def test_each_way_to_export_it_says_the_same(content):
    assert cards_of(content) == (EXPECTED,)


def test_headings_of_before_have_a_sku_for_each_way_of_delivery():
    card = {
        **a_card(7), "FBO OZON SKU ID": 11, "FBS OZON SKU ID": 12, "Наименование товара": "Ложка",
        "Текущая цена с учетом скидки, руб.": "1 234,50",
    }  # fmt: skip
    (read,) = cards_of(catalogue_csv([card], BEFORE))
    assert (read.sku, read.skus, read.name) == ("11", ("11", "12"), "Ложка")
    assert (read.price, read.currency_code, read.vat) == (Decimal("1234.50"), "RUB", None)


@pytest.mark.parametrize(("cells", "field", "value"), [
    ({"SKU": 0}, "skus", ()),
    ({"SKU": ""}, "sku", ""),
    ({"Артикул": "'двойной"}, "offer_id", "'двойной"),
    ({"Артикул": "00123"}, "offer_id", "00123"),
    ({"Артикул": "=1+1"}, "offer_id", "'=1+1"),
    ({"Barcode": "OZN1, 460001;460002"}, "barcodes", ("OZN1", "460001", "460002")),
    ({"Barcode": ""}, "barcodes", ()),
    ({"Статус товара": "В архиве"}, "archived", True),
    ({"Статус товара": "Не продается"}, "archived", False),
    ({"Текущая цена с учетом скидки, ₽": ""}, "price", None),
    ({"Размер НДС, %": "Не облагается"}, "vat", None),
    ({"Размер НДС, %": "0"}, "vat", Decimal(0)),
    ({"Размер НДС, %": "'10"}, "vat", Decimal("0.1")),
    ({"Название товара": 'Чашка "Утро"; 2 шт.\nв коробке'}, "name",
     'Чашка "Утро"; 2 шт. в коробке'),
    ({"Название товара": "-cmd"}, "name", "'-cmd"),
])  # fmt: skip
def test_single_cells(cells, field, value):
    for make in (catalogue_csv, catalogue_xlsx):
        (read,) = cards_of(make([a_card(7, **cells)]))
        assert getattr(read, field) == value


@pytest.mark.parametrize(("cards", "reason", "place"), [
    ([a_card(7, **{"Ozon Product ID": ""})], "has a row without Ozon's number", "B2"),
    ([a_card(7, **{"Ozon Product ID": "1,5E+09"})], "is not a whole number", "B2"),
    ([a_card(7, SKU="abc")], "is not a whole number", "C2"),
    ([a_card(7, Barcode="4,60001E+12")], "has a rounded barcode", "D2"),
    ([a_card(7), a_card(8), a_card(7, SKU=5)], "has a card twice", "B4"),
    ([a_card(7, **{"Текущая цена с учетом скидки, ₽": "дорого"})], "is not a number", "K2"),
    ([a_card(7, **{"Текущая цена с учетом скидки, ₽": "-1"})], "is negative", "K2"),
    ([a_card(number) for number in range(1, 20_001)], "has too many rows", ""),
])  # fmt: skip
def test_what_cannot_be_used_is_named(cards, reason, place):
    assert refused(catalogue_csv(cards)) == (reason, place)


@pytest.mark.parametrize("content", [
    "Артикул;Название\n1;2".encode(),
    "Артикул,Ozon Product ID\n1,2".encode(),
    b"%PDF-1.7 ...",
    b"\x98\xff;\n",
    b"a" * 200_000,
    b"",
])
def test_another_file_is_no_catalogue(content):
    assert refused(content) == ("is no XLSX file", "")


def test_two_tables_are_not_guessed():
    table = catalogue_rows([a_card(7)])
    assert refused(of_cells(table, table)) == ("has several reports", "")


@pytest.mark.exhaustive
def test_many_cards_are_read_in_bounded_memory():
    content = catalogue_csv([a_card(number) for number in range(1, 20_000)])
    tracemalloc.start()
    assert len(cards_of(content)) == 19_999
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * 1024 * 1024
