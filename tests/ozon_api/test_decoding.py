"""The objects of long lists are decoded together, and are the same as one after the other."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozon_api.decoding import PIECE, decode
from ozon_api.reading import WrongShape

LAYOUTS = {
    "compact": {"separators": (",", ":")},
    "with spaces": {},
    "a value a line": {"indent": 2},
    "a value a line, with tabs": {"indent": "\t"},
}
# Items that contain what usually stands between two items, in an object or in a text.
ITEMS = {
    "plain": {"id": 1, "name": "Кружка", "sum": 10.5},
    "an object that begins in the same way": {"id": 1, "inner": {"id": 2}},
    "a list of such objects": {"id": 1, "inner": [{"id": 2}, {"id": 3}]},
    "a list at the beginning": {"id": [{"id": 2}, {"id": 3}], "sum": 0.1},
    "a text like the end of an item": {"id": 1, "name": '},{"id":2},{"id": 3'},
    "a text like the end of the list": {"id": 1, "name": '}],"rows":[{"id":2}'},
    "quotes and backslashes": {"id": 1, "name": '\\"},{\\"id\\":'},
    "a key with a quote": {'i"d': 1, "sum": 2.5},
    "nothing": {},
}


def itself(item):
    return item


def usual(text):
    return json.loads(text, parse_float=Decimal)


def read(text, **options):
    return decode(text.encode(), rows=itself, **options)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("item", ITEMS)
def test_a_list_of_several_pieces_is_read_completely(layout, item):
    size = len(json.dumps(ITEMS[item], **LAYOUTS[layout]))
    rows = [ITEMS[item]] * (3 * PIECE // size + 2)
    text = json.dumps({"rows": rows, "more": [1]}, **LAYOUTS[layout])
    assert read(text, most=len(rows)) == usual(text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_items_of_all_kinds_may_stand_in_one_list(layout):
    text = json.dumps(
        {"header": {"id": 1}, "rows": [*ITEMS.values()] * 3000, "id": 1}, **LAYOUTS[layout]
    )
    assert read(text) == usual(text)


def test_a_list_may_be_followed_by_one_that_begins_in_the_same_way():
    text = json.dumps({"others": [{"id": 1}] * 9, "rows": [{"id": 2}] * 9, "last": [{"id": 3}]})
    assert read(text) == usual(text)


texts = st.text(st.sampled_from('{}[],:" \\\n1aж'), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(texts, values, max_size=4), max_size=12),
    st.sampled_from(sorted(LAYOUTS)),
    st.integers(1, 40),
)
@settings(max_examples=300, deadline=None)
def test_random_items(items, layout, times):
    text = json.dumps({"rows": items * times, "end": items}, **LAYOUTS[layout])
    assert read(text) == usual(text)


@pytest.mark.parametrize("place", [0, 1, 2500, 4999])
def test_the_place_of_a_wrong_item_is_named(place):
    rows = [{"id": 1}] * 5000
    rows[place] = "no object"
    with pytest.raises(WrongShape) as error:
        read(json.dumps({"rows": rows}))
    assert (error.value.field, error.value.problem) == (f"rows[{place}]", "is not an object")


@pytest.mark.parametrize("place", [0, 1, 2500, 4999])
def test_the_place_of_an_item_that_its_reader_refuses_is_named(place):
    def refuse(item):
        if item["id"]:
            raise WrongShape("id", "is wrong")

    rows = [{"id": 0}] * 5000
    rows[place] = {"id": 1}
    with pytest.raises(WrongShape) as error:
        decode(json.dumps({"rows": rows}).encode(), rows=refuse)
    assert (error.value.field, error.value.problem) == (f"rows[{place}].id", "is wrong")


@pytest.mark.parametrize("broken", [
    '{"id": 1},', '{"id": 1}', '{"id": 1}]', '{"id": 1},]', '{"id": 1}, {"id"]', ',{"id": 1}',
    '{"id": 1} {"id": 1}', '{"id": 1},, {"id": 1}', '{"id": 1}, {"id": 1', '{"id": 1}]]',
    '{"id": 1}, "a": {"id": 1}', '{"id": 1}\N{NO-BREAK SPACE},{"id": 1}',
])  # fmt: skip
@pytest.mark.parametrize("before", [0, 5000])
def test_a_broken_list_is_refused(broken, before):
    text = '{"rows": [' + '{"id": 1}, ' * before + broken
    for ending in (text, text + "}", text + "]}"):
        try:
            usual(ending)
        except ValueError:
            with pytest.raises(WrongShape):
                read(ending)
        else:
            assert read(ending) == usual(ending)


@pytest.mark.parametrize("most", [1, 2, 999])
def test_a_list_may_have_as_many_items_as_allowed_and_not_one_more(most):
    rows = [{"id": 1}] * most
    assert len(read(json.dumps({"rows": rows}), most=most)["rows"]) == most
    with pytest.raises(WrongShape) as error:
        read(json.dumps({"rows": [*rows, {"id": 1}]}), most=most)
    assert (error.value.field, error.value.problem) == ("rows", "is too long")
