"""Runs the tests of faults and random input in their long form, and counts what they tried."""

import os
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from shared.servers import say

ROOT = Path(__file__).parents[3]
# Faults of the network and of Ozon, each a test case of its own. Only these are counted as faults.
FAULTS = (
    "tests/ozon_api/test_faults.py", "tests/ozon_api/test_strange_answers.py",
    "tests/ozon_api/test_waiting.py", "tests/odoo/models/document/test_faults.py",
)  # fmt: skip
# What is run: pytest does not accept a file and its folder together.
RUN = (
    "tests/ozon_api", "tests/odoo/models/document/test_faults.py",
    "tests/odoo/wizards/test_report_import.py", "tests/odoo/tools/test_rate_limiter.py",
    "tests/odoo/models/account/test_exchange.py",
)  # fmt: skip
RANDOM = (
    "tests/domain", "tests/odoo/models/product/test_random_catalogues.py",
    "tests/odoo/models/realization/test_books.py",
)  # fmt: skip


def run_tests():
    """:return: (whether all passed, tests of faults that passed, random examples tried)"""
    folder = Path(os.environ["OZON_DEV_DATA"]).parent
    results, output = folder / "torture-tests.xml", folder / "torture-tests.log"
    results.unlink(missing_ok=True)
    say(f"Tests of faults and random input; their output: {output}")
    with open(output, "w", encoding="utf-8") as log:
        ended = subprocess.run(
            [ROOT / "dev" / "test", *RUN, *RANDOM, "--hypothesis-profile=torture",
             "--hypothesis-show-statistics", f"--junitxml={results}"],
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    text = output.read_text(encoding="utf-8")
    examples = sum(map(int, re.findall(r"(\d+) passing examples", text)))
    passed = [case for case in ElementTree.parse(results).iter("testcase") if not len(case)]
    faults = sum(_is_of(case, FAULTS) for case in passed)
    say(f"{len(passed)} tests passed, {faults} of them of faults; {examples} random examples")
    if ended.returncode:
        print("\n".join(text.splitlines()[-30:]), flush=True)
    return ended.returncode == 0, faults, examples


def _is_of(case, paths):
    name = case.get("classname")
    return any(name.startswith(path.removesuffix(".py").replace("/", ".")) for path in paths)
