"""Which product is which card: by code, then article, then name, and never by a guess."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching import Card, MatchedBy, Product, match


def card(id=1, codes=(), article="", name=""):
    return Card(id, tuple(codes), article, name)


def product(id, code="", article="", name=""):
    return Product(id, code, article, name)


def found(cards, products, taken=()):
    return {
        id_: (one.product_id, one.matched_by) for id_, one in match(cards, products, taken).items()
    }


def test_the_ozon_code_goes_before_the_article_and_the_article_before_the_name():
    products = [product(7, name="Кружка"), product(8, article="A1"), product(9, code="55")]
    assert found([card(codes=["55"], article="A1", name="Кружка")], products) == {
        1: (9, MatchedBy.OZON_CODE)
    }
    assert found([card(article="A1", name="Кружка")], products) == {1: (8, MatchedBy.ARTICLE)}
    assert found([card(name="Кружка")], products) == {1: (7, MatchedBy.NAME)}


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


def test_two_cards_that_claim_one_product_are_left_to_a_person():
    outcome = match([card(1, name="Кружка"), card(2, name="кружка")], [product(5, name="Кружка")])
    assert outcome[1].ambiguous and outcome[2].ambiguous


def test_a_product_that_another_card_has_is_not_taken_again():
    assert found([card(name="Кружка")], [product(5, name="Кружка")], taken=[5])[1][0] is None


def test_a_product_matched_by_code_is_not_a_candidate_by_name():
    products = [product(5, code="11", name="Кружка"), product(6, name="Кружка")]
    outcome = found([card(1, codes=["11"], name="Кружка"), card(2, name="Кружка")], products)
    assert outcome == {1: (5, MatchedBy.OZON_CODE), 2: (6, MatchedBy.NAME)}


def test_empty_texts_match_nothing():
    assert found([card(), card(2, codes=[""], article=" ", name="  ")], [product(5)]) == {
        1: (None, None),
        2: (None, None),
    }


texts = st.sampled_from(["", "a", "A", "b", " a", "ё", "е"])
catalogues = st.tuples(
    st.lists(st.tuples(st.lists(texts, max_size=2), texts, texts), max_size=8),
    st.lists(st.tuples(texts, texts, texts), max_size=8),
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
    random.shuffle(cards)
    random.shuffle(products)
    assert match(cards, products, taken_before) == outcome
