"""How long a piece of work takes."""

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Clock:
    """A context that measures what happens in it.

    seconds: of the wall clock. processor: seconds of processor time that this process and its
    database session used.
    """

    def __init__(self, env):
        self._session = Path(f"/proc/{env.cr._cnx.info.backend_pid}/stat")

    def __enter__(self):
        self._start, self._used = time.perf_counter(), self._processor()
        return self

    def __exit__(self, *exception):
        self.seconds = time.perf_counter() - self._start
        self.processor = self._processor() - self._used

    def _processor(self):
        ticks = sum(map(int, self._session.read_text().rsplit(")", 1)[1].split()[11:13]))
        return time.process_time() + ticks / TICKS
