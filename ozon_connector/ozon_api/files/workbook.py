"""Reads an XLSX file from outside without trusting it.

A workbook is a ZIP of XML: a few kilobytes may unpack to gigabytes, or keep a parser busy for
hours. So its directory is checked before anything is unpacked, its parts before they are parsed,
and only values are taken: no formula is computed, no link followed.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import repeat
from typing import NamedTuple

import openpyxl

MOST_PACKED = 50 * 1024 * 1024  # bytes
MOST_UNPACKED = 100 * 1024 * 1024  # bytes, of all parts
MOST_RATIO = 200  # of a part, unpacked to packed; sheets have 10 to 50
SMALL_PART = 1024 * 1024  # bytes, unpacked; their ratio does not matter
MOST_PARTS = 1000
MOST_MARKS = 3_000_000  # tags and attributes; 20,000 rows of twelve columns have half as many
MOST_MARKS_ELSEWHERE = 50_000  # in parts that are parsed whole; a usual file has some thousand
MOST_SHEETS = 10
MOST_ROWS = 20_000  # of a sheet, down to the last with something in it
MOST_COLUMNS = 64
LAST_ROW = 1_048_576  # the last one that a sheet can have
ROWS_BETWEEN = 500  # two calls of the watcher

_ZIP = b"PK\3\4"
_DIRECTORY_ENTRY = b"PK\1\2"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .xls, and what Excel encrypts
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PARSED_BIT_BY_BIT = ("xl/worksheets/", "xl/sharedStrings")
# A cell with a formula and no value; its attributes are the first group.
_FORMULA_ALONE = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_PLACE = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_WAYS_OF_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

Cell = str | int | float | bool | datetime | date | time | timedelta | None
Row = tuple[Cell, ...]
# Called with the number of rows read, and with the number of all rows in all sheets.
Watcher = Callable[[int, int], None]


class FileUnreadable(Exception):
    """A file is not what it should be.

    :param reason: what is wrong, such as "is encrypted"
    :param place: where in it, such as "D17"; "" for the whole file
    """

    def __init__(self, reason: str, place: str = ""):
        super().__init__(reason, place)
        self.reason = reason
        self.place = place


class Sheet(NamedTuple):
    """Values of a sheet: rows without empty cells at their ends, no empty rows at the end."""

    title: str
    rows: tuple[Row, ...]


def read_workbook(content: bytes, watcher: Watcher | None = None) -> tuple[Sheet, ...]:
    """The sheets of an XLSX file, in its order.

    :param watcher: called every `ROWS_BETWEEN` rows and at the end; not for smaller files
    :raises FileUnreadable: it is none, or has too much in it
    """
    _check_kind(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive)
            count = _count_rows(archive)
        return _sheets(content, _Counted(count, watcher))
    except FileUnreadable:
        raise
    # openpyxl does not document what damaged files raise: KeyError, TypeError, SyntaxError …
    except Exception:  # pylint: disable=broad-exception-caught
        failure = FileUnreadable("is damaged")
    # Raised out here so that no exception that quotes the file stays attached.
    raise failure


def formula_without_value(content: bytes) -> str:
    """The first cell whose formula has no stored result, such as "D17"; "" if there is none.

    `read_workbook` has no value for it, since no formula is computed.

    :param content: what `read_workbook` has read
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                found = _FORMULA_ALONE.search(archive.read(name))
                if found:
                    place = _PLACE.search(found[1])
                    return place[1].decode() if place else "?"
    return ""


def _check_kind(content: bytes) -> None:
    if content.startswith(_OLE):
        raise FileUnreadable("is encrypted" if _ENCRYPTED in content else "is an old .xls file")
    if not content.startswith(_ZIP):
        raise FileUnreadable("is no XLSX file")
    if len(content) > MOST_PACKED:
        raise FileUnreadable("is too large")
    # Checked before `zipfile` makes an object of each part.
    if content.count(_DIRECTORY_ENTRY) > MOST_PARTS:
        raise FileUnreadable("has too many parts")


def _check_directory(archive: zipfile.ZipFile) -> None:
    """Check before unpacking. `zipfile` itself refuses what unpacks to more than declared."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileUnreadable("is encrypted")
    if "[Content_Types].xml" not in archive.namelist():
        raise FileUnreadable("is no XLSX file")
    if len(set(archive.namelist())) < len(parts):
        raise FileUnreadable("is damaged")
    if any(part.compress_type not in _WAYS_OF_PACKING for part in parts):
        raise FileUnreadable("is packed in another way")
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_is_bomb, parts)):
        raise FileUnreadable("unpacks to too much")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(SMALL_PART, MOST_RATIO * part.compress_size)


def _count_rows(archive: zipfile.ZipFile) -> int:
    """How many rows the sheets store, read without parsing them.

    :raises FileUnreadable: a part takes long to parse, or declares entities, which may expand to
        any size
    """
    marks = elsewhere = rows = 0
    for part in archive.infolist():
        text = archive.read(part)
        found = text.count(b"<") + text.count(b"=")
        if part.filename.startswith(_PARSED_BIT_BY_BIT):
            marks += found
            rows += len(_ROW.findall(text))
        else:
            elsewhere += found
        if marks > MOST_MARKS or elsewhere > MOST_MARKS_ELSEWHERE:
            raise FileUnreadable("unpacks to too much")
        if b"\0" in text:
            text = text.replace(b"\0", b"")  # UTF-16 is another way of writing the same
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise FileUnreadable("declares entities")
    return rows


class _Counted:
    """Counts the rows that are read, and tells the watcher."""

    def __init__(self, count: int, watcher: Watcher | None):
        self._count, self._watcher, self._done = count, watcher, 0

    def one_more(self) -> None:
        self._done += 1
        # Rows that are not stored are read as empty ones, and count here as well.
        if self._done % ROWS_BETWEEN == 0 and self._done < self._count:
            self._tell(self._done)

    def end(self) -> None:
        if self._count > ROWS_BETWEEN:
            self._tell(self._count)

    def _tell(self, done: int) -> None:
        if self._watcher:
            self._watcher(done, self._count)


def _sheets(content: bytes, counted: _Counted) -> tuple[Sheet, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles, of dates out of range
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        try:
            if len(book.worksheets) > MOST_SHEETS:
                raise FileUnreadable("has too many sheets")
            sheets = tuple(Sheet(one.title, tuple(_rows(one, counted))) for one in book.worksheets)
            counted.end()
            return sheets
        finally:
            book.close()


def _rows(worksheet, counted: _Counted) -> Iterator[Row]:
    # What a sheet says about its size is often wrong.
    worksheet.reset_dimensions()
    empty = 0  # rows in between
    for place, values in enumerate(worksheet.iter_rows(values_only=True)):
        counted.one_more()
        beyond = values[MOST_COLUMNS:]
        if beyond.count(None) < len(beyond):
            raise FileUnreadable("has too many columns")
        row = _without_empty_end(values[:MOST_COLUMNS])
        if place >= (MOST_ROWS if row else LAST_ROW):
            raise FileUnreadable("has too many rows")
        if not row:
            empty += 1
            continue
        yield from repeat((), empty)
        yield row
        empty = 0


def _without_empty_end(values: Row) -> Row:
    end = len(values)
    while end and values[end - 1] in (None, ""):
        end -= 1
    return values[:end]
