"""Databases for these tests: of released versions, upgraded to the current code, and new ones."""

import contextlib
import lzma
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import psycopg2.extras
import pytest

from odoo.tools import config

from shared.servers import free_port, odoo_server
from tests.fake_ozon import FakeOzon

HERE = Path(__file__).parent
# All our tables, and the tables of the documents in the books.
TABLES = (
    "account_move", "account_move_line", "account_move_line_account_tax_rel", "mail_activity",
    "mail_message", "product_product", "product_template", "res_partner",
)  # fmt: skip


class Database:
    """A database of the test run, which is dropped by its name at the end."""

    def __init__(self, suffix):
        self.name = f"{config['db_name'][0]}_{suffix}"
        subprocess.run(["dropdb", "--if-exists", "--force", self.name], check=True)

    def create(self, *arguments):
        subprocess.run(["createdb", *arguments, self.name], check=True)
        return self

    def restore(self, dump):
        subprocess.run(
            ["psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null", self.name],
            input=dump, check=True,
        )  # fmt: skip
        return self

    def query(self, statement, *parameters):
        connection = psycopg2.connect(dbname=self.name)
        try:
            with (
                connection,
                connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor,
            ):
                cursor.execute(statement, parameters)
                return [dict(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()

    def odoo(self, command, *arguments):
        """Run Odoo on the database; it must succeed without complaints."""
        done = subprocess.run(
            [sys.executable, "-m", "odoo", command, "--database", self.name,
             "--config", config["config"], *arguments],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        complaints = [
            line
            for line in done.stderr.splitlines()
            if any(f" {level} " in line for level in ("WARNING", "ERROR", "CRITICAL"))
        ]
        assert not complaints, "\n".join(complaints)

    def contents(self):
        """{table: {id: row}} of everything that must not be lost, including raw answers of Ozon."""
        ours = self.query(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_name LIKE 'ozon\\_%%'"
            " AND table_name NOT IN ('ozon_request_place', 'ozon_product_claim')"
        )
        tables = {row["table_name"]: f'SELECT * FROM "{row["table_name"]}"' for row in ours}
        tables |= {table: f'SELECT * FROM "{table}"' for table in TABLES}
        tables["ir_attachment"] = (
            "SELECT id, name, res_model, res_id, checksum, encode(db_datas, 'base64') AS content"
            " FROM ir_attachment WHERE res_model LIKE 'ozon.%%'"
        )
        return {table: _by_id(self.query(statement)) for table, statement in tables.items()}


def _by_id(rows):
    return {row.get("id") or tuple(row.values()): row for row in rows}


@contextlib.contextmanager
def served(database, seller, folder):
    """A separate server on the database, whose Ozon has this seller; it must not complain.

    :param folder: the folder of its log
    :return: its external API, as `shared.servers.Odoo`
    """
    log = folder / "odoo.log"
    os.environ |= {
        "OZON_DEV_CONFIG": config["config"],
        "OZON_DEV_PYTHONPATH": os.pathsep.join(filter(None, map(str, sys.path))),
        "OZON_DEV_LOG": str(log),
    }
    with FakeOzon(seller) as ozon:
        database.query(
            "INSERT INTO ir_config_parameter (key, value) VALUES ('ozon_connector.api_url', %s)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            ozon.url,
        )
        # The test's own requests do all the work.
        database.query("UPDATE ir_cron SET active = false")
        with odoo_server(free_port(), database.name) as server:
            yield server
    text = log.read_text(encoding="utf-8")
    complaints = [line for line in text.splitlines() if " ERROR " in line or " WARNING " in line]
    assert complaints == []
    assert seller.api_key[:8] not in text


@pytest.fixture(scope="session", params=sorted(file.name for file in HERE.glob("*.sql.xz")))
def upgrade(request):
    """A database of a released version, and the same after the upgrade to today's code.

    :return: (the database, its contents before)
    """
    database = Database("upgrade").create()
    database.restore(lzma.decompress((HERE / request.param).read_bytes()))
    before = database.contents()
    database.odoo("server", "--update", "ozon_connector", "--no-http", "--stop-after-init",
                  "--log-level", "warn")  # fmt: skip
    return database, before
