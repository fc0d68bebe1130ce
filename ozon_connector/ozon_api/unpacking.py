"""The body of an answer, unpacked in bounded memory and time.

`requests` unpacks as many layers as an answer claims to have. Ten kilobytes packed twice can become
gigabytes and take minutes. Here an answer may be packed with gzip once or not at all. Its bytes are
counted before and after unpacking, and the time is checked in between.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

import requests
from urllib3.exceptions import HTTPError

from .transport import seconds_left

PIECE = 64 * 1024  # bytes, packed or unpacked
ACCEPTED = "gzip"  # for the header Accept-Encoding
_GZIP = 16 + zlib.MAX_WBITS


class TooLarge(Exception):
    """The answer has more bytes than we accept."""


class UnknownPacking(Exception):
    """The answer is packed in a way that we did not ask for."""


def read_body(response: requests.Response, most: int) -> bytes:
    """Read an answer to its end.

    :param response: asked for with `stream=True`; nothing of it has been read yet
    :param most: the most bytes that we accept, packed as well as unpacked
    :return: the body, unpacked
    :raises TooLarge: it has more bytes
    :raises UnknownPacking: it is packed in another way than `ACCEPTED`, or twice
    :raises urllib3.exceptions.HTTPError: it breaks off, or takes longer than the call may
    """
    if (response.raw.length_remaining or 0) > most:
        raise TooLarge
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", ACCEPTED):
        raise UnknownPacking
    pieces = _counted(response.raw.stream(PIECE, decode_content=False), most)
    # It grows in place; joining the pieces would take the memory of the body twice.
    body = BytesIO()
    for piece in _counted(_unpacked(pieces), most) if packing == ACCEPTED else pieces:
        body.write(piece)
    # urllib3 1.26 takes an incomplete body for a complete one.
    if response.raw.length_remaining:
        raise HTTPError("the answer broke off")
    return body.getvalue()


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooLarge
        if seconds_left() < 0:
            raise HTTPError("the answer took too long")
        yield piece


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip data, which may consist of several parts in a row."""
    part = None
    try:
        for packed in pieces:
            unpacked = b""
            # After a full piece there may be more data in the unpacker.
            while packed or len(unpacked) == PIECE:
                part = part or zlib.decompressobj(_GZIP)
                unpacked = part.decompress(packed, PIECE)
                yield unpacked
                packed = part.unconsumed_tail
                if part.eof:
                    packed, unpacked, part = part.unused_data, b"", None
    except zlib.error:
        raise HTTPError("the answer is not packed as it says") from None
    if part:
        raise HTTPError("the packed answer broke off")
