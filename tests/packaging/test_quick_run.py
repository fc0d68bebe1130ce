"""Which tests ``./dev/test`` runs without arguments."""

import re
import subprocess
import sys
from pathlib import Path

from odoo.tools import config

ROOT = Path(__file__).parents[2]
FOLDER = "tests/odoo/models/product"
FIRST_TEST = re.compile(r"^    def (test_\w+)", re.MULTILINE)


def test_it_takes_the_first_test_of_each_file_that_is_not_exhaustive():
    first = {}
    for file in (ROOT / FOLDER).glob("test_*.py"):
        text = file.read_text(encoding="utf-8")
        if "@pytest.mark.exhaustive" not in text:
            first[file.name] = FIRST_TEST.search(text).group(1)

    assert len(first) > 3
    assert collected("--quick", FOLDER) == first


def collected(*arguments):
    """:return: {name of a file: name of its only test}"""
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider",
            "--odoo-config", config["config"], "--odoo-database", config["db_name"][0], *arguments,
        ],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.findall(r"(test_\w+\.py)::\w+::(test_\w+)", done.stdout)
    assert len(dict(found)) == len(found)
    return dict(found)
