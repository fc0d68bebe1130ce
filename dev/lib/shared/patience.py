"""Presses buttons while the background may be working on the same record."""

import time

from shared.servers import Failure

TRIES = 60  # seconds
BUSY = "being worked on"


def press(odoo, model, method, record):
    """Call a method of a record as soon as nobody else is working on it.

    :param odoo: a `shared.servers.Odoo`
    """
    for _ in range(TRIES):
        try:
            return odoo(model, method, [record])
        except Failure as failure:
            if BUSY not in str(failure):
                raise
            time.sleep(1)
    raise Failure(f"the background does not stop working on {model} {record}")
