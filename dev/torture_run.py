"""Kills Odoo while it synchronises product cards; the outcome must be as if undisturbed."""

import argparse
import random
import subprocess
import sys
import time

from demo_company import create_russian_company
from servers import (
    Failure,
    connect,
    free_port,
    local_ozon,
    odoo_server,
    say,
    wait_for_synchronisation,
)

TEMPLATE = "ozon_torture"
PATIENCE = 600  # seconds that a synchronisation may take from the last start on


def main():
    parser = argparse.ArgumentParser(
        prog="dev/torture",
        description="Synchronises product cards twice: undisturbed, and with the Odoo server "
        "killed (kill -9) at random moments and started again. Both must end with the same "
        "products, none lost and none twice; otherwise the exit code is 1.",
    )
    parser.add_argument("--cards", type=int, default=5000, help="default: %(default)s")
    parser.add_argument("--kills", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6),
                        help="repeats the moments of an earlier run")  # fmt: skip
    arguments = parser.parse_args()
    with local_ozon("--cards", str(arguments.cards)) as seller:
        say("An undisturbed run")
        undisturbed, seconds = synchronise(seller, [])
        say(f"{len(undisturbed)} cards in {seconds:.0f} s")
        say(f"The same, killed {arguments.kills} times (seed {arguments.seed})")
        # Points of the work, not of time, so that each kill meets it; the work of the first two
        # seconds is done in the request that starts it.
        background = range(len(undisturbed) * 6 // 5, progress_of(undisturbed))
        points = random.Random(arguments.seed).sample(background, arguments.kills)
        killed, _seconds = synchronise(seller, sorted(points))
    return report(arguments, undisturbed, killed)


def report(arguments, undisturbed, killed):
    codes = [code for _card, _state, code in killed if code]
    lost = len(set(undisturbed) - set(killed))
    doubled = len(codes) - len(set(codes)) + len(killed) - len({card for card, *_ in killed})
    print(f"cards {len(killed)}, kills {arguments.kills}, seed {arguments.seed}, "
          f"lost {lost}, doubled {doubled}")  # fmt: skip
    return 0 if undisturbed == killed and not doubled else 1


def progress_of(cards):
    """How much work was done: cards downloaded, and cards with a product."""
    return len(cards) + sum(bool(code) for _card, _state, code in cards)


def synchronise(seller, points):
    """Synchronise in a fresh database, killing the server at each of these points of the work.

    :return: the cards with the state and the product's code of each, and the seconds it took
    """
    database = f"{TEMPLATE}_run"
    subprocess.run(
        ["dropdb", "--if-exists", "--force", database], check=True, stderr=subprocess.DEVNULL
    )
    subprocess.run(["createdb", "--template", TEMPLATE, database], check=True)
    with odoo_server(free_port(), database) as odoo:
        create_russian_company(odoo, "ООО «Домашний уют»", "7712345671")
        account = connect(odoo, seller)
        started = time.monotonic()
        odoo("ozon.account", "action_sync_products", [account])
        if not points:
            say(wait_for_synchronisation(odoo, account, PATIENCE))
            return cards(odoo), time.monotonic() - started
        kill_at(odoo, points[0])
    for point in points[1:]:
        with odoo_server(free_port(), database) as odoo:
            wake_scheduler(database)
            kill_at(odoo, point)
    with odoo_server(free_port(), database) as odoo:
        wake_scheduler(database)
        say(wait_for_synchronisation(odoo, account, PATIENCE))
        return cards(odoo), time.monotonic() - started


def wake_scheduler(database):
    """A started server looks at its scheduled actions after a minute only, unless it is told to."""
    notify = f"NOTIFY cron_trigger, '{database}'"
    subprocess.run(["psql", "-q", "-d", "postgres", "-c", notify], check=True)


def kill_at(odoo, point):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        done = odoo("ozon.product", "search_count", []) + odoo(
            "ozon.product", "search_count", [("product_id", "!=", False)]
        )
        if done >= point:
            break
        time.sleep(0.05)
    odoo.process.kill()
    odoo.process.wait()
    say(f"killed at {point}: {done} steps of the work are in the database")


def cards(odoo):
    fields = ["ozon_product_id", "match_state", "product_id"]
    found = odoo("ozon.product", "search_read", [], fields, order="ozon_product_id")
    products = odoo("product.product", "search_read", [("ozon_code", "!=", False)], ["ozon_code"])
    codes = {product["id"]: product["ozon_code"] for product in products}
    taken = [card["product_id"][0] for card in found if card["product_id"]]
    if sorted(codes) != sorted(taken):
        raise Failure(f"{len(codes)} products have a code, {len(taken)} cards have a product")
    return [
        (card["ozon_product_id"], card["match_state"],
         card["product_id"] and codes.get(card["product_id"][0]))
        for card in found
    ]  # fmt: skip


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"\nStopped: {failure}")
