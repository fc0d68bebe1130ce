"""An answer's JSON, taken apart piece by piece.

`json.loads` can turn a hundred megabytes into gigabytes of objects. Here only a piece of the answer
is decoded at a time, and the objects of a list in it become records before the next piece is read.
The number of objects, the size of each and everything outside of lists are limited.
"""

from __future__ import annotations

import codecs
import gc
import re
from collections.abc import Callable
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError, JSONDecoder

from .reading import WrongShape

# Bytes decoded at a time. Larger pieces took longer, perhaps because of the processor's cache.
PIECE = 128 * 1024
MOST_IN_ONE = 1024 * 1024  # characters of one object of a list, and of all that is outside lists
MOST_OBJECTS = 100_000  # in the lists of an answer; a big month has 70,000 rows

_SPACES = " \t\n\r"
_SPACE = re.compile(rf"[{_SPACES}]*")
_FIRST_KEY = re.compile(rf'{{[{_SPACES}]*"[^"\\]*"')  # with the beginning of its object

Readers = dict[str, Callable[[dict], object]]


def decode(
    content: bytes, most: int = MOST_OBJECTS, **readers: Callable[[dict], object]
) -> dict:
    """The JSON object in an answer's body; numbers with a point are Decimal.

    Some methods wrap their answer in `result` and others do not; this function accepts both.

    :param content: UTF-8
    :param most: how many objects the wanted lists may have together
    :param readers: for each wanted list of the answer, by its key: a function that makes a record
        of one of its objects
    :return: the members of the answer; the wanted lists are lists of records
    :raises WrongShape: it is no JSON object, has too much in it, or a reader found something wrong
    """
    try:
        with _no_search_for_circles():
            answer = _Answer(content, most, readers).decoded()
    # ValueError: no JSON, no text, an endless integer. InvalidOperation: an absurd exponent.
    except (ValueError, InvalidOperation):
        raise WrongShape("", "is not JSON") from None
    except RecursionError:
        raise WrongShape("", "is nested too deeply") from None
    if "result" not in answer:
        return answer
    if answer["result"] is None:
        return {}
    if type(answer["result"]) is not dict:
        raise WrongShape("result", "is not an object")
    return answer["result"]


@contextmanager
def _no_search_for_circles():
    """Switch off the cyclic garbage collector: nothing here refers to itself, and it costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse_constant(name: str):
    raise ValueError(name)


_scan = JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant).scan_once


class _Answer:
    """A body being read: the current piece of text and the position in it."""

    def __init__(self, content: bytes, most: int, readers: Readers):
        self._content = content
        self._most = most
        self._readers = readers
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogatepass")
        self._taken = 0  # bytes
        self._text = ""
        self._searched = None  # the text in which `_several_items` has already looked
        self._at = 0
        self._no_list = 0  # characters outside of lists
        self._objects = 0

    def decoded(self) -> dict:
        """The whole body.

        :raises WrongShape, ValueError: it is no JSON object, or something follows it
        """
        if self._next() != "{":
            raise WrongShape("", "is not an object" if self._next() else "is not JSON")
        answer = self._members(inside="result")
        if self._next():
            raise ValueError("something follows the answer")
        return answer

    def _members(self, inside: str | None = None) -> dict:
        """The members of the object that begins here.

        :param inside: the key of a member whose own members are read in the same way
        """
        members = {}
        self._take("{")
        while self._next() != "}":
            if members:
                self._take(",")
            if self._next() != '"':
                raise ValueError("a key is missing")
            key = self._value()
            if key in members:
                raise WrongShape("", "has a key twice")
            self._take(":")
            first = self._next()
            if first == "[" and key in self._readers:
                members[key] = self._list(key)
            elif first == "{" and key == inside:
                members[key] = self._members()
            else:
                members[key] = self._value()
                if key in self._readers and members[key] is not None:
                    raise WrongShape(key, "is not a list")
        self._take("}")
        return members

    def _list(self, key: str) -> list:
        """The records of the list that begins here."""
        records, read = [], self._readers[key]
        self._take("[")
        more = self._next() != "]"
        while more:
            before = len(records)
            try:
                for item in self._items():
                    if type(item) is not dict:
                        raise WrongShape("", "is not an object")
                    records.append(read(item))
            except WrongShape as error:
                raise error.inside(f"{key}[{len(records)}]") from None
            self._objects += len(records) - before
            if self._objects > self._most:
                raise WrongShape(key, "is too long")
            more = self._next() == ","
            if more:
                self._take(",")
                self._next()
        self._take("]")
        return records

    def _items(self) -> list:
        """The next items of a list: those that end in the present piece, or only one."""
        return self._several_items() or [self._value(in_list=True)]

    def _several_items(self) -> list:
        """The next objects of a list, if several end in the present piece; else [].

        Decoding them together takes less time than one after the other.
        """
        is_new = self._text is not self._searched
        self._searched = self._text
        begin = is_new and _FIRST_KEY.match(self._text, self._at)
        if not begin:
            return []
        # The objects of a list begin with the same key. An object within an item may begin with it,
        # too; then the text before it does not end with a whole item, and cannot be decoded.
        last = self._text.rfind(begin[0], self._at)
        several = self._text[self._at : last].rstrip(_SPACES)
        if not several.endswith(","):
            return []
        try:
            items, end = _scan(f"[{several[:-1]}]", 0)
        except (StopIteration, JSONDecodeError):
            return []
        if end != len(several) + 1:  # the list ends earlier
            return []
        self._at += len(several) - 1
        return items

    def _value(self, *, in_list: bool = False):
        """The value that begins here."""
        while True:
            try:
                value, end = _scan(self._text, self._at)
            except (StopIteration, JSONDecodeError):
                end = None
            # A number at the end of a piece may go on in the next one.
            if end is not None and (end < len(self._text) or not self._read_on()):
                break
            if len(self._text) - self._at > MOST_IN_ONE:
                raise WrongShape("", "is too large")
            if end is None and not self._read_on():
                raise ValueError("the answer ends too early")
        if not in_list:
            self._no_list += end - self._at
            if self._no_list > MOST_IN_ONE:
                raise WrongShape("", "is too large")
        self._at = end
        return value

    def _take(self, character: str) -> None:
        if self._next() != character:
            raise ValueError(f"{character} is missing")
        self._at += 1

    def _next(self) -> str:
        """The next character that is not a space; "" at the end."""
        while True:
            if self._at < len(self._text) and (character := self._text[self._at]) not in " \t\n\r":
                return character
            self._at = _SPACE.match(self._text, self._at).end()
            if self._at == len(self._text) and not self._read_on():
                return ""

    def _read_on(self) -> bool:
        """Decode more of the body; False at its end."""
        if self._taken >= len(self._content):
            return False
        piece = self._content[self._taken : self._taken + PIECE]
        self._taken += len(piece)
        final = self._taken >= len(self._content)
        self._text = self._text[self._at :] + self._decoder.decode(piece, final)
        self._at = 0
        return True
