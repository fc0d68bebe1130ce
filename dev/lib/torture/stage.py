"""What the parts of dev/torture share: the seller, the databases, and who is working in them."""

import os
import shutil
import subprocess
import time
from datetime import date, timedelta
from pathlib import Path

from shared.plain_company import create_russian_company
from shared.servers import Seller as Cabinet
from shared.servers import connect, free_port, odoo_server
from tests.fake_ozon import Seller, card, random_report
from torture.books import ask

INSTALLED = "ozon_torture"
STAGE = "ozon_torture_stage"
FILES = Path(os.environ["OZON_DEV_DATA"], "filestore")
OWN_CRONS = "SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND module = 'ozon_connector'"


def closed_months(count):
    """The first days of the last closed months, oldest first."""
    days, day = [], date.today().replace(day=1)
    for _ in range(count):
        day = (day - timedelta(days=1)).replace(day=1)
        days.insert(0, day)
    return days


def make_seller(random, client_id, api_key, cards, rows, months):
    """A seller with this number of cards, and a random report about them in each month."""
    skus = [500_000 + number for number in range(cards)]
    return Seller(
        client_id=client_id,
        api_key=api_key,
        cards=[card(10_000 + number, sku) for number, sku in enumerate(skus)],
        reports={
            (day.year, day.month): random_report(
                random, rows=rows, skus=skus, year=day.year, month=day.month
            )
            for day in months
        },
    )


def build_stage(ozon, seller):
    """A database with a company in roubles whose account is connected to the seller."""
    clone(INSTALLED, STAGE)
    quieten(STAGE)
    with odoo_server(free_port(), STAGE) as odoo:
        create_russian_company(odoo, "ООО «Домашний уют»", "7712345671")
        connect(odoo, Cabinet(ozon.url, seller.client_id, seller.api_key))
    return STAGE


def quieten(database):
    """Leave only our own jobs to the scheduler, so that its work is always ours."""
    ask(database, f"UPDATE ir_cron SET active = false WHERE id NOT IN ({OWN_CRONS})")


def clone(template, database):
    drop(database)
    subprocess.run(["createdb", "--template", template, database], check=True)
    # Before a checkpoint, PostgreSQL does not log the values taken from the sequences of a copied
    # database, so a crash would make it give out the same values again.
    ask("postgres", "CHECKPOINT")
    if (FILES / template).is_dir():
        shutil.copytree(FILES / template, FILES / database)


def drop(database):
    subprocess.run(
        ["dropdb", "--if-exists", "--force", database], check=True, stderr=subprocess.DEVNULL
    )
    shutil.rmtree(FILES / database, ignore_errors=True)


def at_work(database):
    """The ids of the Odoo processes that have a transaction open in the database."""
    return [
        int(name.removeprefix("odoo-"))
        for [name] in ask("postgres",
            "SELECT DISTINCT application_name FROM pg_stat_activity "
            "WHERE datname = %s AND application_name ~ '^odoo-[0-9]+$' AND xact_start IS NOT NULL",
            database,
        )
    ]  # fmt: skip


def wake_scheduler(database):
    """Notify the scheduler; a started server looks at its jobs only after a minute."""
    ask("postgres", f"NOTIFY cron_trigger, '{database}'")


def a_day_passes(database):
    """Move everything planned one day forward, and make the daily jobs due."""
    day = "interval '1 day'"
    ask(database, f"UPDATE ir_cron_trigger SET call_at = call_at - {day}")
    ask(database, f"UPDATE ozon_realization_report SET next_attempt = next_attempt - {day}")
    ask(database, f"UPDATE ir_cron SET nextcall = nextcall - {day} WHERE id IN ({OWN_CRONS})")
    wake_scheduler(database)


def wait_for(database, done, seconds, patience=3):
    """Wait until `done`; days pass while nobody is working.

    :return: (whether it was done in time, the number of days that passed)
    """
    deadline, days, busy = time.monotonic() + seconds, 0, time.monotonic()
    while time.monotonic() < deadline:
        if done():
            return True, days
        if at_work(database):
            busy = time.monotonic()
        elif time.monotonic() - busy > patience:
            a_day_passes(database)
            days, busy = days + 1, time.monotonic()
        time.sleep(0.1)
    return done(), days
