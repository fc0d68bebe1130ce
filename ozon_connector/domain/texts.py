"""Ozon's texts, compared with those that were written down otherwise."""

import re

# `ozon_api` puts an apostrophe before what a spreadsheet would take for a formula or a link.
_MARK = re.compile(r"^'(?=[=@+{-]|\w+:)")


def unmarked(text: str) -> str:
    """A text without the space around it and without that apostrophe.

    Products of the books, and texts that earlier versions stored, do not have it.
    """
    return _MARK.sub("", text.strip())
