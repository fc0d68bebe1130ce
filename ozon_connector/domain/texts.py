"""Ozon's texts: compared with texts from other sources, and printed."""

import re

# `ozon_api` puts an apostrophe before texts that look like a formula or a link.
_MARK = re.compile(r"^'(?=[=@+{-]|\w+:)")
# Characters that XML forbids: a PDF or a spreadsheet with one of them does not open.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Longer than any name on Ozon. A cell of a spreadsheet takes 32,767 characters.
_LONGEST_TEXT = 2000


def unmarked(text: str) -> str:
    """A text without surrounding space and without the apostrophe that `ozon_api` adds.

    Products of the books and texts stored by earlier versions have no apostrophe.
    """
    return _MARK.sub("", text.strip())


def printable(text: str | None) -> str:
    """A text without characters that break a PDF or a spreadsheet, cut to a limit.

    It gets no apostrophe where it looks like a formula, because these files write texts as texts.
    """
    return _UNPRINTABLE.sub("", unmarked(text or ""))[:_LONGEST_TEXT]
