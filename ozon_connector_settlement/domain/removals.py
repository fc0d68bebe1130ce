"""What happened to goods that were taken out of Ozon's warehouses.

Source: the states in /v1/removal/from-stock/list and /from-supply/list.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from odoo.addons.ozon_connector.domain import calendar

from .settlement_rows import normal

UNDER_WAY = "under_way"
RECEIVED = "received"  # the seller has them
DESTROYED = "destroyed"
LOST = "lost"
COMPENSATED = "compensated"  # lost or destroyed, and paid for
CANCELLED = "cancelled"  # they stayed where they are
UNKNOWN = "unknown"

# Gone for good. A document of compensations or of written-off goods takes these units out of stock;
# the removal itself never does.
GONE = frozenset([DESTROYED, LOST, COMPENSATED])
OPEN = frozenset([UNDER_WAY, UNKNOWN])

_BOXES = {
    RECEIVED: ["получена"],
    DESTROYED: ["утилизирована"],
    LOST: ["потеряна"],
    COMPENSATED: ["компенсировано продавцу"],
    CANCELLED: ["отменено", "расформирована"],
    UNDER_WAY: [
        "доступно к вывозу", "уже в заявке на вывоз", "подготовка к вывозу", "в пути", "собрано",
        "на сц", "у курьера", "неудачная попытка доставки", "в процессе утилизации",
        "в пункте выдачи",
    ],
}
_REMOVALS = {
    RECEIVED: ["завершена", "завершено"],
    DESTROYED: ["утилизирована", "утилизировано"],
    CANCELLED: ["отклонено складом"],
    UNDER_WAY: [
        "создана", "создается", "заполнение данных", "собирается на складе",
        "собирается на складке", "собрана складом", "передаем в логистику",
        "передается в логистику", "в пути", "можно забирать часть", "можно забирать все",
        "можно забрать часть", "можно забрать все", "подготовка к выдаче", "выдача",
        "готово к вывозу", "обрабатывается",
    ],
}
# Ozon's words after `normal`, which also replaces look-alike Latin letters.
_OUTCOME_OF_BOX = {normal(word): one for one, words in _BOXES.items() for word in words}
_OUTCOME_OF_REMOVAL = {normal(word): one for one, words in _REMOVALS.items() for word in words}


def outcome(state: str, box_state: str, destroyed_on: date | None) -> str:
    """What happened to units of a removal, by the state of the box or else of the removal.

    :param state, box_state: Ozon's words; `box_state` is "" for goods without a box
    :param destroyed_on: the day of destruction, which makes a completed removal a destruction
    :return: `UNDER_WAY`, `RECEIVED`, `DESTROYED`, `LOST`, `COMPENSATED`, `CANCELLED` or `UNKNOWN`
    """
    if box_state:
        return _OUTCOME_OF_BOX.get(normal(box_state), UNKNOWN)
    found = _OUTCOME_OF_REMOVAL.get(normal(state), UNKNOWN)
    return DESTROYED if found == RECEIVED and destroyed_on else found


class Loss(NamedTuple):
    """Units that were lost or destroyed.

    :param month: the month of the loss
    :param until: the last month whose document may contain it; None for any later month
    """

    id: int
    product: int
    month: date
    units: float
    until: date | None = None


def documents_until(month: date) -> date:
    """The last month whose documents may contain a loss of this month.

    Ozon does not say when it records a loss: in the same month, or in the next one.
    """
    return calendar.next_month(month)


def is_left_out(month: date, told: Collection[date] | None) -> bool:
    """Whether no document can still contain a loss of a month: all are here, or none will come.

    :param told: the months whose documents are here; None: no document will ever come
    """
    return told is None or (month in told and documents_until(month) in told)


def tied(
    losses: Iterable[Loss], documents: Mapping[int, tuple[str, date, float]]
) -> dict[int, int]:
    """Which row of a document takes each loss out of stock. Each unit of a row counts once.

    :param documents: {id of a row: (product, month, units not tied to another loss)}; a document
        may be of the month of the loss or of a later one
    :return: {id of a loss: id of a row}, without losses that no document contains yet
    """
    left = {row: units for row, (_product, _month, units) in documents.items()}
    found = {}
    for loss in sorted(losses, key=lambda one: (one.month, one.id)):
        fitting = sorted(
            (month, row) for row, (product, month, _units) in documents.items()
            if product == loss.product and left[row] >= loss.units
            and loss.month <= month <= (loss.until or month)
        )
        if fitting:
            _month, row = fitting[0]
            left[row] -= loss.units
            found[loss.id] = row
    return found
