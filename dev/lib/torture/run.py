"""Runs the parts of dev/torture, and prints what was survived."""

import contextlib
import secrets
import signal
import sys
import time
from random import Random

from shared.servers import run_program, say
from tests.fake_ozon import FakeOzon
from torture.agency import open_agency
from torture.arguments import PARTS, parse_arguments
from torture.bombs import drop_bombs
from torture.crashes import survive
from torture.leaks import find_leaks
from torture.many import busiest_second, import_many
from torture.stage import STAGE, build_stage, closed_months, drop, make_seller
from torture.tests import run_tests
from torture.together import press_together
from torture.users import cross_users

MONTHS = 3
EXAMPLES = 5000  # the least number of random examples
RATE = 50  # requests per second that Ozon allows with one Client-Id
SHOWN = 20  # rows shown of each loss


def main():
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parts = PARTS if arguments.report or not arguments.parts else arguments.parts
    report = Report(arguments)
    say(f"Seed {arguments.seed}")
    if set(parts) - {"tests"}:
        _torture_servers(report, arguments, parts)
    if "tests" in parts and not report.failures:
        passed, report.faults, report.examples = run_tests()
        if not passed:
            report.failures.append("tests of faults or random input failed")
        if report.examples < EXAMPLES:
            report.failures.append(f"only {report.examples} random examples")
    report.print()
    return 1 if report.failures else 0


def _torture_servers(report, arguments, parts):
    months = closed_months(MONTHS)
    key = secrets.token_urlsafe(24)
    random = Random(arguments.seed)
    seller = make_seller(random, "123456", key, arguments.cards, arguments.rows, months)
    databases = []
    with FakeOzon(seller) as ozon:
        say("A company with a connected account")
        stage = build_stage(ozon, seller)
        with contextlib.ExitStack() as cleaning:
            cleaning.callback(lambda: [drop(database) for database in {*databases, STAGE}])
            try:
                if "crashes" in parts:
                    report.survived, used = survive(
                        stage, months, arguments.seed, arguments.kills, arguments.restarts
                    )
                    databases += used
                    report.compare(report.survived)
                    report.check_counts(arguments.kills, arguments.restarts)
                if "together" in parts and not report.failures:
                    met, used = press_together(stage, months, arguments.seed, arguments.seconds)
                    databases += used
                    report.pressed += met.pressed + met.refused
                    report.compare(met)
                if "many" in parts and not report.failures:
                    met, faults, used = import_many(stage, ozon, arguments.seed)
                    databases.append(used)
                    report.faulty_accounts = faults
                    report.compare(met)
                if "agency" in parts and not report.failures:
                    report.morning, used = open_agency(stage, key, arguments)
                    databases.append(used)
                    report.compare(report.morning)
                    report.fail_for("unfair", report.morning.unfair)
                    report.fail_for("late", report.morning.late)
                if "users" in parts and not report.failures:
                    met, used = cross_users(stage, months, arguments.seed, arguments.seconds)
                    databases += used
                    report.crossed = met.pressed + met.refused
                    report.compare(met)
                if "bombs" in parts and not report.failures:
                    report.bombed, used = drop_bombs(stage, ozon, months[0])
                    databases.append(used)
                    report.fail_for("bombs not survived", report.bombed.failed)
            finally:
                report.busiest = busiest_second(ozon.requests)
            say("Looking for the key in databases, attachments and logs")
            report.leaks = find_leaks(databases, key)
    report.check()


class Report:
    """The figures of all parts; `failures` explains an exit code other than 0."""

    def __init__(self, arguments):
        self.seed = arguments.seed
        self.started = time.monotonic()
        self.survived = self.bombed = self.morning = None
        self.faults = self.faulty_accounts = self.examples = self.pressed = self.busiest = 0
        self.crossed = 0
        self.surfaced, self.lost, self.doubled, self.leaks = [], [], [], []
        self.failures = []

    def compare(self, met):
        self.lost += met.lost
        self.doubled += met.doubled
        self.surfaced += getattr(met, "surfaced", [])
        self.fail_for("lost", self.lost)
        self.fail_for("doubled", self.doubled)
        self.fail_for("shown to a person", self.surfaced)

    def check_counts(self, kills, restarts):
        if self.survived.kills < kills or self.survived.restarts < restarts:
            self.failures.append(
                f"only {self.survived.kills} crashes and {self.survived.restarts} restarts met work"
            )

    def check(self):
        self.fail_for("leaked", self.leaks)
        if self.busiest > RATE:
            self.failures.append(f"{self.busiest} requests in a second")

    def fail_for(self, what, found):
        if found:
            self.failures.append(f"{what}: {len(found)}")
            for one in found[:SHOWN]:
                print(what.upper(), one, flush=True)

    def print(self):
        rows = [("seed", self.seed)]
        if self.survived:
            rows += [
                ("crashes of Odoo survived", self.survived.kills),
                ("restarts of the database survived", self.survived.restarts),
                ("  of them during", ", ".join(
                    f"{kind} {count}" for kind, count in self.survived.by_work.items()
                )),
            ]  # fmt: skip
        if self.morning:
            rows += self.morning.rows()
        if self.bombed:
            rows += [
                ("bombs among the answers survived", self.bombed.bombs),
                ("  most memory of a worker, MB", self.bombed.megabytes),
            ]
        rows += [
            ("buttons pressed by persons at once", self.pressed),
            ("things tried by logins without the right to them", self.crossed),
            ("technical errors shown to them", len(self.surfaced)),
            ("faults tried", self.faults + self.faulty_accounts),
            ("random examples", self.examples),
            ("most requests in a second with one Client-Id", f"{self.busiest} of {RATE} allowed"),
            ("lost", len(self.lost)),
            ("doubled", len(self.doubled)),
            ("leaks", len(self.leaks)),
            ("minutes", f"{(time.monotonic() - self.started) / 60:.0f}"),
        ]
        width = max(len(name) for name, _figure in rows)
        print()
        for name, figure in rows:
            print(f"{name.ljust(width)}  {figure}")
        print(f"\nNOT survived: {'; '.join(self.failures)}" if self.failures else
              "\nNothing was lost, doubled or leaked.", flush=True)  # fmt: skip


if __name__ == "__main__":
    run_program(main)
