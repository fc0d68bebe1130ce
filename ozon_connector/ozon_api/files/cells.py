"""Words and figures of cells, however a spreadsheet writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.utils import get_column_letter

from ..reading import KOPECK, NUMBER_LIMIT, ZERO, name, numeric_text, plain_text
from .workbook import Cell, FileUnreadable

LONGEST_CELL = 1000  # characters that are looked at
# Far above what adding up binary fractions leaves, far below a tenth of a kopeck.
NOISE = Decimal("0.00001")
FEWEST_COUNTED = 4  # a row that numbers no more columns than these may hold figures

# Latin letters that look like Russian ones; ё is often written as е.
_AS_RUSSIAN = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_WORD = re.compile(r"[^\W\d_]+")
_RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)
_NOTHING = {"", "-", "–", "—"}
_MINUS = str.maketrans("−–—", "---")
_UNIT = re.compile(r"(?:RUR|RUB|РУБ\.?|₽|Р\.)$", re.IGNORECASE)
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})", re.ASCII)


def words(cell: Cell) -> str:
    """The text of a cell in one line, "" when it has none; numbers as they are written."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d.%m.%Y}"
    return " ".join(plain_text(str(cell), LONGEST_CELL).split())


def folded(cell: Cell) -> str:
    """The text of a cell as it is compared: without regard to case and look-alikes.

    Latin letters become the Russian ones they look like, also where Latin was meant.
    """
    return words(cell).upper().translate(_AS_RUSSIAN).lower().replace("ё", "е")


def stored(text: str) -> str:
    """A text as it is stored, Russian words in Russian letters; for the rest see `reading.name`."""
    return name({"": _WORD.sub(_mended, text)}, "")


def _mended(word: re.Match) -> str:
    """A word with a Russian letter is Russian, and so is a single letter that could be."""
    is_russian = len(word[0]) == 1 or _RUSSIAN.search(word[0])
    return word[0].translate(_AS_RUSSIAN) if is_russian else word[0]


def first(row: Iterable[Cell], beginning: str) -> int | None:
    """The place of the first cell that begins with these words."""
    wanted = folded(beginning)
    return next((at for at, cell in enumerate(row) if folded(cell).startswith(wanted)), None)


def at(row: tuple[Cell, ...], column: int | None) -> Cell:
    """The cell of a column; None if the row has none."""
    return row[column] if column is not None and column < len(row) else None


def address(row: int, column: int) -> str:
    """A cell as people name it, such as "D17"; row and column are counted from 0."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def kopecks(row: tuple[Cell, ...], place: int, column: int | None) -> Decimal:
    """The sum in a column to the kopeck; see `number`."""
    return number(row, place, column).quantize(KOPECK, ROUND_HALF_UP)


def number(row: tuple[Cell, ...], place: int, column: int | None) -> Decimal:
    """The number in a column; an empty cell is 0. It may be a text such as "1 234,50 руб."

    :param place: of the row, counted from 0
    :raises FileUnreadable: it is no number, or not below `NUMBER_LIMIT`
    """
    cell = at(row, column)
    if cell is None:
        return ZERO
    value = None
    if isinstance(cell, str):
        value = _of_text(cell)
    elif type(cell) in (int, float):
        value = numeric_text(repr(cell))
    if value is None:
        raise FileUnreadable("is not a number", address(place, column))
    if not -NUMBER_LIMIT < value < NUMBER_LIMIT:
        raise FileUnreadable("is too large", address(place, column))
    return value


def exact_kopecks(row: tuple[Cell, ...], place: int, column: int | None) -> Decimal:
    """As `kopecks`, but only what a computer's binary fractions add to a sum is dropped.

    :raises FileUnreadable: as `number` does, or there are parts of a kopeck
    """
    exact = number(row, place, column)
    sum_ = exact.quantize(KOPECK, ROUND_HALF_UP)
    if abs(exact - sum_) > NOISE:
        raise FileUnreadable("has parts of a kopeck", address(place, column))
    return sum_


def as_text(cell: Cell) -> str:
    """A code as its text; one that a spreadsheet keeps as 1001.0 is 1001."""
    if cell is None or isinstance(cell, bool):
        return ""
    if type(cell) is float and cell.is_integer():
        return str(int(cell))
    return words(cell) if isinstance(cell, datetime | date) else str(cell)


def counts_columns(row: tuple[Cell, ...]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 …"""
    counted = [as_text(cell).strip() for cell in row if words(cell)]
    return len(counted) > FEWEST_COUNTED and counted == [
        str(number) for number in range(1, len(counted) + 1)
    ]


def _of_text(written: str) -> Decimal | None:
    """The last of point and comma separates the kopecks; a mark that occurs twice does not."""
    text = "".join(words(written[:LONGEST_CELL]).split())
    if text in _NOTHING:
        return ZERO
    text = _UNIT.sub("", text).rstrip(",").translate(_MINUS)
    mark = "," if text.rfind(",") > text.rfind(".") else "."
    thousands = "." if mark == "," else ","
    text = text.replace(thousands, "")
    if text.count(mark) > 1:
        text = text.replace(mark, "")
    return numeric_text(text.replace(mark, "."))


def day(cell: Cell) -> date | None:
    """A date, or the first one in a text; None when there is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = days(words(cell))
    return found[0] if found else None


def days(text: str) -> list[date]:
    """The dates in a text, written like 31.01.2026; what is no date is left out."""
    found = []
    for of_month, month, year in _DAY.findall(text):
        try:
            found.append(date(int(year), int(month), int(of_month)))
        except ValueError:
            continue
    return found
