"""The body of an answer, unpacked in bounded memory and time.

`requests` unpacks whatever an answer claims to be, in as many layers as it claims: ten kilobytes
packed twice are gigabytes, and minutes of work. Here an answer is packed with gzip, once, or not
at all; its bytes are counted before and after unpacking, and the clock is looked at in between.
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
    """The answer has more bytes than are taken."""


class UnknownPacking(Exception):
    """The answer is packed in another way than was asked for."""


def read_body(response: requests.Response, most: int) -> bytes:
    """Read an answer to its end.

    :param response: asked for with `stream=True`; nothing of it has been read yet
    :param most: bytes that are taken, packed as well as unpacked
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
    # Grows in place; to join the pieces takes the memory of the body twice.
    body = BytesIO()
    for piece in _counted(_unpacked(pieces), most) if packing == ACCEPTED else pieces:
        body.write(piece)
    # urllib3 1.26 takes a body that breaks off for a whole one.
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
    """What gzip has packed; there may be several such parts, one behind the other."""
    part = None
    try:
        for packed in pieces:
            unpacked = b""
            # A full piece may have left something behind in the unpacker.
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
