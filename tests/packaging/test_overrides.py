"""docs/overrides.rst lists every method of Odoo that the addons override, and why."""

from collections import defaultdict
from pathlib import Path

from docutils.core import publish_doctree
from docutils.nodes import entry, row, table

from tests.packaging.overrides import overrides

PAGE = Path(__file__).parents[2] / "docs" / "overrides.rst"


def page():
    """:return: {(model, method): (reason, records it applies to)}"""
    document = publish_doctree(
        PAGE.read_text(encoding="utf-8"), settings_overrides={"report_level": 2}
    )
    [listed] = document.findall(table)
    _headings, *rows = [
        [" ".join(cell.astext().split()) for cell in line.findall(entry)]
        for line in listed.findall(row)
    ]
    assert len({tuple(cells[:2]) for cells in rows}) == len(rows), "a method is listed twice"
    return {(model, method): (reason, only) for model, method, reason, only in rows}


def in_code():
    files = defaultdict(list)
    for override in overrides():
        files[override.model, override.method].append(override.file)
    return files


def test_every_override_is_on_the_page():
    files, listed = in_code(), page()
    missing = [
        f"   * - {model}\n     - {method}\n     - WHY\n     - WHICH RECORDS   ({', '.join(where)})"
        for (model, method), where in files.items() if (model, method) not in listed
    ]  # fmt: skip
    assert not missing, "add to docs/overrides.rst:\n" + "\n".join(missing)
    gone = [f"{model} {method}" for model, method in listed if (model, method) not in files]
    assert not gone, "remove from docs/overrides.rst, nobody overrides these: " + ", ".join(gone)


def test_each_has_a_reason_and_says_which_records_it_is_for():
    for (model, method), (reason, only) in page().items():
        assert len(reason) > 20, f"{model} {method}: why?"
        assert only, f"{model} {method}: on which records?"


def test_each_calls_what_it_overrides():
    silent = [f"{one.file}: {one.method}" for one in overrides() if not one.calls_super]
    assert not silent, "these do not call super(): " + ", ".join(silent)


def test_what_is_found_is_enough_to_be_compared():
    """The comparison must not pass because nothing was found."""
    found = in_code()
    assert {
        ("account.move", "_post"), ("stock.quant", "try_lock_for_update"),
        ("ExcelExport", "from_group_data"), ("TableExporter", "export_xlsx"),
    } <= found.keys()  # fmt: skip
