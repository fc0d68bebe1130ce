"""Gives back the memory that a large step leaves behind."""

import ctypes

try:
    _malloc_trim = ctypes.CDLL(None).malloc_trim
except (AttributeError, OSError, TypeError):  # the C library is another one than glibc
    _malloc_trim = None


def give_back() -> None:
    """Return memory that nothing uses any more to the system; called before a large step.

    glibc keeps memory that becomes free between pieces in use. After a step of 20,000 rows that is
    some 400 MB, to which the next step would add its own.
    """
    if _malloc_trim:
        _malloc_trim(0)
