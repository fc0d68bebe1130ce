"""Connecting a seller account: Ozon's answers, messages for the user, and where the key is."""

import logging
from datetime import datetime, timezone

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from tests.conftest import KEY_MARK
from tests.fake_ozon import Answer, faults
from tests.fake_ozon import seller as refusals
from tests.odoo.common import OzonCase
from tests.odoo.outside import AdminCase

ROLES = "/v1/roles"


class TestConnecting(OzonCase):
    def account(self, **values):
        return self.env["ozon.account"].create(
            {"client_id": self.seller.client_id, "api_key": self.seller.api_key, **values}
        )

    def test_a_right_key_connects_and_tells_its_roles_its_end_and_the_seller(self):
        self.seller.expires_at = datetime(2035, 1, 31, 9, 30, tzinfo=timezone.utc)
        account = self.account()

        answer = account.action_connect()

        self.assertEqual((account.state, account.error_message), ("connected", False))
        self.assertEqual(account.roles, "Admin read only")
        self.assertEqual(str(account.key_expires_at), "2035-01-31 09:30:00")
        self.assertEqual(account.seller_inn, "7712345671")
        self.assertEqual(account.name, 'Ozon: ООО "Домашний уют"')
        self.assertEqual(answer["params"]["type"], "success", answer["params"]["message"])

    def test_a_key_without_the_right_to_the_seller_s_name_connects_too(self):
        self.seller.roles = [{"name": "Finance", "methods": ["/v2/finance"]}]
        account = self.account()

        account.action_connect()

        self.assertEqual((account.state, account.seller_inn), ("connected", False))

    def test_each_refusal_is_explained_and_leaves_the_account_unconnected(self):
        for answer, words in (
            ((404, 5, "Invalid Api-Key, please check the key and try again"), "has expired"),
            ((403, 7, "Invalid Api-Key, please contact support"), "has expired"),
            ((401, 16, "Client-Id and Api-Key headers are required"), "has expired"),
            ((400, 3, "Client-Id header value should be positive integer"), "must be a number"),
            ((403, 7, refusals.KEY_DEACTIVATED), "switched off"),
            ((403, 7, refusals.KEY_IP_RESTRICTED), "IP addresses"),
            ((403, 7, refusals.COMPANY_BLOCKED), "blocked the seller"),
            ((403, 7, refusals.OFFER_NOT_SIGNED), "new offer"),
        ):
            with self.subTest(words=words):
                account = self.account(client_id=f"{len(self.ozon.requests) + 1}")
                self.ozon.always(ROLES, faults.refused(*answer))

                told = account.action_connect()

                self.assertEqual(account.state, "error")
                self.assertIn(words, account.error_message)
                self.assertEqual(told["params"]["type"], "danger")
                self.assertIn(words, told["params"]["message"])

    def test_what_says_nothing_about_the_key_is_explained_and_does_not_refuse_it(self):
        self.enterContext(mute_logger("urllib3.connectionpool"))
        for answer, words in (
            (faults.rate_limited("1"), "asks to wait"),
            (
                faults.refused(403, 7, "Api-Key is missing a required role for a method"),
                "may not use this part",
            ),
            (faults.BAD_GATEWAY, "cannot be reached"),
            (faults.CIRCLE_IS_OPEN, "cannot be reached"),
            (faults.RESET, "cannot be reached"),
            (faults.OBSOLETE, "switched off the method"),
            (faults.refused(409, 6, "conflict"), "rejected the request"),
            (Answer(body=b"<html>"), "differs from its documentation"),
            (Answer(json=[]), "differs from its documentation"),
        ):
            with self.subTest(words=words):
                account = self.account(client_id=f"{len(self.ozon.requests) + 1}")
                self.ozon.always(ROLES, answer)

                account.action_connect()

                self.assertEqual(account.state, "draft")
                self.assertIn(words, account.error_message)

    def test_a_client_id_that_cannot_be_sent_or_no_key_is_refused_before_anything_is(self):
        for values, words in (
            ({"client_id": "кабинет"}, "must be a number"),
            ({"api_key": False}, "wrong, has expired"),
        ):
            with self.subTest(words=words, **values):
                account = self.account(**values)
                account.action_connect()
                self.assertEqual(account.state, "error")
                self.assertIn(words, account.error_message)
                account.unlink()
        self.assertFalse(self.ozon.requests)

    def test_a_key_is_not_sent_to_an_unsafe_address(self):
        self.env["ir.config_parameter"].set_param("ozon_connector.api_url", "http://example.com")
        account = self.account()

        account.action_connect()

        self.assertEqual(account.state, "draft")
        self.assertIn("https", account.error_message)

    def move_to_another_host(self):
        """Another name of this machine counts as another host, like in a URL."""
        self.serve(self.seller)
        elsewhere = self.ozon.url.replace("127.0.0.1", "localhost")
        self.env["ir.config_parameter"].set_param("ozon_connector.api_url", elsewhere)

    def test_a_key_follows_to_another_port_of_this_machine(self):
        account = self.connect()
        self.serve(self.seller)
        account.action_connect()
        self.assertEqual(account.state, "connected", account.error_message)

    def test_a_key_does_not_follow_the_address_to_another_host(self):
        account = self.connect()
        told = self.ozon
        self.move_to_another_host()

        answer = account.action_connect()

        self.assertEqual((account.state, self.ozon.requests), ("error", []))
        self.assertIn("enter the key again", account.error_message)
        self.assertIn("http://localhost", account.error_message)
        self.assertEqual(answer["params"]["type"], "danger")
        account.client_id = "654321"
        account.action_connect()
        self.assertFalse(self.ozon.requests, "nothing but the key itself says who may have it")

        self.env["ir.config_parameter"].set_param("ozon_connector.api_url", f"{told.url}/")
        account.client_id = self.seller.client_id
        account.action_connect()
        self.assertEqual(account.state, "connected", account.error_message)

    def test_the_key_entered_again_goes_to_the_new_address(self):
        account = self.connect()
        self.move_to_another_host()
        dialogs = self.env["ozon.connect"]
        with self.assertRaisesRegex(UserError, "enter the key again"):
            dialogs.connect({"account_id": account.id})

        dialogs.connect({"account_id": account.id, "api_key": self.seller.api_key})

        self.assertEqual((account.state, account.error_message), ("connected", False))
        self.assertTrue(self.ozon.requests)

    def test_a_report_is_not_asked_for_at_another_address_and_one_person_is_told(self):
        account = self.connect()
        self.publish()
        self.move_to_another_host()

        report = self.import_month(account)

        self.assertIn("enter the key again", report.error_message)
        self.assertEqual((account.state, len(account.activity_ids)), ("error", 1))
        self.assertFalse(self.ozon.requests)

    def test_a_key_refused_later_raises_one_activity_that_closes_when_it_works_again(self):
        account = self.connect()
        self.publish()
        self.seller.refusal = refusals.KEY_DEACTIVATED
        report = self.import_month(account)
        report.action_fetch()

        self.assertEqual((account.state, report.state), ("error", "waiting"))
        self.assertIn("switched off", report.error_message)
        self.assertEqual(len(account.activity_ids), 1)
        self.assertEqual(account.activity_ids.user_id, account.user_id)

        self.seller.refusal = ""
        account.action_connect()
        self.assertEqual((account.state, account.error_message), ("connected", False))
        self.assertFalse(account.activity_ids)
        self.run_cron()
        self.assertEqual(report.state, "to_review")

    def test_a_key_without_the_right_to_reports_is_not_a_refused_one(self):
        self.seller.roles = [{"name": "Products", "methods": ["/v3/product"]}]
        account = self.connect()

        report = self.import_month(account)

        self.assertIn("may not use this part", report.error_message)
        self.assertEqual((account.state, len(account.activity_ids)), ("connected", 0))

    def test_ozon_s_words_are_text_in_an_activity_whatever_they_say(self):
        account = self.connect()
        self.ozon.always(
            "/v2/finance/realization",
            faults.refused(403, 7, "<b>Api-key is deactivated</b> <a href='http://x'>y</a>"),
        )

        self.import_month(account)

        self.assertIn("&lt;b&gt;", str(account.activity_ids.note))
        self.assertNotIn("<a ", str(account.activity_ids.note))

    def test_an_account_with_reports_keeps_its_cabinet_and_company(self):
        account = self.connect()
        self.publish()
        self.import_month(account)
        for values in ({"client_id": "999"}, {"company_id": self.env.ref("base.main_company").id}):
            with self.subTest(**values), self.assertRaisesRegex(UserError, "would mix"):
                account.write(values)
        account.write({"client_id": account.client_id, "name": "Мой"})

    def test_a_cabinet_is_not_connected_twice_however_its_number_is_written(self):
        """Otherwise every month of it would be booked twice."""
        account = self.connect()
        self.enterContext(mute_logger("odoo.sql_db"))
        for client_id in (" 123456", "123456\n", "0123456", "+123456"):
            with self.subTest(client_id=client_id):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.account(client_id=client_id)
                another = self.account(client_id=f"{len(client_id)}")
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    another.client_id = client_id
                    another.flush_recordset()
                another.unlink()
                question = self.env["ozon.connect"].connect(
                    {"client_id": client_id, "api_key": self.seller.api_key}
                )
                dialog = self.env["ozon.connect"].browse(question["res_id"])
                self.assertEqual(dialog.account_id, account)
        account.client_id = " 0123456 "
        self.assertEqual(account.client_id, "123456")

    def test_a_responsible_person_who_left_is_replaced_by_an_administrator(self):
        account = self.connect()
        leaver = self.env["res.users"].create({"name": "Ушедший", "login": "gone", "active": False})
        account.user_id = leaver
        self.publish()
        self.seller.refusal = refusals.KEY_DEACTIVATED

        self.import_month(account)

        self.assertTrue(account.activity_ids.user_id.active)

    def test_the_points_cap_is_a_share(self):
        account = self.connect()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            account.points_cap = 150
            account.flush_recordset()

    def test_an_empty_key_keeps_the_one_there_is(self):
        account = self.connect()
        account.write({"api_key": False, "name": "Мой кабинет"})
        account.action_connect()
        self.assertEqual(account.state, "connected")

    def test_the_first_month_is_the_last_closed_one_unless_another_is_chosen(self):
        with freeze_time("2026-11-23 12:00:00"):
            self.assertEqual(str(self.account().import_from), "2026-10-01")


@tagged("standard", "post_install", "-at_install")
class TestTheKey(AdminCase):
    """Nobody can read the key back, by any way in which Odoo reads fields."""

    def arrange(self):
        super().arrange()
        self.account = self.connect()

    def setUp(self):
        super().setUp()
        self.log_in_as_admin()

    def call(self, model, method, *args, **kwargs):
        """A call over Odoo's external API, as its administrator."""
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}},
        )
        return answer.text

    def test_reading_gives_nothing(self):
        ids = self.account.ids
        answers = [
            self.call("ozon.account", "read", ids, ["api_key"]),
            self.call("ozon.account", "read", ids),
            self.call("ozon.account", "search_read", [("id", "in", ids)], ["name", "api_key"]),
            self.call("ozon.account", "web_read", ids, specification={"api_key": {}, "name": {}}),
            self.call("ozon.account", "export_data", ids, ["name", "api_key"]),
            self.call("ozon.account", "copy_data", ids),
        ]
        for answer in answers:
            self.assertNotIn(KEY_MARK, answer)
            self.assertIn("result", answer)

    def test_the_column_of_the_key_is_no_field(self):
        with mute_logger("odoo.http"):
            for answer in (
                self.call("ozon.account", "read", self.account.ids, ["api_key_secret"]),
                self.call("ozon.account", "search", [("api_key_secret", "like", KEY_MARK)]),
                self.call("ozon.account", "search", [("api_key", "like", KEY_MARK)]),
                self.call("ozon.account", "search", [], order="api_key_secret"),
                self.call("ozon.account", "formatted_read_group", [], ["api_key"], ["__count"]),
            ):
                self.assertIn('"error"', answer)
                self.assertNotIn(self.seller.api_key[8:], answer)

    def test_nobody_finds_it_out_by_searching(self):
        """What a search finds could reveal the key letter by letter."""
        guess = KEY_MARK[:4]  # answers repeat the guess, so it must not be a key itself
        probes = [
            (operator, [guess] if operator == "in" else f"{guess}%")
            for operator in ("=", "!=", "like", "ilike", "=like", "=ilike", "not ilike", "in", ">")
        ]
        paths = (
            ("ozon.account", ""), ("ozon.product", "account_id."), ("ozon.connect", ""),
            ("ozon.realization.report", "account_id."), ("ozon.exchange", "account_id."),
        )  # fmt: skip
        found = {}
        with mute_logger("odoo.http"):
            for model, path in paths:
                for field in ("api_key", "api_key_secret", "api_key_origin"):
                    for operator, value in probes:
                        answer = self.call(model, "search_count", [(path + field, operator, value)])
                        found[model, field, operator] = '"error"' in answer
                        self.assertNotIn(KEY_MARK, answer)
        self.assertEqual([probe for probe, refused in found.items() if not refused], [])

    def test_nobody_finds_it_out_by_ordering_or_grouping(self):
        with mute_logger("odoo.http"):
            for field in ("api_key", "api_key_secret", "account_id.api_key"):
                for answer in (
                    self.call("ozon.account", "search", [], order=field),
                    self.call("ozon.account", "search_read", [], ["name"], order=f"{field} desc"),
                    self.call("ozon.account", "web_search_read", [], {"name": {}}, order=field),
                    self.call("ozon.account", "formatted_read_group", [], [field], ["__count"]),
                    self.call("ozon.account", "formatted_read_group", [], [], [f"{field}:max"]),
                    self.call("ozon.product", "formatted_read_group", [], [f"account_id.{field}"]),
                    self.call("ozon.account", "web_read_group", [], [field], ["__count"]),
                ):
                    self.assertIn('"error"', answer)
                    self.assertNotIn(KEY_MARK, answer)

    def test_nor_by_ways_around(self):
        """Filters in memory, names, defaults, export paths and unsaved forms do not reveal it."""
        self.publish()
        month = self.import_month(self.account)
        ids, key = self.account.ids, self.seller.api_key
        guess = f"{KEY_MARK[:4]}%"
        with mute_logger("odoo.http"):
            for field in ("api_key", "api_key_secret"):
                filtered = self.call("ozon.account", "filtered_domain", ids,
                                     [(field, "=like", guess)])  # fmt: skip
                self.assertIn('"error"', filtered, "Odoo keeps filters in memory to itself")
            answers = [
                self.call("ozon.account", "name_search", KEY_MARK[:4]),
                self.call("ozon.account", "default_get", ["api_key", "api_key_secret"]),
                self.call("ozon.account", "fields_get"),
                self.call(month._name, "export_data", month.ids, ["account_id/api_key"]),
                self.call(month._name, "export_data", month.ids, ["account_id/api_key_secret"]),
                self.call(month._name, "search",
                          [("account_id", "any", [("api_key_secret", "=like", guess)])]),
                self.call("ozon.account", "formatted_read_group", [], [], ["api_key:array_agg"]),
                self.call("ozon.account", "formatted_read_group", [], [],
                          ["api_key_secret:array_agg"]),
                self.call("ozon.account", "onchange", ids, {"name": "x"}, ["name"],
                          {"api_key": {}, "api_key_hint": {}, "name": {}}),
                self.call("ozon.connect", "web_save", [], {"account_id": ids[0], "api_key": key},
                          {"api_key": {}, "client_id": {}}),
                self.call("ozon.connect", "connect", {"account_id": ids[0], "api_key": key}),
            ]  # fmt: skip
        self.assertIn('"api_key": false', answers[-2])
        self.assertIn('"res_id"', answers[-1])
        self.assertNotIn(KEY_MARK, "".join(answers))

    def test_what_the_web_client_gets_for_the_form_does_not_have_it(self):
        """The key is neither in the form nor behind it, so no screenshot can show it."""
        views = self.call("ozon.account", "get_views", [[False, "form"], [False, "list"]])
        form = self.env["ozon.account"].get_view(view_type="form")
        names = {name for name in form["models"]["ozon.account"] if name != "api_key_secret"}
        values = self.call(
            "ozon.account", "web_read", self.account.ids,
            specification={name: {} for name in sorted(names)},
        )
        self.assertIn('"result"', values)
        for answer in (views, values):
            self.assertNotIn(KEY_MARK, answer)
        self.assertNotIn("api_key_secret", views)

    def test_an_error_report_does_not_tell_it(self):
        """The details of an error go to the user and to the log."""
        key = self.seller.api_key
        with self.assertLogs("odoo.http") as logs:
            answers = [
                self.call("ozon.account", "create", [{"client_id": "1", "api_key": key, "no": 1}]),
                self.call("ozon.account", "write", self.account.ids,
                          {"api_key": key, "points_cap": "much"}),
                self.call("ozon.account", "write", self.account.ids, {"api_key": [key]}),
                self.call("ozon.account", "write", [10**9], {"api_key": key}),
                self.call("ozon.connect", "create", [{"client_id": [], "api_key": key}]),
                self.call("ozon.connect", "connect", {"client_id": [], "api_key": key}),
                self.call("ozon.connect", "connect", [["client_id", "1"], ["api_key", key]]),
            ]  # fmt: skip
        self.assertIn('"error"', "".join(answers))
        self.assertNotIn(KEY_MARK, "".join(answers) + "\n".join(logs.output))

    def test_a_key_that_no_header_may_have_is_refused_in_words_that_do_not_tell_it(self):
        """The database could not store some of these, and would quote them in its error."""
        for odd in ("\x00", "\ud800", "\n\x01", " ", "ё"):
            with self.subTest(odd=odd), mute_logger("odoo.http"):
                key = f"{self.seller.api_key}{odd}end"
                vals = {"client_id": "7", "api_key": key}
                for model, method, argument in (
                    ("ozon.account", "create", [vals]), ("ozon.connect", "connect", vals),
                ):
                    answer = self.call(model, method, argument)
                    self.assertIn("does not accept the API key", answer)
                    self.assertNotIn(KEY_MARK, answer)

    def test_no_python_object_shows_it(self):
        client = self.account._client()
        shown = [repr(client), str(client), repr(self.account), str(self.account.read()),
                 repr(client._limiter), repr(self.account._cache)]  # fmt: skip
        self.assertNotIn(KEY_MARK, "".join(shown))

    def test_no_table_but_its_own_column_has_it(self):
        """No attachment, message, parameter, queued mail or other table contains it."""
        self.publish()
        self.import_month(self.account)
        self.account.action_sync_products()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        holding = []
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{KEY_MARK}%"]
            )
            if self.env.cr.fetchone()[0]:
                holding.append(table)
        self.assertEqual(holding, ["ozon_account"])
        self.env.cr.execute(
            "SELECT (to_jsonb(a) - 'api_key_secret')::text FROM ozon_account AS a"
        )
        self.assertNotIn(KEY_MARK, str(self.env.cr.fetchall()))

    def test_the_most_talkative_log_does_not_tell_it(self):
        with self.assertLogs("odoo.sql_db", "DEBUG") as statements:
            self.account.api_key = f"{self.seller.api_key}-new"
        with self.assertLogs("odoo.service.model", "DEBUG") as calls:
            logging.getLogger("odoo.service.model").debug(
                "call %s", {"api_key": f"{self.seller.api_key}-new"}
            )
        told = "\n".join(statements.output + calls.output)
        self.assertIn("api_key_secret", told)
        self.assertNotIn(KEY_MARK, told)

    def test_a_key_too_short_for_ozon_has_no_end_to_show(self):
        for key, shown in (("abcd", False), ("a" * 15, False), ("abcdefghijklmnop", "mnop")):
            with self.subTest(key=key):
                self.account.api_key = key
                self.assertEqual(self.account.api_key_hint, shown)

    def test_a_raw_answer_that_quotes_it_is_kept_without_it(self):
        self.ozon.always(
            "/v2/finance/realization", Answer(json={"told": f"<{self.seller.api_key}>"})
        )

        month = self.import_month(self.account)

        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", month._name), ("res_id", "=", month.id)]
        )
        self.assertIn(b"<***>", attachments.raw)
        self.assertNotIn(KEY_MARK, month.error_message)

    def test_chatter_and_attachments_do_not_tell_it(self):
        self.account.api_key = f"{self.seller.api_key}-new"
        self.account.action_connect()
        messages = self.env["mail.message"].search([("model", "=", "ozon.account")])
        told = messages.mapped("body") + messages.tracking_value_ids.mapped("new_value_char")
        self.assertNotIn(KEY_MARK, str(told))
        self.assertNotIn(KEY_MARK, str(self.account.error_message))

    def test_a_neutralized_copy_of_the_database_has_no_key_and_asks_nothing(self):
        with file_open("ozon_connector/data/neutralize.sql") as script:
            self.env.flush_all()
            self.env.cr.execute(script.read())
            self.env.invalidate_all()

        self.assertEqual((self.account.state, self.account.auto_import), ("draft", False))
        self.env.cr.execute("SELECT row_to_json(a)::text FROM ozon_account a")
        self.assertNotIn(KEY_MARK, str(self.env.cr.fetchall()))

    def test_a_copy_of_the_account_does_not_carry_it(self):
        copied = self.account.copy({"client_id": "777"})
        self.env.cr.execute(
            "SELECT api_key_secret, api_key_hint FROM ozon_account WHERE id = %s", [copied.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (None, None))

    def test_only_an_ozon_administrator_may_enter_it(self):
        user = self.env["res.users"].create(
            {"name": "Бухгалтер", "login": "bookkeeper", "company_id": self.company.id,
             "company_ids": [Command.set(self.company.ids)],
             "group_ids": [Command.link(self.env.ref("ozon_connector.group_ozon_user").id)]}
        )
        with self.assertRaises(AccessError):
            self.account.with_user(user).api_key = "another"
        with self.assertRaises(AccessError):
            self.account.with_user(user).action_connect()

    def test_a_cabinet_is_connected_to_a_company_once_and_the_refusal_does_not_log_the_key(self):
        values = {"client_id": self.seller.client_id, "api_key": f"{self.seller.api_key}-again"}

        # Odoo is expected to log the violated constraint, but not the key.
        with mute_logger("odoo.http"), self.assertLogs("odoo.sql_db", "ERROR") as logs:
            answer = self.call("ozon.account", "create", [values])

        self.assertIn("is connected to the company already", answer)
        self.assertNotIn(KEY_MARK, answer + "\n".join(logs.output))
