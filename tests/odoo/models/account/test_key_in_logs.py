"""No log line contains a key, at any log level."""

import io
import logging
from contextlib import contextmanager
from unittest.mock import patch

from odoo.service.model import Params
from odoo.tests import tagged

from tests.conftest import KEY_MARK
from tests.odoo.outside import AdminCase

# With both kinds of quotes and a backslash, so that no quoting marks the end of the key.
KEYS = [
    f"{KEY_MARK}-plain-key-of-ozon",
    f"{KEY_MARK}'single'quotes'",
    f'{KEY_MARK}"double"quotes"',
    f"""{KEY_MARK}'both"kinds'of"quotes""",
    f"{KEY_MARK}\\backslash\\'",
    f"{KEY_MARK}%s%(api_key)s{{}}",
]


@tagged("standard", "post_install", "-at_install")
class TestKeysInLogs(AdminCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()

    def setUp(self):
        super().setUp()
        self.log_in_as_admin()

    @contextmanager
    def all_of_the_log(self):
        """Everything that is logged at level DEBUG, as readable text."""
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
        # This test causes many complaints, which the watch of the whole run must not see.
        top = logging.getLogger("odoo")
        loggers = [top, *(logging.getLogger(f"odoo.{name}") for name in (
            "sql_db", "service.model", "http", "models",
        ))]
        levels = [logger.level for logger in loggers]
        for logger in loggers:
            logger.setLevel(logging.DEBUG)
        top.addHandler(handler)
        try:
            with patch.object(top, "propagate", False):
                yield out.getvalue
        finally:
            top.removeHandler(handler)
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)

    def json_rpc(self, model, method, *args, **kwargs):
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}},
        ).json()

    def xml_rpc(self, model, method, *args):
        return self.xmlrpc_object.execute(
            self.env.cr.dbname, self.admin.id, "admin", model, method, *args
        )

    def ways(self, key):
        """Every way by which a key comes from outside, by name."""
        ids, vals = self.account.ids, {"api_key": key}
        other = {"client_id": "77", "company_id": self.company.id, "api_key": key}
        dialog = {"client_id": self.seller.client_id, "company_id": self.company.id, **vals}
        account, connect = "ozon.account", "ozon.connect"
        return {
            "write": lambda: self.json_rpc(account, "write", ids, vals),
            "create": lambda: self.json_rpc(account, "create", [other]),
            "web_save": lambda: self.json_rpc(account, "web_save", ids, vals, specification={}),
            "load": lambda: self.json_rpc(
                account, "load", ["client_id", "api_key"], [["78", key], ["79", key]]
            ),
            "load of a database id": lambda: self.json_rpc(
                account, "load", [".id", "api_key"], [[str(ids[0]), key]]
            ),
            "onchange": lambda: self.json_rpc(
                account, "onchange", ids, vals, ["api_key"], {"api_key": {}, "name": {}}
            ),
            "dialog": lambda: self.json_rpc(connect, "create", [dialog]),
            "dialog by web_save": lambda: self.json_rpc(
                connect, "web_save", [], dialog, specification={"api_key": {}}
            ),
            "dialog's button": lambda: self.json_rpc(connect, "connect", dialog),
            "xml-rpc dialog": lambda: self.xml_rpc(connect, "connect", dialog),
            "default": lambda: self.json_rpc(
                connect, "create", [{"client_id": "80"}], context={"default_api_key": key}
            ),
            "settings": lambda: self.json_rpc("res.config.settings", "create", [
                {"ozon_account_ids": [[1, ids[0], vals]]}
            ]),
            "search": lambda: self.json_rpc(account, "search", [["api_key", "=", key]]),
            "wrong field": lambda: self.json_rpc(account, "write", ids, {**vals, "no_field": 1}),
            "wrong value": lambda: self.json_rpc(
                account, "write", ids, {**vals, "points_cap": 900}
            ),
            "wrong method": lambda: self.json_rpc(account, "no_method", ids, vals),
            "xml-rpc write": lambda: self.xml_rpc(account, "write", ids, vals),
            "xml-rpc load": lambda: self.xml_rpc(
                account, "load", ["client_id", "api_key"], [["81", key]]
            ),
        }

    def test_no_way_of_entering_one_is_logged_with_it(self):
        for key in KEYS:
            for way in self.ways(key):
                with self.subTest(key=key, way=way), self.all_of_the_log() as logged:
                    try:
                        self.ways(key)[way]()
                    except Exception as error:  # a client gets this as the answer to a wrong call
                        self.assertNotIn(KEY_MARK, str(error).replace(key, ""))
                    self.assertTrue(logged())
                    self.assertNotIn(KEY_MARK, logged())

    def test_the_key_is_stored_all_the_same(self):
        for key in KEYS:
            with self.subTest(key=key):
                self.json_rpc("ozon.account", "write", self.account.ids, {"api_key": key})
                self.env.cr.execute(
                    "SELECT trim(api_key_secret) FROM ozon_account WHERE id = %s", [self.account.id]
                )
                self.assertEqual(self.env.cr.fetchall(), [(key,)])

    def test_an_error_of_the_next_statement_does_not_tell_the_last_one(self):
        self.account.api_key = KEYS[0]
        with self.all_of_the_log() as logged, self.assertRaises(IndexError):
            self.env.cr.execute("SELECT %s, %s", ["too few"])
        self.assertIn("bad query", logged())
        self.assertNotIn(KEY_MARK, logged())

    def test_an_error_of_the_database_about_the_row_does_not_tell_it(self):
        for vals in ({"points_cap": 900}, {"client_id": False}, {"company_id": False}):
            with self.subTest(vals=vals), self.all_of_the_log() as logged:
                answer = self.json_rpc("ozon.account", "write", self.account.ids, vals)
                self.assertIn("error", answer)
                self.assertNotIn(KEY_MARK, logged() + str(answer))

    def test_a_profile_of_the_server_does_not_have_it(self):
        from odoo.tools.profiler import Profiler

        with Profiler(collectors=["sql"], db=None) as profiler:
            self.account.api_key = KEYS[0]
        self.assertNotIn(KEY_MARK, str([entry for collector in profiler.collectors
                                        for entry in collector.entries]))

    def test_other_calls_are_logged_as_ever(self):
        with self.all_of_the_log() as logged:
            self.json_rpc("res.partner", "search", [["name", "=", "nobody-at-all"]])
        self.assertIn("nobody-at-all", logged())

    def test_a_line_of_another_addon_is_never_broken(self):
        logger = logging.getLogger("odoo.service.model")

        class Unprintable:
            def __repr__(self):
                raise RuntimeError

        self.enterContext(patch.object(logger, "propagate", False))
        seen = []
        handler = logging.Handler()
        handler.emit = seen.append
        logger.addHandler(handler)
        self.addCleanup(logger.removeHandler, handler)
        for message, args in (
            ("%s %s", ("too few",)), ("no place", ("too many",)), ("%d", ("no number",)),
            ("%(key)s", ({"key": 1},)), ("%(no)s", ({"key": 1},)), (None, ()), (object(), (1,)),
            ("call %s", (Unprintable(),)), ("call %s", (Params((Unprintable(),), {}),)),
            ("api_key", ()), ("100 %", ()),
        ):
            with self.subTest(message=message):
                logger.handle(logger.makeRecord(logger.name, 30, "", 1, message, args, None))
        self.assertEqual(len(seen), 11)

    def test_no_other_logger_of_odoo_has_a_filter_of_ours(self):
        for name, logger in list(logging.root.manager.loggerDict.items()):
            ours = [one for one in getattr(logger, "filters", ())
                    if "ozon" in type(one).__module__]
            self.assertEqual(bool(ours), name == "odoo.service.model", name)
