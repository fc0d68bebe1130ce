"""Good answers with one fault: a field is missing, or has another value."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import NamedTuple

from .figures import to_json

# Values that may replace the right one. NaN and Infinity are not JSON, but servers send them.
IN_ITS_PLACE = {
    "null": None,
    "a text": "не то",
    "a number": 7.5,
    "a list": [1],
    "an object": {"a": 1},
    "true": True,
    "NaN": float("nan"),
    "Infinity": float("inf"),
    "1e308": 1e308,
    "10^400": 10**400,
}


class Spoiled(NamedTuple):
    """path: where the fault is, such as "result.rows[0].item.sku"; kind: what it is."""

    path: str
    kind: str
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.path}: {self.kind}"


def spoiled(payload) -> Iterator[Spoiled]:
    """The payload with each fault at each place, one fault at a time."""
    good = json.loads(to_json(payload))
    for steps in _places(good):
        path = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".")
        if isinstance(steps[-1], str):
            yield Spoiled(path, "missing", _dump(_changed(good, steps, delete=True)))
        for kind, value in IN_ITS_PLACE.items():
            yield Spoiled(path, kind, _dump(_changed(good, steps, value)))


def _places(value, steps=()) -> Iterator[tuple]:
    """Every place in a JSON value; of a list, only its first item."""
    if isinstance(value, dict):
        inner = value.items()
    else:
        inner = list(enumerate(value))[:1] if isinstance(value, list) else ()
    for key, below in inner:
        yield (*steps, key)
        yield from _places(below, (*steps, key))


def _changed(good, steps, value=None, *, delete=False):
    changed = copy.deepcopy(good)
    parent = changed
    for step in steps[:-1]:
        parent = parent[step]
    if delete:
        del parent[steps[-1]]
    else:
        parent[steps[-1]] = value
    return changed


def _dump(value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
