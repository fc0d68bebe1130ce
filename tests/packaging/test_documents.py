"""Documents that people read before they install: they render, and their links work."""

import io
import re
from pathlib import Path

import pytest
from docutils.core import publish_string
from lxml import html
from PIL import Image

from odoo.modules.module import Manifest

ROOT = Path(__file__).parents[2]
DESCRIPTION = ROOT / "ozon_connector" / "static" / "description"
DOCUMENTS = ["README.rst", "CONTRIBUTING.rst"] + sorted(
    str(page.relative_to(ROOT)) for page in (ROOT / "docs").glob("*.rst")
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_renders_without_a_warning(name):
    complaints = io.StringIO()
    publish_string(
        (ROOT / name).read_text(encoding="utf-8"),
        writer_name="html5",
        settings_overrides={"report_level": 1, "warning_stream": complaints},
    )
    assert complaints.getvalue() == ""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pages_and_pictures_that_it_links_to_are_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"<([\w./-]+\.rst)>`__|image:: (\S+)|``(\w+\.rst)``", text)
    targets = {next(filter(None, target)) for target in targets}
    places = [(ROOT / name).parent, ROOT]
    missing = [link for link in targets if not any((place / link).is_file() for place in places)]
    assert missing == []


def test_the_readme_is_one_page_and_names_every_other():
    text = (ROOT / "README.rst").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    assert [name for name in DOCUMENTS[1:] if name not in text] == []


@pytest.mark.parametrize("name", ["README.rst", "CONTRIBUTING.rst"])
def test_the_programs_that_it_names_are_there(name):
    programs = set(re.findall(r"\./(dev/\w+)", (ROOT / name).read_text(encoding="utf-8")))
    assert programs
    assert [program for program in programs if not (ROOT / program).is_file()] == []


def test_the_apps_page_needs_nothing_from_elsewhere():
    page = html.fromstring((DESCRIPTION / "index.html").read_text(encoding="utf-8"))
    pictures = page.xpath("//img")

    assert not page.xpath("//script | //link | //iframe | //style")
    assert [picture.get("src") for picture in pictures if not picture.get("alt")] == []
    sources = {picture.get("src") for picture in pictures}
    assert [source for source in sources if not (DESCRIPTION / source).is_file()] == []


def test_its_pictures_are_sharp_and_small():
    screens = sorted(DESCRIPTION.glob("*_[er][nu].png"))
    assert len(screens) > 5
    for file in [*screens, DESCRIPTION / "banner.png"]:
        assert file.stat().st_size <= 250_000, file
    assert {Image.open(file).size for file in screens} == {(1366, 768)}
    assert Image.open(DESCRIPTION / "banner.png").size == (1120, 560)
    width, height = Image.open(DESCRIPTION / "icon.png").size
    assert width == height >= 128


def test_the_manifest_says_what_the_apps_shop_asks():
    manifest = Manifest.for_addon("ozon_connector")
    for key in (
        "name", "summary", "author", "category", "license", "version", "depends", "website",
    ):
        assert manifest[key], key
    assert len(manifest["name"]) <= 25
    assert manifest["version"].startswith("19.0.")
    folder = Path(manifest.path)
    assert [path for path in manifest["images"] if not (folder / path).is_file()] == []
