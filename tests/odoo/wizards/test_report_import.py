"""Imports by hand and by the scheduled action, never twice, and what happens on failure."""

import json
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from tests.fake_ozon import Answer, Seller, faults, report, row, side, to_json
from tests.odoo.common import OzonCase

METHOD = "/v2/finance/realization"
THE_7TH = "2026-11-07 03:00:00"  # 06:00 in Moscow


class TestByHand(OzonCase):
    @freeze_time("2026-11-20 12:00:00")
    def test_the_account_s_button_loads_every_closed_month_from_its_first(self):
        for month in (8, 9, 10):
            self.publish(month=month)
        account = self.connect(import_from="2026-08-15")

        account.action_import_reports()

        self.assertEqual(account.report_ids.mapped("state"), ["to_review"] * 3)
        self.assertEqual(
            [str(day) for day in sorted(account.report_ids.mapped("period"))],
            ["2026-08-01", "2026-09-01", "2026-10-01"],
        )

    @freeze_time("2026-11-20 12:00:00")
    def test_twice_gives_one_report_and_one_bill(self):
        self.publish(month=10)
        account = self.connect()

        account.action_import_reports()
        account.action_import_reports()
        self.run_cron()
        account.report_ids.action_fetch()

        self.assertEqual(len(account.report_ids), 1)
        # The scheduled action has nothing to compare, because the answer is new.
        self.assertEqual(len(self.ozon.asked(METHOD)), 1)
        month = account.report_ids
        documents = self.env["account.move"].search([("ozon_report_id", "=", month.id)])
        self.assertEqual(documents, month._documents())
        self.assertEqual(len(month.picking_ids), 2)

    def test_a_second_report_of_a_month_cannot_be_made(self):
        report = self.import_month(self.connect())

        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(UserError, "same month"):
            report._create_once([{"account_id": report.account_id.id, "period": report.period}])

    def test_an_account_that_is_not_connected_says_so(self):
        account = self.env["ozon.account"].create({"client_id": "1"})

        with self.assertRaisesRegex(UserError, "not connected"):
            account.action_import_reports()

    @freeze_time("2026-11-20 12:00:00")
    def test_the_wizard_hands_months_to_the_background(self):
        for month in (8, 9, 10):
            self.publish(month=month)
        account = self.connect(auto_import=False)
        wizard = self.env["ozon.report.import"].create(
            {"account_id": account.id, "month_from": "2026-08-01", "month_to": "2026-09-30"}
        )

        wizard.action_import()
        self.assertEqual(account.report_ids.mapped("state"), ["waiting"] * 2)
        self.run_cron()

        self.assertEqual(account.report_ids.mapped("state"), ["to_review"] * 2)

    @freeze_time("2026-11-20 12:00:00")
    def test_the_wizard_proposes_the_first_months_that_are_missing(self):
        account = self.connect(auto_import=False, import_from="2026-06-01")
        months = self.env["ozon.realization.report"].sudo()._create_missing(
            account, [date(2026, month, 1) for month in (6, 8, 9)]
        )
        months[0].state = "cancelled"
        months[1].state = months[2].state = "loaded"
        wizards = self.env["ozon.report.import"].with_context(default_account_id=account.id)

        wizard = wizards.create({})
        july = date(2026, 7, 1)
        self.assertEqual((wizard.month_from, wizard.month_to), (july, july))
        self.assertEqual(wizard.month_choices[0], ["2026-10-01", "October 2026"])
        self.assertEqual(wizard.month_choices[-1], ["2023-08-01", "August 2023"])

        months[2].state = "waiting"
        account.import_from = "2026-08-01"
        wizard = wizards.create({})
        self.assertEqual(wizard.month_from, date(2026, 9, 1))
        self.assertEqual(wizard.month_to, date(2026, 10, 1))

    @freeze_time("2026-11-20 12:00:00")
    def test_a_month_that_fails_stops_no_other_and_the_dialog_counts_them(self):
        for month in (7, 8, 9):
            self.publish(month=month)
        rows = self.seller.reports[2026, 8]["result"]["rows"]
        rows[0]["delivery_commission"]["total"] += 1
        account = self.connect(auto_import=False)
        wizard = self.env["ozon.report.import"].create(
            {"account_id": account.id, "month_from": "2026-07-01", "month_to": "2026-09-30"}
        )
        counts = ["month_count", "loaded_count", "failed_count"]

        dialog = wizard.action_import()
        self.assertEqual((dialog["res_id"], dialog["target"]), (wizard.id, "new"))
        self.assertEqual([wizard[count] for count in counts], [3, 0, 0])
        self.run_cron()

        self.assertEqual([wizard[count] for count in counts], [3, 2, 1])
        reports = account.report_ids.sorted("period")
        self.assertEqual(reports.mapped("state"), ["to_review", "waiting", "to_review"])
        [shown] = wizard.action_open_reports()["domain"]
        self.assertEqual(sorted(shown[2]), sorted(reports.ids))

    @freeze_time("2026-11-20 12:00:00")
    def test_the_wizard_refuses_months_that_ozon_cannot_have(self):
        account = self.connect()
        for first, last, reason in (
            ("2023-07-01", "2023-09-01", "August 2023"),
            ("2026-10-01", "2026-11-01", "not over yet"),
            ("2026-10-01", "2026-09-01", "Swap"),
        ):
            wizard = self.env["ozon.report.import"].create(
                {"account_id": account.id, "month_from": first, "month_to": last}
            )
            with self.subTest(first=first), self.assertRaisesRegex(UserError, reason):
                wizard.action_import()
        self.assertFalse(account.report_ids)


class TestByCron(OzonCase):
    def arrange(self):
        super().arrange()
        with freeze_time("2026-11-02 09:00:00"):
            self.account = self.connect()

    def report(self):
        return self.account.report_ids.ensure_one()

    def trigger_planned(self, moment):
        """Whether the scheduler will run the import at this moment."""
        cron = self.env.ref("ozon_connector.ir_cron_import_reports")
        return self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", cron.id), ("call_at", "=", moment)]
        )

    def test_it_is_scheduled_for_the_7th_at_six_in_moscow(self):
        cron = self.env.ref("ozon_connector.ir_cron_import_reports")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "months"))
        self.assertEqual((cron.nextcall.day, cron.nextcall.hour, cron.nextcall.minute), (7, 3, 0))
        self.assertGreater(cron.nextcall, fields.Datetime.now())
        self.assertTrue(cron.active)

    def test_on_the_7th_the_month_before_becomes_a_draft_bill(self):
        self.publish(month=10)

        with freeze_time(THE_7TH):
            self.run_cron()

        self.assertEqual(str(self.report().period), "2026-10-01")
        self.assertEqual(self.report().state, "to_review")
        self.assertEqual(self.report().bill_id.state, "draft")

    def test_before_the_7th_nothing_is_asked(self):
        self.publish(month=10)

        with freeze_time("2026-11-07 02:59:59"):
            self.run_cron()

        self.assertFalse(self.account.report_ids)
        self.assertFalse(self.ozon.asked(METHOD))

    def test_a_missed_7th_is_caught_up(self):
        self.publish(month=10)
        self.publish(month=11)

        with freeze_time("2026-12-19 10:00:00"):
            self.run_cron()

        self.assertEqual(self.account.report_ids.mapped("state"), ["to_review"] * 2)

    def test_archived_accounts_are_left_alone(self):
        with freeze_time(THE_7TH):
            self.run_cron()
        asked = len(self.ozon.asked(METHOD))
        self.account.active = False

        with freeze_time("2026-11-08 03:00:00"):
            self.run_cron()

        self.assertEqual(len(self.ozon.asked(METHOD)), asked)

    def test_accounts_without_automatic_loading_are_left_alone(self):
        self.publish(month=10)
        self.account.auto_import = False

        with freeze_time(THE_7TH):
            self.run_cron()

        self.assertFalse(self.account.report_ids)

    def test_a_report_that_is_not_there_yet_is_asked_for_next_morning(self):
        with freeze_time(THE_7TH):
            self.run_cron()
        self.assertEqual(self.report().state, "waiting")
        self.assertIn("has not published", self.report().error_message)
        self.assertTrue(self.trigger_planned("2026-11-08 03:00:00"))
        self.assertFalse(self.report().activity_ids)

        self.publish(month=10)
        with freeze_time("2026-11-08 03:00:00"):
            self.run_cron()
        self.assertEqual((self.report().state, self.report().error_message), ("to_review", False))

    def test_from_the_12th_on_one_activity_tells_that_it_is_late_and_closes_itself(self):
        for day in range(7, 16):
            with freeze_time(f"2026-11-{day:02} 03:00:00"):
                self.run_cron()
            self.assertEqual(len(self.report().activity_ids), 0 if day < 12 else 1, day)
        self.assertEqual(self.report().activity_ids.user_id, self.account.user_id)

        self.publish(month=10)
        with freeze_time("2026-11-16 03:00:00"):
            self.run_cron()
        self.assertEqual(self.report().state, "to_review")
        self.assertFalse(self.report().activity_ids)

    def test_a_late_month_that_a_person_drafts_is_late_no_more(self):
        goods = [row(sku=1, sold=side(1))]
        self.publish(report(goods, month=10, currency_sys_name="KZT"), month=10)
        with freeze_time("2026-11-12 03:00:00"):
            self.run_cron()
        self.assertIn("no rate", self.report().error_message)
        self.assertEqual(len(self.report().activity_ids), 1)

        self.env["res.currency.rate"].create(
            {
                "currency_id": self.report().currency_id.id,
                "company_id": self.company.id, "name": "2026-10-31", "rate": 5.5,
            }
        )  # fmt: skip
        self.report().action_draft_again()

        self.assertEqual((self.report().state, self.report().error_message), ("to_review", False))
        self.assertFalse(self.report().activity_ids)

    def test_faults_are_retried_after_growing_pauses(self):
        self.publish(month=10)
        # Longer than the client may wait within a run.
        self.ozon.always(METHOD, faults.rate_limited("150"))
        moment = fields.Datetime.to_datetime(THE_7TH)
        for minutes in (5, 15, 45):
            with freeze_time(moment):
                self.run_cron()
            self.assertIn("asks to wait", self.report().error_message)
            moment += timedelta(minutes=minutes)
            self.assertEqual(self.report().next_attempt, moment)
            self.assertTrue(self.trigger_planned(moment))

        self.ozon.always(METHOD, None)
        with freeze_time(moment):
            self.run_cron()
        self.assertEqual((self.report().state, self.report().failures), ("to_review", 0))

    def test_ozon_s_own_longer_pause_is_respected(self):
        self.ozon.always(METHOD, faults.rate_limited("3600"))

        with freeze_time(THE_7TH):
            self.run_cron()

        self.assertEqual(str(self.report().next_attempt), "2026-11-07 04:00:00")

    def test_a_busy_ozon_is_waited_for_within_the_run(self):
        self.publish(month=9)
        self.ozon.script(METHOD, faults.rate_limited("1"), faults.BAD_GATEWAY)
        self.account.auto_import = False
        # The clock is not frozen here, because the client measures its pauses.
        self.account._create_reports([fields.Date.to_date("2026-09-01")])

        self.run_cron()

        self.assertEqual(self.report().state, "to_review")
        self.assertEqual(len(self.ozon.asked(METHOD)), 3)

    def test_an_import_that_odoo_gave_up_is_gone_on_with_the_next_day(self):
        self.publish(month=10)
        cron = self.env.ref("ozon_connector.ir_cron_import_reports")
        # The state left by three servers that died in the job one after the other.
        self.env["ir.cron.progress"].create({"cron_id": cron.id, "timed_out_counter": 3})
        with freeze_time(THE_7TH), mute_logger("odoo.addons.base.models.ir_cron"):
            self.account._create_reports([fields.Date.to_date("2026-10-01")])
            job = cron._acquire_one_job(self.env.cr, cron.id, include_not_ready=True)
            cron._process_job(self.env.cr, job)
        self.assertEqual(self.report().state, "waiting")
        self.assertFalse(self.trigger_planned(THE_7TH))

        with freeze_time("2026-11-08 09:00:00"):
            self.run_cron("ozon_connector.ir_cron_check_keys")
            self.assertTrue(self.trigger_planned(THE_7TH))
            self.run_cron()

        self.assertEqual(self.report().state, "to_review")

    def test_what_waits_for_a_person_is_not_tried_for_ever(self):
        self.publish(month=10)
        for name in ("Кружка", "Кружка "):
            self.env["product.product"].create({"name": name})
        self.publish(report([row(sku=1, sold=side(1), name="Кружка")], 2026, 10), month=10)

        with freeze_time(THE_7TH):
            self.run_cron()
        self.assertEqual((self.report().state, self.report().bill_id.id), ("to_match", False))
        self.assertEqual(self.report().unmatched_line_ids.mapped("offer_id"), ["ART-1"])

        with freeze_time("2026-11-08 03:00:00"):
            self.run_cron()
            self.assertEqual(self.report().state, "to_match")
            card = self.account.product_ids
            card.product_id = self.env["product.product"].search([("name", "=", "Кружка")])
            self.run_cron()
        self.assertEqual(self.report().state, "to_review")
        self.assertEqual(self.report().line_ids.product_id, card.product_id)


class TestManyAccounts(OzonCase):
    def test_one_account_s_trouble_does_not_keep_the_others_waiting(self):
        good, refused, broken = (
            Seller(client_id=str(number), api_key=f"{self.seller.api_key}-{number}")
            for number in (1, 2, 3)
        )
        sellers = (good, refused, broken)
        self.serve(*sellers)
        accounts = [self.connect(seller, import_from="2026-10-01") for seller in sellers]
        good.reports[2026, 10] = report([row(sku=1, sold=side(1))], 2026, 10)
        broken.reports[2026, 10] = {"result": {"rows": "?"}}
        refused.refusal = "Api-key is deactivated, use another one or generate a new one"

        with freeze_time(THE_7TH):
            self.run_cron()

        self.assertEqual(len(self.ozon.asked(METHOD)), 3)
        self.assertEqual(
            [(account.report_ids.state, account.state) for account in accounts],
            [("to_review", "connected"), ("waiting", "error"), ("waiting", "connected")],
        )

    def test_a_report_that_failed_before_is_asked_for_after_the_others(self):
        sellers = [
            Seller(client_id=str(number), api_key=f"{self.seller.api_key}-{number}")
            for number in (1, 2)
        ]
        self.serve(*sellers)
        failing, _other = accounts = [
            self.connect(seller, import_from="2026-10-01") for seller in sellers
        ]
        with freeze_time(THE_7TH):
            for account in accounts:
                account._create_reports([fields.Date.to_date("2026-10-01")])
            failing.report_ids.failures = 1
            self.run_cron()

        asked = [request.headers["Client-Id"] for request in self.ozon.asked(METHOD)]
        self.assertEqual(asked, ["2", "1"])


class TestFailures(OzonCase):
    """A failed import leaves no bill, a clear message, and the raw answer if there was one."""

    def failed(self, raw_kept):
        report = self.import_month(self.connect())
        self.assertEqual((report.state, report.bill_id.id), ("waiting", False))
        self.assertFalse(report.line_ids)
        self.assertEqual(bool(report.raw_attachment_id), raw_kept)
        self.assertTrue(report.next_attempt)
        return report.error_message

    def test_a_row_that_does_not_add_up_is_named_with_its_figures(self):
        payload = report([row(sku=1, sold=side(1)), row(sku=2, sold=side(1))])
        payload["result"]["rows"][1]["delivery_commission"]["total"] += 1
        self.publish(payload)

        message = self.failed(raw_kept=True)

        self.assertIn("Row 2", message)
        self.assertIn("91.00", message)
        self.assertIn("90.00", message)

    def test_an_unknown_figure_is_named(self):
        payload = report([row(sku=1, sold=side(1))])
        payload["result"]["rows"][0]["delivery_commission"]["premium"] = 12.5
        self.publish(payload)

        message = self.failed(raw_kept=True)

        self.assertIn("delivery_commission.premium = 12.5", message)

    def test_a_row_that_names_nothing_is_named_itself(self):
        self.publish(report([row(sku=0, sold=side(1), offer_id=" ", name="", barcode="")]))
        imported = self.import_month(self.connect())
        self.assertIn("Row 1", imported.error_message)
        self.assertFalse(imported.bill_id)

    def test_a_report_without_its_currency_is_not_booked(self):
        self.publish(report([row(sku=1, sold=side(1))], currency_sys_name=""))

        self.assertIn("which currency", self.failed(raw_kept=True))

    def test_a_date_that_is_none_falls_back_to_the_month_s_end(self):
        self.publish(report([row(sku=1, sold=side(1))], doc_date="0001-01-01T00:00:00Z"))
        imported = self.import_month(self.connect())
        self.assertEqual(str(imported.bill_id.invoice_date), "2026-09-30")

    def test_a_report_of_another_month_is_not_booked(self):
        self.publish(report([row(sku=1, sold=side(1))], 2026, 8), month=9)

        self.assertIn("another period", self.failed(raw_kept=True))

    def test_an_answer_of_a_wrong_shape_is_kept_for_later_study(self):
        self.publish({"result": {"header": {}, "rows": [{"delivery_commission": {"total": "?"}}]}})

        self.assertIn("delivery_commission.total", self.failed(raw_kept=True))

    def test_an_answer_that_breaks_off_is_not_kept(self):
        self.publish()
        body = to_json(self.seller.reports[2026, 9])
        self.ozon.always(METHOD, Answer(body=body, cut=len(body) // 2))
        self.enterContext(mute_logger("urllib3.connectionpool"))

        self.assertIn("cannot be reached", self.failed(raw_kept=False))

    def test_a_corrected_report_is_loaded_in_place_of_the_broken_one(self):
        payload = report([row(sku=1, sold=side(1))])
        broken = json.loads(to_json(payload))
        broken["result"]["rows"][0]["delivery_commission"]["total"] = 1
        self.publish(broken)
        account = self.connect()
        imported = self.import_month(account)
        first_raw = imported.raw_attachment_id

        self.publish(payload)
        imported.action_fetch()

        self.assertEqual((imported.state, imported.error_message), ("to_review", False))
        self.assertEqual(imported.raw_attachment_id, first_raw)
        self.assertEqual(imported.raw_attachment_id.raw, to_json(payload))

    def test_a_cancelled_bill_lets_the_month_be_imported_again(self):
        self.publish()
        imported = self.import_month(self.connect())
        first_bill = imported.bill_id
        first_bill.button_cancel()
        self.assertEqual(imported.state, "cancelled")

        imported.action_fetch()

        self.assertEqual(imported.state, "to_review")
        self.assertNotEqual(imported.bill_id, first_bill)

    def test_a_cancelled_bill_that_was_replaced_is_not_taken_back(self):
        self.publish()
        imported = self.import_month(self.connect())
        first_bill = imported.bill_id
        first_bill.button_cancel()
        imported.action_fetch()
        self.confirm(imported)

        with self.assertRaisesRegex(UserError, "booked twice"):
            first_bill.button_draft()
        self.assertEqual(imported.state, "posted")

    def test_a_bill_that_says_another_sum_than_the_report_is_not_posted(self):
        self.publish()
        imported = self.import_month(self.connect())
        imported.bill_id.invoice_line_ids[0].price_unit = 1000

        with self.assertRaisesRegex(UserError, "190.00"):
            imported.bill_id.action_post()
        self.assertEqual(imported.state, "to_review")

    def test_which_report_a_bill_is_of_cannot_be_changed_by_hand(self):
        self.publish()
        imported = self.import_month(self.connect())
        administrator = self.env.ref("base.user_admin")
        administrator.company_ids = [Command.link(self.company.id)]
        with self.assertRaises(AccessError):
            imported.bill_id.with_user(administrator).write({"ozon_report_id": False})

    def test_a_month_that_ozon_never_reports_can_be_given_up(self):
        imported = self.import_month(self.connect())
        self.assertEqual(imported.state, "waiting")

        imported.action_cancel()
        imported.account_id.auto_import = False
        asked = len(self.ozon.asked(METHOD))
        with freeze_time("2030-01-01 12:00:00"):
            self.run_cron()

        self.assertEqual(imported.state, "cancelled")
        self.assertEqual(len(self.ozon.asked(METHOD)), asked)

    def test_a_deleted_draft_is_drafted_again_on_demand(self):
        self.publish()
        imported = self.import_month(self.connect())
        imported.bill_id.unlink()
        self.assertEqual((imported.state, imported.bill_id.id), ("ready", False))

        imported.action_fetch()

        self.assertEqual((imported.state, imported.bill_id.amount_total), ("to_review", 190.00))

    def test_posting_and_taking_back_are_followed(self):
        self.publish()
        imported = self.import_month(self.connect())
        self.bring_goods(imported)
        imported.bill_id.action_post()
        self.assertEqual(imported.state, "posted")
        imported.action_reset()
        self.assertEqual((imported.state, imported.bill_id.state), ("to_review", "draft"))
        self.confirm(imported)
        self.assertEqual((imported.state, imported.bill_id.state), ("posted", "posted"))


class TestOneCompanyOnly(OzonCase):
    def test_every_model_has_a_company_rule(self):
        models = [
            model for model in self.env.registry
            if self.env[model]._original_module.startswith("ozon_connector")
            and not self.env[model]._abstract
        ]
        self.assertGreater(len(models), 10)
        for model in models:
            with self.subTest(model=model):
                # A dialog has one more rule, about who opened it. Rules without groups all apply.
                rules = self.env["ir.rule"].search([("model_id.model", "=", model)])
                self.assertFalse(rules.groups)
                self.assertIn(
                    "[('company_id', 'in', company_ids)]", rules.mapped("domain_force")
                )

    def test_another_company_s_bookkeeper_sees_nothing(self):
        self.publish()
        imported = self.import_month(self.connect())
        other = self.create_company("ООО «Лютик»")
        bookkeeper = self.env["res.users"].create(
            {
                "name": "Бухгалтер",
                "login": "other_bookkeeper",
                "company_id": other.id,
                "company_ids": [Command.set(other.ids)],
                "group_ids": [Command.link(self.env.ref("ozon_connector.group_ozon_manager").id)],
            }
        )
        for record in (
            imported, imported.account_id, imported.line_ids, imported.account_id.product_ids
        ):
            with self.subTest(model=record._name):
                self.assertTrue(record)
                seen = record.with_user(bookkeeper).with_context(allowed_company_ids=other.ids)
                self.assertFalse(seen.search([]))
