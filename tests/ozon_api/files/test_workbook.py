"""Foreign workbooks: what is read, and what is not even unpacked."""

import subprocess
import sys
import tracemalloc
import warnings
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozon_api.files.workbook import FileUnreadable, read_workbook
from tests.fake_ozon import bad_files
from tests.fake_ozon.bad_files import BAD_FILES, SHEET, of_cells, sheet, with_parts


def rows_of(content):
    (only,) = read_workbook(content)
    return only.rows


# ------------------------------------------------------------------ what is read


def test_values_are_read_as_they_are():
    rows = rows_of(of_cells([["Наименование", 1, 2.5, True], [], [None, "a"]]))
    assert rows == (("Наименование", 1, 2.5, True), (), (None, "a"))


def test_no_formula_is_worked_out_and_no_link_followed():
    cells = "<c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c t='str'><f>HYPERLINK(1)</f><v>a</v></c>"
    assert rows_of(with_parts({SHEET: sheet(f"<row>{cells}</row>")})) == ((2, None, "a"),)


def test_dates_are_dates():
    dated = bad_files.Settlement(2026, 9)
    dated.add("Акт", "1", debit="1")
    values = [value for row in rows_of(dated.as_xlsx()) for value in row]
    assert datetime(2026, 9, 30) in values


@pytest.mark.parametrize("size", ["A1", "A1:XFD1048576"])
def test_what_a_sheet_says_of_its_size_does_not_matter(size):
    content = sheet("<row r='2'><c r='B2'><v>1</v></c></row>")
    content = content.replace(b"<sheetData>", f'<dimension ref="{size}"/><sheetData>'.encode())
    assert rows_of(with_parts({SHEET: content})) == ((), (None, 1))


def test_the_largest_sheet_that_is_taken():
    rows = rows_of(of_cells([[1] * 64] + [[1]] * 19_999))
    assert (len(rows), len(rows[0])) == (20_000, 64)


def test_somebody_is_told_how_far_it_is_with_many_rows_and_not_with_few():
    told = []
    read_workbook(of_cells([["a", 1]] * 1_700), lambda *rows: told.append(rows))
    assert told == [(500, 1_700), (1_000, 1_700), (1_500, 1_700), (1_700, 1_700)]
    told.clear()
    read_workbook(of_cells([[1]] * 500), lambda *rows: told.append(rows))
    assert not told
    # Rows that the file leaves out are read as empty, but only rows in the file are counted.
    read_workbook(
        with_parts({SHEET: sheet("<row r='1'><c r='A1'><v>1</v></c></row>" + "".join(
            f"<row r='{number}'><c r='A{number}'><v>1</v></c></row>"
            for number in range(9_000, 9_900)
        ))}), lambda *rows: told.append(rows),
    )
    assert told == [(500, 901), (901, 901)]


@pytest.mark.exhaustive
def test_a_large_sheet_is_read_in_bounded_memory():
    content = of_cells([["Ложка столовая", *range(12)]] * 20_000)
    tracemalloc.start()
    rows_of(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # The limit leaves room for the values and one part of the file, but not for its tree.
    assert peak < 60 * 1024 * 1024, peak


def test_formatted_emptiness_counts_for_nothing():
    row = "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1' s='1'/></row><row r='1048576'/>"
    assert rows_of(with_parts({SHEET: sheet(row)})) == ((1,),)


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_and_says_why(name):
    make, reason = BAD_FILES[name]
    with warnings.catch_warnings(), pytest.raises(FileUnreadable) as caught:
        warnings.simplefilter("error")
        read_workbook(make())
    assert (caught.value.reason, caught.value.place) == (reason, "")
    assert caught.value.__context__ is None or isinstance(caught.value.__context__, FileUnreadable)


def test_a_bad_file_is_refused_in_bounded_memory():
    """The peak of a separate process, as the increase in MB."""
    code = """
import re
from ozon_api.files.workbook import FileUnreadable, read_workbook
from tests.fake_ozon.bad_files import SHEET, sheet, with_parts
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read()).group(1))
cells = "".join(f"<c><v>{n * 7919 % 1000003}</v></c>" for n in range(100_000))
content = with_parts({SHEET: sheet(f"<row>{cells}</row>")})
del cells
before = peak()
try:
    read_workbook(content)
except FileUnreadable as error:
    print((peak() - before) // 1024, error.reason)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": "ozon_connector:."},
    )  # fmt: skip
    megabytes, reason = done.stdout.split(maxsplit=1)
    assert reason.strip() == "has too many columns"
    assert int(megabytes) < 150


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_file_with_any_bytes_changed_is_read_or_refused(data):
    content = bytearray(bad_files.good())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        read_workbook(bytes(content))
    except FileUnreadable as error:
        assert error.reason


@settings(max_examples=60, deadline=None)
@given(
    rows=st.text(alphabet='<>/= "rcvts123AZ&;', max_size=60),
    part=st.sampled_from([SHEET, "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"]),
)
def test_a_file_with_any_text_in_a_part_is_read_or_refused(rows, part):
    try:
        read_workbook(with_parts({part: sheet(rows)}))
    except FileUnreadable as error:
        assert error.reason
