"""The part for the app Expenses can be installed and removed, and leaves nothing behind."""

import os
import subprocess
import sys

import psycopg2
import pytest

from odoo.tools import config

pytestmark = pytest.mark.exhaustive

COMMAND = [sys.executable, "-m", "odoo"]
ADDON = "ozon_connector_hr_expense"


@pytest.fixture
def database():
    """A database with Expenses and without our addons; the run that owns it drops it."""
    name = f"{config['db_name'][0]}_uninstall"
    subprocess.run(
        ["createdb", "--template", os.environ["OZON_EXPENSES_TEMPLATE"], name], check=True
    )
    return name


def odoo(*arguments):
    done = subprocess.run(
        [*COMMAND, *arguments, "--config", config["config"]],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    complaints = [
        line
        for line in done.stderr.splitlines()
        if any(level in line for level in (" WARNING ", " ERROR ", " CRITICAL "))
    ]
    assert not complaints, complaints


def test_it_installs_and_uninstalls_cleanly(database):
    odoo("server", "--database", database, "--init", ADDON, "--skip-auto-install",
         "--no-http", "--stop-after-init", "--log-level", "warn")  # fmt: skip
    odoo("module", "uninstall", "--database", database, ADDON)

    connection = psycopg2.connect(dbname=database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, state FROM ir_module_module WHERE name LIKE 'ozon_connector%'"
            )
            assert dict(cursor.fetchall()) == {
                "ozon_connector": "installed",
                "ozon_connector_bulk": "uninstalled",
                "ozon_connector_l10n_ru": "uninstalled",
                "ozon_connector_settlement": "uninstalled",
                ADDON: "uninstalled",
            }
            cursor.execute("SELECT name FROM ir_model_data WHERE module = %s", [ADDON])
            assert cursor.fetchall() == []
            cursor.execute(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE column_name IN ('ozon_order_id', 'employee_id')"
                " AND table_name IN ('hr_expense', 'ozon_kopeck_receipt')"
            )
            assert cursor.fetchall() == [("hr_expense", "employee_id")]
            cursor.execute(
                "SELECT value FROM ir_model_fields_selection AS value_of"
                " JOIN ir_model_fields AS field ON field.id = value_of.field_id"
                " WHERE field.model = 'ozon.kopeck.receipt' AND field.name = 'kind'"
            )
            assert sorted(row[0] for row in cursor.fetchall()) == ["upd", "waybill"]
    finally:
        connection.close()
