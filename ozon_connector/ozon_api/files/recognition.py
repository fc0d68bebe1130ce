"""Recognises which report of Ozon a file is by its contents; its name does not matter.

It knows the layouts of the realization report, also by order, of the mutual settlement, of
compensations and of the catalogue, and the УПД, whose XML the tax service prescribes. No register
of acts, of re-invoiced services or of УПД for buy-outs has been published; these are read like any
table of documents. A register without such headings is refused, and named if its title says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .catalogue import Catalogue, catalogue_of, csv_sheet, has_catalogue
from .cells import folded
from .compensations import CompensationReport, compensations_of, has_compensations
from .mutual_settlement import MutualSettlement, has_settlement, settlement_of
from .realization import RealizationFile, realization_of
from .realization_columns import has_groups
from .register import Register, has_register, register_of
from .title import texts
from .transfer_document import TransferDocument, is_xml, read_transfer_document
from .workbook import FileUnreadable, Sheet, Watcher, read_workbook

REALIZATION, POSTINGS = "realization", "postings"
SETTLEMENT = "settlement"
COMPENSATION, DECOMPENSATION = "compensation", "decompensation"
TRANSFER = "transfer"
CATALOGUE = "catalogue"
REGISTER = "register"

TITLE_ROWS = 30
_ANOTHER = "is of another marketplace"
# Words of a title and what the file is then; the first that fits is taken.
_OTHERS = tuple((folded(word), reason) for word, reason in (
    ("wildberries", _ANOTHER),
    ("вайлдберриз", _ANOTHER),
    ("яндекс маркет", _ANOTHER),
    ("яндекс.маркет", _ANOTHER),
    ("сбермегамаркет", _ANOTHER),
    ("выкупленн", "is a register that is not known"),
    ("перевыставлен", "is a register that is not known"),
    ("акт ", "is a register that is not known"),
    ("реестр", "is a register that is not known"),
))

Report = (
    RealizationFile | MutualSettlement | CompensationReport | TransferDocument | Catalogue
    | Register
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file that was read.

    :param kind: `REALIZATION`, `POSTINGS`, `SETTLEMENT`, `COMPENSATION`, `DECOMPENSATION`,
        `TRANSFER`, `CATALOGUE` or `REGISTER`
    :param month: its first day; None if the file does not say
    :param contract: the contract's number; "" if the file does not say
    :param inns: the INNs of both parties, as far as the file says them
    """

    kind: str
    month: date | None
    contract: str
    inns: frozenset[str]
    report: Report


def recognise(content: bytes, watcher: Watcher | None = None) -> Recognised:
    """Read a file, whichever known report it is.

    :param content: XLSX, the XML of a УПД, or the CSV of a catalogue
    :param watcher: as for `workbook.read_workbook`
    :raises FileUnreadable: it is none of them, or it is one but cannot be read
    :raises SettlementDoesNotTie: it is a settlement whose rows do not lead to its closing balance
    """
    if is_xml(content):
        return _transfer(read_transfer_document(content))
    listed = csv_sheet(content)
    sheets = (listed,) if listed else read_workbook(content, watcher)
    for is_of_kind, read in _READERS:
        if is_of_kind(sheets):
            return read(content, sheets)
    title = " ".join(folded(text) for sheet in sheets for text in texts(sheet.rows[:TITLE_ROWS]))
    reason = next((reason for word, reason in _OTHERS if word in title), "is no report of Ozon")
    if reason != _ANOTHER and has_register(sheets):
        return _register(register_of(sheets))
    raise FileUnreadable(reason)


def _has_realization(sheets: tuple[Sheet, ...]) -> bool:
    return any(has_groups(sheet.rows) for sheet in sheets)


def _realization(content: bytes, sheets: tuple[Sheet, ...]) -> Recognised:
    read = realization_of(content, sheets)
    header = read.report.header
    return Recognised(
        kind=REALIZATION if read.postings is None else POSTINGS,
        month=header.start_date.replace(day=1),
        contract=header.contract_number,
        inns=_known(header.payer_inn, header.receiver_inn),
        report=read,
    )


def _settlement(content: bytes, sheets: tuple[Sheet, ...]) -> Recognised:
    read = settlement_of(sheets)
    return Recognised(
        kind=SETTLEMENT,
        month=read.period_start.replace(day=1),
        contract=read.contract_number,
        inns=_known(read.payer_inn, read.receiver_inn),
        report=read,
    )


def _compensation(content: bytes, sheets: tuple[Sheet, ...]) -> Recognised:
    """The day in its title may be in its month, or among the first days of the next."""
    read = compensations_of(sheets)
    return Recognised(
        kind=DECOMPENSATION if read.is_decompensation else COMPENSATION,
        month=None,
        contract="",
        inns=frozenset(),
        report=read,
    )


def _transfer(read: TransferDocument) -> Recognised:
    return Recognised(
        kind=TRANSFER,
        month=read.day.replace(day=1),
        contract="",
        inns=_known(read.seller_inn, read.buyer_inn),
        report=read,
    )


def _catalogue(content: bytes, sheets: tuple[Sheet, ...]) -> Recognised:
    """A catalogue says neither whose it is nor from which day."""
    return Recognised(
        kind=CATALOGUE, month=None, contract="", inns=frozenset(), report=catalogue_of(sheets),
    )


def _register(read: Register) -> Recognised:
    """The documents of a register may be of several months."""
    return Recognised(
        kind=REGISTER, month=None, contract=read.contract, inns=read.inns, report=read,
    )


def _known(*inns: str) -> frozenset[str]:
    return frozenset(filter(None, inns))


_READERS: tuple[tuple[Callable, Callable], ...] = (
    (_has_realization, _realization),
    (has_settlement, _settlement),
    (has_compensations, _compensation),
    (has_catalogue, _catalogue),
)
