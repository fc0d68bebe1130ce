"""`pip install .` gives a wheel with every file of the addons, in Odoo's namespace."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
ADDONS = ("ozon_connector", "ozon_connector_hr_expense")


def committed_files():
    listed = subprocess.run(
        ["git", "ls-files", *ADDONS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {f"odoo/addons/{path}" for path in listed.stdout.split()}


def test_the_wheel_has_the_addon_s_files_and_does_not_own_odoo(tmp_path):
    source = tmp_path / "source"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation",
         "--wheel-dir", str(tmp_path), str(source)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == committed_files()
