"""Many servers, schedulers and people at once on one account."""

import threading
import time
from collections import Counter
from random import Random

from shared.goods import bring_goods
from shared.servers import Failure, Refusal, free_port, odoo_server, say
from torture.books import ask, difference, read_books
from torture.crashes import ask_for
from torture.met import Met
from torture.stage import clone, wait_for

PATIENCE = 300  # seconds for each step
PERSONS = 5
CHOSEN = 3  # cards whose product a person chooses
# Texts of the database that must never reach a person.
TECHNICAL = ("serializ", "deadlock", "lock timeout", "does not exist", "Traceback", "psycopg")


class Crowd:
    """People who press buttons on several servers of a database at the same time."""

    def __init__(self, servers, random):
        self.servers = servers
        self.random = random
        self.answered = Counter()
        self.refused = Counter()
        self.surfaced = []

    def press(self, buttons, finished, at_least=0):
        """Everybody presses any of the buttons until `finished`, but for at least some seconds.

        :param buttons: {name: function of a server}
        """
        until = time.monotonic() + at_least
        stop = threading.Event()
        threads = [
            threading.Thread(
                target=self._person, args=[Random(self.random.random()), buttons, stop], daemon=True
            )
            for _ in range(PERSONS)
        ]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < until or not finished():
            if time.monotonic() > deadline:
                raise Failure("the crowd does not get its work done")
            time.sleep(0.2)
        stop.set()
        for thread in threads:
            thread.join(120)

    def _person(self, random, buttons, stop):
        names = []
        while not stop.is_set():
            # Each person presses all of them, in a different order.
            names = names or random.sample(sorted(buttons), len(buttons))
            name = names.pop()
            try:
                buttons[name](random.choice(self.servers))
                self.answered[name] += 1
            except Refusal as refusal:
                self.refused[f"{name}: {refusal}"] += 1
                if any(word in str(refusal) for word in TECHNICAL):
                    self.surfaced.append(f"{name}: {refusal}")
            except Failure as failure:
                self.surfaced.append(f"{name}: {failure}")
            time.sleep(random.uniform(0, 0.2))


class Month:
    """All work with an account, from cards to confirmed months, alone or in a crowd."""

    def __init__(self, stage, database, months):
        clone(stage, database)
        self.database = database
        self.months = months
        self.account = self.one("SELECT id FROM ozon_account")
        self.key = self.one("SELECT trim(api_key_secret) FROM ozon_account")

    def one(self, query, *arguments):
        return ask(self.database, query, *arguments)[0][0]

    def is_synchronised(self):
        return self.one("SELECT sync_step IS NULL AND sync_date IS NOT NULL FROM ozon_account")

    def is_begun(self):
        return self.is_drafted() and self.one(
            "SELECT sync_step IS NOT NULL OR sync_date IS NOT NULL FROM ozon_account"
        )

    def is_drafted(self):
        return len(self.months) == self.one(
            "SELECT count(*) FROM ozon_realization_report WHERE state = 'to_review'"
        )

    def reports(self):
        return [id_ for [id_] in ask(
            self.database, "SELECT id FROM ozon_realization_report ORDER BY period"
        )]  # fmt: skip

    def is_posted(self, report):
        return self.one("SELECT state = 'posted' FROM ozon_realization_report WHERE id = %s",
                        report)  # fmt: skip

    def wait(self, done):
        if not wait_for(self.database, done, PATIENCE)[0]:
            raise Failure(f"{self.database}: the work does not end")

    def choose(self, odoo):
        """Give some cards another product than they have, as a person."""
        cards = odoo("ozon.product", "search", [], order="ozon_product_id", limit=CHOSEN)
        for number, card in enumerate(cards):
            product = odoo("product.product", "create", {
                "name": f"Выбрано {number}", "default_code": f"CHOSEN-{number}",
                "is_storable": True,
            })  # fmt: skip
            odoo("ozon.product", "write", [card], {"product_id": product})

    def synchronise(self, odoo):
        odoo("ozon.account", "action_sync_products", [self.account])

    def _synchronise_again(self, odoo):
        """Synchronise again; what a person chose must stay."""
        self.synchronise(odoo)
        self.wait(self.is_synchronised)

    def load(self, odoo):
        ask_for(odoo, self.account, self.months)

    def load_all(self, odoo):
        odoo("ozon.account", "action_import_reports", [self.account])

    def connect(self, odoo):
        odoo("ozon.account", "action_connect", [self.account])

    def enter_key(self, odoo):
        """Write a key to the database; even if it is refused, no log may contain it."""
        odoo("ozon.account", "write", [self.account], {"api_key": self.key})

    def each(self, method):
        """A button of all reports, pressed oldest first."""
        def press(odoo):
            for report in self.reports():
                odoo("ozon.realization.report", method, [report])

        return press

    def confirm(self, report):
        return lambda odoo: odoo("ozon.realization.report", "action_confirm", [report])

    def alone(self):
        """:return: the books if one person does one thing after the other"""
        with odoo_server(free_port(), self.database) as odoo:
            self.synchronise(odoo)
            self.wait(self.is_synchronised)
            self.load(odoo)
            self.wait(self.is_drafted)
            self.choose(odoo)
            self._synchronise_again(odoo)
            self.each("action_draft_again")(odoo)
            for report in self.reports():
                bring_goods(odoo, report)
                self.confirm(report)(odoo)
        return read_books(self.database)

    def in_a_crowd(self, random, seconds):
        """:return: (the books if many work on two servers with two schedulers each, the crowd)"""
        two_schedulers = ("--max-cron-threads", "2")
        with (
            odoo_server(free_port(), self.database, *two_schedulers) as first,
            odoo_server(free_port(), self.database, *two_schedulers) as second,
        ):
            crowd = Crowd([first, second], random)
            beginning = {
                "synchronise": self.synchronise, "load": self.load, "load all": self.load_all,
                "connect": self.connect, "enter the key": self.enter_key,
            }  # fmt: skip
            crowd.press(beginning, self.is_begun, seconds)
            self.wait(self.is_synchronised)
            self.wait(self.is_drafted)
            self.choose(first)
            written = self._press_while_renaming(crowd, first, {
                **beginning, "fetch": self.each("action_fetch"),
                "draft again": self.each("action_draft_again"),
            }, seconds)  # fmt: skip
            self.wait(self.is_synchronised)
            self._synchronise_again(first)
            self.each("action_draft_again")(first)
            self._check_name(crowd, written)
            for report in self.reports():
                bring_goods(first, report)
                crowd.press(
                    {
                        "confirm": self.confirm(report),
                        "fetch": self.each("action_fetch"),
                        "load": self.load,
                    },
                    lambda report=report: self.is_posted(report),
                    at_least=4,
                )
        return read_books(self.database), crowd

    def _press_while_renaming(self, crowd, odoo, buttons, seconds):
        """Write to the account meanwhile; return the last name that Odoo accepted."""
        written = [self.one("SELECT name FROM ozon_account")]
        first = written[0]
        stop = threading.Event()

        def rename():
            number = 0
            while not stop.is_set():
                number += 1
                name = f"{first} {number}"
                try:
                    odoo("ozon.account", "write", [self.account], {"name": name})
                    written.append(name)
                except Refusal as refusal:
                    crowd.refused[f"rename: {refusal}"] += 1
                except Failure as failure:
                    crowd.surfaced.append(f"rename: {failure}")
                time.sleep(0.3)

        thread = threading.Thread(target=rename, daemon=True)
        thread.start()
        crowd.press(buttons, self.is_synchronised, seconds)
        stop.set()
        thread.join(60)
        return written[0], written[-1]

    def _check_name(self, crowd, written):
        first, last = written
        name = self.one("SELECT name FROM ozon_account")
        if name != last:
            crowd.surfaced.append(f"an update was lost: the name is {name}, written was {last}")
        ask(self.database, "UPDATE ozon_account SET name = %s", first)


def press_together(stage, months, seed, seconds):
    """:return: (what was met, the databases)"""
    say("One person, one thing after the other")
    alone = Month(stage, "ozon_torture_alone", months)
    undisturbed = alone.alone()
    say(f"{PERSONS} persons on two servers with two schedulers each (seed {seed})")
    crowded = Month(stage, "ozon_torture_crowd", months)
    books, crowd = crowded.in_a_crowd(Random(f"{seed}.crowd"), seconds)
    met = Met(sum(crowd.answered.values()), sum(crowd.refused.values()), crowd.surfaced)
    met.lost, met.doubled = difference(undisturbed, books)
    answered = ", ".join(f"{name} {count}" for name, count in crowd.answered.items())
    say(f"{met.pressed} buttons answered ({answered}), {met.refused} refused, "
        f"lost {len(met.lost)}, doubled {len(met.doubled)}")  # fmt: skip
    for text, count in crowd.refused.most_common(8):
        say(f"  refused {count} times: {text}")
    return met, [alone.database, crowded.database]
