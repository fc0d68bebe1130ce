"""Reports that Ozon makes on order, as files: the order, and what became of it.

Each kind is ordered by a method of its own, such as /v1/finance/mutual-settlement;
/v1/report/info says what became of any of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from ..decoding import decode
from ..reading import WrongShape, moment, text

WAITING, PROCESSING, SUCCESS, FAILED = "waiting", "processing", "success", "failed"
LONGEST_LINK = 4000  # characters; with a signature they have some hundreds

_LINK = re.compile(r"https?://[!-~]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """A report that was ordered.

    :param status: `WAITING`, `PROCESSING`, `SUCCESS`, `FAILED`, or one that we do not know
    :param error: Ozon's reason for a failure; "" when it does not say
    :param file_url: where the file is, maybe with a signature in it; "" until the file exists
    :param report_type: in capitals, such as "MUTUAL_SETTLEMENT"
    :param expires_at: until when the file is kept, aware, UTC; None when Ozon does not say
    """

    code: str
    status: str
    error: str
    file_url: str = field(repr=False)
    report_type: str
    expires_at: datetime | None


def read_report_code(content: bytes) -> str:
    """Read the answer to an order: the code by which /v1/report/info knows it.

    :raises WrongShape: it is of another shape
    """
    code = text(decode(content), "code")
    if not code:
        raise WrongShape("code", "is missing")
    return code


def read_report_info(content: bytes) -> ReportInfo:
    """Read the answer of /v1/report/info.

    :raises WrongShape: it is of another shape, or says that there is a file but not where
    """
    result = decode(content)
    info = ReportInfo(
        code=text(result, "code"),
        status=text(result, "status").lower(),
        error=text(result, "error"),
        file_url=_link(result, "file"),
        report_type=text(result, "report_type").upper(),
        expires_at=moment(result, "expires_at"),
    )
    if not info.status:
        raise WrongShape("status", "is missing")
    if info.status == SUCCESS and not info.file_url:
        raise WrongShape("file", "is missing")
    return info


def _link(source: dict, key: str) -> str:
    """A link exactly as it came; anything else is refused."""
    written = source.get(key) or ""
    if type(written) is not str:
        raise WrongShape(key, "is not a text")
    if written and (len(written) > LONGEST_LINK or not _LINK.fullmatch(written)):
        raise WrongShape(key, "is not a link")
    return written
