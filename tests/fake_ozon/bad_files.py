"""Files that are not a valid XLSX, and what is wrong with each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import xlsxwriter

from .settlement_file import Settlement

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def good() -> bytes:
    """A settlement without any movement."""
    return Settlement(2026, 9).as_xlsx()


def with_parts(parts: dict[str, bytes], content: bytes | None = None) -> bytes:
    """An XLSX with these parts replaced or added."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or good())) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        kept = {name: old.read(name) for name in old.namelist()}
        for name, part in {**kept, **parts}.items():
            new.writestr(name, part)
    return changed.getvalue()


def part(content: bytes, name: str) -> bytes:
    """A part of an XLSX."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def sheet(rows: str) -> bytes:
    """The XML of a sheet with these rows."""
    return f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()


def of_cells(*sheets: list[list]) -> bytes:
    """An XLSX with these values, a list of rows for each sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        for rows in sheets:
            worksheet = workbook.add_worksheet()
            for place, values in enumerate(rows):
                worksheet.write_row(place, 0, values)
    return file.getvalue()


def entities(encoding: str) -> bytes:
    """A billion laughs: a text of ten entities, each of ten entities, and so on."""
    strings = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE sst [<!ENTITY a0 "ha">{_LAUGHS}]>'
        f"<sst {_MAIN}><si><t>&a9;</t></si></sst>"
    )
    return with_parts({STRINGS: strings.encode(encoding)})


def lying() -> bytes:
    """An XLSX whose directory states a tenth of the size of a part."""
    content = bytearray(with_parts({SHEET: sheet("<row/>" * 100)}))
    for name_at, size_at in ((30, 22), (46, 24)):  # within an entry before a part, in the directory
        entry = content.rfind(SHEET.encode()) if name_at == 46 else content.find(SHEET.encode())
        at = entry - name_at + size_at
        size = int.from_bytes(content[at : at + 4], "little")
        content[at : at + 4] = (size // 10).to_bytes(4, "little")
    return bytes(content)


def _locked() -> bytes:
    """A ZIP whose directory says that its parts are encrypted."""
    content = bytearray(good())
    at = content.find(b"PK\1\2")
    content[at + 8] |= 1
    return bytes(content)


def _twice() -> bytes:
    file = io.BytesIO(good())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/a.xml", b"<a/>")
        archive.writestr("xl/b.xml", b"<b/>")
    return file.getvalue().replace(b"xl/b.xml", b"xl/a.xml")


# name: (function that creates the file, reason why it cannot be read)
BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is no XLSX file"),
    "a text": (lambda: "Наименование;Дебет;Кредит\n".encode(), "is no XLSX file"),
    "a page": (lambda: b"<html>maintenance</html>", "is no XLSX file"),
    "a PDF": (lambda: b"%PDF-1.7\n", "is no XLSX file"),
    "an old .xls": (lambda: _OLE, "is an old .xls file"),
    "a password": (lambda: _OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
    "a locked ZIP": (_locked, "is encrypted"),
    "a ZIP of photos": (lambda: _zip({"a.jpg": b"JFIF"}), "is no XLSX file"),
    "half a file": (lambda: good()[:-1000], "is damaged"),
    "a hole": (lambda: good()[:60] + bytes(200) + good()[260:], "is damaged"),
    "no workbook": (lambda: _zip({"[Content_Types].xml": b"<Types/>"}), "is damaged"),
    "broken XML": (lambda: with_parts({SHEET: b"<worksheet><row>"}), "is damaged"),
    "a part twice": (_twice, "is damaged"),
    "a lie about a size": (lying, "is damaged"),
    "a number of a million digits": (
        lambda: with_parts({SHEET: sheet(f"<row><c><v>{'97' * 400_000}</v></c></row>")}),
        "is damaged",
    ),
    "51 MB": (lambda: good() + bytes(51 * 2**20), "is too large"),
    "a bomb": (lambda: with_parts({SHEET: sheet(" " * 3 * 2**20)}), "unpacks to too much"),
    "three million tags": (
        lambda: with_parts({f"xl/worksheets/{n}.xml": b"<a/>" * 250_000 for n in range(13)}),
        "unpacks to too much",
    ),
    "three million attributes": (
        lambda: with_parts({f"xl/worksheets/{n}.xml": b'a="" ' * 200_000 for n in range(16)}),
        "unpacks to too much",
    ),
    "styles without end": (
        lambda: with_parts({"xl/styles.xml": b"<a/>" * 60_000}), "unpacks to too much",
    ),
    "a thousand parts": (
        lambda: with_parts({f"xl/{n}.xml": b"" for n in range(1000)}),
        "has too many parts",
    ),
    "another packing": (lambda: _zip({"[Content_Types].xml": b"a"}, zipfile.ZIP_LZMA),
                        "is packed in another way"),
    "entities": (lambda: entities("utf-8"), "declares entities"),
    "entities in UTF-16": (lambda: entities("utf-16"), "declares entities"),
    "20,001 rows": (lambda: of_cells([[1]] * 20_001), "has too many rows"),
    "a row far below": (
        lambda: with_parts({SHEET: sheet('<row r="999999999"><c><v>1</v></c></row>')}),
        "has too many rows",
    ),
    "65 columns": (lambda: of_cells([[1] * 65]), "has too many columns"),
}  # fmt: skip


def _zip(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()
