"""What a picture or a colour shows is also available as text."""

import re
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("ozon_connector*/**/*.xml"))
TEXTS = {"title", "aria-label", "string", "t-att-title", "t-att-aria-label"}
WORD = re.compile(r"[a-z_]\w*")
SUM = re.compile(r"amount|revenue|fee|accrual|quantity|balance|total")


def elements(file):
    return [node for node in etree.parse(str(file)).iter() if isinstance(node.tag, str)]


def has_text(element):
    return bool(TEXTS & set(element.keys()) or "".join(element.itertext()).strip())


def icons():
    """Every element drawn as an icon, with its file."""
    for file in FILES:
        for element in elements(file):
            classes = (element.get("class") or "").split()
            if {"fa", "oi"} & set(classes) or (element.tag == "button" and element.get("icon")):
                yield file.name, element


def coloured_lists():
    """Every list with coloured rows, with its file."""
    for file in FILES:
        for element in elements(file):
            colours = [key for key in element.attrib if key.startswith("decoration-")]
            if element.tag == "list" and colours:
                yield file.name, element


def test_no_sum_of_a_card_breaks_into_two_lines():
    sums = [
        (file.name, field)
        for file in FILES
        for element in elements(file) if element.tag == "kanban"
        for field in element.findall("templates//field") if SUM.search(field.get("name"))
    ]
    assert len(sums) > 10
    assert [
        (file, field.get("name")) for file, field in sums
        if "text-nowrap" not in (field.get("class") or "").split()
    ] == []


def test_every_icon_has_a_text():
    found = list(icons())
    fields = {"statinfo"}  # the widget writes its label next to the number
    mute = [
        (file, element.get("name") or element.get("class"))
        for file, element in found
        if not has_text(element)
        and not any(child.get("widget") in fields for child in element.iter("field"))
    ]
    assert len(found) > 10
    assert mute == []


@pytest.mark.parametrize(("file", "rows"), list(coloured_lists()))
def test_what_colours_a_row_is_a_column_of_the_list(file, rows):
    columns = {field.get("name") for field in rows.findall("field")
               if not field.get("column_invisible")}  # fmt: skip
    for key, expression in rows.items():
        if key.startswith("decoration-"):
            expression = re.sub(r"'[^']*'", "", expression)
            names = set(WORD.findall(expression)) - {"in", "not", "or", "and"}
            assert names <= columns, file
