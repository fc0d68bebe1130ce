"""Rules for the whole run: no skipped test, no complaint of Odoo, no key in the log."""

import logging

import pytest
from hypothesis import HealthCheck, settings

from odoo.tests import BaseCase

from tests.fake_ozon import Seller

# All keys in tests begin with this, so one search finds any of them.
KEY_MARK = Seller().api_key[:8]

# Two parts of the tests run in parallel, so the time of one example means nothing.
settings.register_profile("usual", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("usual")
# For `--hypothesis-profile`: the number of examples for tests that do not set their own.
settings.register_profile("torture", max_examples=1200, deadline=None, print_blob=True)

# Complaints about Odoo's own views, without the addon.
NOT_OURS = (
    # The widget is in partner_autocomplete, which `account` uses but does not depend on.
    "Missing widget: res_partner_many2one",
)


class LogWatch(logging.Handler):
    """Collects complaints, and lines that contain a key."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.complaints = []
        self.leaks = []
        self.lines = 0

    def emit(self, record):
        self.lines += 1
        text = self.format(record)
        if KEY_MARK in text:
            self.leaks.append(f"{record.name}: {record.msg}")
        if record.levelno >= logging.WARNING and not any(words in text for words in NOT_OURS):
            reason = f" ({record.exc_info[1]!r})" if record.exc_info else ""
            self.complaints.append(
                f"{record.levelname} {record.name}: {record.getMessage()}{reason}"
            )


@pytest.fixture(scope="session", autouse=True)
def log_watch():
    """Fails the run if a key was logged, or if Odoo complained where no test expects it."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    assert not watch.leaks, f"an API key was logged: {watch.leaks}"
    assert not watch.complaints, "complaints in the log:\n" + "\n".join(watch.complaints)


def pytest_addoption(parser):
    parser.addoption(
        "--quick", action="store_true",
        help="run no exhaustive tests, and of each file that needs Odoo only the first test",
    )


def pytest_collection_modifyitems(config, items):
    """Leave out of a quick run what is exhaustive, and all but the first test of an Odoo file."""
    if not config.getoption("quick"):
        return
    kept = [item for item in items if not item.get_closest_marker("exhaustive")]
    first = {}
    # pytest sorts the tests of a class by name; here the order of the file counts.
    for item in sorted(filter(needs_odoo, kept), key=line_of):
        first.setdefault(item.path, item)
    kept = [item for item in kept if not needs_odoo(item) or first[item.path] is item]
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = kept


def line_of(item):
    return item.function.__code__.co_firstlineno


def needs_odoo(item):
    return item.cls is not None and issubclass(item.cls, BaseCase)


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter.stats.get("skipped") and exitstatus == pytest.ExitCode.OK:
        reporter.write_line("Failed: tests were skipped, which this project does not allow.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
