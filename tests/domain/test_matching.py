"""Which product belongs to which card: by code, article, barcode, then name; nothing is guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching import (
    Card,
    Comparison,
    Doubt,
    MatchedBy,
    Product,
    Reason,
    compare,
    fitting,
    match,
)  # fmt: skip

CODE, ARTICLE, BARCODE, NAME = MatchedBy
EAN, OTHER_EAN = "4600000455655", "4600000000017"


def card(id=1, codes=(), article="", name="", barcodes=()):
    return Card(id, tuple(codes), article, name, tuple(barcodes))


def product(id, code="", article="", name="", barcode="", packages=()):
    return Product(id, code, article, name, barcode, tuple(packages))


def found(cards, products, taken=()):
    return {
        id_: (one.product_id, one.matched_by) for id_, one in match(cards, products, taken).items()
    }


def test_code_goes_before_article_article_before_barcode_barcode_before_name():
    products = [
        product(6, barcode=EAN), product(7, name="Кружка"), product(8, article="A1"),
        product(9, code="55"),
    ]  # fmt: skip
    whole = {"codes": ["55"], "article": "A1", "name": "Кружка", "barcodes": [EAN]}
    for field, product_id, by in (
        ("codes", 9, CODE), ("article", 8, ARTICLE), ("barcodes", 6, BARCODE), ("name", 7, NAME),
    ):  # fmt: skip
        assert found([card(**whole)], products) == {1: (product_id, by)}
        del whole[field]


def test_any_sku_of_a_card_and_its_product_id_are_its_code():
    assert found([card(codes=["11", "22"])], [product(5, code="22")])[1][0] == 5


def test_articles_compare_exactly_but_for_space_around_them():
    products = [product(5, article=" 00123 ")]
    assert found([card(article="00123")], products)[1][0] == 5
    assert found([card(article="123")], products)[1][0] is None
    assert found([card(article="A b")], [product(5, article="a B")])[1][0] is None


def test_names_ignore_case_repeated_spaces_and_yo():
    assert found([card(name="ЁЛКА  новогодняя")], [product(5, name="елка Новогодняя")])[1][0] == 5


def test_two_candidates_are_left_to_a_person():
    outcome = match([card(article="A1", name="Кружка")],
                    [product(5, article="A1"), product(6, article="A1"), product(7, name="Кружка")])
    assert outcome[1].ambiguous
    assert outcome[1].candidates == (5, 6), "the name is not consulted to settle a doubt"
    assert outcome[1].doubts == (Doubt(Reason.SEVERAL_PRODUCTS, ARTICLE, (5, 6)),)


def test_two_cards_that_claim_one_product_are_left_to_a_person():
    outcome = match([card(1, name="Кружка"), card(2, name="кружка")], [product(5, name="Кружка")])
    assert outcome[1].ambiguous and outcome[2].ambiguous
    assert outcome[1].doubts == (Doubt(Reason.SEVERAL_CARDS, NAME, (5,)),)


def test_a_product_that_another_card_has_is_not_taken_again():
    assert found([card(name="Кружка")], [product(5, name="Кружка")], taken=[5])[1][0] is None


@pytest.mark.parametrize(
    "evidence, of_card, of_product",
    [
        (CODE, {"codes": ["11"]}, {"code": "11"}),
        (ARTICLE, {"article": "A1"}, {"article": "A1"}),
        (BARCODE, {"barcodes": [EAN]}, {"barcode": EAN}),
    ],
)
def test_what_a_product_of_another_card_has_makes_no_new_product(evidence, of_card, of_product):
    outcome = match([card(name="Кружка", **of_card)],
                    [product(5, **of_product), product(6, name="Кружка")], taken=[5])
    assert outcome[1].ambiguous
    assert outcome[1].doubts == (Doubt(Reason.TAKEN, evidence, (5,)),)
    assert outcome[1].candidates == ()


def test_of_a_name_that_only_a_product_of_another_card_has_a_new_product_is_made():
    outcome = match([card(name="Кружка")], [product(5, name="Кружка")], taken=[5])
    assert not outcome[1].ambiguous


def test_a_product_matched_by_code_is_not_a_candidate_by_name():
    products = [product(5, code="11", name="Кружка"), product(6, name="Кружка")]
    outcome = found([card(1, codes=["11"], name="Кружка"), card(2, name="Кружка")], products)
    assert outcome == {1: (5, CODE), 2: (6, NAME)}


def test_empty_texts_match_nothing():
    assert found(
        [card(), card(2, codes=[""], article=" ", name="  ", barcodes=["", " "])], [product(5)]
    ) == {1: (None, None), 2: (None, None)}


# The evidence that contradicts a found product: the table, line by line.

WHOLE_CARD = {"codes": ["11"], "article": "A1", "barcodes": [EAN], "name": "Кружка"}
CARD_VALUE = {CODE: "11", ARTICLE: "A1", BARCODE: EAN, NAME: "Кружка"}
OTHER_VALUE = {CODE: "99", ARTICLE: "B9", BARCODE: OTHER_EAN, NAME: "Ложка"}
FIELD = {CODE: "code", ARTICLE: "article", BARCODE: "barcode", NAME: "name"}


def verdict(found_by, against, own, elsewhere):
    """The result for a product that has the card's `found_by`, and `own` as the other value."""
    values = {FIELD[found_by]: CARD_VALUE[found_by], **({FIELD[against]: own} if own else {})}
    products = [product(5, **values)]
    if elsewhere:
        products.append(product(6, **{FIELD[against]: CARD_VALUE[against]}))
    outcome = match([card(**WHOLE_CARD)], products)[1]
    if outcome.ambiguous:
        return "review"
    assert (outcome.product_id, outcome.matched_by) == (5, found_by)
    return "remark" if outcome.doubts else "match"


@pytest.mark.parametrize(
    "found_by, against, contradicted, elsewhere_only, different_only",
    [
        (CODE, ARTICLE, "review", "remark", "match"),
        (CODE, BARCODE, "review", "remark", "match"),
        (CODE, NAME, "match", "match", "match"),
        (ARTICLE, BARCODE, "review", "remark", "match"),
        (ARTICLE, NAME, "match", "match", "match"),
        (BARCODE, NAME, "match", "match", "match"),
    ],
)
def test_weaker_evidence_for_another_product(
    found_by, against, contradicted, elsewhere_only, different_only
):
    other = OTHER_VALUE[against]
    assert verdict(found_by, against, other, elsewhere=True) == contradicted
    assert verdict(found_by, against, "", elsewhere=True) == elsewhere_only
    assert verdict(found_by, against, other, elsewhere=False) == different_only
    assert verdict(found_by, against, "", elsewhere=False) == "match"


@pytest.mark.parametrize(
    "found_by, against, different",
    [
        (ARTICLE, CODE, "match"),
        (BARCODE, CODE, "match"),
        (BARCODE, ARTICLE, "match"),
        (NAME, CODE, "review"),
        (NAME, ARTICLE, "match"),
        (NAME, BARCODE, "remark"),
    ],
)
def test_stronger_evidence_that_only_the_found_product_has_differently(
    found_by, against, different
):
    assert verdict(found_by, against, OTHER_VALUE[against], elsewhere=False) == different


def test_a_name_does_not_outweigh_another_code_and_another_article():
    outcome = match(
        [card(codes=["70000000002"], article="OTHER-ART", name="Кружка")],
        [product(5, code="70000000061", article="H-1", name="Кружка")],
    )[1]
    assert outcome.ambiguous
    assert outcome.candidates == (5,)
    assert outcome.doubts == (Doubt(Reason.DIFFERENT, CODE, (5,)),)


def test_code_article_and_barcode_that_name_three_products_are_left_to_a_person():
    outcome = match([card(**WHOLE_CARD)], [
        product(5, code="11", article="B9", barcode=OTHER_EAN),
        product(6, article="A1"), product(7, barcode=EAN),
    ])[1]  # fmt: skip
    assert outcome.ambiguous
    assert outcome.doubts == (
        Doubt(Reason.ELSEWHERE, ARTICLE, (6,)), Doubt(Reason.ELSEWHERE, BARCODE, (7,)),
    )  # fmt: skip


# Barcodes


def test_any_barcode_of_the_card_counts():
    assert found([card(barcodes=[OTHER_EAN, f" {EAN} "])], [product(5, barcode=EAN)])[1][0] == 5


def test_barcodes_of_two_products_are_left_to_a_person():
    outcome = match([card(barcodes=[EAN, OTHER_EAN])],
                    [product(5, barcode=EAN), product(6, barcode=OTHER_EAN)])[1]
    assert outcome.candidates == (5, 6)


def test_two_cards_with_one_barcode_are_left_to_a_person():
    outcome = match([card(1, barcodes=[EAN]), card(2, barcodes=[EAN])], [product(5, barcode=EAN)])
    assert outcome[1].ambiguous and outcome[2].ambiguous


@pytest.mark.parametrize("barcode", ["OZN1001", "ozn1001"])
def test_a_barcode_that_ozon_printed_says_nothing(barcode):
    assert found([card(barcodes=[barcode])], [product(5, barcode=barcode)])[1] == (None, None)


def test_a_barcode_that_only_looks_like_ozon_s_counts():
    assert found([card(barcodes=["OZNA1"])], [product(5, barcode="OZNA1")])[1][0] == 5


def test_the_barcode_of_a_package_is_left_to_a_person():
    outcome = match([card(barcodes=[EAN])], [product(5, packages=[EAN])])[1]
    assert outcome.candidates == (5,)
    assert outcome.doubts == (Doubt(Reason.PACKAGE, BARCODE, (5,)),)


def test_a_card_found_by_article_with_the_barcode_of_a_package_is_remarked_on():
    outcome = match([card(article="A1", barcodes=[EAN])],
                    [product(5, article="A1", packages=[EAN])])[1]
    assert outcome.product_id == 5
    assert Doubt(Reason.PACKAGE, BARCODE, (5,)) in outcome.doubts


texts = st.sampled_from(["", "a", "A", "b", " a", "ё", "е"])
codes = st.lists(texts, max_size=2)
catalogues = st.tuples(
    st.lists(st.tuples(codes, texts, texts, codes), max_size=8),
    st.lists(st.tuples(texts, texts, texts, texts, codes), max_size=8),
    st.randoms(use_true_random=False),
)


@settings(max_examples=max(500, settings().max_examples), deadline=None)
@given(catalogues, st.sets(st.integers(100, 108)))
def test_no_product_is_taken_twice_and_the_order_does_not_matter(catalogue, taken_before):
    card_texts, product_texts, random = catalogue
    cards = [card(id_, *one) for id_, one in enumerate(card_texts)]
    products = [product(id_, *one) for id_, one in enumerate(product_texts, start=100)]
    outcome = match(cards, products, taken_before)

    assert set(outcome) == {one.id for one in cards}
    taken = [one.product_id for one in outcome.values() if one.product_id]
    offered = {id_ for one in outcome.values() for id_ in one.candidates}
    assert len(taken) == len(set(taken))
    assert taken_before.isdisjoint(taken) and taken_before.isdisjoint(offered)
    for one in outcome.values():
        assert one.ambiguous == (one.product_id is None and bool(one.doubts)), "a doubt has words"
    random.shuffle(cards)
    random.shuffle(products)
    assert match(cards, products, taken_before) == outcome


def chosen_from(one, products, most=10):
    return fitting([one], products, most)[one.id]


def test_a_person_chooses_from_all_products_that_share_anything_the_best_first():
    one = card(codes=["55"], article="A1", name="Кружка", barcodes=[EAN, "OZN55"])
    products = [
        product(1, name="кружка"), product(2, barcode="OZN55"), product(3, packages=[EAN]),
        product(4, article="A1", barcode=OTHER_EAN), product(5, article="A1", name="Кружка"),
        product(6, code="55"), product(7, article="B2", name="Ложка"), product(8, barcode=EAN),
    ]  # fmt: skip

    assert chosen_from(one, products) == (6, 5, 4, 2, 8, 3, 1)
    assert chosen_from(one, products, most=2) == (6, 5)
    assert chosen_from(one, list(reversed(products))) == (6, 5, 4, 2, 8, 3, 1)


def test_a_candidate_says_what_fits_and_what_contradicts():
    one = card(codes=["55", "66"], article="A1", name="Кружка", barcodes=[EAN])

    assert compare(one, product(1, code="66", article="B2", name="Кружка")) == Comparison(
        (CODE, NAME), (ARTICLE,), False
    )
    assert compare(one, product(1, barcode=OTHER_EAN, packages=[EAN])) == Comparison(
        (), (BARCODE,), True
    )
    assert compare(card(), product(1)) == Comparison((), (), False)


@given(st.data())
def test_every_product_of_a_doubt_is_one_to_choose_from(data):
    texts = st.sampled_from(["", "1", "2", "3"])
    barcodes = st.lists(st.sampled_from(["b1", "b2"]), max_size=2)
    cards = [
        Card(n, (data.draw(texts),), data.draw(texts), data.draw(texts),
             tuple(data.draw(barcodes)))
        for n in range(3)
    ]  # fmt: skip
    products = [
        Product(n, data.draw(texts), data.draw(texts), data.draw(texts),
                packages=tuple(data.draw(barcodes)))
        for n in range(4)
    ]  # fmt: skip

    shown = fitting(cards, products, most=10)

    for id_, outcome in match(cards, products, taken=[0]).items():
        assert set(outcome.candidates) <= set(shown[id_])
        for doubt in outcome.doubts:
            assert set(doubt.products) <= set(shown[id_])


def test_thousands_of_cards_with_one_name_are_one_question():
    """Otherwise each of 10,000 cards would copy and sort 10,000 candidates."""
    count = 10_000
    cards = [card(number, name="Чехол") for number in range(count)]
    products = [product(count + number, name="Чехол") for number in range(count)]
    results = match(cards, products, taken=[count])
    assert len(results) == count
    [only] = {id(one): one for one in results.values()}.values()
    assert only.candidates == tuple(range(count + 1, 2 * count))
    assert [doubt.reason for doubt in only.doubts] == [Reason.SEVERAL_PRODUCTS]
