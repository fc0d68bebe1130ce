"""Foreign texts are stored, shown and compared exactly as they were read once."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.texts import unmarked
from ozon_api import reading

ODD = st.sampled_from(
    [*" \t\n\r\x00\x1b\x85\u200b\u202e\u2028\ufeff\xa0=+-@{'\ud83d", "http://", "external:"]
)
TEXTS = st.lists(ODD | st.text(max_size=3), max_size=8).map("".join) | st.text(
    min_size=240, max_size=260
)
READERS = pytest.mark.parametrize("read", [reading.text, reading.name, reading.identifier])


@READERS
@given(written=TEXTS)
@settings(max_examples=300)
def test_a_text_is_harmless_and_as_it_will_be_stored(read, written):
    found = read({"key": written}, "key")
    assert found == found.strip()
    assert not {unicodedata.category(letter) for letter in found} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not reading.UNSTORABLE.search(found)
    assert not re.match(r"[=@]|\{=|https?://", found)
    assert not (read is reading.name and found[:1] in ("+", "-"))
    assert len(found) <= reading.NAME_LIMIT + 1


@READERS
@given(written=TEXTS)
@settings(max_examples=300)
def test_a_text_that_is_read_again_stays_as_it_is(read, written):
    found = read({"key": written}, "key")
    if len(found) <= reading.TEXT_LIMIT:
        assert read({"key": found}, "key") == found


@given(written=TEXTS)
@settings(max_examples=300)
def test_what_an_earlier_version_stored_is_the_same_text(written):
    """The earlier version cleaned, cut and stripped a text, and put nothing before it."""
    stored = reading.plain_text(written).strip()
    assert unmarked(reading.text({"key": written}, "key")) == unmarked(stored)


@pytest.mark.parametrize(
    "written, found",
    [
        ("=1+1", "'=1+1"), ("@SUM(1)", "'@SUM(1)"), ("{=SUM(1)}", "'{=SUM(1)}"),
        (r"external:\\host\share", r"'external:\\host\share"), ("http://a", "'http://a"),
        ("FTP://a", "'FTP://a"), ("mailto:a", "'mailto:a"), ("internal:a!A1", "'internal:a!A1"),
        ("-5X", "-5X"), ("+5X", "+5X"), ("\u200b =1", "'=1"), ("{a}", "{a}"), ("https", "https"),
        ("2026-01-13 16:56:03  PDF_плетёный", "2026-01-13 16:56:03  PDF_плетёный"),
    ],
)  # fmt: skip
def test_an_article_is_marked_only_if_a_spreadsheet_would_make_something_of_it(written, found):
    assert reading.text({"key": written}, "key") == found


@pytest.mark.parametrize("written", ["-50 % чехол", "+подарок", "=1", "@a"])
def test_a_name_begins_with_no_sign(written):
    assert reading.name({"key": written}, "key") == f"'{written}"


def test_a_list_without_end_is_refused():
    with pytest.raises(reading.WrongShape, match="too long"):
        reading.texts({"key": ["a"] * 1001}, "key")


def test_everything_that_can_be_wrong_has_words_for_a_person():
    folder = Path(__file__).parents[2] / "ozon_connector"
    code = "".join(file.read_text("utf-8") for file in (folder / "ozon_api").rglob("*.py"))
    told = set(re.findall(r'WrongShape\([^)]*?, "([^"]+)"\)', code))
    words = (folder / "tools" / "messages.py").read_text("utf-8")
    assert len(told) > 15
    assert not [problem for problem in told if f'"{problem}"' not in words]
