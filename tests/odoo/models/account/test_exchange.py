"""The log of exchanges has every request, also those of rolled-back transactions."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from tests.conftest import KEY_MARK
from tests.fake_ozon import Answer, faults
from tests.odoo.common import OzonCase

REALIZATION = "/v2/finance/realization"


class TestExchanges(OzonCase):
    def exchanges(self, *domain):
        return self.env["ozon.exchange"].search(
            [("company_id", "=", self.company.id), *domain], order="id"
        )

    def written(self, hooks=None):
        """The contents of the log after the end of the transaction, by default after a commit.

        A test's transaction never ends, so its hooks are run instead.
        """
        with self.enter_registry_test_mode():
            (hooks or self.env.cr.postcommit).run()
        return self.exchanges()

    def told(self, exchanges):
        return [(row.method, row.outcome, row.status, row.attempt) for row in exchanges]

    def test_connecting_is_written_down_when_the_transaction_ends(self):
        account = self.connect()
        self.assertFalse(self.exchanges(), "no query before")

        rows = self.written()

        self.assertEqual(
            self.told(rows), [("/v1/roles", "ok", 200, 1), ("/v1/seller/info", "ok", 200, 1)]
        )
        self.assertEqual((rows.account_id, rows.company_id), (account, self.company))
        self.assertFalse(rows.document_id)
        self.assertGreater(min(rows.mapped("size")), 10)
        self.assertEqual(self.written(self.env.cr.postrollback), rows, "nothing is written twice")

    def test_a_failed_report_has_its_requests_whole_attempts_included(self):
        self.enterContext(mute_logger("urllib3.connectionpool"))
        account = self.connect()
        self.publish()
        self.ozon.script(REALIZATION, faults.BAD_GATEWAY, faults.BAD_GATEWAY)
        report = self.import_month(account)
        self.assertTrue(report.error_message)

        rows = self.written().filtered("document_id")

        self.assertEqual(rows.document_id, report.document_id)
        self.assertEqual(
            self.told(rows),
            [(REALIZATION, "unreachable", 502, 1), (REALIZATION, "unreachable", 502, 2)],
        )
        report.action_fetch()
        answered = self.written().filtered("document_id") - rows
        self.assertEqual(answered[0].outcome, "ok")
        self.assertIn("/v3/product/info/list", answered.mapped("method"))

    def test_what_a_rollback_undoes_stays_in_the_log(self):
        account = self.connect()
        self.written()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.seller.refusal = "Api-key is deactivated"
            self.env["ozon.connect"].connect({"account_id": account.id})

        rows = self.written(self.env.cr.postrollback)

        self.assertEqual(self.told(rows)[-1], ("/v1/roles", "refused", 403, 1))

    def test_a_cursor_that_is_rolled_back_leaves_its_requests(self):
        account = self.connect()
        before = self.written()
        with self.enter_registry_test_mode(), self.env.registry.cursor() as cr:
            account.with_env(account.env(cr=cr)).action_connect()
            cr.rollback()
        self.assertEqual(len(self.exchanges()), len(before) + 2)

    def test_an_account_that_was_undone_leaves_nothing_and_breaks_nothing(self):
        wrong = {"client_id": "777", "api_key": f"{self.seller.api_key}-x"}
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["ozon.connect"].connect(wrong)
        self.assertFalse(self.written(self.env.cr.postrollback))

    def test_a_log_that_cannot_be_written_is_no_failure_of_the_exchange(self):
        self.connect()
        exchanges = type(self.env["ozon.exchange"])
        with (
            patch.object(exchanges, "_store", side_effect=RuntimeError),
            self.assertLogs("odoo.addons.ozon_connector.models.account.ozon_exchange", "WARNING"),
        ):
            self.assertFalse(self.written())

    def test_nothing_secret_and_nothing_of_ozon_s_words_is_kept(self):
        account = self.connect()
        self.ozon.always("/v1/roles", faults.refused(400, 3, f"bad key {self.seller.api_key}"))
        account.action_connect()
        self.ozon.always("/v1/roles", Answer(body=b"<html>"))
        account.action_connect()

        rows = self.written()

        self.assertEqual(rows.mapped("outcome"), ["ok", "ok", "refused", "unintelligible"])
        self.env.cr.execute("SELECT row_to_json(e)::text FROM ozon_exchange e")
        kept = str(self.env.cr.fetchall())
        self.assertNotIn(KEY_MARK, kept)
        self.assertNotIn("bad key", kept)

    def test_many_requests_are_written_at_once(self):
        account = self.connect()
        for _ in range(10):
            account.action_connect()
        self.env.flush_all()
        creates = []
        original = type(self.env["ozon.exchange"]).create

        def create(model, vals_list):
            creates.append(len(vals_list))
            return original(model, vals_list)

        with patch.object(type(self.env["ozon.exchange"]), "create", create):
            self.written()
        self.assertEqual(creates, [22])

    def test_what_is_older_than_wanted_is_forgotten(self):
        self.connect()
        [one, other] = self.written()
        parameters = self.env["ir.config_parameter"]
        for days, kept in (("", other), ("nonsense", other), ("-1", other), ("10", other)):
            with self.subTest(days=days), self.env.cr.savepoint() as savepoint:
                one.moment = fields.Datetime.now() - timedelta(days=91)
                other.moment = fields.Datetime.now() - timedelta(days=9)
                parameters.set_param("ozon_connector.exchange_days", days)
                self.env["ozon.exchange"]._gc_exchanges()
                self.assertEqual(self.exchanges(), kept)
                savepoint.rollback()
        parameters.set_param("ozon_connector.exchange_days", "5")
        other.moment = fields.Datetime.now() - timedelta(days=9)
        self.env["ozon.exchange"]._gc_exchanges()
        self.assertNotIn(other, self.exchanges())

    def test_the_filter_of_failures_and_the_buttons_lead_to_them(self):
        account = self.connect()
        report = self.import_month(account)  # there is no report yet, which is no failure
        self.ozon.always(REALIZATION, faults.rate_limited())
        report.action_fetch()
        self.written()
        action = self.env.ref("ozon_connector.ozon_exchange_action")
        view = self.env["ozon.exchange"].get_view(view_type="search")["arch"]
        self.assertIn(
            "[('outcome', 'in', ('refused', 'rate_limited', 'unreachable', 'unintelligible'))]",
            view,
        )

        found = self.exchanges(("outcome", "not in", ("ok", "not_ready")))

        self.assertEqual(self.told(found), [(REALIZATION, "rate_limited", 429, 1)])
        self.assertIn(f'name="{action.id}"', report.get_view(view_type="form")["arch"])
        self.assertIn(f'name="{action.id}"', account.get_view(view_type="form")["arch"])
