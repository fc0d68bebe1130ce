"""Runs the benchmarks of dev/bench, and prints the time of the addon's way and of Odoo's."""

import contextlib
import gc
import importlib
import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg2

from odoo.sql_db import connection_info_for

from bench.arguments import parse_arguments

AREAS = ("documents", "goods", "catalogue", "parsing", "accruals")
GROWTH = 11  # how many times longer ten times the rows may take


@dataclass(frozen=True)
class Run:
    seconds: float
    queries: int
    peak_megabytes: float
    stored: object


@dataclass
class Result:
    """One work with n rows: of several runs the quickest, which other programs disturbed least."""

    work: str
    n: int
    seconds: float
    plain_seconds: float
    ratio: float
    ratio_allowed: float
    queries: int
    queries_allowed: float | None
    plain_queries: int
    peak_megabytes: float
    growth: float | None
    problems: list[str]


def works():
    return [work for area in AREAS for work in importlib.import_module(f"bench.{area}").WORKS]


def run(env, work, way, rows):
    """Do the work once; the caller undoes it."""
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    _forget_peak()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    result = way(env, rows)
    seconds, queries = time.perf_counter() - start, env.cr.sql_log_count - queries
    peak = _peak_megabytes()
    return Run(seconds, queries, peak, work.stored and work.stored(env, result))


def _tidy(env):
    """Remove deleted rows and update statistics, which would slow down the next run."""
    _name, parameters = connection_info_for(env.cr.dbname)
    # PostgreSQL does this only outside of transactions; Odoo's cursors always have one.
    with contextlib.closing(psycopg2.connect(**parameters)) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM ANALYZE")


def _forget_peak():
    Path("/proc/self/clear_refs").write_text("5")


def _peak_megabytes():
    [line] = [
        line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line
    ]
    return int(line.split()[1]) / 1024


def differences(ours, plain):
    """:return: the first difference between what the two ways have stored, as text"""
    if ours == plain:
        return []
    for part in ours:
        if len(ours[part]) != len(plain[part]):
            return [f"{part}: {len(ours[part])} rows, plain {len(plain[part])}"]
        for own, other in zip(ours[part], plain[part], strict=True):
            if own != other and isinstance(own, dict):
                names = [name for name in own if own[name] != other[name]]
                return [f"{part}.{name}: {own[name]!r}, plain {other[name]!r}" for name in names]
    return ["not the same is stored"]


def measure(env, work, n):
    rows = work.prepare(env, n)
    env.cr.commit()
    _tidy(env)
    ours, plain = [], []
    for _time in range(work.runs(n)):
        for runs, way in ((plain, work.plain), (ours, work.ours)):
            runs.append(run(env, work, way, rows))
            env.cr.rollback()
            _tidy(env)
    seconds, plain_seconds = (min(one.seconds for one in runs) for runs in (ours, plain))
    result = Result(
        work=work.name,
        n=n,
        seconds=seconds,
        plain_seconds=plain_seconds,
        ratio=seconds / plain_seconds,
        ratio_allowed=work.ratio,
        queries=max(one.queries for one in ours),
        queries_allowed=work.queries and work.allowed_queries(n),
        plain_queries=plain[-1].queries,
        peak_megabytes=max(one.peak_megabytes for one in ours),
        growth=None,
        problems=differences(ours[-1].stored, plain[-1].stored) if work.stored else [],
    )
    if result.ratio > work.ratio:
        result.problems.append(f"ratio {result.ratio:.2f}, allowed {work.ratio:.2f}")
    if work.queries and result.queries > result.queries_allowed:
        result.problems.append(f"{result.queries} queries, allowed {result.queries_allowed:.0f}")
    return result


def check_growth(large, results):
    """Ten times the rows may take `GROWTH` times as long.

    :param results: measured before, of smaller sizes
    """
    for small in results:
        if small.work == large.work and large.n == 10 * small.n:
            large.growth = large.seconds / small.seconds
            if large.growth > GROWTH:
                large.problems.append(f"growth {large.growth:.1f}, allowed {GROWTH}")


COLUMNS = "{:34} {:>7} {:>8} {:>8} {:>6} {:>7} {:>8} {:>8} {:>8} {:>7} {:>6}"


def print_headings():
    print(COLUMNS.format(
        "work", "rows", "seconds", "plain", "ratio", "allowed", "queries", "allowed", "plain",
        "peak MB", "growth",
    ), flush=True)  # fmt: skip


def print_row(one):
    print(COLUMNS.format(
        one.work, one.n, f"{one.seconds:.2f}", f"{one.plain_seconds:.2f}", f"{one.ratio:.2f}",
        f"{one.ratio_allowed:.2f}", one.queries, round(one.queries_allowed or 0),
        one.plain_queries, round(one.peak_megabytes), f"{one.growth:.1f}" if one.growth else "",
    ), flush=True)  # fmt: skip
    for problem in one.problems:
        print(f"    {problem}", flush=True)


def main():
    database, arguments = sys.argv[1], parse_arguments(sys.argv[2:])
    results = []
    print_headings()
    with _company(database) as env:
        for work in works():
            if arguments.only not in work.name:
                continue
            for n in work.sizes or arguments.n:
                result = measure(env, work, n)
                check_growth(result, results)
                print_row(result)
                results.append(result)
    text = json.dumps([asdict(result) for result in results], indent=1)
    if arguments.json:
        Path(arguments.json).write_text(text)
    else:
        print(text)
    return 1 if any(result.problems for result in results) else 0


def _company(database):
    from bench.company import company_environment  # noqa: PLC0415 - after Odoo is configured

    return company_environment(os.environ["OZON_DEV_CONFIG"], database)


if __name__ == "__main__":
    sys.exit(main())
