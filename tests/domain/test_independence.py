"""`ozon_api` and `domain` work without Odoo."""

import subprocess
import sys
from pathlib import Path

ADDON = Path(__file__).parents[2] / "ozon_connector"


def test_rules_and_client_import_without_odoo():
    program = (
        "import sys; sys.modules['odoo'] = None\n"
        "import ozon_api.client, ozon_api.answers, domain.calendar\n"
        "import domain.settlement, domain.matching\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ADDON, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_rules_and_the_client_do_not_know_each_other():
    for room, other in (("domain", "ozon_api"), ("ozon_api", "domain")):
        for file in (ADDON / room).glob("*.py"):
            lines = file.read_text(encoding="utf-8").splitlines()
            imports = [line for line in lines if line.lstrip().startswith(("import ", "from "))]
            assert not [line for line in imports if other in line], file
