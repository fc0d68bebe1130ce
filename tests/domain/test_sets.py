"""Which cards look like sets of a product."""

import pytest

from odoo.addons.ozon_connector.domain.sets import Parts, choose, parts


@pytest.mark.parametrize(
    ("article", "name", "base", "units"),
    [
        ("ART_3", "", "ART", 3),
        ("ART_3", "Свеча восковая", "ART", 3),
        ("ART_3", "Свеча, набор 3 шт", "ART", 3),
        (" ART_12 ", "Свеча", "ART", 12),
        ("A_B_2", "", "A_B", 2),
        ("CANDLE-x3", "Свеча, набор 3 шт", "CANDLE", 3),
        ("CANDLE-х3", "Свеча, набор из 3", "CANDLE", 3),
        ("CANDLEx3", "Свеча 3 шт.", "CANDLE", 3),
        ("CANDLE/3шт", "Комплект из 3 свечей", "CANDLE", 3),
        ("CANDLE 3", "Свеча, 3 штуки в упаковке", "CANDLE", 3),
        ("BOX-3", "Коробка 3 шт", "BOX", 3),
        ("BOXx3", "Коробка 3 шт", "BOX", 3),
        ("CANDLE-10pcs", "Candle, set of 10", "CANDLE", 10),
    ],
)
def test_a_set_is_seen_by_its_article_and_name(article, name, base, units):
    assert Parts(base, units) in parts(article, name)


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("ART", "Свеча, набор 3 шт"),  # the article contains no article of a single unit
        ("ART_1", "Свеча"),
        ("ART_03", "Свеча"),
        ("ART_3", "Свеча, набор 5 шт"),  # article and name disagree
        ("DRESS_2024", "Платье"),
        ("CANDLE-x3", "Свеча"),  # not Ozon's rule, and the name says nothing
        ("CANDLE-x3", "Свеча, набор 5 шт"),
        ("CANDLE-x3", "Свечи: 3 шт и 5 шт"),
        ("_3", ""),
        ("", ""),
    ],
)
def test_what_is_no_set_or_not_certain_is_not_proposed(article, name):
    assert parts(article, name) == []


def test_an_article_of_several_products_or_of_none_is_no_base():
    found = parts("ART_3", "")
    assert choose(found, {"ART": 7}) == (7, 3)
    assert choose(found, {"ART": None}) is None
    assert choose(found, {}) is None
