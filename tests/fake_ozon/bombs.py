"""Answers that would fill the memory of a careless reader.

Each is about as large as the largest accepted answer, or unpacks to more. The server that sends
them never has a whole one in its memory.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import count

from .faults import Answer

SIZE = 79 * 1024 * 1024  # bytes; a little less than the connector accepts
_PIECE = 512 * 1024
_UNITS = 1000  # in a piece, if units are created one by one

_HEAD = b'{"result": {"header": {"number": "1"}, "rows": ['
_TAIL = b"]}}"
_REAL_ROW = (
    '{"rowNumber": 1%s, "item": {"name": "Кружка %s", "offer_id": "ART-%s", "barcode": "OZN%s", '
    '"sku": 1%s}, "seller_price_per_instance": 1%s.55, "commission_ratio": 0.46, '
    '"delivery_commission": {"price_per_instance": 1%s.55, "quantity": 1, "amount": 1%s.55, '
    '"bonus": 0, "bank_coinvestment": 0, "stars": 0, "pick_up_point_coinvestment": 0, '
    '"standard_fee": 0, "commission": 0, "compensation": 0, "total": 1%s.55}, '
    '"return_commission": null},'
)
_SMALL_SIDE = (
    b'{"quantity":1,"price_per_instance":1,"amount":1,"bonus":2,"bank_coinvestment":3,"stars":4,'
    b'"pick_up_point_coinvestment":5,"standard_fee":6,"commission":7,"compensation":8,"total":9}'
)


class Repeated:
    """A body that repeats a unit up to so many bytes; it can be sent again.

    :param unit: bytes, or a function that creates them from a number
    """

    def __init__(self, head: bytes, unit, tail: bytes, size: int = SIZE):
        self._head, self._unit, self._tail, self._size = head, unit, tail, size

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        sent = 0
        for first in count(100_000, _UNITS):
            if callable(self._unit):
                piece = b"".join(map(self._unit, range(first, first + _UNITS)))
            else:
                piece = self._unit * (_PIECE // len(self._unit) + 1)
            sent += len(piece)
            if sent > self._size:
                break
            yield piece
        yield self._tail


def _rows(unit) -> Repeated:
    """A report of such rows, with a last row that means nothing."""
    return Repeated(_HEAD, unit, b"{}" + _TAIL)


def _named(text: str):
    return f'{{"item": {{"name": "{text * 400}", "offer_id": "{text * 200}"}}, ' .encode() + (
        b'"delivery_commission": ' + _SMALL_SIDE + b"},"
    )


def shapes() -> dict[str, Repeated]:
    """Uncompressed answers to /v2/finance/realization, each named after what it has too much of."""
    return {
        "rows of nothing": _rows(b"{},"),
        "rows without sides": _rows(b'{"delivery_commission":null},'),
        "small rows": _rows(b'{"delivery_commission":' + _SMALL_SIDE + b"},"),
        "rows of both sides": _rows(
            b'{"delivery_commission":%b,"return_commission":%b},' % (_SMALL_SIDE, _SMALL_SIDE)
        ),
        "real rows": _rows(lambda one: (_REAL_ROW.replace("%s", str(one))).encode()),
        "names of four bytes a letter": _rows(_named("я\N{GRINNING FACE}")),
        "figures without a name": _rows(
            b'{"delivery_commission":{"new":[' + b"1," * 200_000 + b"1]}},"
        ),
        "keys": Repeated(b"{", lambda one: b'"%d":1,' % one, b'"a":1}'),
        "keys in a row": Repeated(
            _HEAD + b"{", lambda one: b'"%d":1,' % one, b'"a":1}' + _TAIL
        ),
        "lists in lists": Repeated(_HEAD + b'{"a":', b"[", b""),
        "one text": Repeated(b'{"result": {"header": {"number": "', "я".encode(), b'"}}}'),
        "one figure": Repeated(_HEAD + b'{"a":', b"9", b"}" + _TAIL),
        "a list nobody asked for": Repeated(b'{"new": [', b"[],", b"[]]}"),
        "space": Repeated(b"", b" ", b"{}"),
    }


def other_shapes() -> dict[str, tuple[str, Repeated]]:
    """Uncompressed answers to the other methods: the path of each, and its body."""
    page, cards, roles = "/v3/product/list", "/v3/product/info/list", "/v1/roles"
    return {
        "texts of a card": (cards, Repeated(
            b'{"items": [{"id": 1, "barcodes": [', lambda one: b'"%d",' % one, b'"1"]}]}'
        )),
        "more cards than were asked for": (cards, Repeated(
            b'{"items": [', lambda one: b'{"id":%d},' % one, b'{"id":1}]}'
        )),
        "cards of many SKUs": (cards, Repeated(
            b'{"items": [', b'{"id":1,"sources":[' + b'{"sku":1},' * 999 + b'{"sku":1}]},',
            b'{"id":1}]}',
        )),
        "an endless page": (page, Repeated(
            b'{"items": [', lambda one: b'{"product_id":%d},' % one, b'{}], "last_id": "x"}'
        )),
        "a long mark of a page": (page, Repeated(b'{"items": [], "last_id": "', b"x", b'"}')),
        "roles": (roles, Repeated(b'{"roles": [', b'{"name":"Admin"},', b"{}]}")),
        "methods of a role": (roles, Repeated(
            b'{"roles": [{"methods": [', b'"/v1/roles",', b'""]}]}'
        )),
        "names of a seller": ("/v1/seller/info", Repeated(
            b'{"company": {"name": "', "я".encode(), b'"}}'
        )),
    }


def packed() -> dict[str, Answer]:
    """Small answers that unpack to gigabytes, or never end."""
    once = gzip.compress(b" " * 1024 * 1024) * 1024
    layers = gzip.compress(gzip.compress(b" " * 1024**2 * 64) * 128)
    named = {"Content-Encoding": "gzip"}
    return {
        "a gigabyte packed": Answer(body=once, headers=named),
        "packed twice": Answer(body=layers, headers={"Content-Encoding": "gzip, gzip"}),
        "a refusal packed": Answer(400, body=once, headers=named),
        "a refusal packed twice": Answer(
            503, body=layers, headers={"Content-Encoding": "gzip, gzip"}
        ),
        "a page of another packing": Answer(body=once, headers={"Content-Encoding": "deflate"}),
    }
