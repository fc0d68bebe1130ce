"""Answers that could fill a server's memory: workers must read them, survive, and report them.

The servers have workers and Odoo's own memory limits.
"""

import re
from pathlib import Path

from shared.servers import free_port, odoo_server, say
from tests.fake_ozon import Answer, bombs
from torture.books import ask
from torture.crashes import ask_for
from torture.stage import clone

DATABASE = "ozon_torture_bombs"
REALIZATION = "/v2/finance/realization"
WORKERS = ("--workers", "2")
MOST = 600  # MB that a worker may use while it reads an answer, including Odoo itself


class Bombed:
    """The result: how many bombs were read, and what went wrong.

    megabytes: the most memory of a worker.
    """

    def __init__(self):
        self.bombs = 0
        self.megabytes = 0
        self.failed = []


def drop_bombs(stage, ozon, month):
    """Import a month repeatedly while Ozon answers with bombs.

    :param stage: a database with a connected account
    :param month: the first day of a closed month
    :return: (`Bombed`, the database)
    """
    clone(stage, DATABASE)
    bombed = Bombed()
    answers = {name: Answer(body=body) for name, body in bombs.shapes().items()}
    answers |= bombs.packed()
    options = (*WORKERS, "--gevent-port", str(free_port()))
    with odoo_server(free_port(), DATABASE, *options) as odoo:
        ask(DATABASE, "UPDATE ir_cron SET active = false")
        [account] = odoo("ozon.account", "search", [])
        ask_for(odoo, account, [month])
        [report] = odoo("ozon.realization.report", "search", [["account_id", "=", account]])
        workers = _workers(odoo)
        for name, answer in answers.items():
            for worker in workers:
                _forget_peak(worker)
            ozon.always(REALIZATION, answer)
            odoo("ozon.realization.report", "action_fetch", [report])
            [read] = odoo("ozon.realization.report", "read", [report], ["state", "error_message"])
            bombed.bombs += 1
            if read["state"] != "waiting" or not read["error_message"]:
                bombed.failed.append(f"{name}: {read}")
            if _workers(odoo) != workers:
                bombed.failed.append(f"{name}: a worker ended")
                workers = _workers(odoo)
            peak = max(map(_peak, workers))
            say(f"Bomb: {name}, {peak} MB")
            bombed.megabytes = max(bombed.megabytes, peak)
            if peak > MOST:
                bombed.failed.append(f"{name}: a worker had {peak} MB, more than {MOST}")
        ozon.always(REALIZATION, None)
        odoo("ozon.realization.report", "action_fetch", [report])
        [read] = odoo("ozon.realization.report", "read", [report], ["state", "error_message"])
        if read["state"] == "waiting":
            bombed.failed.append(f"a good answer after all of them: {read}")
    return bombed, DATABASE


def _workers(odoo):
    """The processes that serve requests."""
    main = odoo.process.pid
    children = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="utf-8").split()
    return {int(child) for child in children if "gevent" not in _command(child)}


def _command(process):
    return Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")


def _forget_peak(process):
    """Reset the value of `_peak`."""
    Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")


def _peak(process):
    """The most memory that a process has used, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024
