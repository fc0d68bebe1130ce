"""The list of products and their cards."""

from decimal import Decimal

import pytest

from ozon_api import errors
from ozon_api.answers import ProductCard, ProductListItem
from tests.fake_ozon import Answer, card

LIST = "/v3/product/list"
CARDS = "/v3/product/info/list"


def listed(*ids, last_id):
    items = [{"product_id": one, "offer_id": "a", "sku": 1, "archived": False} for one in ids]
    return Answer(json={"result": {"items": items, "last_id": last_id}})


def only_card(client, ozon, **changes) -> ProductCard:
    ozon.script(CARDS, Answer(json={"items": [{**card(11, 1001), **changes}]}))
    (found,) = client.product_cards(product_ids=["11"])
    return found


def test_a_page_lists_what_is_not_archived(client):
    page = client.product_list()
    assert page.items == (
        ProductListItem(product_id="11", offer_id="ART-1001", sku="1001", archived=False),
        ProductListItem(product_id="12", offer_id="ART-1002", sku="1002", archived=False),
    )


def test_archived_products_are_listed_when_asked_for(client):
    (item,) = client.product_list(visibility="ARCHIVED").items
    assert (item.product_id, item.archived) == ("13", True)


def test_a_page_begins_behind_the_mark_of_the_one_before(client, seller, ozon):
    seller.cards = [card(number, 5000 + number) for number in range(1, 1502)]

    first = client.product_list()
    second = client.product_list(last_id=first.last_id)

    assert (len(first.items), len(second.items)) == (1000, 501)
    assert len({item.product_id for item in first.items + second.items}) == 1501
    assert ozon.requests[0].body == {
        "filter": {"visibility": "ALL"}, "last_id": "", "limit": 1000
    }  # fmt: skip
    assert ozon.requests[1].body["last_id"] == first.last_id


def test_a_shop_without_products_has_an_empty_page(client, seller):
    seller.cards = []
    assert client.product_list().items == ()


def test_a_mark_goes_back_to_ozon_unchanged(client, ozon):
    mark = "Ωx\t" * 200
    ozon.script(LIST, listed(1, last_id=mark), listed(last_id=""))
    client.product_list(last_id=client.product_list().last_id)
    assert ozon.requests[1].body["last_id"] == mark


def test_a_card_without_its_id_is_an_error(client, ozon):
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        only_card(client, ozon, id=None)
    assert caught.value.field.endswith("id")


def test_a_card_in_full(client):
    (found,) = client.product_cards(product_ids=["12"])
    assert found == ProductCard(
        product_id="12",
        sku="1002",
        skus=("1002", "2002"),
        offer_id="ART-1002",
        name="Тарелка",
        barcodes=("OZN1002",),
        price=Decimal("100.00"),
        currency_code="RUB",
        vat=Decimal("0.22"),
        archived=False,
    )


@pytest.mark.parametrize(
    "asked", [{"product_ids": [12, 13]}, {"skus": ["2002", 1003]},
              {"offer_ids": ["ART-1002", "ART-1003"]}],
)  # fmt: skip
def test_cards_are_found_by_any_one_kind_of_id(client, asked):
    assert [found.product_id for found in client.product_cards(**asked)] == ["12", "13"]


def test_cards_that_ozon_does_not_know_are_missing(client):
    found = client.product_cards(skus=["1001", "404404"])
    assert [one.sku for one in found] == ["1001"]


def test_many_ids_are_asked_for_a_thousand_at_a_time(client, seller, ozon):
    seller.cards = [card(number, 5000 + number) for number in range(1, 2502)]

    found = client.product_cards(product_ids=range(1, 2502))

    assert [one.product_id for one in found] == [str(number) for number in range(1, 2502)]
    assert [len(request.body["product_id"]) for request in ozon.requests] == [1000, 1000, 501]


def test_no_ids_need_no_request(client, ozon):
    assert client.product_cards(product_ids=[]) == []
    assert ozon.requests == []


def test_two_kinds_of_ids_at_once_are_a_mistake_of_the_caller(client):
    with pytest.raises(ValueError, match="one kind"):
        client.product_cards(product_ids=["11"], skus=["1001"])


@pytest.mark.parametrize(
    "vat, share",
    [("0.22", "0.22"), ("22%", "0.22"), (22, "0.22"), (0.22, "0.22"), ("20 %", "0.2"), ("0", "0"),
     ("7%", "0.07"), (0.1, "0.1"), ("", None), (None, None)],
)  # fmt: skip
def test_vat_is_a_share_however_it_is_written(client, ozon, vat, share):
    assert only_card(client, ozon, vat=vat).vat == (share and Decimal(share))


@pytest.mark.parametrize("vat", ["none", -1, 100, True])
def test_a_vat_that_is_no_rate_is_not_guessed_at(client, ozon, vat):
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        only_card(client, ozon, vat=vat)
    assert caught.value.field == "items[0].vat"


@pytest.mark.parametrize("price, read", [("273.00", "273.00"), (273, "273"), ("", None)])
def test_a_price_may_be_a_text_a_number_or_not_set(client, ozon, price, read):
    assert only_card(client, ozon, price=price).price == (read and Decimal(read))


def test_all_skus_are_collected_once_and_zeros_are_none(client, ozon):
    found = only_card(
        client,
        ozon,
        sku=0,
        sources=[{"sku": 7, "source": "fbo"}, {"sku": "8", "source": "fbs"}, {"sku": 0}],
        stocks={"stocks": [{"sku": 8}, {"sku": 9}, {}]},
    )
    assert (found.sku, found.skus) == ("", ("7", "8", "9"))


def test_a_card_may_leave_out_almost_everything(client, ozon):
    ozon.script(CARDS, Answer(json={"items": [{"id": 11, "sources": None, "stocks": None}]}))
    (found,) = client.product_cards(product_ids=["11"])
    assert found == ProductCard("11", "", (), "", "", (), None, "", None, False)


@pytest.mark.parametrize("key", ["is_archived", "is_autoarchived"])
def test_a_card_is_archived_by_hand_or_by_ozon(client, ozon, key):
    assert only_card(client, ozon, **{key: True}).archived is True


@pytest.mark.parametrize(
    "changes, field",
    [({"sku": 1.5}, "items[0].sku"), ({"name": ["x"]}, "items[0].name"),
     ({"is_archived": "no"}, "items[0].is_archived"), ({"price": "free"}, "items[0].price"),
     ({"sources": [{"sku": 7}, "8"]}, "items[0].sources[1]"),
     ({"stocks": {"stocks": [{"sku": []}]}}, "items[0].stocks.stocks[0].sku"),
     ({"barcodes": ["1", {}]}, "items[0].barcodes[1]")],
)  # fmt: skip
def test_what_cannot_be_read_in_a_card_is_named(client, ozon, changes, field):
    with pytest.raises(errors.UnintelligibleAnswer) as caught:
        only_card(client, ozon, **changes)
    assert caught.value.field == field
