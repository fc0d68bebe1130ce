"""What Client-Id and key may look like."""

import re

SHORTEST_KEY = 16  # characters; Ozon's have 36
_HEADER_SAFE = re.compile(r"[!-~]+")


def can_be_sent(credential: str) -> bool:
    """Whether a Client-Id or key, without spaces around it, can be sent in a header."""
    return bool(_HEADER_SAFE.fullmatch(credential))
