"""Several files in a ZIP, as people send them: taken out within limits, one level deep."""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

from ..reading import plain_text
from .workbook import MOST_PACKED, MOST_RATIO, MOST_UNPACKED, SMALL_PART, FileUnreadable

MOST_FILES = 50
MOST_ENTRIES = 200  # including folders and what operating systems add
_ZIP = b"PK\3\4"
_DIRECTORY_ENTRY = b"PK\1\2"
_OF_A_SYSTEM = "__MACOSX/"
_UTF8 = 0x800  # flag of a name


class Packed(NamedTuple):
    """A file: its name without folders, for people to read, and its bytes."""

    name: str
    content: bytes


def is_archive(content: bytes) -> bool:
    """Whether a file is a ZIP other than a workbook, which is a ZIP as well."""
    if not content.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def unpack(content: bytes) -> list[Packed]:
    """The files of a ZIP, in its order.

    :raises FileUnreadable: it has too much or another archive in it, or is protected by a password
    """
    if len(content) > MOST_PACKED:
        raise FileUnreadable("is too large")
    if content.count(_DIRECTORY_ENTRY) > MOST_ENTRIES * 2:
        raise FileUnreadable("has too many files")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return list(map(_unpacked(archive), _checked(archive)))
    except FileUnreadable:
        raise
    # Undocumented: damaged archives raise BadZipFile, zlib.error, NotImplementedError and others.
    except Exception:  # pylint: disable=broad-exception-caught
        failure = FileUnreadable("is damaged")
    raise failure


def _checked(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    files = [
        entry for entry in archive.infolist()
        if not entry.is_dir() and not entry.filename.startswith(_OF_A_SYSTEM)
        and not _name(entry).startswith(".")
    ]
    if len(files) > MOST_FILES:
        raise FileUnreadable("has too many files")
    if any(entry.flag_bits & 1 for entry in files):
        raise FileUnreadable("is encrypted")
    if sum(entry.file_size for entry in files) > MOST_UNPACKED or any(
        entry.file_size > max(SMALL_PART, MOST_RATIO * entry.compress_size) for entry in files
    ):
        raise FileUnreadable("unpacks to too much")
    return files


def _unpacked(archive: zipfile.ZipFile):
    def unpacked(entry: zipfile.ZipInfo) -> Packed:
        # `zipfile` itself refuses a file that has more bytes than declared.
        content = archive.read(entry)
        if is_archive(content):
            raise FileUnreadable("has an archive in it", _name(entry))
        return Packed(_name(entry), content)
    return unpacked


def _name(entry: zipfile.ZipInfo) -> str:
    """The name without folders. Windows writes Russian ones in its own code page, unmarked."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("cp866")
        except UnicodeError:
            name = entry.filename
    return plain_text(name.replace("\\", "/").rpartition("/")[2])
