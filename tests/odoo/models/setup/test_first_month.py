"""A new account needs few clicks: proposals appear at once, and the last month opens."""

from freezegun import freeze_time

from tests.fake_ozon import published_example
from tests.odoo.common import OzonCase

DUE = "2026-10-20 12:00:00"
TOO_EARLY = "2026-10-02 12:00:00"
SEPTEMBER = "2026-09-01"


class TestFirstMonth(OzonCase):
    def arrange(self):
        super().arrange()
        self.publish(published_example())
        self.company.account_purchase_tax_id = self.purchase_tax(22, True)

    def connect(self, **values):
        """An account that is synchronised, but lacks a journal."""
        account = super().connect(import_from=SEPTEMBER, **values)
        account.action_sync_products()
        account.purchase_journal_id = False
        self.assertEqual(account.next_step, "set_up")
        return account

    def set_up(self, account):
        return self.env["ozon.setup"].browse(account.action_set_up()["res_id"])

    @freeze_time(DUE)
    def test_what_is_missing_and_what_is_open_is_proposed_at_once(self):
        account = self.connect()
        names = self.set_up(account).proposal_ids.mapped("name")
        self.assertIn("purchase_journal", names)
        self.assertIn("fee_taxes", names)
        self.assertFalse(account.purchase_journal_id, "a proposal changes nothing")

    @freeze_time(DUE)
    def test_applied_at_once_the_last_month_is_loaded_and_opens(self):
        account = self.connect()
        action = self.set_up(account).action_apply()
        report = account.report_ids
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("ozon.realization.report", report.id),
        )  # fmt: skip
        self.assertTrue(report.ozon_working, "the page shows that it is under way")
        self.run_cron()
        self.env.invalidate_all()
        self.assertEqual((report.state, str(report.period)), ("to_review", SEPTEMBER))
        self.assertTrue(report.bill_id.invoice_line_ids.tax_ids, "drafted with what was applied")

    @freeze_time(DUE)
    def test_drafts_of_before_follow_what_is_applied_unless_a_person_has_changed_them(self):
        for is_changed in (False, True):
            with self.subTest(is_changed=is_changed), self.env.cr.savepoint() as before:
                account = super().connect(import_from=SEPTEMBER)
                account.action_sync_products()
                report = self.import_month(account)
                first = report.bill_id
                self.assertFalse(first.invoice_line_ids.tax_ids, "the taxes are not chosen yet")
                if is_changed:
                    other = first.invoice_line_ids.account_id.copy({"code": "44.77"})
                    first.invoice_line_ids.account_id = other
                setup = self.set_up(account)
                setup._show_proposals()
                action = setup.action_apply()
                self.assertEqual(action["res_id"], report.id)
                self.assertEqual(report.bill_id == first, is_changed)
                self.assertEqual(bool(report.bill_id.invoice_line_ids.tax_ids), not is_changed)
                before.rollback()
                self.env.invalidate_all()

    @freeze_time(DUE)
    def test_a_single_proposal_leaves_the_person_at_the_list(self):
        account = self.connect()
        self.assertIs(self.set_up(account).action_apply("purchase_journal"), True)
        self.assertFalse(account.report_ids)

    @freeze_time(DUE)
    def test_an_account_that_is_to_load_nothing_by_itself_stays_empty(self):
        account = self.connect(auto_import=False)
        self.assertIs(self.set_up(account).action_apply(), True)
        self.assertFalse(account.report_ids)

    @freeze_time(TOO_EARLY)
    def test_a_report_that_ozon_has_not_made_yet_opens_and_waits(self):
        self.seller.reports.clear()
        account = self.connect()
        action = self.set_up(account).action_apply()
        self.run_cron()
        self.env.invalidate_all()
        self.assertEqual(action["res_id"], account.report_ids.id)
        self.assertEqual(account.report_ids.state, "waiting")
        self.assertTrue(account.report_ids.next_attempt)

    @freeze_time(DUE)
    def test_after_the_first_booked_month_only_what_is_missing_is_proposed(self):
        account = self.connect()
        self.set_up(account).action_apply()
        self.run_cron()
        self.env.invalidate_all()
        self.confirm(account.report_ids)
        account.fee_tax_ids.unlink()
        self.assertFalse(self.set_up(account).proposal_ids, "open questions wait for a person")
        account.purchase_journal_id = False
        setup = self.set_up(account)
        self.assertIn("purchase_journal", setup.proposal_ids.mapped("name"))
        self.assertIs(setup.action_apply(), True, "no month opens")
