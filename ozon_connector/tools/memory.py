"""Memory that a large step leaves behind."""

import ctypes

try:
    _malloc_trim = ctypes.CDLL(None).malloc_trim
except (AttributeError, OSError, TypeError):  # the C library is another one than glibc
    _malloc_trim = None


def give_back() -> None:
    """Let the system have the memory that nothing uses any more.

    glibc keeps what becomes free between pieces that are still used. A worker that has done a step
    of 20,000 rows would keep some 400 MB of it for the next step, and until it ends.
    """
    if _malloc_trim:
        _malloc_trim(0)
