"""Databases of released versions, restored and upgraded to today's code, each once for the run."""

import lzma
import subprocess
import sys
from pathlib import Path

import psycopg2
import psycopg2.extras
import pytest

from odoo.tools import config

HERE = Path(__file__).parent
# Of all our tables, and of what the documents in the books are made of.
TABLES = (
    "account_move", "account_move_line", "account_move_line_account_tax_rel", "mail_activity",
    "mail_message", "product_product", "product_template", "res_partner",
)  # fmt: skip


class Database:
    """A database of the test run, which drops it at its end by its name."""

    def __init__(self, suffix):
        self.name = f"{config['db_name'][0]}_{suffix}"
        subprocess.run(["dropdb", "--if-exists", "--force", self.name], check=True)

    def create(self, *arguments):
        subprocess.run(["createdb", *arguments, self.name], check=True)
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
        """Run Odoo on the database; it must succeed and have nothing to complain of."""
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
        """{table: {id: row}} of what must not be lost, raw answers of Ozon included."""
        ours = self.query(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_name LIKE 'ozon\\_%%'"
            " AND table_name <> 'ozon_request_place'"
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


@pytest.fixture(scope="session", params=sorted(file.name for file in HERE.glob("*.sql.xz")))
def upgrade(request):
    """A database as it was under a released version, and as it is after the upgrade to today's.

    :return: (the database, its contents before)
    """
    database = Database("upgrade").create()
    subprocess.run(
        ["psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null", database.name],
        input=lzma.decompress((HERE / request.param).read_bytes()), check=True,
    )  # fmt: skip
    before = database.contents()
    database.odoo("server", "--update", "ozon_connector", "--no-http", "--stop-after-init",
                  "--log-level", "warn")  # fmt: skip
    return database, before
