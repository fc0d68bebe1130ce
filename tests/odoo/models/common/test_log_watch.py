"""The run's watch over the log works: it notices complaints and keys."""

import logging

from tests.conftest import KEY_MARK, LogWatch

_logger = logging.getLogger("odoo.addons.ozon_connector.models.account.ozon_account")


def test_lines_of_the_addon_reach_the_watch(log_watch):
    lines = log_watch.lines
    _logger.info("a line")
    assert log_watch.lines == lines + 1


def test_keys_and_complaints_are_noticed_wherever_they_are_in_a_line():
    watch = LogWatch()
    watch.emit(_logger.makeRecord("odoo", logging.DEBUG, "", 1, "key %s", (f"{KEY_MARK}-x",), None))
    watch.emit(_logger.makeRecord("odoo", logging.WARNING, "", 1, "oh", (), None))
    assert watch.leaks == ["odoo: key %s"]
    assert watch.complaints == ["WARNING odoo: oh"]
