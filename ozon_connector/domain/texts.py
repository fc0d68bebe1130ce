"""Comparing Ozon's texts with texts from other sources."""

import re

# `ozon_api` puts an apostrophe before texts that look like a formula or a link.
_MARK = re.compile(r"^'(?=[=@+{-]|\w+:)")


def unmarked(text: str) -> str:
    """A text without surrounding space and without the apostrophe that `ozon_api` adds.

    Products of the books and texts stored by earlier versions have no apostrophe.
    """
    return _MARK.sub("", text.strip())
