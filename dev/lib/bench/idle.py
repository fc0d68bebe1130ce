"""How long Odoo's scheduler stands idle during a synchronisation of very many cards.

A server with a scheduler works with the local Ozon. Its log has the begin and end of each run of
the job; the time between two runs is idle.
"""

import argparse
import os
import re
import time
from datetime import datetime
from pathlib import Path

from shared.plain_company import create_russian_company
from shared.servers import (
    Failure,
    connect,
    free_port,
    local_ozon,
    odoo_server,
    run_program,
    wait_for_synchronisation,
)

ALLOWED = 0.10  # of the time from the first run of the job to the last
RUN = re.compile(
    r"^(\S+ \S+) .*Job 'Ozon: continue synchronising product cards' \(\d+\) "
    r"(starting|.*done (\d+); remaining (\d+); duration)"
)


def runs(log):
    """:return: list of (begin, end, done, remaining) of each run of the job, in seconds"""
    found, begin = [], None
    for line in log.splitlines():
        said = RUN.match(line)
        if not said:
            continue
        moment = datetime.strptime(said[1], "%Y-%m-%d %H:%M:%S,%f").timestamp()
        if said[2] == "starting":
            begin = moment
        elif begin is not None:
            found.append((begin, moment, int(said[3]), int(said[4])))
            begin = None
    return found


def main():
    parser = argparse.ArgumentParser(prog="bench.idle", description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--cards", type=int, default=15_000)
    parser.add_argument("--seconds", type=int, default=1_800, help="to wait at most")
    arguments = parser.parse_args()
    log = Path(os.environ["OZON_DEV_LOG"])
    log.write_text("")
    with local_ozon("--cards", str(arguments.cards)) as seller, \
            odoo_server(free_port(), arguments.database) as odoo:  # fmt: skip
        create_russian_company(odoo, "ООО «Простой»", "7712345671")
        account = connect(odoo, seller)
        start = time.monotonic()
        odoo("ozon.account", "action_sync_products", [account])
        print(wait_for_synchronisation(odoo, account, arguments.seconds))
        whole = time.monotonic() - start
        time.sleep(1)
    # A starting server looks at every job once; only runs that did something count.
    found = [run for run in runs(log.read_text()) if run[2]]
    if not found:
        raise Failure("the job never ran")
    busy = sum(end - begin for begin, end, _done, _remaining in found)
    share = 1 - busy / (found[-1][1] - found[0][0])
    for begin, end, done, remaining in found:
        print(f"{begin - found[0][0]:7.1f} s: {end - begin:5.1f} s, done {done}, left {remaining}")
    print(f"{arguments.cards} cards: {whole:.0f} s, {len(found)} runs, idle {share:.1%}")
    return 1 if share > ALLOWED else 0


if __name__ == "__main__":
    run_program(main)
