"""The dialog under Settings ▸ Ozon: refusals keep its contents, success asks about the cards."""

from datetime import datetime, timedelta, timezone

from freezegun import freeze_time

from odoo.exceptions import UserError

from tests.conftest import KEY_MARK
from tests.fake_ozon import card, faults
from tests.odoo.common import OzonCase


class TestConnectDialog(OzonCase):
    def save(self, account=None, **values):
        """Press the dialog's button like the web client.

        :return: the dialog, now with the question about product cards
        """
        if account is None:
            values = {"client_id": self.seller.client_id, "api_key": self.seller.api_key, **values}
        dialog = self.env["ozon.connect"].with_context(default_account_id=account and account.id)
        question = dialog.connect(values)
        self.assertEqual(question["target"], "new")
        return dialog.browse(question["res_id"])

    def accounts(self):
        return self.env["ozon.account"].search([("company_id", "=", self.company.id)])

    def test_accepted_keys_make_a_connected_account_that_loads_by_itself(self):
        dialog = self.save()

        account = self.accounts()
        self.assertEqual((account.state, account.auto_import), ("connected", True))
        self.assertEqual(dialog.account_id, account)
        self.assertEqual(account.api_key_hint, self.seller.api_key[-4:])

    def test_a_refused_key_says_why_and_leaves_nothing(self):
        with self.assertRaisesRegex(UserError, "wrong, has expired"), self.env.cr.savepoint():
            self.save(api_key=f"{self.seller.api_key}-wrong")

        self.assertFalse(self.accounts())
        self.assertFalse(self.env["ozon.connect"].search([]))

    def test_an_ozon_that_is_down_leaves_nothing_either(self):
        self.ozon.always("/v1/roles", faults.BAD_GATEWAY)

        with self.assertRaisesRegex(UserError, "cannot be reached"), self.env.cr.savepoint():
            self.save()

        self.assertFalse(self.accounts())

    def test_saving_the_record_asks_nothing_of_ozon(self):
        """Records are created and written in many ways, which must not wait for Ozon."""
        values = {"client_id": self.seller.client_id, "api_key": self.seller.api_key}
        dialog = self.env["ozon.connect"].create(values)
        dialog.write(values)

        self.assertFalse(self.ozon.requests)
        self.assertFalse(self.accounts() | dialog.account_id)
        self.assertFalse(dialog.api_key)
        # As a web client does that has not loaded our new code yet, or a program.
        for action in (dialog.action_save, dialog.action_sync, dialog.action_set_up):
            with self.assertRaisesRegex(UserError, "Reload the page"):
                action()

    def test_the_dialog_does_not_keep_the_key(self):
        dialog = self.save()
        self.env.flush_all()

        self.assertFalse(dialog.api_key)
        self.env.cr.execute("SELECT row_to_json(d)::text FROM ozon_connect d")
        self.assertNotIn(KEY_MARK, str(self.env.cr.fetchall()))

    def test_an_empty_key_keeps_the_old_one_and_asks_ozon_again(self):
        account = self.save().account_id
        asked = len(self.ozon.asked("/v1/roles"))

        dialog = self.save(account)

        self.assertEqual(dialog.client_id, self.seller.client_id)
        self.assertEqual(len(self.ozon.asked("/v1/roles")), asked + 1)
        self.assertEqual(account.state, "connected")

    def test_opening_it_again_never_switches_loading_on_by_itself(self):
        account = self.save(auto_import=False).account_id

        self.save(account)

        self.assertFalse(account.auto_import)

    def test_a_refused_new_key_leaves_the_old_one_at_work(self):
        account = self.save().account_id

        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.save(account, api_key=f"{self.seller.api_key}-wrong")
        self.env.invalidate_all()

        account.action_connect()
        self.assertEqual(account.state, "connected")

    def test_the_same_cabinet_again_is_the_same_account(self):
        first = self.save().account_id
        first.active = False

        again = self.save().account_id

        self.assertEqual(again, first)
        self.assertTrue(first.active)

    def test_yes_synchronises_and_no_leaves_everything_untouched(self):
        self.seller.cards = [card(11, 501)]
        dialog = self.save()
        self.assertFalse(dialog.account_id.product_ids)

        dialog.action_sync()

        self.assertEqual(len(dialog.account_id.product_ids), 1)

    def test_it_says_by_itself_whether_the_cards_can_be_synchronised(self):
        dialog = self.save()
        self.assertIn("no goods in stock yet", dialog.sync_condition)
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])
        goods = self.env["product.product"].create(
            [
                {"name": "Вещь", "is_storable": True, "default_code": code}
                for code in ("A1", "A2", False)
            ]
        )
        for product in goods:
            self.env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 5)

        dialog.invalidate_recordset()
        self.assertFalse(dialog.sync_allowed)
        self.assertIn("1 of 3 in stock have neither", dialog.sync_condition)
        self.assertEqual(dialog.action_sync()["domain"], [("id", "in", goods[2].ids)])

        goods[2].ozon_code = "503"
        dialog.invalidate_recordset()
        self.assertTrue(dialog.sync_allowed)
        self.assertIn("All products in stock (3)", dialog.sync_condition)

    def test_another_inn_than_the_company_s_warns(self):
        self.company.vat = "7700000000"
        account = self.save().account_id
        self.assertIn("7712345671", account.inn_warning)

        self.company.vat = "7712345671"
        self.assertFalse(account.inn_warning)

    def test_a_key_that_lacks_a_right_says_which_part_will_not_work(self):
        self.seller.roles = [{"name": "Products", "methods": ["/v3/product"]}]

        account = self.save().account_id

        self.assertIn("loading reports", account.missing_rights)
        self.assertNotIn("product cards", account.missing_rights)

    def test_settings_show_the_accounts_of_the_company(self):
        account = self.save().account_id
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.ozon_account_ids, account)


class TestKeyExpiry(OzonCase):
    def arrange(self):
        super().arrange()
        self.end = datetime(2027, 3, 1, 12, 0, tzinfo=timezone.utc)
        self.seller.expires_at = self.end
        self.account = self.connect()

    def check_keys(self, days_before):
        with freeze_time(self.end - timedelta(days=days_before)):
            self.run_cron("ozon_connector.ir_cron_check_keys")
            self.account.invalidate_recordset()
            return len(self.account.activity_ids), self.account.key_state

    def test_activities_come_14_and_3_days_before_and_the_badge_turns(self):
        self.assertEqual(self.check_keys(15), (0, "valid"))
        self.assertEqual(self.check_keys(13.9), (1, "expiring"))
        self.assertEqual(self.check_keys(12), (1, "expiring"))
        self.assertEqual(self.check_keys(2.9), (2, "expiring"))
        self.assertEqual(self.check_keys(1), (2, "expiring"))
        self.assertEqual(self.check_keys(-1), (2, "expired"))

    def test_a_new_key_closes_them(self):
        self.check_keys(2)
        self.assertTrue(self.account.activity_ids)
        self.seller.expires_at = self.end + timedelta(days=90)

        self.account.action_connect()

        self.assertFalse(self.account.activity_ids)
        self.assertEqual(str(self.account.key_expires_at), "2027-05-30 12:00:00")
        self.assertEqual(self.check_keys(0), (0, "valid"))
