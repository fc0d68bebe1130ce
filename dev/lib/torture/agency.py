"""An agency: hundreds of accounts in one database are due at once while Odoo is being killed.

Some accounts are big, some are slow, some fail. Every other one must get its bill exactly once, and
no small one may wait for a big one.
"""

import contextlib
import os
import signal
import time
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from random import Random

from shared.servers import Failure, free_port, odoo_server, say
from tests.fake_ozon import FakeOzon, card, random_report
from torture.agency_books import copy_company, create_cabinets, create_company
from torture.books import ask
from torture.many import (
    FaultySeller,
    busiest_second,
    compare_bills,
    faults_of_reports,
    months_due,
)
from torture.met import Met
from torture.stage import at_work, clone, wake_scheduler

HOUR = 3600
ANSWER, SLOW_ANSWER = 0.3, 10  # seconds before an answer of Ozon, and before one to a slow account
COMPANIES = 0.6  # for each cabinet
# One in so many accounts is big, slow or failing.
BIG, SLOW, FAILING = 50, 50, 20
BIG_ROWS, SMALL_ROWS = 6000, 30
GOODS = 20  # of a small account; the accounts of a company have the same
COMMON_GOODS = 3  # sold by all accounts
KILL_EVERY = 30  # seconds, on average
# A new worker looks for work after a minute. As in a busy database, it is notified earlier.
WAKE_AFTER = 3
SERVER_KILLS = 4  # one in so many kills is of a whole server, not of one worker
# The share of small accounts that may finish after the first big one: an account that is being
# loaded when its worker is killed starts again.
OVERTAKEN = 0.05


@dataclass
class Cabinet(FaultySeller):
    """A seller of the agency. delay: seconds before each answer of Ozon."""

    delay: float = ANSWER
    big: bool = False


class SlowOzon(FakeOzon):
    """An Ozon that takes its time for each answer, as soon as `hurried` is False."""

    hurried = True

    def answer(self, request):
        answer = super().answer(request)
        if self.hurried:
            return answer
        client_id = request.headers["Client-Id"]
        delay = next((seller.delay for seller in self.sellers if seller.client_id == client_id), 0)
        return replace(answer, delay=answer.delay + delay)


@dataclass
class Morning(Met):
    """The result of the morning of the 7th.

    busiest: the most requests in a second with one Client-Id, and with all of them together.
    waits: seconds until 95 % of the small accounts, and the first and last big one, had their
    bills.
    """

    cabinets: int = 0
    servers: int = 1
    schedulers: int = 1
    seconds: float = 0
    kills: int = 0
    busiest: tuple = (0, 0)
    waits: tuple = (0, 0, 0)
    unfair: list = field(default_factory=list)
    late: list = field(default_factory=list)

    def rows(self):
        """What dev/torture prints: pairs of a name and a figure."""
        small, first, last = self.waits
        one, together = self.busiest
        return [
            ("cabinets of an agency, all due at once", self.cabinets),
            ("  on servers, and cron workers of each", f"{self.servers}, {self.schedulers}"),
            ("  crashes survived meanwhile", self.kills),
            ("  seconds until all were loaded", f"{self.seconds:.0f} of {HOUR} allowed"),
            ("  seconds until 95 % of the small ones were", f"{small:.0f}"),
            ("  seconds until the big ones were", f"{first:.0f} to {last:.0f}"),
            ("  most requests in a second, of one and of all", f"{one}, {together}"),
        ]


class Hosts:
    """Servers on one database, with workers that can be killed."""

    def __init__(self, database, servers, schedulers):
        self.database = database
        self.options = ("--workers", "2", "--max-cron-threads", str(schedulers))
        self.kills = 0
        self._running = [None] * servers
        self._stacks = [contextlib.ExitStack() for _ in range(servers)]

    def __enter__(self):
        for number in range(len(self._running)):
            self._start(number)
        return self

    def __exit__(self, *exception):
        for stack in self._stacks:
            stack.close()

    def _start(self, number):
        server = odoo_server(free_port(), self.database, *self.options,
                             "--gevent-port", str(free_port()))  # fmt: skip
        self._running[number] = self._stacks[number].enter_context(server)

    def kill(self, random):
        """Kill a worker that is busy, if there is one; from time to time a whole server."""
        if self.kills % SERVER_KILLS == SERVER_KILLS - 1:
            self._kill_server(random.randrange(len(self._running)))
            self.kills += 1
            return
        parents = {server.process.pid for server in self._running}
        if workers := sorted(set(at_work(self.database)) - parents):
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(workers), signal.SIGKILL)
                self.kills += 1

    def _kill_server(self, number):
        process = self._running[number].process
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for pid in [process.pid, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        self._stacks[number].close()
        self._start(number)


def open_agency(stage, key, arguments):
    """Make all accounts of an agency due at once.

    :return: (the `Morning`, the database)
    """
    database = "ozon_torture_agency"
    clone(stage, database)
    [month] = months_due()
    random = Random(f"{arguments.seed}.agency")
    count, companies = arguments.cabinets, max(int(arguments.cabinets * COMPANIES), 1)
    sellers = _cabinets(random, key, count, companies, month)
    with SlowOzon(*sellers) as ozon:
        say(f"An agency of {companies} companies with {count} cabinets")
        _move_in(database, ozon, sellers, companies, month)
        for seller, fault in _failing(sellers):
            seller.fault = fault
        ozon.hurried, ozon.requests = False, []
        morning = Morning(cabinets=count, servers=arguments.servers,
                          schedulers=arguments.schedulers)  # fmt: skip
        say(f"All are due: {morning.servers} server(s), {morning.schedulers} cron worker(s) each"
            f"{', killed at random' if arguments.kills else ''} (seed {arguments.seed})")
        started = _work(database, morning, random if arguments.kills else None)
        came = ozon.requests
        morning.busiest = busiest_second(came), busiest_second(came, together=True)
    compare_bills(database, sellers, [month], morning)
    _find_doubled_goods(database, morning)
    _judge(database, sellers, started, morning)
    return morning, database


def _cabinets(random, key, count, companies, month):
    """Create the sellers: the big ones first, then the slow and the failing ones. Whoever works in
    the order of ids meets these first."""
    sellers, big_ones = [], max(count // BIG, 2)
    for number in range(count):
        big = number < big_ones
        goods = BIG_ROWS // 4 if big else GOODS
        first = 1_000_000 + number % companies * BIG_ROWS
        skus = [*range(500_000, 500_000 + COMMON_GOODS), *range(first, first + goods)]
        report = random_report(random, rows=BIG_ROWS if big else SMALL_ROWS, skus=skus,
                               year=month.year, month=month.month)  # fmt: skip
        sellers.append(Cabinet(
            str(800_001 + number), key, [card(sku, sku) for sku in skus],
            {(month.year, month.month): report}, big=big,
            delay=SLOW_ANSWER if big_ones <= number < big_ones + count // SLOW else ANSWER,
        ))  # fmt: skip
    return sellers


def _failing(sellers):
    """:return: pairs of a seller and the fault of its report"""
    healthy = [seller for seller in sellers if not seller.big and seller.delay == ANSWER]
    return list(zip(
        healthy[: len(sellers) // FAILING], cycle(faults_of_reports().values()), strict=False,
    ))  # fmt: skip


def _move_in(database, ozon, sellers, companies, month):
    started = time.monotonic()
    with odoo_server(free_port(), database, "--max-cron-threads", "0") as odoo:
        # The account of the stage takes no part.
        odoo("ozon.account", "write", odoo("ozon.account", "search", []), {"auto_import": False})
        odoo("ir.config_parameter", "set_param", "ozon_connector.api_url", ozon.url)
        first = create_company(odoo)
    made = [first, *copy_company(database, first, companies - 1)]
    with odoo_server(free_port(), database, "--max-cron-threads", "0") as odoo:
        create_cabinets(odoo, sellers, made, month)
    say(f"  made in {time.monotonic() - started:.0f} s")


def _work(database, morning, random):
    """Let the servers work until everything is loaded, or for somewhat more than an hour.

    :param random: kills workers and servers; None kills nothing
    :return: the time of the start, by the clock of the database
    """
    with Hosts(database, morning.servers, morning.schedulers) as hosts:
        ask(
            database,
            # The other jobs have run earlier this day.
            "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'utc' + CASE WHEN id = "
            "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_import_reports') "
            "THEN interval '0' ELSE interval '1 day' END",
        )
        [[began]] = ask(database, "SELECT now() AT TIME ZONE 'utc'")
        wake_scheduler(database)
        started = told = time.monotonic()
        killed, waking = started, False
        while (left := morning.cabinets - _done(database)) > 0:
            now = time.monotonic()
            if now - started > 1.5 * HOUR:
                raise Failure(f"{database}: {left} cabinets are not loaded")
            if random and now - killed > KILL_EVERY:
                hosts.kill(random)
                killed, waking = now, True
            if waking and now - killed > WAKE_AFTER:
                wake_scheduler(database)
                waking = False
            if now - told > 60:
                say(f"  {now - started:.0f} s: {left} cabinets left, {hosts.kills} kills")
                told = now
            time.sleep(0.5)
        morning.seconds = time.monotonic() - started
        morning.kills = hosts.kills
    say(f"done in {morning.seconds:.0f} s, with {morning.kills} kills")
    return began


def _done(database):
    """The number of accounts with a bill, or with an error that says why there is none."""
    [[done]] = ask(database, """
        SELECT count(*) FROM ozon_realization_report
        WHERE state = 'to_review' OR error_message IS NOT NULL
    """)
    return done


def _find_doubled_goods(database, morning):
    """Two workers that look for the same article at the same time must not both create it."""
    morning.doubled += ask(database, """
        SELECT default_code, count(*) FROM product_product WHERE ozon_code IS NOT NULL
        GROUP BY default_code HAVING count(*) > 1
    """)


def _judge(database, sellers, started, morning):
    """Check by the creation times of the bills whether the work was in time and fair."""
    made = dict(ask(database, """
        SELECT a.client_id, extract(epoch FROM m.create_date - %s)::float
        FROM ozon_realization_report r JOIN ozon_account a ON a.id = r.account_id
        JOIN account_move m ON m.id = r.bill_id
    """, started))
    small = {seller.client_id: made[seller.client_id] for seller in sellers
             if not seller.big and seller.delay == ANSWER and seller.client_id in made}  # fmt: skip
    big = [made[seller.client_id] for seller in sellers if seller.big and seller.client_id in made]
    if not small or not big:
        return
    most = sorted(small.values())[int(len(small) * (1 - OVERTAKEN))]
    morning.waits = most, min(big), max(big)
    after = [f"{client_id} was done after {wait:.0f} s, a big one before it"
             for client_id, wait in small.items() if wait > min(big)]  # fmt: skip
    if len(after) > max(OVERTAKEN * len(small), len(big)):
        morning.unfair = after
    if morning.seconds > HOUR:
        morning.late = [f"{morning.seconds:.0f} s for {morning.cabinets} cabinets"]
