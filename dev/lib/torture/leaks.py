"""Where the API key can be read, apart from the one column that stores it."""

import base64
import os
import subprocess
from pathlib import Path
from urllib.parse import quote

from shared.servers import Failure
from torture.books import ask
from torture.stage import FILES

OWN_TABLE = "ozon_account"
OWN_COLUMN = "api_key_secret"


def find_leaks(databases, key):
    """Search all tables, attachments and logs of the databases.

    :return: the places where the key is found, in any spelling
    """
    wanted = ways_to_write(key)
    leaks = []
    for database in databases:
        _check_that_it_would_be_found(database, key)
        dump = ["pg_dump", "--inserts", f"--exclude-table-data={OWN_TABLE}", database]
        text = subprocess.run(dump, check=True, capture_output=True).stdout
        leaks += [f"{database}: {line[:60]!r}" for line in _lines_with(text, wanted)]
        for [row] in ask(
            database, f"SELECT (to_jsonb(a) - '{OWN_COLUMN}')::text FROM {OWN_TABLE} a"
        ):
            leaks += [f"{database}: {OWN_TABLE}" for _line in _lines_with(row.encode(), wanted)]
        for path in (FILES / database).rglob("*"):
            if path.is_file() and _lines_with(path.read_bytes(), wanted):
                leaks.append(f"{database}: the attachment {path.name}")
    for log in (os.environ["OZON_DEV_LOG"], os.environ["OZON_DEV_POSTGRES_LOG"]):
        lines = _lines_with(Path(log).read_bytes(), wanted)
        leaks += [f"{Path(log).name}: {len(lines)} lines"] if lines else []
    return leaks


def ways_to_write(key):
    """The key itself, in hexadecimal, in a URL, and in base64 at each possible offset."""
    raw = key.encode()
    ways = {raw, raw.hex().encode(), quote(key, safe="").encode()}
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw)
        # Characters that depend on the text next to the key are left out.
        ways.add(encoded[4 if before else 0 : -4])
    return ways


def _check_that_it_would_be_found(database, key):
    """Check that the search finds a key, because a search that finds nothing proves nothing."""
    dump = ["pg_dump", "--inserts", f"--table={OWN_TABLE}", database]
    text = subprocess.run(dump, check=True, capture_output=True).stdout
    if not _lines_with(text, ways_to_write(key)):
        raise Failure(f"{database}: the search for leaks does not even find the key itself")


def _lines_with(text, wanted):
    return [line for line in text.splitlines() if any(way in line for way in wanted)]
