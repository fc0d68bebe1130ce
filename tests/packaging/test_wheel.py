"""`pip install .` builds a wheel with all files of the addons, and an installed Odoo loads it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from odoo.tools import config

pytestmark = pytest.mark.exhaustive

ROOT = Path(__file__).parents[2]
ADDONS = (
    "ozon_connector", "ozon_connector_bulk", "ozon_connector_hr_expense", "ozon_connector_l10n_ru",
    "ozon_connector_settlement",
)  # fmt: skip
# What Odoo's own shell is asked about the addon.
QUESTIONS = """
import json
import odoo.addons.ozon_connector
from odoo.modules.module import Manifest
from odoo.tools import config, file_path
print(json.dumps({
    "addons_path": config["addons_path"],
    "state": env.ref("base.module_ozon_connector").state,
    "code": odoo.addons.ozon_connector.__file__,
    "icon": file_path("ozon_connector/static/description/icon.png"),
    "bulk": Manifest.for_addon("ozon_connector_bulk").path,
    "expenses": Manifest.for_addon("ozon_connector_hr_expense").path,
    "menu": env.ref("ozon_connector.menu_ozon_reports").with_context(lang="ru_RU").name,
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of the last commit."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source)
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture
def database():
    """A database without the addon; the run that owns it drops it."""
    name = f"{config['db_name'][0]}_wheel"
    subprocess.run(["createdb", "--template", os.environ["OZON_TEMPLATE"], name], check=True)
    return name


def pip(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "pip", *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def committed_files():
    listed = subprocess.run(
        ["git", "ls-files", *ADDONS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {f"odoo/addons/{path}" for path in listed.stdout.split()}


def test_the_wheel_has_the_addon_s_files_and_does_not_own_odoo(wheel):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == committed_files()


def test_odoo_loads_the_installed_wheel_without_an_addons_path(wheel, database, tmp_path):
    installed = tmp_path / "site-packages"
    pip("install", "--no-deps", "--no-index", "--target", installed, wheel)
    settings = tmp_path / "odoo.conf"
    settings.write_text(
        f"[options]\ndata_dir = {tmp_path / 'data'}\n"
        f"db_host = {config['db_host']}\ndb_user = {config['db_user']}\n",
        encoding="utf-8",
    )

    def odoo(command, *arguments, questions=None):
        done = subprocess.run(
            [sys.executable, "-m", "odoo", command, "--config", str(settings), "--database",
             database, "--no-http", "--log-level", "warn", *arguments],
            cwd=tmp_path, input=questions, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": f"{installed}:{os.environ['PYTHONPATH']}"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert " ERROR " not in done.stderr, done.stderr
        return done.stdout

    odoo("server", "--init", "ozon_connector", "--skip-auto-install", "--stop-after-init")
    answers = json.loads(odoo("shell", questions=QUESTIONS).splitlines()[-1])

    addons = installed / "odoo" / "addons"
    assert str(ROOT) not in answers["addons_path"]
    assert answers["state"] == "installed"
    assert answers["code"] == str(addons / "ozon_connector" / "__init__.py")
    assert answers["icon"] == str(addons / "ozon_connector/static/description/icon.png")
    assert answers["bulk"] == str(addons / "ozon_connector_bulk")
    assert answers["expenses"] == str(addons / "ozon_connector_hr_expense")
    assert answers["menu"] == "Отчёты посредника"
