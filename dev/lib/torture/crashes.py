"""Kills Odoo and PostgreSQL at work; the books must equal those of an undisturbed run."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from shared.goods import bring_goods
from shared.servers import Failure, Refusal, free_port, odoo_server, say
from torture.books import ask, difference, read_books
from torture.stage import a_day_passes, at_work, clone, wait_for, wake_scheduler

PATIENCE = 240  # seconds that work may take once it is no longer disturbed
RESTART = Path(__file__).with_name("postgres")
# How often each kind of work is disturbed in a run: (kills of Odoo, restarts of the database).
DISTURBED = {"synchronise": (8, 2), "import": (7, 2), "draft": (3, 0), "confirm": (5, 1)}


@dataclass
class Survived:
    kills: int = 0
    restarts: int = 0
    by_work: dict = field(default_factory=dict)
    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)


class Work:
    """A piece of work that a person asks for; `done` and `begun` query the database."""

    def __init__(self, kind, press, done, begun=None, background=None):
        self.kind = kind
        self.press = press
        self.done = done
        # Background work is asked for only once.
        self.begun = begun or (lambda: False)
        self.background = begun is not None if background is None else background


def work_of(database, months):
    """Yield all work of a run in order; each piece is created when the one before is done."""

    def one(query, *arguments):
        return ask(database, query, *arguments)[0][0]

    account = one("SELECT id FROM ozon_account")
    yield Work(
        "synchronise",
        lambda odoo: odoo("ozon.account", "action_sync_products", [account]),
        lambda: one("SELECT sync_step IS NULL AND sync_date IS NOT NULL FROM ozon_account"),
        lambda: one("SELECT sync_step IS NOT NULL OR sync_date IS NOT NULL FROM ozon_account"),
    )
    yield Work(
        "import",
        lambda odoo: ask_for(odoo, account, months),
        lambda: one("SELECT count(*) FROM ozon_realization_report WHERE state = 'to_review'")
        == len(months),
        lambda: one("SELECT count(*) FROM ozon_realization_report") == len(months),
    )
    reports = ask(database, "SELECT id, bill_id FROM ozon_realization_report ORDER BY period")
    for report, bill in reports:
        yield Work(
            "draft",
            lambda odoo, report=report: odoo(
                "ozon.realization.report", "action_draft_again", [report]
            ),
            lambda report=report, bill=bill: one(
                "SELECT state = 'to_review' AND bill_id > %s FROM ozon_realization_report "
                "WHERE id = %s", bill, report,
            ),
            # With more than 2,000 rows they are drafted in steps.
            lambda report=report: one(
                "SELECT state IN ('loaded', 'ready') FROM ozon_realization_report WHERE id = %s",
                report,
            ),
            background=False,
        )  # fmt: skip
    for report, _bill in reports:
        yield Work("goods", lambda odoo, report=report: bring_goods(odoo, report), lambda: True)
        yield booking_of(report, one)


def booking_of(report, one):
    """The confirmation of a report, as a `Work`.

    :param one: a function that returns the only value of a query
    """
    query = "SELECT state IN %s FROM ozon_realization_report WHERE id = %s"
    return Work(
        "confirm",
        lambda odoo: odoo("ozon.realization.report", "action_confirm", [report]),
        lambda: one(query, ("posted",), report),
        # With more than 2,000 rows it is booked in steps.
        lambda: one(query, ("booking", "posted"), report),
        background=False,
    )


def ask_for(odoo, account, months):
    dialog = odoo("ozon.report.import", "create", {
        "account_id": account, "month_from": str(months[0]), "month_to": str(months[-1]),
    })  # fmt: skip
    odoo("ozon.report.import", "action_import", [dialog])


class Run:
    """From product cards to confirmed months in a database of its own, disturbed or not."""

    def __init__(self, stage, database, months, options=(), random=None, pace=None):
        clone(stage, database)
        self.database = database
        self.months = months
        self.options = options
        self.random = random
        # Rough seconds of each kind of work if undisturbed.
        self.pace = dict(pace or {})
        self.seconds = {}
        self.survived = Survived()
        self.odoo = None
        self._servers = contextlib.ExitStack()

    def live(self):
        """:return: the books at the end"""
        with self._servers:
            self._start()
            for work in work_of(self.database, self.months):
                started = time.monotonic()
                if self.random and work.kind in DISTURBED:
                    self._disturb(work)
                self._finish(work)
                self.seconds[work.kind] = time.monotonic() - started
        return read_books(self.database)

    def _start(self):
        self._servers.close()
        options = self.options
        if "--workers" in options:
            options = (*options, "--gevent-port", str(free_port()))
        self.odoo = self._servers.enter_context(odoo_server(free_port(), self.database, *options))
        wake_scheduler(self.database)

    def _disturb(self, work):
        kills, restarts = DISTURBED[work.kind]
        disturbances = [self._kill] * kills + [self._restart_database] * restarts
        self.random.shuffle(disturbances)
        for disturb in disturbances:
            if work.done():
                # The work was done before the disturbance, so disturb earlier next time.
                self.pace[work.kind] *= 0.7
                return
            asking = self._ask(work)
            longest = self.pace[work.kind]
            # Background work keeps what it has done, so less is left after each disturbance.
            time.sleep(self.random.uniform(0, longest / len(disturbances) * 1.5
                                           if work.background else longest))  # fmt: skip
            self._meet(work, disturb)
            asking.join(60)

    def _ask(self, work):
        """Ask for the work as a person would, unless it is under way; there may be no answer."""

        def press(odoo):
            # It does not matter here what a person sees when the server or its database goes away.
            with contextlib.suppress(Failure):
                if not work.begun():
                    work.press(odoo)

        wake_scheduler(self.database)
        asking = threading.Thread(target=press, args=[self.odoo], daemon=True)
        asking.start()
        return asking

    def _meet(self, work, disturb):
        """Disturb whatever is at work, unless the work is done before."""
        started, days = time.monotonic(), 0
        while not (processes := self._at_work()):
            if work.done() or time.monotonic() - started > 15:
                return
            # The work waits for another day after an error, or for a scheduler that was not running
            # when it was notified.
            if time.monotonic() - started > 3 * (days + 1):
                a_day_passes(self.database)
                days += 1
            time.sleep(0.01)
        if disturb(processes):
            name = "kills" if disturb == self._kill else "restarts"
            setattr(self.survived, name, getattr(self.survived, name) + 1)
            met = self.survived.by_work
            met[work.kind] = met.get(work.kind, 0) + 1

    def _at_work(self):
        processes = set(at_work(self.database))
        if "--workers" in self.options:
            # The parent process of the workers also uses the database, but is no worker.
            processes.discard(self.odoo.process.pid)
        return processes

    def _kill(self, processes):
        if "--workers" in self.options:
            killed = [process for process in processes if _killed(process)]
            self._wait_until_served()
            return bool(killed)
        self.odoo.process.kill()
        self.odoo.process.wait()
        self._start()
        return True

    def _restart_database(self, _processes):
        subprocess.run([RESTART], check=True)
        if "--workers" in self.options:
            self._wait_until_served()
        else:
            # The scheduler's thread ends with its connection; a supervisor would restart Odoo.
            self.odoo.process.kill()
            self.odoo.process.wait()
            self._start()
        return True

    def _wait_until_served(self):
        """Wait until new workers have replaced the killed ones."""
        for _ in range(40):
            with contextlib.suppress(Failure):
                self.odoo("res.users", "search_count", [])
                return
            time.sleep(0.25)
        raise Failure(f"Odoo does not recover; its log: {os.environ['OZON_DEV_LOG']}")

    def _finish(self, work):
        """Do what a person does after a crash: look whether it is done, and otherwise ask again."""
        if work.done() and work.kind != "goods":
            return
        if not work.begun():
            self._press_again(work)
        wake_scheduler(self.database)
        done, days = wait_for(self.database, work.done, PATIENCE)
        if not done:
            raise Failure(f"{self.database}: the work «{work.kind}» does not end")
        if days:
            say(f"{work.kind}: went on after {days} day(s)")

    def _press_again(self, work):
        """Press again: PostgreSQL may take a while to notice that the owners of locks are gone."""
        for _ in range(20):
            try:
                work.press(self.odoo)
                return
            except Refusal:
                if work.done():
                    return
                time.sleep(0.5)
        work.press(self.odoo)


def _killed(process):
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        return True
    return False


def survive(stage, months, seed, kills, restarts):
    """Repeat disturbed runs until so many kills and restarts have hit work.

    :return: (what was survived, the databases of all runs)
    """
    say("An undisturbed run")
    calm = Run(stage, "ozon_torture_calm", months)
    undisturbed = calm.live()
    say(f"{sum(undisturbed.values())} records in the books; seconds: " + ", ".join(
        f"{kind} {seconds:.1f}" for kind, seconds in calm.seconds.items()
    ))  # fmt: skip
    total, databases, number = Survived(), [calm.database], 0
    while (total.kills < kills or total.restarts < restarts) and number < 8:
        options = ("--workers", "2") if number % 2 == 0 else ()
        number += 1
        say(f"Run {number}, killed {'workers' if options else 'servers'} (seed {seed}.{number})")
        run = Run(stage, f"ozon_torture_run_{number}", months, options,
                  Random(f"{seed}.{number}"), calm.seconds)  # fmt: skip
        databases.append(run.database)
        books = run.live()
        lost, doubled = difference(undisturbed, books)
        say(f"{run.survived.kills} kills and {run.survived.restarts} database restarts met work "
            f"({', '.join(f'{kind} {n}' for kind, n in run.survived.by_work.items())}); "
            f"lost {len(lost)}, doubled {len(doubled)}")  # fmt: skip
        _add(total, run.survived, lost, doubled)
        if lost or doubled:
            break
    return total, databases


def _add(total, survived, lost, doubled):
    total.kills += survived.kills
    total.restarts += survived.restarts
    for kind, count in survived.by_work.items():
        total.by_work[kind] = total.by_work.get(kind, 0) + count
    total.lost += lost
    total.doubled += doubled
